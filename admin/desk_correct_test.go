package admin_test

import (
	"fmt"
	"strings"
	"testing"

	"bukutamu/internal/office"
	"bukutamu/internal/visit"
)

// A name misspelt, corrected from the card: the card shows the new one and asks for a new
// print, and the record tells old and new.
func TestACorrectedName(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.waits(ratna, 3)
	old := d.visit(id).Facts.Guest.Name
	page := ratna.Get("/kunjungan/" + id).Follow("Ubah data …").Want(200)
	if strings.Contains(page.Body, d.visit(id).Facts.Document.Number) {
		t.Error("the page shows the whole document number")
	}
	page = page.Form("Simpan perubahan").Fill("Nama", "Kenanga Umpamawati").Press("Simpan perubahan").Want(422)
	if !strings.Contains(page.Body, "Kenanga Umpamawati") || d.visit(id).Facts.Guest.Name != old {
		t.Fatalf("without a reason: %s", page.Text())
	}
	page = page.Form("Simpan perubahan").Fill("Alasan perubahan", "Salah ketik").Press("Simpan perubahan").Want(200)
	says(t, page, "Kenanga Umpamawati")
	says(t, page, "Tanda pengenal memuat data lama. Cetak ulang.")
	v := d.visit(id)
	if got := visit.Old(v.Last()); len(got) != 1 || got[0].Key != visit.KeyName || got[0].To != old {
		t.Errorf("more or less than the name was corrected: %v", got)
	}
	record := ratna.Get("/riwayat/" + id).Want(200)
	says(t, record, "Nama: "+old+" → Kenanga Umpamawati")
	says(t, record, "Salah ketik")
}

// Nothing of a confidential guest stands on the page, and what is left empty stays as it is.
func TestACorrectionOfAConfidentialVisit(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.waits(ratna, 3)
	d.moves(id, visit.Correct{Fields: []visit.Corrected{{Key: visit.KeyConfidential, To: "1"}}, Reason: "Saksi"})
	f := d.visit(id).Facts
	page := ratna.Get("/kunjungan/" + id + "/correct").Want(200)
	for _, no := range []string{f.Guest.Name, strings.TrimPrefix(f.Guest.Phone, "+62"), f.Document.Number} {
		if no != "" && strings.Contains(page.Body, no) {
			t.Errorf("the page shows %q", no)
		}
	}
	for _, id := range []string{"purpose", "origin", "sex", "salute", "document", "needs"} {
		if page.Root.ID(id) != nil {
			t.Errorf("a chosen %s tells what the card keeps back", id)
		}
	}
	page.Form("Simpan perubahan").Fill("Instansi", "Yayasan Contoh").Fill("Alasan perubahan", "Kurang").Press("Simpan perubahan").Want(200)
	now := d.visit(id).Facts
	if now.Guest.Name != f.Guest.Name || now.Guest.Phone != f.Guest.Phone || now.Guest.From != "Yayasan Contoh" {
		t.Errorf("what was left empty changed: %+v", now.Guest)
	}
	if record := ratna.Get("/riwayat/" + id).Want(200); strings.Contains(record.Body, "Yayasan Contoh") || !strings.Contains(record.Text(), "isinya tertutup") {
		t.Errorf("the record of a confidential visit: %s", record.Text())
	}
}

// What was typed into a companion's name stands there when the form comes back.
func TestACorrectedCompanion(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id := d.registers(func(m *visit.Register) { m.Companions = []string{"Bima Umpamanto", "Cakra Misalnya"} }).ID
	page := ratna.Get("/kunjungan/" + id + "/correct").Want(200)
	page = page.Form("Simpan perubahan").Set("companion", "Bima Umpamanto", "Cakra Contohnya").Press("Simpan perubahan").Want(422)
	if got := page.Must("textbox", "Pendamping 2").Attr["value"]; got != "Cakra Contohnya" {
		t.Fatalf("came back as %q", got)
	}
	page.Form("Simpan perubahan").Fill("Alasan perubahan", "Salah dengar").Press("Simpan perubahan").Want(200)
	if c := d.visit(id).Facts.Companions; c[0].Name != "Bima Umpamanto" || c[1].Name != "Cakra Contohnya" {
		t.Errorf("%v", c)
	}
}

// An item in custody and its locker are put right on the same page; the record tells old and new.
func TestAnItemInTheWrongLockerIsCorrected(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.waits(ratna, 3)
	d.moves(id, visit.Custody{What: "Tas", Locker: "L 1"})
	items := d.visit(id).Facts.Items
	lockers := make([]string, len(items))
	for i, it := range items {
		lockers[i] = it.Locker
	}
	last := len(items) - 1
	lockers[last] = "L 7"
	field := fmt.Sprintf("locker-%d", last+1)
	page := ratna.Get("/kunjungan/"+id+"/correct").Form("Simpan perubahan").Set("locker", lockers...).Press("Simpan perubahan").Want(422)
	if got := page.Root.ID(field); got == nil || got.Attr["value"] != "L 7" {
		t.Fatalf("what was typed is gone: %s", page.Text())
	}
	page.Form("Simpan perubahan").Fill("Alasan perubahan", "Salah tulis").Press("Simpan perubahan").Want(200)
	if it := d.visit(id).Facts.Items[last]; it.Locker != "L 7" || it.What != "Tas" {
		t.Errorf("%+v", it)
	}
	says(t, ratna.Get("/riwayat/"+id).Want(200), "Loker: L 1 → L 7")
}

// A torn badge: another number, the card goes along, the old number is out of the pool.
func TestAnExchangedBadgeAtTheDesk(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.waits(ratna, 3)
	page := ratna.Get("/kunjungan/" + id).Follow("Tukar tanda pengenal …").Want(200)
	page = page.Form("Tukar dan cetak").Set("badge", "8").Choose("Kembali, rusak").Press("Tukar dan cetak").Want(200)
	says(t, page, "Pindahkan kartu dari kantong T-003 ke kantong T-008.")
	if f := d.visit(id).Facts; f.Badge.Number != 8 {
		t.Errorf("the badge is %d", f.Badge.Number)
	}
	o, err := d.book.Office(t.Context(), d.office.ID)
	if err != nil || o.Badges.State(3) != office.Damaged {
		t.Errorf("number 3 is %s, %v", o.Badges.State(3), err)
	}
	says(t, ratna.Get("/riwayat/"+id).Want(200), "T-003 menjadi T-008")
}

// A lost badge is exchanged only with a supervisor's own sign-in.
func TestALostBadgeIsExchangedBeforeASupervisor(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.waits(ratna, 3)
	form := ratna.Get("/kunjungan/"+id+"/exchange").Want(200).Form("Tukar dan cetak").Set("badge", "8").Choose("Hilang").Fill("Alasan", "Jatuh di jalan")
	page := form.Press("Tukar dan cetak").Want(422)
	says(t, page, "Supervisor perlu masuk di sini.")
	page = page.Form("Tukar dan cetak").Set("supervisor", "ratna").Set("password", deskPassword).Press("Tukar dan cetak").Want(422)
	if d.visit(id).Facts.Badge.Number != 3 {
		t.Fatal("an officer confirmed it alone")
	}
	page.Form("Tukar dan cetak").Set("supervisor", "bima").Set("password", deskPassword).Press("Tukar dan cetak").Want(200)
	o, err := d.book.Office(t.Context(), d.office.ID)
	if f := d.visit(id).Facts; err != nil || f.Badge.Number != 8 || o.Badges.State(3) != office.Lost {
		t.Errorf("badge %d, number 3 is %s, %v", f.Badge.Number, o.Badges.State(3), err)
	}
}
