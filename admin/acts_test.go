package admin_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

func TestTheAuditLogIsReadNewestFirst(t *testing.T) {
	b := kapuas(t)
	for n := range 60 {
		if err := b.book.Note(context.Background(), b.stamp("ratna", "officer"), fmt.Sprintf("test-%02d", n), ""); err != nil {
			t.Fatal(err)
		}
	}
	c := b.as("cakra")
	p := c.Get("/jejak").Want(200)
	if !strings.Contains(p.Text(), "Cakra Misalkan Masuk") || !strings.Contains(p.Text(), "test-59") || strings.Contains(p.Text(), "test-05") {
		t.Error(p.Text())
	}
	p = p.Follow("Lebih lama").Want(200)
	if !strings.Contains(p.Text(), "test-05") || !strings.Contains(p.Text(), "Akun dibuat Bima Rekaan") {
		t.Error(p.Text())
	}
	if p = p.Follow("Terbaru"); p.URL.RequestURI() != "/jejak" {
		t.Error(p.URL)
	}
	if p := c.Get("/jejak?sesudah=!!").Want(422); !strings.Contains(p.Text(), "Mulai dari halaman pertama") {
		t.Error(p.Text())
	}
}
