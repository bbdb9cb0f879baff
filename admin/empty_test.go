package admin_test

import (
	"slices"
	"strings"
	"testing"

	"bukutamu/internal/web/webtest"
)

// A page with nothing on it says so and what to do next, under a picture: never a bare table.
func TestEmptyPagesSayHowTheyFill(t *testing.T) {
	d := openDesk(t)
	for _, x := range []struct{ login, path, says, next string }{
		{"ratna", "/", "Tidak ada yang menunggu.", "Pindai"},
		{"ratna", "/riwayat", "Tidak ada kunjungan", "Kunjungan tampil di sini begitu tamu terdaftar."},
		{"gading", "/", "Tidak ada yang menunggu Anda.", ""},
		{"admin", "/pengaturan/perangkat", "Belum ada perangkat", "Tulis kode yang tampil"},
	} {
		page := d.as(x.login).Get(x.path).Want(200)
		says(t, page, x.says, x.next)
		empty := page.Root.All(func(n *webtest.Node) bool { return slices.Contains(strings.Fields(n.Attr["class"]), "empty") })
		if len(empty) == 0 || len(empty[0].Tags("svg")) == 0 || len(empty[0].Tags("p")) == 0 {
			t.Errorf("%s %s: no empty state with a picture and a way out", x.login, x.path)
		}
	}
	// A search that finds nothing keeps its filter and names the way out.
	page := d.as("auditor").Get("/riwayat").Form("Tampilkan").Fill("Nama, instansi, atau nomor surat", "Zzyzx").Press("Tampilkan").Want(200)
	says(t, page, "Perpanjang tanggalnya, atau hapus satu saringan.")
	if !page.Has("textbox", "Nama, instansi, atau nomor surat") || !strings.Contains(page.Body, "Zzyzx") {
		t.Error("the filter is gone")
	}
}
