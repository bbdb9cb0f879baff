package admin_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// Each outcome of a scan has its own words with who and when, a sound of its own, and
// the next useful act; and nothing changes in the book.
func TestWhatAScanSays(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	used, _ := d.arrives(ratna)
	other := d.registers(func(m *visit.Register) { m.Name, m.Day = "Pelita Misalkan", "2026-11-24" })
	off := d.registers(func(m *visit.Register) { m.Name = "Danau Permisalan" })
	ratna.Get("/kunjungan/" + off.ID).Follow("Batalkan …").Form("Batalkan kunjungan").Press("Batalkan kunjungan")
	gone, page := d.waits(ratna, 31, func(m *visit.Register) { m.Name = "Joko Misalkan" })
	badge := d.visit(gone).Facts.Badge.Token
	page.Follow("Pulang …").Form("Semua kembali").Press("Semua kembali").Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(200)
	for _, c := range []struct {
		what, read, head, text, sound string
		acts                          []string
	}{
		{"used", d.visit(used).Code, "Tiket ini sudah dipakai", "Ibu Anggrek Contohwati dicatat tiba pukul 09.42 oleh Ratna Umpama. Sekarang di meja depan.", "used", []string{"Buka kunjungannya", "Catat sebagai orang lain"}},
		{"other day", "http://tamu.contoh/T/KAPUAS." + other.Ticket, "Tiket ini untuk hari lain", "terdaftar untuk Selasa, 24 November 2026, Memenuhi panggilan · Pidum. Didaftarkan 23 November 2026 oleh tamu.", "refused", []string{"Terima hari ini …", "Biarkan"}},
		{"cancelled", off.Ticket, "Kunjungan ini dibatalkan", "Ibu Danau Permisalan dibatalkan 23 November 2026 pukul 09.42 oleh Ratna Umpama.", "refused", []string{"Buka kunjungannya", "Tamu tanpa daftar"}},
		{"dead badge", "http://tamu.contoh/b/kapuas." + badge, "Tanda pengenal ini sudah kembali", "mengembalikannya 23 November 2026 pukul 09.42, dicatat Ratna Umpama. Sudah pulang.", "used", []string{"Buka kunjungannya"}},
		{"unknown ticket", "http://tamu.contoh/t/kapuas.00000000000000000000000000", "Kode tidak dikenal", "Bukan tiket kantor ini", "refused", []string{"Cari nama", "Tamu tanpa daftar"}},
		{"goods", "8901234000017", "Kode tidak dikenal", "Bukan tiket kantor ini", "refused", []string{"Cari nama"}},
		{"another office", "https://tamu.contoh/t/sampit.00000000000000000000000000", "Tiket kantor lain", "dari kantor “sampit”", "refused", []string{"Cari nama"}},
		{"nobody of that name", "Zainuddin Entah", "Tidak ada yang cocok", "", "", []string{"Tamu tanpa daftar"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			page := scans(ratna, c.read).Want(200)
			if page.URL.Path != "/pindai" || page.URL.RawQuery != "" {
				t.Fatalf("the answer stands at %s: nothing that was read belongs into an address", page.URL)
			}
			band := page.Root.All(func(n *webtest.Node) bool { return strings.HasPrefix(n.Attr["class"], "scan scan--") })
			if len(band) == 0 || !strings.Contains(band[0].Text(), c.head) || !strings.Contains(band[0].Text(), c.text) {
				t.Fatalf("want %q, %q: %s", c.head, c.text, page.Text())
			}
			if got := band[0].Attr["data-sound"]; got != c.sound {
				t.Errorf("sound %q, want %q", got, c.sound)
			}
			for _, act := range c.acts {
				if band[0].Find("link", act) == nil {
					t.Errorf("no link %q", act)
				}
			}
			if again := ratna.Get("/pindai").Want(200); !strings.Contains(again.Text(), c.head) {
				t.Error("the page cannot be loaded again")
			}
		})
	}
	if n := len(d.visit(other.ID).Log) + len(d.visit(used).Log); n != 3 {
		t.Errorf("scans left %d entries", n)
	}
	if page := d.as("sari").Get("/pindai"); page.URL.Path != "/" {
		t.Error("another officer sees what was read")
	}
}

// A ticket of another day is accepted with a reason.
func TestAcceptingAnotherDay(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	v := d.registers(func(m *visit.Register) { m.Day = "2026-11-24" })
	page := scans(ratna, v.Ticket).Follow("Terima hari ini …").Want(200)
	says(t, page, "Tiket ini untuk Selasa, 24 November 2026")
	says(t, page.Form("Terima hari ini").Press("Terima hari ini").Want(422), "Tulis alasannya.")
	page.Form("Terima hari ini").Fill("Alasan", "Jadwal dimajukan").Press("Terima hari ini").Want(200)
	if s := d.visit(v.ID).Facts.State; s != visit.Arrived {
		t.Errorf("%s", s)
	}
}

// Names and phone numbers find the card, or a list to choose from, and never stand in
// an address or a log.
func TestFindingByNameAndPhone(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	one := d.registers(func(m *visit.Register) { m.Name, m.Phone = "Kelana Rekaan", "0812 0000 0077" })
	for _, read := range []string{"kelana", "Rekaan Kelana", "081200000077", "+62 812 0000 0077", one.Code, strings.ToLower(one.Code[:3] + "-" + one.Code[3:])} {
		if page := scans(ratna, read).Want(200); page.URL.Path != "/kunjungan/"+one.ID {
			t.Errorf("%q leads to %s", read, page.URL)
		}
	}
	two := d.registers(func(m *visit.Register) { m.Name = "Kelana Umpama" })
	list := scans(ratna, "kelana").Want(200)
	says(t, list, "Beberapa kunjungan cocok", "Kelana Rekaan", "Kelana Umpama")
	if page := list.Follow("Kelana Umpama"); page.URL.Path != "/kunjungan/"+two.ID {
		t.Errorf("%s", page.URL)
	}
	if log := d.log.String(); strings.Contains(strings.ToLower(log), "kelana") || strings.Contains(log, "0077") {
		t.Error("the log holds what was searched")
	}
}

// A badge that is out opens the check-out, with that badge ticked; a second one keeps
// the ticks of the first.
func TestABadgeOpensTheCheckOut(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, page := d.meets(ratna, 32)
	leave := scans(ratna, "http://tamu.contoh/b/kapuas."+d.visit(id).Facts.Badge.Token).Want(200)
	if leave.H1() != "Tamu pulang" {
		t.Fatalf("%s: %s", leave.URL, leave.H1())
	}
	says(t, leave, "1 dari 2 kembali", "Belum bisa: kartu di kantong T-032 belum kembali.")
	_ = page
	// A further print kills the paper before it.
	ratna.Get("/kunjungan/" + id).Follow("Cetak ulang").Form("Cetak ulang").Press("Cetak ulang").Want(200)
	if f := d.visit(id).Facts; f.Badge.Prints != 2 {
		t.Errorf("%d prints", f.Badge.Prints)
	}
}

// A party: those who are here become visits, one answer counts for all, they are
// escorted together, and all give back on one page or some leave before.
func TestAParty(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.arrives(ratna, func(m *visit.Register) { m.Companions = []string{"Rimba Umpama", "Seruni Contoh"} })
	card := ratna.Get("/kunjungan/" + id)
	says(t, card, "Rombongan", "Rimba Umpama", "Belum hadir", "Siapa yang sudah datang?")
	says(t, card.Form("Catat hadir").Press("Catat hadir").Want(422), "Pilih siapa yang sudah datang.")
	card.Form("Catat hadir").Choose("Rimba Umpama").Press("Catat hadir").Want(200)
	rimba := visit.MemberID(id, 1)
	filled(ratna.Get("/kunjungan/"+id+"/verify"), 14).Press("Simpan, ke ruang tunggu").Want(200)
	filled(ratna.Get("/kunjungan/"+rimba+"/verify"), 15).Set("number", "6203991508850002").Set("ask", "").Press("Simpan, ke ruang tunggu").Want(200)
	desk := ratna.Get("/")
	if strings.Count(desk.Text(), "Rimba Umpama") != 0 {
		t.Error("a companion who waits with the lead has a row of their own")
	}
	if n := len(desk.Root.All(func(n *webtest.Node) bool { return n.Attr["class"] == "visit" })); n != 1 {
		t.Errorf("%d rows", n)
	}
	says(t, desk, "Anggrek Contohwati +2", "1 Kunjungan hari ini", "2 Orang di dalam")
	answered := ratna.Get("/kunjungan/" + id).Form("Bersedia").Press("Bersedia").Want(200)
	if r := d.visit(rimba).Facts.Reply().Reply; r != visit.Accepted {
		t.Errorf("the companion's answer is %q", r)
	}
	escort := answered.Follow("Antar ke tujuan …")
	moved := escort.Form("Antar sekarang").Fill("Diantar oleh", "Meranti Contohmo · Pembinaan").Press("Antar sekarang").Want(200)
	for _, one := range []string{id, rimba} {
		if s := d.visit(one).Facts.State; s != visit.Meeting {
			t.Errorf("%s is %s", one, s)
		}
	}
	moved.Form("Urungkan").Press("Urungkan").Want(200)
	if s := d.visit(rimba).Facts.State; s != visit.Waiting {
		t.Errorf("the companion is %s after undoing the escort", s)
	}
	ratna.Get("/kunjungan/"+id+"/escort").Form("Antar sekarang").Fill("Diantar oleh", "Meranti Contohmo · Pembinaan").Press("Antar sekarang").Want(200)

	leave := ratna.Get("/kunjungan/" + id + "/leave")
	says(t, leave, "0 dari 4 kembali", "KTP Rimba, dari kantong")
	some := leave.Follow("Pulang sebagian …").Want(200)
	form := some.Form("Selesai, tamu pulang").Set("who", "1").Set("back", "1:badge", "1:card")
	form.Press("Selesai, tamu pulang").Want(200)
	if a, b := d.visit(id).Facts.State, d.visit(rimba).Facts.State; a != visit.Meeting || b != visit.Left {
		t.Errorf("lead %s, companion %s", a, b)
	}
	rest := ratna.Get("/kunjungan/" + id + "/leave")
	says(t, rest, "0 dari 2 kembali")
	rest.Form("Semua kembali").Press("Semua kembali").Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(200)
	if s := d.visit(id).Facts.State; s != visit.Left {
		t.Errorf("lead %s", s)
	}
}

// What one of a party still has keeps all of them on the page, and nobody leaves.
func TestNobodyLeavesWhileOneThingIsOut(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.arrives(ratna, func(m *visit.Register) { m.Companions = []string{"Rimba Umpama"} })
	ratna.Get("/kunjungan/" + id).Form("Semua hadir").Press("Semua hadir")
	rimba := visit.MemberID(id, 1)
	filled(ratna.Get("/kunjungan/"+id+"/verify"), 14).Press("Simpan, ke ruang tunggu").Want(200)
	filled(ratna.Get("/kunjungan/"+rimba+"/verify"), 15).Set("number", "6203991508850002").Press("Simpan, ke ruang tunggu").Want(200)
	form := ratna.Get("/kunjungan/"+id+"/leave").Form("Selesai, tamu pulang").Set("back", "0:badge", "0:card", "1:badge")
	says(t, form.Press("Selesai, tamu pulang").Want(422), "Kartu di kantong T-015 belum diserahkan.", "3 dari 4 kembali")
	for _, one := range []string{id, rimba} {
		if s := d.visit(one).Facts.State; s != visit.Waiting {
			t.Errorf("%s is %s", one, s)
		}
	}
}

// A confidential guest has no name in lists, titles and toasts; opening it is an act
// with a reason.
func TestAConfidentialGuestHasNoName(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, verify := d.arrives(ratna, func(m *visit.Register) { m.Name, m.Confidential = "Rahasia Contohwati", true })
	card := filled(verify, 9).Set("name", "Rahasia Contohwati").Set("from", "Instansi Rahasia").Press("Simpan, ke ruang tunggu").Want(200)
	says(t, card, "Tamu T-009", "Kunjungan rahasia")
	for _, path := range []string{"/", "/meja/daftar", "/kunjungan/" + id, "/kunjungan/" + id + "/kartu", "/kunjungan/" + id + "/leave", "/kunjungan/" + id + "/escort"} {
		if body := ratna.Get(path).Want(200).Body; strings.Contains(body, "Rahasia Contoh") || strings.Contains(body, "Instansi Rahasia") {
			t.Errorf("%s names the guest", path)
		}
	}
	answered := ratna.Get("/kunjungan/" + id).Form("Bersedia").Press("Bersedia")
	says(t, answered, "Tamu T-009: jawaban dicatat")
	form := ratna.Get("/kunjungan/" + id).Form("Tampilkan nama")
	says(t, form.Press("Tampilkan nama").Want(422), "Tulis alasannya.")
	says(t, form.Fill("Alasan membuka nama", "Keluarga menjemput").Press("Tampilkan nama").Want(200), "Ibu Rahasia Contohwati")
	if strings.Contains(d.as("sari").Get("/kunjungan/"+id).Body, "Rahasia Contoh") {
		t.Error("the name is open for everybody")
	}
	acts, err := d.book.Acts(context.Background(), d.office.ID, "", 5)
	if err != nil || acts.Acts[0].What == "sign-in" && acts.Acts[1].What != string(account.Reveal) {
		t.Errorf("%v %+v", err, acts.Acts)
	}
	d.later(6 * time.Minute)
	if strings.Contains(ratna.Get("/kunjungan/"+id).Body, "Rahasia Contoh") {
		t.Error("the name stays open")
	}
	gading := d.as("gading")
	if body := gading.Get("/kotak/" + id).Want(200).Body; strings.Contains(body, "Rahasia Contoh") {
		t.Error("the inbox names the guest")
	}
}

// A host sees their own guests alone and answers on one page.
func TestTheInbox(t *testing.T) {
	d := openDesk(t)
	ratna, gading := d.as("ratna"), d.as("gading")
	mine, _ := d.waits(ratna, 33)
	other, _ := d.waits(ratna, 34, func(m *visit.Register) { m.Name, m.Host = "Joko Misalkan", "intan-misalkan" })
	page := gading.Get("/").Want(200)
	if page.H1() != "Kotak masuk" {
		t.Fatalf("the first page of a host is %s", page.H1())
	}
	says(t, page, "Menunggu Anda", "Anggrek Contohwati")
	if strings.Contains(page.Text(), "Joko") {
		t.Error("another's guest is in the inbox")
	}
	gading.Get("/kotak/" + other).Want(404)
	gading.Get("/kunjungan/" + mine).Want(403)
	guest := page.Follow("09.42 Anggrek Contohwati").Want(200)
	says(t, guest, "Ibu Anggrek Contohwati", "Surat B-000/O.2.12/contoh", "Ditanyakan oleh Ratna Umpama pukul 09.42.")
	d.later(time.Minute)
	said := guest.Form("10 mnt").Press("10 mnt").Want(200)
	says(t, said, "Tunggu 10 menit, 09.43")
	d.later(time.Minute)
	done := said.Form("Bersedia").Press("Bersedia").Want(200)
	says(t, done, "Bersedia, 09.44, dicatat Gading Andaikan.")
	a := d.visit(mine).Facts.Reply()
	if a.Reply != visit.Accepted || a.Channel != visit.Online || a.By != "gading" {
		t.Errorf("%+v", a)
	}
	pass := done.Form("Alihkan").Press("Alihkan").Want(200)
	says(t, pass, "Alihkan kepada")
	pass.Form("Alihkan").Fill("Alihkan kepada", "Ibu Galih Misal, S.H.").Press("Alihkan").Want(404)
	if h := d.visit(mine).Facts.Host; h != "galih-misal" {
		t.Errorf("passed on to %s", h)
	}
	if _, card := d.waits(ratna, 35); card.Find("heading", "6. Apa jawaban yang dituju?") == nil {
		t.Error("no answer to record at the desk")
	}
}

// The host's answer asks for what it needs: minutes, or somebody else.
func TestAnswersThatAskForMore(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, card := d.waits(ratna, 36)
	wait := card.Form("Tunggu … menit").Choose("Didatangi").Press("Tunggu … menit").Want(200)
	says(t, wait, "Tunggu berapa menit?")
	says(t, wait.Form("Catat").Fill("Menit lain", "999").Press("Catat").Want(422), "Tulis berapa menit, 1 sampai 240.")
	says(t, wait.Form("20 mnt").Press("20 mnt").Want(200), "Minta tunggu 20 menit", "Diminta tunggu 20 mnt")
	if a := d.visit(id).Facts.Reply(); a.Minutes != 20 || a.Channel != visit.InPerson {
		t.Errorf("%+v", a)
	}
	pass := ratna.Get("/kunjungan/" + id).Form("Alihkan …").Press("Alihkan …").Want(200)
	says(t, pass.Form("Alihkan").Press("Alihkan").Want(422), "Pilih pegawai atau bagian lain.")
	says(t, pass.Form("Alihkan").Fill("Alihkan kepada", "Ibu Galih Misal, S.H.").Press("Alihkan").Want(200), "Ibu Galih Misal, S.H. · Pidum · belum ditanyakan.")
	blocked := ratna.Get("/kunjungan/" + id + "/escort")
	says(t, blocked, "Belum bisa: tanyakan dulu kepada yang dituju.")
	asked := ratna.Get("/kunjungan/" + id).Form("Tanyakan").Choose("Tautan").Press("Tanyakan").Want(200)
	says(t, asked, "lewat tautan. Belum dijawab.", "Kirim ulang tautan")
}

// Photos come as JPEG or PNG of a sane size, and leave as 300 × 400 without metadata.
func TestPhotos(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, page := d.arrives(ratna)
	for _, c := range []struct {
		what string
		file []byte
		says string
	}{
		{"no picture", []byte("GIF89a…"), "Pilih foto JPEG atau PNG."},
		{"cut off", picture(300, 400)[:200], "Pilih foto JPEG atau PNG."},
		{"a bomb", bomb(30_000, 30_000), "Foto ini terlalu besar."},
	} {
		back := filled(page, 17).Attach("photo", c.file).Press("Simpan, ke ruang tunggu").Want(422)
		says(t, back, c.says)
		if has, _ := d.book.HasPhoto(context.Background(), d.office.ID, id); has {
			t.Errorf("%s was kept", c.what)
		}
	}
	// The check keeps the photo: everything typed comes back, photo included.
	filled(page, 17).Set("photo_why", "").Attach("photo", picture(900, 700)).Press("Periksa isian").Want(200)
	jpeg, err := d.book.Photo(context.Background(), d.office.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	if w, h := size(t, jpeg); w != 300 || h != 400 {
		t.Errorf("%d × %d", w, h)
	}
	filled(ratna.Get("/kunjungan/"+id+"/verify"), 17).Set("photo_why", "").Press("Simpan, ke ruang tunggu").Want(200)
	if !d.visit(id).Facts.Photo.Taken {
		t.Error("the check-in does not know of the photo")
	}
	if page := d.as("auditor").Get("/kunjungan/" + id + "/foto"); page.Status != http.StatusForbidden {
		t.Errorf("an auditor gets the photo: %d", page.Status)
	}
}
