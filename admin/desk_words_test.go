package admin_test

import (
	"slices"
	"testing"

	"bukutamu/internal/lang"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// The words of the desk are those of the design, in both languages: found by role and
// name, as a person or a screen reader finds them.
func TestTheWordsOfTheDesk(t *testing.T) {
	d := openDesk(t)
	ratna, gading := d.as("ratna"), d.as("gading")
	waiting, _ := d.waits(ratna, 2)
	ratna.Get("/kunjungan/" + waiting).Form("Tanyakan lagi").Choose("Tautan").Press("Tanyakan lagi").Want(200)
	meeting, _ := d.meets(ratna, 3, func(m *visit.Register) { m.Name = "Lestari Umpamasari"; m.Companions = []string{"Kelana Umpama"} })
	ratna.Get("/kunjungan/" + meeting).Form("Semua hadir").Press("Semua hadir").Want(200)
	filled(ratna.Get("/kunjungan/"+meeting+".1/verify"), 4).Set("number", "6203991508850002").Press("Simpan, ke ruang tunggu").Want(200)
	gone, page := d.meets(ratna, 5)
	page.Follow("Pulang …").Form("Semua kembali").Press("Semua kembali").Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(200)
	_ = gone
	d.registers()
	arrived, _ := d.arrives(ratna)
	other := d.registers(func(m *visit.Register) { m.Day = "2026-11-24" })
	for _, c := range []struct {
		b     *webtest.Client
		path  string
		words [][3]string // role, id, en
	}{
		{ratna, "/kunjungan/" + waiting, [][3]string{
			{"heading", "Meja depan", "Front desk"}, {"textbox", "Pindai QR, ketik kode, nama, atau nomor ponsel", "Scan a QR, type a code, name or phone number"},
			{"link", "Tamu tanpa daftar", "Walk-in"}, {"heading", "Perlu tindakan", "Needs action"}, {"heading", "Sedang bertemu", "In a meeting"},
			{"heading", "Terdaftar, belum tiba", "Registered, not here yet"}, {"heading", "Sudah pulang", "Left"},
			{"button", "Bersedia", "Will see the guest"}, {"button", "Tunggu … menit", "Wait … minutes"}, {"button", "Tidak bersedia", "Will not see the guest"},
			{"button", "Tidak di tempat", "Not in the office"}, {"button", "Alihkan …", "Pass on …"}, {"button", "Kirim ulang tautan", "Send the link again"},
			{"link", "Antar ke tujuan …", "Escort …"}, {"link", "Pulang …", "Check out …"}, {"link", "Cetak ulang", "Print again"}, {"button", "Periksa isian", "Check the form"},
			{"link", "Semua tombol", "All keys"}, {"link", "Bisukan suara", "Mute"}, {"link", "Keluar", "Sign out"}, {"link", "Riwayat", "History"}, {"link", "Pengaturan", "Settings"},
		}},
		{ratna, "/kunjungan/" + arrived, [][3]string{{"link", "Tolak …", "Refuse …"}, {"button", "Urungkan", "Undo"}}},
		{ratna, "/kunjungan/" + arrived + "/verify", [][3]string{
			{"radio", "KTP", "National ID card"}, {"radio", "Paspor", "Passport"}, {"textbox", "NIK", "NIK (national ID number)"}, {"textbox", "Nama di kartu", "Name on the card"},
			{"radio", "T-016", "T-016"}, {"checkbox", "Kartu hanya dilihat, tidak ditahan …", "Card only seen, not kept …"}, {"checkbox", "Rahasia: tanda pengenal tanpa nama", "Confidential: badge without a name"},
			{"textbox", "Barang titipan", "Item in custody"}, {"textbox", "Loker", "Locker"}, {"link", "Tambah barang", "Add an item"}, {"button", "Ambil foto", "Take the photo"}, {"button", "Tanpa foto …", "No photo …"},
			{"radio", "Tidak ada barang berbahaya", "No dangerous items"}, {"radio", "Ada, dititipkan", "Found, handed in"}, {"radio", "Menolak diperiksa", "Refuses the check"},
			{"button", "Simpan, ke ruang tunggu", "Save, to the waiting room"}, {"button", "Belum tiba, urungkan", "Not here yet, undo"}, {"button", "Tolak masuk …", "Refuse entry …"},
		}},
		{ratna, "/kunjungan/" + meeting + "/leave?masalah=0:badge", [][3]string{
			{"heading", "Tamu pulang", "Guest leaving"}, {"heading", "Kembalikan semuanya", "Give everything back"}, {"checkbox", "Tanda pengenal Lestari", "Badge of Lestari"},
			{"checkbox", "KTP Lestari, dari kantong", "ID card of Lestari, from the pocket"}, {"button", "Semua kembali", "Everything returned"}, {"radio", "Tanda pengenal hilang", "Badge lost"},
			{"textbox", "Alasan", "Reason"}, {"textbox", "Nama pengguna supervisor", "Supervisor's user name"}, {"textbox", "Kata sandi supervisor", "Supervisor's password"},
			{"button", "Catat hilang", "Record as lost"}, {"button", "Selesai, tamu pulang", "Done, guest leaves"}, {"link", "Pulang sebagian …", "Some leave …"},
		}},
		{gading, "/kotak/" + waiting, [][3]string{
			{"button", "Bersedia", "Will see the guest"}, {"button", "Tidak bersedia", "Will not see the guest"}, {"button", "Tidak di tempat", "Not in the office"}, {"button", "Alihkan", "Pass to someone else"},
		}},
		{webtest.New(t, d.base), "/masuk", [][3]string{{"heading", "Masuk", "Sign in"}, {"textbox", "Nama pengguna", "User name"}, {"textbox", "Kata sandi", "Password"}, {"button", "Masuk", "Sign in"}}},
	} {
		for i, l := range []string{"id", "en"} {
			sign := "?"
			if slices.Contains([]byte(c.path), '?') {
				sign = "&"
			}
			page := c.b.Get(c.path + sign + "lang=" + l).Want(200)
			for _, w := range c.words {
				if !page.Has(w[0], w[1+i]) {
					t.Errorf("%s %s: no %s %q", c.path, l, w[0], w[1+i])
				}
			}
			for _, n := range page.Root.Tags("h1") {
				if len(page.Root.Tags("h1")) != 1 || n.Text() == "" {
					t.Errorf("%s: not one h1", c.path)
				}
			}
		}
		c.b.Get("/?lang=id")
	}
	scanned := scans(ratna, other.Ticket)
	for _, w := range [][2]string{{"heading", "Tiket ini untuk hari lain"}, {"link", "Terima hari ini …"}} {
		if !scanned.Has(w[0], w[1]) {
			t.Errorf("no %s %q", w[0], w[1])
		}
	}
}

// Keys of texts that are put together from a part and a value all exist.
func TestEveryComposedTextExists(t *testing.T) {
	for beginning, ends := range map[string][]string{
		"visit.state-":     {"registered", "arrived", "waiting", "meeting", "left", "refused", "cancelled", "expired", "accepted", "wait", "declined", "absent", "forced"},
		"visit.now-":       each(visit.States),
		"visit.origin-":    each(visit.Origins),
		"visit.need-":      each(visit.Needs),
		"visit.reply-":     each(visit.Replies),
		"visit.screening-": {"none", "surrendered", "permit", "refused"},
		"visit.ending-":    {"met", "declined", "absent", "rescheduled", "withdrawn"},
		"visit.channel-":   {"phone", "visit", "link"},
		"visit.by-":        {"guest", "system", "console", "phone", "visit", "link"},
		"visit.salute-":    {"ibu", "bapak", "nama"},
	} {
		for _, end := range ends {
			if !lang.Has(beginning + end) {
				t.Errorf("no text %s%s", beginning, end)
			}
		}
	}
	for _, r := range visit.Moves {
		if !lang.Has("visit.did-" + r.Name) {
			t.Errorf("no text for what %s did", r.Name)
		}
		if r.Undo && !lang.Has("visit.toast-"+r.Name) {
			t.Errorf("no toast for %s", r.Name)
		}
	}
}

func each[T ~string](list []T) (out []string) {
	for _, s := range list {
		out = append(out, string(s))
	}
	return out
}
