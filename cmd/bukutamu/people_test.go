package main

import (
	"path"
	"strings"
	"testing"

	"bukutamu/internal/web/webtest"
)

// caller is a guest as they come to the desk, and all that an officer does with them.
type caller struct {
	name    string
	english bool
	kiosk   bool                // takes a ticket before
	kind    string              // of the document
	number  string              // as on the card
	doubt   string              // what the page says about the number before it is saved
	refused string              // what saving refuses, until first has been done
	first   func(*webtest.Form) // what the officer does then
	fill    func(*webtest.Form) // what else the officer fills in
	held    []string            // what the card says of document and screening
	back    []string            // what is given back, besides the badge
	log     []string            // what the record says
	never   string              // what no paper and no page of the visit shows
}

// callers are those of whom the rules differ (domain.md 3 and 4).
var callers = []caller{
	{
		name: "Kenari Contohan", kind: "KTP", number: "6203012505120001",
		doubt: "Menurut NIK ini tamu lahir 25 Mei 2012 dan belum 17 tahun",
		fill:  func(f *webtest.Form) { f.Choose("Laki-laki") },
		held:  []string{"KTP", "di kantong"}, back: []string{"KTP Kenari, dari kantong"}, log: []string{"KTP, tanpa foto", "kartu di kantong"}, never: "6203012505120001",
	},
	{
		name: "Kepodang Contohan", kind: "Kartu pelajar", number: "SMA 0001",
		fill: func(f *webtest.Form) {
			f.Choose("Laki-laki").Fill("Datang sebagai", "Pelajar atau mahasiswa").Fill("Instansi", "SMA Contoh")
		},
		held: []string{"Kartu pelajar", "di kantong", "SMA Contoh"}, back: []string{"Kartu pelajar Kepodang, dari kantong"}, log: []string{"Kartu pelajar", "kartu di kantong"},
	},
	{
		name: "Pipit Tanpakartu", kind: "Lainnya", refused: "Tulis mengapa kartu tidak ditahan.",
		first: func(f *webtest.Form) { f.Fill("Mengapa kartu tidak ditahan", "Tidak membawa kartu, dijemput kakaknya") },
		fill:  func(f *webtest.Form) { f.Choose("Perempuan").Choose("Kartu hanya dilihat, tidak ditahan …") },
		held:  []string{"Lainnya", "hanya dilihat"}, log: []string{"Tidak membawa kartu, dijemput kakaknya"},
	},
	{
		name: "Cendana Digital", kind: "IKD di ponsel", number: "6203016505900002",
		fill: func(f *webtest.Form) { f.Choose("Perempuan") },
		held: []string{"IKD di ponsel"}, log: []string{"IKD di ponsel", "Titipan tidak ada"}, never: "6203016505900002",
	},
	{
		name: "Robin Sampleton", english: true, kiosk: true, kind: "Paspor", number: "X0000001",
		fill: func(f *webtest.Form) { f.Choose("Laki-laki") },
		held: []string{"Paspor", "di kantong", "Bahasa Inggris"}, back: []string{"Paspor Robin, dari kantong"}, log: []string{"Paspor", "kartu di kantong"}, never: "X0000001",
	},
	{
		name: "Wren Exampleby", english: true, kind: "KITAS", number: "2C11AA0001-N",
		fill: func(f *webtest.Form) { f.Choose("Perempuan").Fill("Datang sebagai", "Swasta") },
		held: []string{"KITAS", "di kantong"}, back: []string{"KITAS Wren, dari kantong"}, log: []string{"KITAS"}, never: "2C11AA0001-N",
	},
	{
		name: "Elang Bertugas", kind: "KTA Polri", number: "00000001", refused: "Tulis nomor surat izin.",
		first: func(f *webtest.Form) { f.Fill("Nomor surat izin", "SI/001/contoh") },
		fill: func(f *webtest.Form) {
			f.Choose("Laki-laki").Fill("Datang sebagai", "Polri").Fill("Instansi", "Polres Contoh").Choose("Anggota bertugas, surat izin")
		},
		held: []string{"KTA Polri", "Anggota bertugas, surat izin, SI/001/contoh", "Polres Contoh"}, back: []string{"KTA Polri Elang, dari kantong"},
		log: []string{"KTA Polri", "anggota bertugas, surat izin: SI/001/contoh"},
	},
	{
		name: "Merak Pembela", kind: "KTA advokat", number: "00.00001",
		fill: func(f *webtest.Form) {
			f.Choose("Perempuan").Fill("Datang sebagai", "Advokat").Fill("Instansi", "Kantor Hukum Contoh")
		},
		held: []string{"KTA advokat", "di kantong", "Advokat"}, back: []string{"KTA advokat Merak, dari kantong"}, log: []string{"KTA advokat"},
	},
}

// Each of them is walked in by an officer without scripts: what is asked, what is held,
// what the badge says when a machine reads it, what is given back, and what the record
// tells.
func TestPeopleOfWhomTheRulesDiffer(t *testing.T) {
	h := demo(t)
	desk := signIn(t, h, "piket")
	for _, x := range callers {
		t.Run(x.name, func(t *testing.T) { x.visit(t, h, desk) })
	}
}

func (x caller) visit(t *testing.T, h *house, desk *webtest.Client) {
	says := func(page *webtest.Page, all ...string) {
		t.Helper()
		for _, s := range all {
			if !strings.Contains(page.Text(), s) {
				t.Errorf("%s does not say %q: %s", page.URL.Path, s, page.Text())
			}
		}
		if x.never != "" && strings.Contains(strings.ReplaceAll(page.Body, " ", ""), x.never) {
			t.Errorf("%s shows the whole number", page.URL.Path)
		}
	}
	form := x.arrives(t, h, desk).Form("Simpan, ke ruang tunggu").Choose(x.kind).
		Set("number", x.number).Set("photo_why", "Kamera rusak")
	x.fill(form)
	check := form.Press("Periksa isian").Want(200)
	if x.doubt != "" && !strings.Contains(check.Text(), x.doubt) {
		t.Errorf("no doubt about the number: %s", check.Text())
	}
	if x.refused != "" {
		no := form.Press("Simpan, ke ruang tunggu").Want(422)
		if !strings.Contains(no.Text(), x.refused) {
			t.Errorf("it does not say %q: %s", x.refused, no.Text())
		}
		x.first(form)
	}
	card := form.Press("Simpan, ke ruang tunggu").Want(200)
	says(card, append(x.held, "Menunggu")...)
	number := numberOf(t, card)

	paper := readPDF(t, card.Follow("Buka PDF").Want(200).Body)
	words := []string{"TAMU", "Kembalikan saat pulang", "Seksi Tindak Pidana Umum"}
	if x.english {
		words = []string{"VISITOR", "Return when leaving", "General Crimes Section"}
	}
	for _, s := range append(words, number, strings.Fields(x.name)[0]) {
		if !strings.Contains(paper.text, s) {
			t.Errorf("the badge lacks %q: %s", s, paper.text)
		}
	}
	if !strings.Contains(paper.qr, "/B/") || x.number != "" && strings.Contains(paper.text, x.number) {
		t.Errorf("the badge's code is %q, its text %s", paper.qr, paper.text)
	}

	card = card.Form("Bersedia").Choose("Telepon").Press("Bersedia").Want(200)
	escort := card.Follow("Antar ke tujuan …").Want(200)
	says(escort.Form("Antar sekarang").Set("by", someone(t, escort, "by")).Press("Antar sekarang").Want(200), "Bertemu")

	leave := lookUp(desk, paper.qr)
	first := strings.Fields(x.name)[0]
	if n := len(leave.Root.ID("back").Tags("li")); n != 1+len(x.back) {
		t.Errorf("%d things to give back, want %d: %s", n, 1+len(x.back), leave.Text())
	}
	done := leave.Form("Selesai, tamu pulang")
	for _, thing := range x.back {
		done.Choose(thing)
	}
	done.Choose("Tanda pengenal " + first)
	card = done.Press("Selesai, tamu pulang").Want(200)
	says(card, "Pulang")
	record := desk.Get("/riwayat/" + path.Base(card.URL.Path)).Want(200)
	says(record, append(x.log, x.name, number)...)
}

// arrives brings the guest to the check-in: with a ticket of the kiosk, or as a walk-in.
func (x caller) arrives(t *testing.T, h *house, desk *webtest.Client) *webtest.Page {
	if x.kiosk {
		ticket := takeEnglishTicket(h.guest(t), x.name)
		return lookUp(desk, codeOf(t, ticket)).Form("Catat tiba").Press("Catat tiba").Want(200)
	}
	walk := desk.Get("/tamu/baru").Form("Catat tiba, lanjut verifikasi").Fill("Nama tamu", x.name).
		Fill("Apa keperluannya?", "Koordinasi atau konsultasi").Fill("Bagian", "Seksi Tindak Pidana Umum")
	if x.english {
		walk.Choose("Bahasa Inggris")
	}
	return walk.Press("Catat tiba, lanjut verifikasi").Want(200)
}

// takeEnglishTicket registers a guest at the kiosk in English, without a phone number.
func takeEnglishTicket(c *webtest.Client, name string) *webtest.Page {
	c.T.Helper()
	page := c.Get("/kios?lang=en").Follow("Register a visit").Form("Coordination or consultation").Press("Coordination or consultation")
	page = page.Form("General Crimes Section").Press("General Crimes Section")
	page = page.Form("Next").Fill("What is your name?", name).Choose("Mr").Press("Next")
	page = page.Form("Skip").Press("Skip").Form("Next").Press("Next").Want(200)
	ticket := page.Form("Get my ticket").Choose("I carry none").Choose("I have read").Press("Get my ticket").Want(200)
	if !strings.HasPrefix(ticket.H1(), "Thank you") || strings.Contains(ticket.Text(), "Terima kasih") {
		c.T.Errorf("the ticket speaks another language: %s", ticket.Text())
	}
	return ticket
}
