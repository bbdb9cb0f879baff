package main

import (
	"strings"
	"testing"

	"bukutamu/internal/web/webtest"
)

// freshOffice goes through the first run of a program on an empty folder, from the
// printed link to its end, and gives the browser of the first administrator, who is
// also a duty officer.
func freshOffice(t testing.TB, h *house) *webtest.Client {
	t.Helper()
	c := h.staff(t)
	if got := c.Get("/"); got.Has("textbox", "Kata sandi") {
		t.Error("somebody could sign in before there is anybody")
	}
	link, ok := strings.CutPrefix(h.Setup, h.Staff)
	if !ok {
		t.Fatalf("the set-up link is %q", h.Setup)
	}
	page := c.Get(link).Want(200)
	page = page.Form("Lanjut").Fill("Nama kantor", "Kejaksaan Negeri Contoh").Fill("Kode kantor", "contoh").
		Fill("Induk kantor", "Kejaksaan Agung\nKejaksaan Tinggi Contoh").Fill("Alamat", "Jalan Misal 1").Press("Lanjut").Want(200)
	page = page.Form("Lanjut").Fill("Nama lengkap", "Bima Rekaan").Fill("Nama pengguna", "bima").
		Fill("Kata sandi", password).Fill("Ulangi", password).Choose("Petugas piket").Press("Lanjut").Want(200)
	list := page.Form("Lanjut")
	list.Set("people", list.Values.Get("people")+"Ibu Galih Misal, S.H., Jaksa, Pidum, keduanya\r\n")
	page = list.Press("Lanjut").Want(200)                // what was understood is shown
	page = page.Form("Lanjut").Press("Lanjut").Want(200) // and then saved
	page = page.Form("Lanjut").Fill("Jumlah", "25").Press("Lanjut").Want(200)
	test := readPDF(t, c.Get("/pasang/uji.pdf").Want(200).Body)
	if !test.isSize(86, 54) {
		t.Errorf("the printer's test page has %v × %v points", test.width, test.height)
	}
	page = page.Form("Lanjut").Press("Lanjut").Want(200)
	kiosk := h.guest(t)
	asked := kiosk.Get("/kios/daftarkan").Form("Tampilkan kode").Press("Tampilkan kode").Want(200)
	page = page.Form("Daftarkan").Fill("Kode di layarnya", codeOf(t, asked)).Fill("Tempat", "Lobi").Press("Daftarkan").Want(200)
	page.Form("Selesai, buat akun").Press("Selesai, buat akun").Want(200)
	if again := h.staff(t).Get(link); again.Status != 410 {
		t.Errorf("the set-up link still works: %d", again.Status)
	}
	return c
}

// From an empty folder to the first printed badge, and out again.
func TestAFreshOfficeFromAnEmptyFolder(t *testing.T) {
	h := empty(t)
	desk := freshOffice(t, h)
	code := codeOf(t, takeTicket(h.guest(t), "Melur Contohwati"))
	straightRoad(t, h, desk, code, "Melur Contohwati")
	if !strings.HasPrefix(h.out.String(), "setup "+h.Setup+"\nready guest=") {
		t.Errorf("stdout says %q", h.out)
	}
	h.stop()
	h.start() // the second start finds the office, and prints no link any more
	if h.Setup != "" || !strings.HasPrefix(h.out.String(), "ready guest=") {
		t.Errorf("the second start says %q", h.out)
	}
	if page := desk.Get("/riwayat").Want(200); !strings.Contains(page.Text(), "Melur Contohwati") {
		t.Errorf("the history was not kept: %s", page.Text())
	}
}
