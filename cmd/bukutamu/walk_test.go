package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"

	"bukutamu/internal/web/webtest"
)

// nik is an invented number: a woman born on 25 May 1990.
const nik = "6203016505900001"

// signIn opens the staff door with an account of the demo.
func signIn(t testing.TB, h *house, login string) *webtest.Client {
	t.Helper()
	c := h.staff(t)
	page := c.Get("/").Form("Masuk").Fill("Nama pengguna", login).Fill("Kata sandi", password).Press("Masuk").Want(200)
	if page.H1() == "Masuk" {
		t.Fatalf("%s is not let in: %s", login, page.Text())
	}
	return c
}

// takeTicket registers a guest at the kiosk and gives the ticket's page.
func takeTicket(c *webtest.Client, name string, companions ...string) *webtest.Page {
	c.T.Helper()
	page := c.Get("/kios").Follow("Daftar bertamu").Form("Koordinasi atau konsultasi").Press("Koordinasi atau konsultasi")
	page = page.Form("Seksi Tindak Pidana Umum").Press("Seksi Tindak Pidana Umum")
	page = page.Form("Lanjut").Fill("Siapa nama Anda?", name).Choose("Ibu").Press("Lanjut")
	page = page.Form("Lanjut").Fill("Nomor ponsel Anda?", "081200000001").Press("Lanjut").Want(200)
	for _, w := range companions {
		page = page.Form("Tambah orang").Fill("Nama pendamping", w).Press("Tambah orang").Want(200)
	}
	page = page.Form("Lanjut").Press("Lanjut").Want(200)
	return page.Form("Ambil tiket").Choose("Tidak membawa").Choose("Saya sudah membaca").Press("Ambil tiket").Want(200)
}

var codeOnTicket = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}`)

// codeOf is the short code on a ticket's page.
func codeOf(t testing.TB, ticket *webtest.Page) string {
	t.Helper()
	code := codeOnTicket.FindString(ticket.Text())
	if code == "" {
		t.Fatalf("no code on the ticket: %s", ticket.Text())
	}
	return code
}

// lookUp types into the desk's one field and presses Enter.
func lookUp(desk *webtest.Client, text string) *webtest.Page {
	desk.T.Helper()
	scan := desk.Get("/").Want(200).Must("textbox", "Pindai QR, ketik kode, nama, atau nomor ponsel").Parent
	return desk.Post(scan.Attr["action"], url.Values{"csrf": {scan.Tags("input")[0].Attr["value"]}, "q": {text}}).Want(200)
}

// face is an invented photo, JPEG.
func face(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 300, 400))
	for y := range 400 {
		for x := range 300 {
			img.Set(x, y, color.RGBA{uint8(x / 2), uint8(y / 2), 120, 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The eight steps of the service standard, in the demo, with plain forms and links.
func TestTheStraightRoadWithoutScripts(t *testing.T) {
	h := demo(t)
	code := codeOf(t, takeTicket(h.guest(t), "Melur Contohwati"))
	straightRoad(t, h, signIn(t, h, "piket"), code, "Melur Contohwati")
}

// straightRoad takes a guest through the desk, from the code on the ticket to the history.
func straightRoad(t testing.TB, h *house, desk *webtest.Client, code, name string) {
	t.Helper()
	card := lookUp(desk, strings.ToLower(code)) // a person types as it comes
	if !card.Has("heading", "Ibu "+name) || card.Has("link", "Verifikasi") {
		t.Fatalf("the code shows another card, or more than the guest: %s", card.Text())
	}
	verify := card.Form("Catat tiba").Press("Catat tiba").Want(200)
	if verify.H1() != "Verifikasi" {
		t.Fatalf("the arrival leads to %q", verify.H1())
	}
	nothing := verify.Form("Simpan, ke ruang tunggu").Send("Simpan, ke ruang tunggu").Want(422)
	if !strings.HasPrefix(nothing.Title(), "Belum lengkap:") || !strings.Contains(nothing.Body, `name="name" type="text"`) {
		t.Errorf("a check-in without a card: %q", nothing.Title())
	}
	card = verify.Form("Simpan, ke ruang tunggu").Fill("NIK", nik).Fill("Nama di kartu", name).Choose("Perempuan").
		Fill("Barang titipan", "Ponsel").Fill("Loker", "7").Attach("photo", face(t)).Press("Simpan, ke ruang tunggu").Want(200)
	if !strings.Contains(card.Text(), "Menunggu") {
		t.Fatalf("not in the waiting room: %s", card.Text())
	}
	badge := numberOf(t, card)
	paper := readPDF(t, card.Follow("Buka PDF").Want(200).Body)
	if !paper.isSize(86, 54) || paper.pages != 1 {
		t.Errorf("the badge has %d pages of %v × %v points", paper.pages, paper.width, paper.height)
	}
	for _, want := range []string{badge, "TAMU", "Kembalikan saat pulang", "Seksi Tindak Pidana Umum", strings.Fields(name)[0]} {
		if !strings.Contains(paper.text, want) {
			t.Errorf("the badge lacks %q: %s", want, paper.text)
		}
	}
	for _, no := range []string{nik, "0812", "Koordinasi"} {
		if strings.Contains(paper.text, no) {
			t.Errorf("the badge says %q", no)
		}
	}
	if want := strings.ToUpper(h.Guest) + "/B/"; !strings.HasPrefix(paper.qr, want) {
		t.Errorf("the badge's code is %q, not under %s", paper.qr, want)
	}
	if found := h.guest(t).Get("/b/" + paper.qr[strings.LastIndex(paper.qr, "/")+1:]).Want(200); strings.Contains(found.Text(), strings.Fields(name)[0]) {
		t.Errorf("a found badge tells whose it was: %s", found.Text())
	}
	card = card.Form("Bersedia").Choose("Telepon").Press("Bersedia").Want(200)
	escort := card.Follow("Antar ke tujuan …").Want(200)
	card = escort.Form("Antar sekarang").Set("by", someone(t, escort, "by")).Press("Antar sekarang").Want(200)
	if !strings.Contains(card.Text(), "Bertemu") {
		t.Fatalf("not with the host: %s", card.Text())
	}
	leave := lookUp(desk, paper.qr) // the badge comes back into the officer's hand
	if leave.H1() != "Tamu pulang" {
		t.Fatalf("the badge does not lead to the check-out: %s", leave.Text())
	}
	held := leave.Form("Selesai, tamu pulang").Press("Selesai, tamu pulang")
	if held.Status != 409 && held.Status != 422 || !strings.Contains(held.Text(), "belum kembali") {
		t.Errorf("the guest leaves with something of ours, %d: %s", held.Status, held.Text())
	}
	card = leave.Form("Semua kembali").Press("Semua kembali").Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(200)
	if !strings.Contains(card.Text(), "Pulang") {
		t.Fatalf("still here: %s", card.Text())
	}
	list := desk.Get("/riwayat").Want(200)
	if !strings.Contains(list.Text(), name) {
		t.Errorf("not in the history: %s", list.Text())
	}
	record := desk.Get("/riwayat/" + path.Base(card.URL.Path)).Want(200)
	for _, want := range []string{name, badge, "6203"} {
		if !strings.Contains(record.Text(), want) {
			t.Errorf("the record lacks %q: %s", want, record.Text())
		}
	}
	if strings.Contains(record.Body, nik) {
		t.Error("the record shows the whole number")
	}
}

var badgeNumber = regexp.MustCompile(`T-\d{3}`)

// numberOf is the badge's number on a visit's card.
func numberOf(t testing.TB, card *webtest.Page) string {
	t.Helper()
	facts := card.Root.ID("v-facts")
	if facts == nil {
		t.Fatalf("no card: %s", card.Text())
	}
	return badgeNumber.FindString(facts.Text())
}

// someone is the first choice of the select with this id that stands for anybody.
func someone(t testing.TB, page *webtest.Page, id string) string {
	t.Helper()
	for _, o := range page.Root.ID(id).Tags("option") {
		if v := o.Attr["value"]; v != "" {
			return v
		}
	}
	t.Fatalf("nobody to choose in %s", id)
	return ""
}
