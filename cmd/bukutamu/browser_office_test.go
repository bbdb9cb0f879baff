package main

import (
	"path"
	"strings"
	"testing"

	"bukutamu/internal/lang"
)

// officeTour visits settings, accounts, devices, history and records, the audit log
// and a host's inbox.
func officeTour(b *tab, h *house, l lang.Lang, at stop) {
	b.t.Helper()
	w := func(id string) string { return in(l, id) }
	as := func(login string) {
		b.open(h.Staff + "/masuk?lang=" + string(l))
		b.fill(w("Nama pengguna"), login).fill(w("Kata sandi"), password).press("button", w("Masuk"))
	}
	as("admin")
	at(b, "settings", "settings")
	for _, page := range []string{"kantor", "jam", "bagian", "keperluan", "pengenal", "teks", "aturan", "tampilan", "masa-simpan", "pengaduan"} {
		b.open(h.Staff + "/pengaturan/" + page)
		at(b, "settings, "+page, "settings")
	}
	for _, page := range []string{"pengaturan/bagian/unit/pidum", "pengaturan/bagian/pegawai/gading-andaikan", "pengaturan/keperluan/tilang", "teks/tata-tertib/1"} {
		b.open(h.Staff + "/" + page)
		at(b, path.Base(path.Dir(page))+", one")
	}
	b.open(h.Staff+"/pengaturan/kantor").allow("status of 422").fill(w("Nama kantor"), "").insist("button", w("Simpan"))
	at(b, "settings, refused")
	b.open(h.Staff + "/pengaturan/perangkat")
	at(b, "devices, none", "devices")
	kiosk := h.guest(b.t)
	asked := kiosk.Get("/kios/daftarkan").Form("Tampilkan kode").Press("Tampilkan kode")
	b.fill(w("Kode di layarnya"), codeOf(b.t, asked)).fill(w("Nama"), "Kios 1").fill(w("Tempat"), "Lobi").press("button", w("Daftarkan"))
	at(b, "devices", "devices")
	b.press("link", w("Ubah")+" Kios 1")
	at(b, "devices, one")
	b.open(h.Staff + "/pengaturan/akun")
	at(b, "accounts", "settings-accounts")
	b.press("link", w("Tambah akun"))
	at(b, "accounts, new", "settings-accounts")
	b.open(h.Staff + "/pengaturan/akun/auditor")
	at(b, "accounts, one", "settings-accounts")
	on[bool](b, b.must("button", w("Nonaktifkan akun …")), "function() { this.click(); return true }")
	at(b, "accounts, disable")
	b.open(h.Staff + "/saya")
	at(b, "own")
	b.open(h.Staff + "/saya/meja")
	at(b, "own desk")
	b.press("button", w("Tampilkan kode"))
	at(b, "own desk, code")
	b.open(h.Staff + "/jejak")
	at(b, "acts")

	as("auditor")
	b.open(h.Staff + "/riwayat")
	at(b, "history", "history", "visit-record")
	b.fill(w("Dari"), "2026-10-01").press("button", w("Tampilkan"))
	at(b, "history, two months", "history")
	b.press("link", w("Lebih lama"))
	at(b, "history, older", "history")
	b.open(h.Staff+"/riwayat").fill(w("Nama, instansi, atau nomor surat"), "Contohsari").press("button", w("Tampilkan"))
	at(b, "history, a name", "history")
	b.fill(w("Nama, instansi, atau nomor surat"), "Zzyzxabc").press("button", w("Tampilkan"))
	at(b, "history, nobody")
	visits := today(b.t, h)
	for _, state := range []string{"left", "meeting", "secret", "lost", "refused"} {
		b.open(h.Staff + "/riwayat/" + visits[state])
		at(b, "record, "+state, "visit-record")
	}
	b.allow("status of 403").open(h.Staff + "/pengaturan/akun")
	at(b, "not for this account")
	b.allow("status of 404").open(h.Staff + "/riwayat/00000000000000000000000000")
	at(b, "no such visit")

	as("atasan")
	b.open(h.Staff + "/riwayat")
	at(b, "history, of the desk", "history")
	as("kasi.pidum")
	at(b, "inbox")
	b.open(h.Staff + "/kotak/" + visits["waiting"])
	at(b, "inbox, a guest")
}

// Every page of the office's half of the staff door, as TestEveryPageOfTheDesk.
func TestEveryPageOfTheOffice(t *testing.T) {
	t.Parallel()
	newLedger(t, "settings", "devices", "history", "visit-record").inEach(t, func(t *testing.T, l lang.Lang, book *ledger) {
		officeTour(atDesk(t, l), demo(t), l, onStaffPages(l, book))
	})
}

// Every page of the first run, on an empty folder.
func TestEveryPageOfTheFirstRun(t *testing.T) {
	t.Parallel()
	newLedger(t, "first-run").inEach(t, func(t *testing.T, l lang.Lang, book *ledger) {
		h := empty(t)
		w := func(id string) string { return in(l, id) }
		at := onStaffPages(l, book)
		b := atDesk(t, l).allow("status of 422", "status of 410", "status of 503")
		b.open(h.Guest + "/kios?lang=" + string(l))
		at(b, "kiosk before set-up")
		b.open(h.Staff + "/?lang=" + string(l))
		at(b, "staff before set-up")
		b.open(h.Staff + "/pasang/00000000000000000000000000")
		at(b, "a link that is no more")
		b.open(h.Setup + "?lang=" + string(l))
		at(b, "office", "first-run")
		b.insist("button", w("Lanjut"))
		at(b, "office, refused")
		b.fill(w("Nama kantor"), "Kejaksaan Negeri Contoh").fill(w("Kode kantor"), "contoh").press("button", w("Lanjut"))
		at(b, "administrator", "first-run")
		b.insist("button", w("Lanjut"))
		at(b, "administrator, refused", "first-run")
		b.fill(w("Nama lengkap"), "Bima Rekaan").fill(w("Nama pengguna"), "bima").fill(w("Kata sandi"), password).fill(w("Ulangi"), password)
		b.press("button", w("Lanjut"))
		at(b, "people", "first-run")
		b.press("button", w("Lanjut"))
		at(b, "people, understood")
		b.press("button", w("Lanjut"))
		at(b, "badges")
		b.press("button", w("Lanjut"))
		at(b, "printer")
		b.press("button", w("Lanjut"))
		at(b, "kiosk")
		b.fill(w("Kode di layarnya"), "4HT-9QX").press("button", w("Daftarkan"))
		at(b, "kiosk, refused")
		b.open(h.Staff + "/pasang/selesai")
		at(b, "done")
		b.press("button", w("Selesai, buat akun"))
		if !strings.HasSuffix(b.url().Path, "/akun") {
			t.Errorf("set-up ends on %s", b.url())
		}
	})
}
