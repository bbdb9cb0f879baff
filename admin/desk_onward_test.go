package admin_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// group is the part of the desk's list under a heading.
func group(page *webtest.Page, head string) string {
	text := page.Text()
	_, rest, _ := strings.Cut(text, head)
	for _, next := range []string{"Perlu tindakan", "Sedang bertemu", "Sedang di luar", "Terdaftar, belum tiba", "Masih dipegang", "Sudah pulang"} {
		if before, _, ok := strings.Cut(rest, next); ok {
			rest = before
		}
	}
	return rest
}

func TestATransferAtTheDesk(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.meets(ratna, 4)
	d.later(20 * time.Minute)
	panel := ratna.Get("/kunjungan/" + id).Follow("Ganti tujuan …").Want(200)
	if link := ratna.Get("/kunjungan/"+id).Must("link", "Ganti tujuan …"); link.Attr["accesskey"] != "g" {
		t.Error("no letter")
	}
	panel.Form("Ganti tujuan").Press("Periksa isian").Want(200)
	says(t, panel.Form("Ganti tujuan").Fill("Alasan", "Salah bagian").Press("Ganti tujuan").Want(422), "Pilih pegawai atau bagian lain.")
	if d.visit(id).Facts.State != visit.Meeting {
		t.Fatal("a refused form changed the visit")
	}
	page := panel.Form("Ganti tujuan").Set("host", "intan-misalkan").Fill("Alasan", "Berkas di Datun").Press("Ganti tujuan").Want(200)
	says(t, page, "Menunggu", "belum ditanyakan.", "Intan Misalkan", "T-004")
	if page.Find("button", "Urungkan") != nil {
		t.Error("a transfer is offered to be undone")
	}
	if f := d.visit(id).Facts; f.Host != "intan-misalkan" || f.State != visit.Waiting {
		t.Errorf("%+v", f)
	}
	// The list counts this wait, and the record the service time of the first escort.
	d.later(8 * time.Minute)
	if act := group(ratna.Get("/"), "Perlu tindakan"); !strings.Contains(act, "8 mnt mendekati batas") {
		t.Errorf("the list says %q", act)
	}
	if old := d.as("gading").Get("/kotak").Want(200); strings.Contains(old.Text(), "Anggrek") {
		t.Error("the first host still sees the guest")
	}
	says(t, d.as("intan").Get("/kotak/"+id).Want(200), "Anggrek Contohwati")
	says(t, ratna.Get("/riwayat/"+id).Want(200), "Ganti tujuan, ke Ibu Intan Misalkan", "alasan: Berkas di Datun")
	page = ratna.Get("/kunjungan/" + id).Form("Bersedia").Press("Bersedia").Follow("Antar ke tujuan …")
	says(t, page.Form("Antar sekarang").Fill("Diantar oleh", "Karang Permisalan · Pembinaan").Press("Antar sekarang").Want(200), "Bertemu sejak 10.10")
}

// Who of a party goes along is ticked, as with the escort; all or nobody moves.
func TestAPartyIsTransferredAsTicked(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	lead, _ := d.arrives(ratna, func(m *visit.Register) { m.Companions = []string{"Rimba Umpama", "Embun Misal"} })
	ratna.Get("/kunjungan/" + lead).Form("Semua hadir").Press("Semua hadir").Want(200)
	for i, id := range []string{lead, lead + ".1", lead + ".2"} {
		filled(ratna.Get("/kunjungan/"+id+"/verify"), 7+i).Fill("Nama di kartu", []string{"Anggrek Contohwati", "Rimba Umpama", "Embun Misal"}[i]).Press("Simpan, ke ruang tunggu").Want(200)
	}
	page := ratna.Get("/kunjungan/" + lead).Form("Bersedia").Press("Bersedia").Follow("Antar ke tujuan …")
	page.Form("Antar sekarang").Fill("Diantar oleh", "Karang Permisalan · Pembinaan").Press("Antar sekarang").Want(200)

	form := ratna.Get("/kunjungan/"+lead+"/transfer").Form("Ganti tujuan").Set("host", "intan-misalkan").Untick("Embun Misal")
	stale := ratna.Get("/kunjungan/"+lead+"/transfer").Form("Ganti tujuan").Set("host", "intan-misalkan")
	ratna.Get("/kunjungan/"+lead+".2/custody").Form("Catat titipan").Fill("Barang titipan", "Tas").Press("Catat titipan").Want(200)
	stale.Press("Ganti tujuan").Want(409)
	for _, id := range []string{lead, lead + ".1", lead + ".2"} {
		if d.visit(id).Facts.State != visit.Meeting {
			t.Fatal("one of the party was moved though another had changed")
		}
	}
	form.Press("Ganti tujuan").Want(200)
	for id, want := range map[string]visit.State{lead: visit.Waiting, lead + ".1": visit.Waiting, lead + ".2": visit.Meeting} {
		if s := d.visit(id).Facts.State; s != want {
			t.Errorf("%s is %s", id, s)
		}
	}
}

func TestSteppingOutAndBackInAtTheDesk(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.waits(ratna, 5)
	page := ratna.Get("/kunjungan/" + id)
	page = page.Form("Bersedia").Press("Bersedia")
	panel := page.Follow("Keluar sebentar …").Want(200)
	panel.Form("Catat keluar").Press("Periksa isian").Want(200)
	page = panel.Form("Catat keluar").Choose("KTP dari kantong T-005").Press("Catat keluar").Want(200)
	says(t, page, "Di luar sejak 09.42", "diserahkan 09.42")
	if page.Has("link", "Antar ke tujuan …") || page.Has("link", "Keluar sebentar …") || page.Must("link", "Masuk kembali …").Attr["accesskey"] != "j" {
		t.Errorf("who is outside is offered %s", page.Text())
	}
	says(t, ratna.Get("/kunjungan/"+id+"/escort").Want(200), "Belum bisa: tamu sedang di luar.")
	desk := ratna.Get("/")
	if out := group(desk, "Sedang di luar"); !strings.Contains(out, "Anggrek Contohwati") || !strings.Contains(out, "Di luar sejak 09.42") || strings.Contains(out, "mnt") {
		t.Errorf("outside: %q", out)
	}
	says(t, desk, "1 Kunjungan", "0 Orang")
	if act := group(desk, "Perlu tindakan"); strings.Contains(act, "Anggrek") {
		t.Errorf("needs action: %q", act)
	}
	says(t, ratna.Get("/riwayat").Want(200), "Di luar")
	says(t, scans(ratna, d.visit(id).Ticket).Want(200), "Tiket ini sudah dipakai", "Sedang di luar sejak 09.42.")

	// The badge that lay at the desk is scanned when its guest is back.
	d.later(15 * time.Minute)
	back := scans(ratna, "T-005").Want(200)
	if back.URL.Path != "/kunjungan/"+id+"/in" {
		t.Fatalf("the badge leads to %s", back.URL)
	}
	page = back.Form("Catat masuk").Press("Catat masuk").Want(200)
	if f := d.visit(id).Facts; f.Outside() || !f.Card.Out() || f.Badge.Number != 5 {
		t.Errorf("%+v", f)
	}
	says(t, ratna.Get("/"), "1 Orang")
	says(t, ratna.Get("/riwayat/"+id).Want(200), "Keluar sebentar, tanda pengenal T-005 di meja depan, membawa kartu (KTP)", "Masuk kembali, kartu (KTP) dititipkan lagi")
	if page.Has("link", "Masuk kembali …") {
		t.Error("still outside")
	}
}

// Whoever goes home from outside has left the badge at the desk.
func TestLeavingFromOutsideAtTheDesk(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.meets(ratna, 6)
	ratna.Get("/kunjungan/" + id + "/out").Form("Catat keluar").Choose("KTP dari kantong T-006").Press("Catat keluar").Want(200)
	leave := ratna.Get("/kunjungan/" + id).Follow("Pulang …").Want(200)
	says(t, leave, "di meja depan", "2 dari 2 kembali")
	leave.Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(200)
	if f := d.visit(id).Facts; f.State != visit.Left || f.Holds() || f.TakesNumber() != 0 {
		t.Errorf("%+v", f)
	}
}

func TestReschedulingAtTheDesk(t *testing.T) {
	d := openDesk(t)
	v := d.registers()
	ratna := d.as("ratna")
	panel := ratna.Get("/kunjungan/" + v.ID).Follow("Jadwalkan ulang …").Want(200)
	if panel.Has("button", "Catat tiba") {
		t.Error("two forms with one letter")
	}
	says(t, panel, "Sekarang untuk Senin, 23 November 2026.")
	says(t, panel.Form("Jadwalkan ulang").Press("Jadwalkan ulang").Want(422), "Pilih tanggal kedatangan.")
	says(t, panel.Form("Jadwalkan ulang").Fill("Hari baru", "2026-11-25").Fill("Alasan", "Jaksa berhalangan").Press("Jadwalkan ulang").Want(200), "Rabu, 25 November 2026")
	if got := d.visit(v.ID); got.Facts.Day != "2026-11-25" || got.Facts.State != visit.Registered {
		t.Errorf("%+v", got.Facts)
	}
	if list := ratna.Get("/"); strings.Contains(group(list, "Terdaftar, belum tiba"), "Anggrek") {
		t.Error("still awaited today")
	}
	says(t, ratna.Get("/riwayat/"+v.ID).Want(200), "Dijadwalkan ulang, dari 23 November 2026 ke 25 November 2026, alasan: Jaksa berhalangan")
	says(t, scans(ratna, v.Code).Want(200), "Tiket ini untuk hari lain")
	for _, role := range []string{"gading", "auditor", "admin"} {
		b := d.as(role)
		b.Send("POST", "/kunjungan/"+v.ID+"/reschedule", "application/x-www-form-urlencoded",
			strings.NewReader(url.Values{"csrf": {token(b, b.Get("/"))}, "day": {"2026-11-26"}}.Encode())).Want(403)
	}
}

// A check-out with another day agreed makes one fresh registration, linked both ways,
// and shows its ticket.
func TestACheckOutWithANewDay(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.meets(ratna, 8)
	leave := ratna.Get("/kunjungan/" + id + "/leave").Want(200)
	all := leave.Form("Selesai, tamu pulang").Set("back", "0:badge", "0:card")
	says(t, all.Set("ending", "rescheduled").Set("day", "2026-11-20").Press("Selesai, tamu pulang").Want(422), "Pilih hari ini atau sesudahnya.")
	if d.visit(id).Facts.State != visit.Meeting {
		t.Fatal("the guest left with a day that cannot be")
	}
	page := all.Set("day", "2026-11-30").Press("Selesai, tamu pulang").Want(200)
	fresh := d.visit(d.visit(id).Facts.Next)
	says(t, page, "Tiket baru", "Berlaku Senin, 30 November 2026.", fresh.Code[:3]+"-"+fresh.Code[3:])
	page.Must("img", "QR tiket")
	all.Press("Selesai, tamu pulang").Want(200)
	if again := d.visit(id); again.Facts.Next != fresh.ID || len(d.visit(fresh.ID).Log) != 1 {
		t.Error("the form sent again made another registration")
	}
	card := page.Follow("Buka pendaftarannya").Want(200)
	if card.URL.Path != "/kunjungan/"+fresh.ID || card.Follow("Kunjungan yang dijadwalkan ulang").URL.Path != "/kunjungan/"+id {
		t.Error("the two are not linked")
	}
	record := ratna.Get("/riwayat/" + id).Want(200)
	says(t, record, "dijadwalkan ulang, datang lagi 30 November 2026")
	record = record.Follow("Senin, 30 November 2026").Want(200)
	says(t, record, "lanjutan kunjungan yang dijadwalkan ulang")
	if record.Follow("Kunjungan yang dijadwalkan ulang").URL.Path != "/riwayat/"+id {
		t.Error("the records are not linked")
	}

	// A day that was typed before another ending was chosen is not kept.
	other, _ := d.meets(ratna, 9)
	ratna.Get("/kunjungan/"+other+"/leave").Form("Selesai, tamu pulang").Set("back", "0:badge", "0:card").Set("day", "2026-11-30").Press("Selesai, tamu pulang").Want(200)
	if f := d.visit(other).Facts; f.Next != "" || f.Ending != visit.Met {
		t.Errorf("%+v", f)
	}
}

// A party that comes back another day has one fresh ticket, also when the officer
// looked at one thing in between.
func TestAPartyComesBackAsOne(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	lead, _ := d.arrives(ratna, func(m *visit.Register) { m.Companions = []string{"Rimba Umpama"} })
	ratna.Get("/kunjungan/" + lead).Form("Semua hadir").Press("Semua hadir").Want(200)
	for i, id := range []string{lead, lead + ".1"} {
		filled(ratna.Get("/kunjungan/"+id+"/verify"), 7+i).Fill("Nama di kartu", []string{"Anggrek Contohwati", "Rimba Umpama"}[i]).Press("Simpan, ke ruang tunggu").Want(200)
	}
	all := []string{"0:badge", "0:card", "1:badge", "1:card"}
	form := ratna.Get("/kunjungan/"+lead+"/leave").Form("Selesai, tamu pulang").Set("back", all...).Fill("Bagaimana kunjungan berakhir?", "Dijadwalkan ulang").Set("day", "2026-11-30")
	page := form.Press("Ada masalah …").Want(200)
	again := page.Form("Selesai, tamu pulang")
	if again.Values.Get("ending") != "rescheduled" || again.Values.Get("day") != "2026-11-30" {
		t.Errorf("looking at one thing forgot what was agreed: %v", again.Values)
	}
	again.Set("back", all...).Press("Selesai, tamu pulang").Want(200)
	first, second := d.visit(lead), d.visit(lead+".1")
	if first.Facts.Next == "" || second.Facts.Next != "" || second.Facts.Ending != visit.Rescheduled {
		t.Fatalf("next %q and %q, the second ended %s", first.Facts.Next, second.Facts.Next, second.Facts.Ending)
	}
	if f := d.visit(first.Facts.Next).Facts; len(f.Companions) != 1 || f.Companions[0].Name != "Rimba Umpama" {
		t.Errorf("comes back with %v", f.Companions)
	}
}
