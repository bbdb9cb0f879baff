package admin_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
)

// five is the registration of a party of five.
func five(m *visit.Register) {
	m.Companions = []string{"Bakung Contoh", "Cempaka Contoh", "Dahlia Contoh", "Euis Contoh"}
}

// A party of five without scripts: all arrive in one act, each check-in begins with
// what the one before has in common, and leads on to the next; the host is asked and
// answers once; some leave before the others.
func TestAPartyGoesFromOneCheckInToTheNext(t *testing.T) {
	d := openDesk(t)
	lead := d.registers(five)
	ratna := d.as("ratna")
	page := scans(ratna, "http://tamu.contoh/t/kapuas."+lead.Ticket).Form("Catat tiba").Press("Catat tiba, semua hadir").Want(200)
	names := append([]string{"Anggrek Contohwati"}, "Bakung Contoh", "Cempaka Contoh", "Dahlia Contoh", "Euis Contoh")
	for i, name := range names {
		if page.H1() != "Verifikasi" {
			t.Fatalf("%s: %s", name, page.Text())
		}
		says(t, page, name, fmt.Sprintf("Diusulkan T-%03d", i+1))
		if i == 1 {
			says(t, page, "sama seperti Anggrek Contohwati")
			for _, own := range []string{"6203 9955 0885 0001", "6203995508850001", "Ponsel hitam"} {
				if strings.Contains(page.Body, own) {
					t.Errorf("%q of the lead stands in the next check-in", own)
				}
			}
			if !strings.Contains(page.Body, lead.ID+"/tanda-pengenal.pdf") {
				t.Error("the badge of the lead does not print beside the next check-in")
			}
		}
		d.later(time.Minute)
		form := page.Form("Simpan, ke ruang tunggu").Fill("NIK", fmt.Sprintf("620399550885000%d", i+1)).Choose("Perempuan").Attach("photo", picture(320, 240))
		if i == 0 {
			form.Fill("Instansi", "Kantor Contoh").Choose("Kartu hanya dilihat, tidak ditahan …").Fill("Mengapa kartu tidak ditahan", "Untuk sidang").Fill("Barang titipan", "Ponsel hitam").Fill("Loker", "Loker 13")
		}
		button := "Simpan, ke ruang tunggu"
		if i < 4 {
			button = "Simpan, lanjut ke " + names[i+1]
		}
		page = form.Press(button).Want(200)
		if i == 1 {
			d.moves(lead.ID, visit.Answer{Reply: visit.Accepted})
		}
	}
	if page.H1() == "Verifikasi" {
		t.Fatal("the last check-in leads to one more")
	}
	for i, id := range members(lead.ID, 4) {
		f := d.visit(id).Facts
		if f.State != visit.Waiting || f.Badge.Number != i+1 || f.Guest.From != "Kantor Contoh" || f.Card.Held || f.Card.Why != "Untuk sidang" || !f.Photo.Taken ||
			f.Document.Number != fmt.Sprintf("620399550885000%d", i+1) || len(f.Asks) != 1 || f.Reply().Reply != visit.Accepted {
			t.Errorf("%s: %+v", id, f)
		}
		if n := len(f.Items); i > 0 && n > 0 || i == 0 && n != 1 {
			t.Errorf("%s has %d items", id, n)
		}
	}
	d.moves(lead.ID+".2", visit.Leave{Back: []string{visit.BadgeKey}})
	if a, b := d.visit(lead.ID+".2").Facts.State, d.visit(lead.ID).Facts.State; a != visit.Left || b != visit.Waiting {
		t.Errorf("one left: %s, the lead: %s", a, b)
	}
}

// members are the ids of a lead and n companions.
func members(lead string, n int) []string {
	out := []string{lead}
	for i := range n {
		out = append(out, visit.MemberID(lead, i+1))
	}
	return out
}

// moves makes a move of the other officer.
func (d *deskTest) moves(id string, m visit.Move) {
	d.t.Helper()
	s := account.Stamp{Office: d.office.ID, By: "sari", Roles: account.Roles{account.Officer}, Seen: account.SeenAny}
	if _, err := d.book.Move(d.t.Context(), s, id, m); err != nil {
		d.t.Fatal(err)
	}
}

// Of a confidential party neither an institution nor somebody's words go on to the next.
func TestSameForTheRestTellsNothingOfAConfidentialGuest(t *testing.T) {
	d := openDesk(t)
	lead := d.registers(five, func(m *visit.Register) { m.Confidential = true })
	ratna := d.as("ratna")
	page := scans(ratna, "http://tamu.contoh/t/kapuas."+lead.Ticket).Form("Catat tiba").Press("Catat tiba, semua hadir").Want(200)
	page = page.Form("Simpan, ke ruang tunggu").Fill("NIK", "6203995508850001").Fill("Nama di kartu", "Anggrek Contohwati").Fill("Instansi", "Kenari Rahasia").
		Choose("Kartu hanya dilihat, tidak ditahan …").Fill("Mengapa kartu tidak ditahan", "Kenari Alasan").Choose("Perempuan").Attach("photo", picture(320, 240)).
		Send("Simpan, lanjut ke")
	next := ratna.Get(page.Header.Get("Location")).Want(200)
	if next.H1() != "Verifikasi" || strings.Contains(next.Body, "Kenari") || strings.Contains(next.Body, "Anggrek") || strings.Contains(next.Body, "Bakung") {
		t.Errorf("the next check-in tells of the one before: %s", next.Text())
	}
	if !d.visit(lead.ID).Facts.Confidential {
		t.Error("the visit is not confidential any more")
	}
}

// Somebody joins a party that is inside: by name, or with a ticket of their own, which
// is cancelled by the same form.
func TestSomebodyJoinsAPartyAtTheDesk(t *testing.T) {
	d := openDesk(t)
	lead := d.registers()
	own := d.registers(func(m *visit.Register) { m.Name = "Kenanga Contoh" })
	ratna := d.as("ratna")
	scans(ratna, "http://tamu.contoh/t/kapuas."+lead.Ticket).Form("Catat tiba").Press("Catat tiba").Want(200)
	card := ratna.Get("/kunjungan/" + lead.ID)
	wrong := card.Form("Tambah ke rombongan").Fill("Atau kode tiketnya", "ZZZZZZ").Press("Tambah ke rombongan").Want(422)
	says(t, wrong, "Kode ini bukan tiket satu orang untuk hari ini yang bisa bergabung.")
	card = wrong.Form("Tambah ke rombongan").Fill("Atau kode tiketnya", own.Code).Press("Tambah ke rombongan").Want(200)
	says(t, card, "Rombongan", "Kenanga Contoh")
	if f := d.visit(own.ID).Facts; f.State != visit.Cancelled || f.Reason != "bergabung" {
		t.Errorf("%s, %q", f.State, f.Reason)
	}
	card = card.Form("Tambah ke rombongan").Fill("Nama orang yang menyusul", "Mawar Contoh").Press("Tambah ke rombongan").Want(200)
	says(t, card, "Mawar Contoh")
	if d.visit(lead.ID+".2").Facts.State != visit.Arrived {
		t.Error("the one who was added is not here")
	}
	says(t, ratna.Get("/riwayat/"+lead.ID), "Pendamping tiba")
}

// The lead has left, one companion is inside and one comes only now.
func TestACompanionComesAfterTheLeadHasLeft(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	lead, _ := d.waits(ratna, 3, func(m *visit.Register) { m.Companions = []string{"Bakung Contoh", "Cempaka Contoh"} })
	d.moves(lead, visit.Here{Who: []string{"1"}})
	d.moves(lead, visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}})
	for _, id := range []string{lead, lead + ".1"} {
		if page := ratna.Get("/kunjungan/" + id).Want(200); !page.Has("button", "Tambah ke rombongan") {
			t.Errorf("%s lets nobody join", id)
		}
	}
	ratna.Get("/kunjungan/" + lead + ".1").Form("Catat hadir").Choose("Cempaka Contoh").Press("Catat hadir").Want(200)
	if s := d.visit(lead + ".2").Facts.State; s != visit.Arrived {
		t.Errorf("she is %s", s)
	}

	d.later(time.Minute)
	gone, _ := d.waits(ratna, 5, func(m *visit.Register) { m.Companions = []string{"Dahlia Contoh"} })
	before := ratna.Get("/kunjungan/" + gone).Form("Catat hadir").Choose("Dahlia Contoh")
	d.moves(gone, visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}})
	page := ratna.Get("/kunjungan/" + gone).Want(200)
	says(t, page, "Rombongan ini sudah pulang semua. Yang menyusul didaftarkan sendiri.", "Tamu tanpa daftar")
	if page.Has("button", "Catat hadir") {
		t.Error("a party that is gone lets somebody join")
	}
	before.Press("Catat hadir").Want(409)
}

// On a companion's page it is the companion who leaves, with "Semua kembali" too; the
// others leave with them when their badges were scanned or their names are ticked.
func TestACompanionLeavesAlone(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	lead, _ := d.waits(ratna, 3, func(m *visit.Register) { m.Companions = []string{"Bakung Contoh", "Cempaka Contoh"} })
	d.moves(lead, visit.Here{All: true})
	ids := members(lead, 2)
	for i, id := range ids[1:] {
		filled(ratna.Get("/kunjungan/"+id+"/verify"), i+4).Set("number", "6203991508850002").Press("Simpan, ke ruang tunggu").Want(200)
	}
	states := func(want ...visit.State) {
		t.Helper()
		for i, id := range ids {
			if s := d.visit(id).Facts.State; s != want[i] {
				t.Errorf("%s is %s, want %s", id, s, want[i])
			}
		}
	}
	page := ratna.Get("/kunjungan/" + ids[1] + "/leave").Want(200)
	says(t, page, "Siapa yang pulang?", "0 dari 2 kembali")
	page = page.Form("Semua kembali").Press("Semua kembali").Want(200)
	says(t, page, "2 dari 2 kembali")
	page.Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(200)
	states(visit.Waiting, visit.Left, visit.Waiting)

	scans(ratna, "http://tamu.contoh/b/kapuas."+d.visit(lead).Facts.Badge.Token).Want(200)
	page = scans(ratna, "http://tamu.contoh/b/kapuas."+d.visit(ids[2]).Facts.Badge.Token).Want(200)
	says(t, page, "Siapa yang pulang?", "2 dari 4 kembali")
	page.Form("Semua kembali").Press("Semua kembali").Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(200)
	states(visit.Left, visit.Left, visit.Left)
}
