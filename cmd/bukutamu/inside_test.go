package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/web/webtest"
)

// The database is gone, and the building must be left: whoever was signed in reads who
// was inside a minute ago, from this machine's own disk.
func TestTheEvacuationListWithoutTheStore(t *testing.T) {
	h := demo(t)
	c := signIn(t, h, "piket")
	live := c.Get("/evakuasi").Want(200)
	names := []string{}
	for _, n := range live.Root.Tags("li") {
		if id := n.Attr["id"]; strings.HasPrefix(id, "e-") {
			names = append(names, strings.Fields(n.Text())[0])
		}
	}
	if len(names) < 5 {
		t.Fatalf("%d people are inside in the demo: %s", len(names), live.Text())
	}
	if err := h.inside.keep(t.Context(), h.Book); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(h.settings.Data, insideFile))
	if err != nil || strings.Contains(string(raw), "visit") || strings.Contains(string(raw), "Rekaan") {
		t.Fatalf("the file is readable: %v %.80q", err, raw)
	}
	if info, err := os.Stat(filepath.Join(h.settings.Data, insideFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}

	c.Get("/riwayat").Want(503)
	p := c.Get("/evakuasi").Want(200)
	if !strings.Contains(p.Text(), "Pusat data tidak terjangkau.") || strings.Contains(p.Body, `name="found"`) {
		t.Errorf("the page does not say that it is old: %s", p.Text())
	}
	for _, n := range names {
		if !strings.Contains(p.Text(), n) {
			t.Errorf("%s is missing: %s", n, p.Text())
		}
	}
	pdf := c.Get("/evakuasi/daftar.pdf").Want(200)
	if pdf.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the paper is %s", pdf.Header.Get("Content-Type"))
	}
	if p := webtest.New(t, h.Staff).Get("/evakuasi"); strings.Contains(p.Text(), names[0]) {
		t.Errorf("a stranger reads it: %s", p.Text())
	}
	h.clock.forward(31 * time.Minute)
	c.Get("/evakuasi").Want(503) // too long ago to be sure who this is
	_ = h.Program.Stop()         // what it logged about the closed database is no fault here
	h.Program = nil
}
