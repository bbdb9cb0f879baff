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

// A long value of a setting is cut in the row, with a sign, and stands whole behind it.
func TestALongValueStandsWholeInTheAuditLog(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	var many []string
	for n := range 40 {
		many = append(many, fmt.Sprintf("Loker %02d", n+1))
	}
	c.Get("/pengaturan/pengenal").Form("Simpan").Fill("Loker", strings.Join(many, "\n")).Press("Simpan").Want(200)
	for _, path := range []string{"/jejak", "/pengaturan/pengenal"} {
		p := c.Get(path).Want(200)
		open := ""
		for _, n := range p.Root.Tags("details") {
			if strings.Contains(n.Text(), "Loker 01") {
				open = n.Text()
			}
		}
		if short, whole, cut := strings.Cut(open, "…"); !cut || strings.Contains(short, "Loker 40") || !strings.Contains(whole, "Loker 40") {
			t.Errorf("%s says %q", path, open)
		}
	}
}
