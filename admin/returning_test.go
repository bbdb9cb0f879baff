package admin_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/secret"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// before gives Anggrek an earlier visit that is over, days ago.
func (d *deskTest) before(b *webtest.Client, badge int, change ...func(*webtest.Form)) string {
	d.t.Helper()
	id, page := d.arrives(b)
	form := filled(page, badge).Choose("Perempuan").Set("origin", "asn").Set("from", "Dinas Contoh").Set("name", "ANGGREK CONTOHWATI, S.H.")
	for _, f := range change {
		f(form)
	}
	form.Press("Simpan, ke ruang tunggu").Want(200)
	page = b.Get("/kunjungan/" + id + "/leave").Form("Semua kembali").Press("Semua kembali")
	page.Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(200)
	return id
}

// pastes sends the digits for an earlier visit as a crafted form would.
func pastes(b *webtest.Client, id, earlier, digits string) *webtest.Page {
	b.T.Helper()
	return b.Post("/kunjungan/"+id+"/pernah-datang", url.Values{"csrf": {token(b, b.Get("/"))}, "earlier": {earlier}, "digits": {digits}})
}

// A guest who comes again: the officer reads four digits off the card, and the
// check-in is filled in, all but the photo.
func TestAGuestComesAgain(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	old := d.before(ratna, 3)
	d.later(20 * 24 * time.Hour)
	ratna = d.as("ratna")
	id, page := d.arrives(ratna)

	offer := page.Follow("Pernah datang 1×").Want(200)
	says(t, offer, "Apakah ini Ibu Anggrek Contohwati yang sama?", "23 November 2026", "Memenuhi panggilan · Pidum", "KTP · Dinas Contoh", "Ikut terbawa")
	if offer.H1() != "Pernah datang" || strings.Contains(offer.Body, "6203") || strings.Contains(offer.Body, "850001") || strings.Contains(offer.Body, "••") {
		t.Errorf("%q shows something of a number: %s", offer.H1(), offer.Text())
	}
	wrong := offer.Form("Pakai data ini").Fill("4 angka terakhir pada kartu di depan Anda", "1234").Press("Pakai data ini").Want(422)
	says(t, wrong, "Angkanya belum cocok. Masih bisa 4 kali lagi.")
	if strings.Contains(wrong.Body, "6203") || wrong.Form("Pakai data ini").Values.Get("earlier") != old {
		t.Error("the refused page shows a number, or forgot the choice")
	}
	says(t, wrong.Form("Pakai data ini").Set("digits", "00 1").Press("Pakai data ini").Want(422), "Tulis empat angka terakhir pada kartu.")

	answer := wrong.Form("Pakai data ini").Set("digits", "0001").Send("Pakai data ini")
	if to := answer.Header.Get("Location"); answer.Status != 303 || to != "/kunjungan/"+id+"/verify" {
		t.Fatalf("%d to %q", answer.Status, to)
	}
	if head := answer.Header; strings.Contains(strings.Join(head.Values("Set-Cookie"), " "), "0001") {
		t.Error("the digits are in a cookie")
	}
	verify := ratna.Get("/kunjungan/" + id + "/verify").Want(200)
	says(t, verify, "Data kartu dari kunjungan 23 November 2026.")
	form := verify.Form("Simpan, ke ruang tunggu")
	for field, want := range map[string]string{"document": "ktp", "number": "6203 9955 0885 0001", "name": "ANGGREK CONTOHWATI, S.H.", "sex": "female", "origin": "asn", "from": "Dinas Contoh", "photo_why": ""} {
		if got := form.Values.Get(field); got != want {
			t.Errorf("%s is filled in with %q, want %q", field, got, want)
		}
	}
	form.Press("Simpan, ke ruang tunggu").Want(422) // the photo is new, or a reason
	saved := form.Set("photo_why", "Kamera rusak")
	says(t, saved.Press("Simpan, ke ruang tunggu").Want(200), "6203••••••••0001")
	saved.Press("Simpan, ke ruang tunggu").Want(200) // the same form twice is one act
	f := d.visit(id).Facts
	if f.Carried != old || f.State != visit.Waiting || len(d.visit(id).Log) != 3 {
		t.Errorf("carried %q, %s, %d entries", f.Carried, f.State, len(d.visit(id).Log))
	}

	record := ratna.Get("/riwayat/" + id).Want(200)
	says(t, record, "dari kunjungan 23 November 2026", "data kartu dari kunjungan sebelumnya")
	if to := record.Follow("dari kunjungan 23 November 2026"); to.URL.Path != "/riwayat/"+old {
		t.Errorf("the fact leads to %s", to.URL.Path)
	}
	says(t, d.as("auditor").Get("/jejak").Want(200), "Data kartu dipakai lagi", "kunjungan "+old[:6])
	for _, no := range []string{"6203995508850001", "0001", "Anggrek"} {
		if strings.Contains(d.log.String(), no) {
			t.Errorf("the log holds %q", no)
		}
	}
}

// The guest is still registered when the officer looks: the match waits for the arrival.
func TestTheMatchWaitsForTheArrival(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	d.before(ratna, 3)
	v := d.registers()
	card := ratna.Get("/kunjungan/"+v.ID).Follow("Pernah datang 1×").Form("Pakai data ini").Set("digits", "0001").Press("Pakai data ini").Want(200)
	if card.URL.Path != "/kunjungan/"+v.ID || strings.Contains(card.Body, "6203") {
		t.Fatalf("%s: %s", card.URL.Path, card.Text())
	}
	verify := card.Form("Catat tiba").Press("Catat tiba").Want(200)
	if got := verify.Form("Simpan, ke ruang tunggu").Values.Get("number"); got != "6203 9955 0885 0001" {
		t.Errorf("filled in with %q", got)
	}
	offer := verify.Follow("Pernah datang 1×").Follow("Bukan orang ini, isi baru").Want(200)
	if form := offer.Form("Simpan, ke ruang tunggu"); form.Values.Get("number") != "" || form.Values.Get("sex") != "" {
		t.Errorf("afresh, but filled in: %v", form.Values)
	}
	// Another officer did not see the card that was compared.
	if form := d.as("sari").Get("/kunjungan/" + v.ID + "/verify").Form("Simpan, ke ruang tunggu"); form.Values.Get("number") != "" {
		t.Error("another officer's page shows the number")
	}
	d.later(31 * time.Minute)
	if form := d.as("ratna").Get("/kunjungan/" + v.ID + "/verify").Form("Simpan, ke ruang tunggu"); form.Values.Get("number") != "" {
		t.Error("half an hour later the number still stands there")
	}
}

// What the officer types in the place of what was carried is not carried.
func TestANumberTypedAnewIsNotCarried(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	old := d.before(ratna, 3)
	for i, change := range []func(*webtest.Form){
		func(f *webtest.Form) { f.Set("number", "6203995508850002") },
		func(f *webtest.Form) { f.Set("document", "ikd") },
		func(f *webtest.Form) { f.Set("confidential", "1") },
		func(f *webtest.Form) { f.Set("number", "6203995508850002").Set("carried", old) },
	} {
		id, _ := d.arrives(ratna)
		pastes(ratna, id, old, "0001").Want(200)
		form := ratna.Get("/kunjungan/"+id+"/verify").Form("Simpan, ke ruang tunggu").Set("photo_why", "Kamera rusak")
		change(form)
		form.Press("Simpan, ke ruang tunggu").Want(200)
		v := d.visit(id)
		if v.Facts.State != visit.Waiting || v.Facts.Carried != "" || strings.Contains(v.Last().Details, old) {
			t.Errorf("%d: %s, carried %q: %s", i, v.Facts.State, v.Facts.Carried, v.Last().Details)
		}
	}
}

// Five tries a visit, whatever is picked and by whomever; then afresh.
func TestFiveTriesForAVisit(t *testing.T) {
	d := openDesk(t)
	ratna, sari := d.as("ratna"), d.as("sari")
	old := d.before(ratna, 3)
	stranger, page := d.arrives(ratna, func(m *visit.Register) { m.Name = "Melur Contohsari" })
	filled(page, 5).Press("Simpan, ke ruang tunggu").Want(200)
	id, _ := d.arrives(ratna)
	for i, c := range []struct {
		who             *webtest.Client
		earlier, digits string
	}{
		{ratna, old, "1000"}, {sari, old, "9999"}, {ratna, stranger, "0001"}, {sari, "ZZZZZZZZ", "0001"},
	} {
		page := pastes(c.who, id, c.earlier, c.digits).Want(422)
		if !strings.Contains(page.Text(), "Angkanya belum cocok. Masih bisa") {
			t.Errorf("%d: %s", i, page.Text())
		}
	}
	says(t, pastes(ratna, id, old, "4321").Want(422), "Angkanya sudah lima kali belum cocok.")
	spent := pastes(ratna, id, old, "0001").Want(422)
	if spent.Has("button", "Pakai data ini") || !spent.Has("link", "Bukan orang ini, isi baru") {
		t.Error("after five tries there is a sixth")
	}
	if form := ratna.Get("/kunjungan/" + id + "/verify").Form("Simpan, ke ruang tunggu"); form.Values.Get("number") != "" {
		t.Error("the right digits after five wrong ones opened the number")
	}
	other, _ := d.arrives(ratna)
	pastes(ratna, other, old, "0001").Want(200) // another visit has its own tries
}

// What must not be offered, as the officer would see it.
func TestWhatIsNotOffered(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	old := d.before(ratna, 3)
	secret, page := d.arrives(ratna, func(m *visit.Register) { m.Confidential = true })
	if page.Has("link", "Pernah datang 1×") {
		t.Error("a confidential guest is matched with a name")
	}
	pastes(ratna, secret, old, "0001").Want(409)
	if card := ratna.Get("/kunjungan/" + secret + "/pernah-datang").Want(200); card.H1() == "Pernah datang" || strings.Contains(card.Body, "Dinas Contoh") {
		t.Error("the page of a confidential guest's earlier visits")
	}
	for what, change := range map[string]func(*visit.Register){
		"another name":  func(m *visit.Register) { m.Name = "Anggrek Contohsari" },
		"another phone": func(m *visit.Register) { m.Phone = "081200000002" },
		"no phone":      func(m *visit.Register) { m.Phone = "" },
	} {
		if _, page := d.arrives(ratna, change); strings.Contains(page.Text(), "Pernah datang") {
			t.Errorf("%s: offered", what)
		}
	}
	if page := d.as("gading").Get("/kunjungan/" + secret + "/pernah-datang"); page.Status != 403 {
		t.Errorf("a host: %d", page.Status)
	}
	waits, _ := d.waits(ratna, 7)
	if strings.Contains(ratna.Get("/kunjungan/"+waits).Text(), "Pernah datang") {
		t.Error("offered after the check-in")
	}
}

// The record leads to the earlier visit, but not to one that became confidential since:
// that would tell whose it was. A confidential record says nothing of it at all.
func TestTheRecordNamesNoConfidentialVisit(t *testing.T) {
	d := openDesk(t)
	told := func(secretly bool, carried string) string {
		t.Helper()
		v, err := visit.Visit{}, error(nil)
		for _, m := range []visit.Move{
			visit.Register{Purpose: "koordinasi", Unit: "pidum", Name: "Anggrek Contohwati", Phone: "081200000001", Confidential: secretly, Source: visit.AtDesk, ID: secret.ID(), Code: secret.Code(), Ticket: secret.Token()},
			visit.Arrive{},
			visit.Verify{Document: identity.KTP, Number: "6203995508850001", Name: "Anggrek Contohwati", PhotoWhy: "Kamera rusak", Screening: visit.Nothing, Badge: 1, Unit: "pidum", Confidential: secretly, Carried: carried, Token: secret.Token()},
			visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}, Ending: visit.Withdrawn},
		} {
			s := account.Stamp{At: nineAtDesk, Office: d.office.ID, By: "ratna", Roles: account.Roles{account.Officer}, Act: secret.Nonce(), Seen: account.SeenAny}
			if v, err = visit.Do(v, m, s, d.office); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.book.Keep(t.Context(), d.office.ID, v); err != nil {
			t.Fatal(err)
		}
		return v.ID
	}
	ordinary, hidden := told(false, ""), told(true, "")
	for _, c := range []struct {
		secretly bool
		carried  string
		says     string
	}{
		{false, ordinary, "dari kunjungan 23 November 2026"},
		{false, hidden, "dari kunjungan sebelumnya"},
		{false, "ZZZZZZZZ", "dari kunjungan sebelumnya"},
		{true, ordinary, ""},
	} {
		page := d.as("ratna").Get("/riwayat/" + told(c.secretly, c.carried)).Want(200)
		if fact := strings.Contains(page.Text(), "Data kartu"); fact == c.secretly || !strings.Contains(page.Text(), c.says) {
			t.Errorf("%q: %s", c.says, page.Text())
		}
		if linked := strings.Contains(page.Body, "/riwayat/"+c.carried); linked != (c.carried == ordinary && !c.secretly) {
			t.Errorf("%q: leads to the earlier visit: %v", c.says, linked)
		}
		if c.secretly && strings.Contains(page.Text(), "kunjungan sebelumnya") {
			t.Error("the log of a confidential visit tells of an earlier one")
		}
	}
}

// The lead of a party was here before, and a companion is checked in first: the card
// is that of the earlier visit, all else as with the companion, and the host is not
// asked a second time.
func TestAGuestComesAgainInAParty(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	d.before(ratna, 3)
	lead := d.registers(func(m *visit.Register) { m.Companions = []string{"Bakung Contoh"} })
	first := ratna.Get("/kunjungan/" + lead.ID).Form("Catat tiba").Press("Catat tiba, semua hadir").Want(200)
	says(t, first, "Anggrek Contohwati")
	page := ratna.Get("/kunjungan/" + lead.ID + ".1/verify").Want(200)
	filled(page, 4).Fill("NIK", "6203995508850002").Choose("Perempuan").Set("origin", "pelajar").Set("from", "Sekolah Contoh").Set("only_seen", "1").Set("seen_why", "Untuk sidang").
		Set("screening", string(visit.Permit)).Set("screen_note", "Izin 1").Press("Simpan, ke ruang tunggu").Want(200)
	verify := pastes(ratna, lead.ID, d.only(ratna, lead.ID), "0001").Want(200)
	says(t, verify, "Data kartu dari kunjungan 23 November 2026.", "sama seperti Bakung Contoh")
	form := verify.Form("Simpan, ke ruang tunggu")
	for field, want := range map[string]string{"number": "6203 9955 0885 0001", "name": "ANGGREK CONTOHWATI, S.H.", "origin": "asn", "from": "Dinas Contoh",
		"only_seen": "1", "seen_why": "Untuk sidang", "screening": string(visit.Permit), "ask": ""} {
		if got := form.Values.Get(field); got != want {
			t.Errorf("%s is filled in with %q, want %q", field, got, want)
		}
	}
	form.Set("photo_why", "Kamera rusak").Set("screen_note", "Izin 2").Press("Simpan, ke ruang tunggu").Want(200)
	if f := d.visit(lead.ID).Facts; len(f.Asks) != 1 || f.Carried == "" {
		t.Errorf("asked %d times, carried %q", len(f.Asks), f.Carried)
	}
}

// only is the one earlier visit that is offered for a visit.
func (d *deskTest) only(b *webtest.Client, id string) string {
	d.t.Helper()
	return b.Get("/kunjungan/" + id + "/pernah-datang").Form("Pakai data ini").Values.Get("earlier")
}
