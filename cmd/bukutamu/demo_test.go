package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestWhatTheDemoPrints(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "d")
	want := []string{"piket officer", "atasan supervisor", "pengaduan complaint", "kasi.pidum host", "auditor auditor", "admin admin"}
	passwords := map[string]bool{}
	for range 2 { // the second start prints new passwords and tells nothing twice
		lines, stop := serving(t, "serve", "--demo", "--data", folder)
		if len(lines) != len(want)+1 || !strings.HasPrefix(lines[len(want)], "ready guest=http://") {
			t.Fatalf("stdout: %q", lines)
		}
		for i, w := range want {
			f := strings.Fields(lines[i])
			if len(f) != 4 || f[0] != "account" || f[1]+" "+f[3] != w || len(f[2]) < 12 || passwords[f[2]] {
				t.Errorf("line %q, want %q with a password of its own", lines[i], w)
				continue
			}
			passwords[f[2]] = true
		}
		stop()
	}
	lines, _ := serving(t, "serve", "--demo", "--data", folder, "--demo-password", password)
	if !strings.HasPrefix(lines[0], "account piket "+password+" ") {
		t.Errorf("--demo-password: %q", lines[0])
	}
}

func TestTheDemoOnTheNextDay(t *testing.T) {
	h := demo(t)
	for range 2 {
		h.stop()
		h.clock.forward(24 * time.Hour)
		h.start()
	}
	page := signIn(t, h, "piket").Get("/").Want(200)
	for _, words := range []string{"Jumat 27 Nov", "Tiba", "Menunggu", "Diterima", "Bertemu", "Terdaftar"} {
		if !strings.Contains(page.Text(), words) {
			t.Errorf("today's desk lacks %q: %s", words, page.Text())
		}
	}
	if found, err := h.Book.Check(t.Context()); err != nil {
		t.Errorf("after %d documents: %v", found.Documents, err)
	}
}

func TestTheDemoTouchesNoRealOffice(t *testing.T) {
	folder := t.TempDir()
	crashFolder(t, folder) // an office that is no demo
	refused(t, "the demo never touches it", listenAnywhere("serve", "--demo", "--data", folder)...)
}
