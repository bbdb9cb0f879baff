package kiosk_test

import (
	"bufio"
	"bytes"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// filled is the phone's page as a guest fills it in.
func filled(c *webtest.Client) *webtest.Form {
	return c.Get("/").Want(200).Form("Ambil tiket").Fill("Apa keperluan Anda?", "Memenuhi panggilan").Fill("Nomor surat panggilan", "B-000/O.2.12/contoh").
		Fill("Siapa yang ingin Anda temui?", "Seksi Tindak Pidana Umum").Fill("Siapa nama Anda?", "Anggrek Contohwati").Choose("Ibu").Fill("Nomor ponsel", "081200000001").
		Fill("Nama pendamping", "Rimba Umpama\r\n\r\nKemuning Umpama").Fill("Perlu bantuan?", "Penerjemah").Choose("Tidak membawa").Choose("Saya sudah membaca")
}

func TestRegisteringOnAPhone(t *testing.T) {
	p := open(t)
	c := p.browser()
	form := filled(c)
	page := form.Press("Ambil tiket").Want(200)
	v := p.one()
	if page.URL.Path != "/t/kapuas."+v.Ticket || page.H1() != "Tiket Anda siap" {
		t.Fatalf("%s %s", page.URL, page.H1())
	}
	for _, want := range []string{v.Code[:3] + "-" + v.Code[3:], "Hari ini, Senin 23 November 2026", "A. C. · Seksi Tindak Pidana Umum · 3 orang", "Jl. A. Yani No. 63"} {
		if !strings.Contains(page.Text(), want) {
			t.Errorf("the ticket lacks %q: %s", want, page.Text())
		}
	}
	for _, no := range []string{"Anggrek", "0812", "Memenuhi", "B-000", "Rimba"} {
		if strings.Contains(page.Body, no) {
			t.Errorf("the ticket tells %q", no)
		}
	}
	if page.Has("link", "Panggil petugas") || page.Header.Get("Cache-Control") != "no-store" {
		t.Error("a phone calls nobody, and keeps no page")
	}
	form.Press("Ambil tiket").Want(200)
	f := p.one().Facts
	if f.Source != visit.ByPhone || len(f.Companions) != 2 || f.Companions[1].Name != "Kemuning Umpama" || f.Needs[0] != "interpreter" || f.Guest.Phone != "+6281200000001" {
		t.Errorf("%+v", f)
	}
	upper := p.browser().Get("/T/KAPUAS." + v.Ticket).Want(200)
	lower := p.browser().Get("/t/kapuas." + strings.ToLower(v.Ticket)).Want(200)
	if !upper.Has("img", "QR tiket") || !lower.Has("img", "QR tiket") {
		t.Error("the address depends on its case")
	}
	picture := c.Get(page.Must("link", "Simpan gambar").Attr["href"]).Want(200)
	if img, err := png.Decode(bytes.NewReader([]byte(picture.Body))); err != nil || img.Bounds().Dx() != 820 || !strings.HasPrefix(picture.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%v %v", err, picture.Header)
	}
	if strings.Contains(p.log.String(), v.Ticket) {
		t.Error("the token is in the log")
	}
}

func TestRegisteringOnAPhoneInEnglish(t *testing.T) {
	p := open(t)
	c := p.browser()
	c.Header["Accept-Language"] = "en-GB,en;q=0.9"
	page := c.Get("/").Form("Get my ticket").Fill("What brings you here?", "Court hearing").Fill("What is your name?", "Anggrek Contohwati").
		Choose("Tomorrow").Choose("I carry none").Choose("I have read").Choose("Keep my name off").Press("Get my ticket").Want(200)
	if page.H1() != "Your ticket is ready" || !strings.Contains(page.Text(), "Tuesday 24 November 2026") || strings.Contains(page.Text(), "A. C.") {
		t.Errorf("%s", page.Text())
	}
	if f := p.one().Facts; f.Day != "2026-11-24" || !f.Confidential || f.Guest.Lang != "en" {
		t.Errorf("%+v", f)
	}
}

// All that is wrong is said at once, in the order of the form, and everything typed stays.
func TestWrongAnswersOnAPhone(t *testing.T) {
	for _, c := range []struct {
		what  string
		set   []string
		field string
		says  string
	}{
		{"no purpose", []string{"purpose", ""}, "purpose", "Pilih keperluan Anda."},
		{"unknown unit", []string{"unit", "x"}, "unit", "Pilih bagian yang dituju."},
		{"a host nobody knows", []string{"host", "Zzyzx"}, "host", "Nama pegawai ini belum ketemu."},
		{"no name", []string{"name", ""}, "name", "Tulis nama Anda."},
		{"name too long", []string{"name", strings.Repeat("a", 81)}, "name", "Singkatkan nama"},
		{"name far too long", []string{"name", strings.Repeat("a", 5000)}, "name", "Singkatkan nama, paling banyak 80 huruf."},
		{"a companion's name far too long", []string{"companions", strings.Repeat("a", 300)}, "companions", "Singkatkan nama, paling banyak 80 huruf."},
		{"weapons, otherwise", []string{"weapon", "perhaps"}, "weapon", "Pilih: membawa benda berbahaya atau tidak."},
		{"phone too short", []string{"tel", "0812"}, "tel", "Masih kurang"},
		{"a companion of one letter", []string{"companions", "Rimba\nX"}, "companions", "Tulis nama pendamping."},
		{"21 companions", []string{"companions", strings.Repeat("Rimba Umpama\n", 21)}, "companions", "paling banyak 20 pendamping"},
		{"too much text", []string{"companions", strings.Repeat("Rimba Umpama\n", 200)}, "companions", "Paling banyak 2000 huruf."},
		{"another day, none chosen", []string{"d", "other", "day", ""}, "day", "Pilih tanggal kedatangan."},
		{"a day in the past", []string{"d", "other", "day", "2026-11-22"}, "day", "Pilih hari ini atau sesudahnya."},
		{"a day too far", []string{"d", "other", "day", "2027-11-22"}, "day", "paling jauh 14 hari lagi"},
		{"nothing about weapons", []string{"weapon", ""}, "weapon", "Pilih: membawa benda berbahaya atau tidak."},
		{"rules not read", []string{"rules", ""}, "rules", "Baca tata tertib"},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			form := filled(p.browser())
			for i := 0; i < len(c.set); i += 2 {
				form.Set(c.set[i], c.set[i+1])
			}
			page := form.Press("Ambil tiket").Want(422)
			if page.Title() != "Belum lengkap: Daftar bertamu · Kejaksaan Negeri Kapuas" {
				t.Error(page.Title())
			}
			link := page.Find("link", c.says)
			if alert := page.Find("alert", ""); alert == nil || !strings.Contains(alert.Text(), c.says) {
				t.Fatalf("%q is not said: %s", c.says, page.Text())
			}
			if link != nil && (link.Attr["href"] != "#"+c.field || page.Root.ID(c.field) == nil) {
				t.Errorf("the message leads to %s", link.Attr["href"])
			}
			again := page.Form("Ambil tiket").Values
			for name, want := range form.Values {
				if name != "csrf" && len(want) == 1 && name != "rules" && name != c.field && again.Get(name) != strings.ReplaceAll(want[0], "\r\n", "\n") && again.Get(name) != want[0] {
					t.Errorf("%s was %q, is %q", name, want, again[name])
				}
			}
			if len(p.visits()) != 0 {
				t.Error("something was written")
			}
		})
	}
	p := open(t)
	page := p.browser().Get("/").Form("Ambil tiket").Press("Ambil tiket").Want(422)
	var said []string
	for _, a := range page.Find("alert", "").Tags("a") {
		said = append(said, a.Attr["href"])
	}
	if got := strings.Join(said, " "); got != "#purpose #name #weapon #rules" {
		t.Errorf("said in the order %s", got)
	}
}

// A name that several persons bear is asked again, with the persons to choose from.
func TestAHostOfManyOnAPhone(t *testing.T) {
	p := open(t, func(o *office.Office) {
		o.Persons = append(o.Persons, office.Person{ID: "twin", Name: "Gading Andaikan Muda", Title: "Staf", Unit: "pidum", Host: true})
	})
	page := filled(p.browser()).Fill("Nama pegawai", "gading").Press("Ambil tiket").Want(422)
	if !strings.Contains(page.Text(), "Beberapa pegawai cocok") {
		t.Fatal(page.Text())
	}
	// Whom the guest chose stays chosen when something else is missing.
	page = page.Form("Ambil tiket").Choose("Gading Andaikan Muda, Staf").Fill("Siapa nama Anda?", "").Press("Ambil tiket").Want(422)
	page.Form("Ambil tiket").Fill("Siapa nama Anda?", "Anggrek Contohwati").Press("Ambil tiket").Want(200)
	if p.one().Facts.Host != "twin" {
		t.Error(p.one().Facts.Host)
	}
}

func TestThePhonesStoreIsAway(t *testing.T) {
	p := open(t)
	form := filled(p.browser())
	p.away.gone.Store(true)
	page := form.Press("Ambil tiket").Want(503)
	again := page.Form("Ambil tiket")
	if !strings.Contains(page.Text(), "isian belum terkirim") || again.Values.Get("name") != "Anggrek Contohwati" || again.Values.Get("act") != form.Values.Get("act") {
		t.Errorf("%s %v", page.Text(), again.Values)
	}
	p.away.gone.Store(false)
	again.Press("Ambil tiket").Want(200)
	p.one()
}

// The ticket says where the visit stands; where it is over, with 410.
func TestTheTicketFollows(t *testing.T) {
	p := open(t)
	c := p.browser()
	address := filled(c).Press("Ambil tiket").URL.Path
	see := func(status int, head, word string) {
		t.Helper()
		page := c.Get(address).Want(status)
		if page.H1() != head || !strings.Contains(page.Text(), word) || page.Has("img", "QR tiket") {
			t.Errorf("%q: %s", page.H1(), page.Text())
		}
		if got := c.Get(address + "/gambar").Status; got != 410 {
			t.Errorf("the picture answers %d", got)
		}
	}
	p.move(p.one(), visit.Arrive{})
	see(200, "Anda sudah tercatat datang", "Sudah dipakai")
	p.move(p.one(), visit.Verify{Document: identity.KTP, Number: "6203990101900001", Name: "Anggrek Contohwati", Badge: 7, PhotoWhy: "kamera rusak", Screening: "none", Unit: "pidum"})
	see(200, "Silakan tunggu", "Duduklah di ruang tunggu.")
	p.move(p.one(), visit.Ask{})
	p.move(p.one(), visit.Answer{Reply: visit.Wait, Minutes: 15})
	see(200, "Silakan tunggu", "Yang dituju meminta waktu 15 menit.")
	p.move(p.one(), visit.Answer{Reply: visit.Accepted})
	p.move(p.one(), visit.Escort{By: p.office.Escorts()[0].ID})
	see(200, "Ikuti petugas", "Petugas mengantar Anda ke tujuan.")
	if got := c.Get(address + "/batal"); got.URL.Path != address {
		t.Error("a visit in the meeting can be cancelled")
	}
	p.move(p.one(), visit.Leave{Back: []string{"badge", "card"}})
	see(410, "Kunjungan selesai", "Sudah dipakai")
}

func TestTicketsOfOtherDays(t *testing.T) {
	p := open(t)
	c := p.browser()
	address := filled(c).Choose("Lain hari").Set("day", "2026-11-26").Press("Ambil tiket").Want(200).URL.Path
	if page := c.Get(address); !strings.Contains(page.Text(), "Kamis 26 November 2026") || strings.Contains(page.Text(), "Hari ini") || !page.Has("img", "QR tiket") {
		t.Error(page.Text())
	}
	p.after(4 * 24 * time.Hour)
	page := c.Get(address).Want(410)
	if page.H1() != "Tiket ini tidak berlaku lagi" || !strings.Contains(page.Text(), "Kedaluwarsa") || page.Has("img", "QR tiket") {
		t.Error(page.Text())
	}
}

func TestCancelling(t *testing.T) {
	p := open(t)
	c := p.browser()
	ask := filled(c).Press("Ambil tiket").Follow("Batalkan kunjungan").Want(200)
	if p.one().Facts.State != visit.Registered || ask.Follow("Tidak, kembali").H1() != "Tiket Anda siap" {
		t.Error("looking at the page cancelled the visit")
	}
	form := ask.Form("Ya, batalkan")
	page := form.Press("Ya, batalkan").Want(410)
	if page.H1() != "Kunjungan dibatalkan" || p.one().Facts.State != visit.Cancelled {
		t.Error(page.Text())
	}
	form.Press("Ya, batalkan").Want(410)
	if n := len(p.one().Log); n != 2 {
		t.Errorf("%d entries", n)
	}
}

// The officer who was faster wins, and the guest is told how the visit stands.
func TestCancellingTooLate(t *testing.T) {
	p := open(t)
	form := filled(p.browser()).Press("Ambil tiket").Follow("Batalkan kunjungan").Form("Ya, batalkan")
	p.move(p.one(), visit.Arrive{})
	page := form.Press("Ya, batalkan").Want(409)
	if page.H1() != "Anda sudah tercatat datang" || !strings.Contains(page.Text(), "Belum bisa dibatalkan di sini") || strings.Contains(page.Text(), "piket") {
		t.Error(page.Text())
	}
}

// Whoever does not know a whole ticket learns nothing; a badge tells only the building.
func TestUnknownTicketsAndBadges(t *testing.T) {
	p := open(t)
	filled(p.browser()).Press("Ambil tiket")
	v := p.one()
	c := p.browser()
	for _, bad := range []string{"kapuas", "kapuas.", "kapuas." + v.Ticket[:25], "kapuas.0" + v.Ticket[1:25] + "Z", "lain." + v.Ticket, v.Ticket, "kapuas." + v.ID, "..%2f" + v.Ticket} {
		for _, end := range []string{"", "/gambar", "/langsung", "/batal"} {
			if page := c.Get("/t/" + bad + end); page.Status != 404 || strings.Contains(page.Text(), v.Code) {
				t.Errorf("%s%s: %d", bad, end, page.Status)
			}
		}
	}
	if page := c.Get("/t/kapuas." + strings.Repeat("0", 26)).Want(404); !strings.Contains(page.Text(), "Tiket ini tidak dikenal.") {
		t.Error(page.Text())
	}
	badge := c.Get("/B/KAPUAS." + strings.Repeat("0", 26)).Want(200)
	if !strings.Contains(badge.Text(), "Kejaksaan Negeri Kapuas Jl. A. Yani No. 63") {
		t.Error(badge.Text())
	}
	c.Get("/b/lain." + strings.Repeat("0", 26)).Want(404)
}

// The open page is told that its visit changed, and of no other.
func TestTheTicketsStream(t *testing.T) {
	p := open(t)
	address := filled(p.browser()).Press("Ambil tiket").URL.Path
	mine := p.one()
	other := filled(p.browser()).Press("Ambil tiket").Want(200)
	res, err := http.Get(p.base + address + "/langsung")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Scan() // ": open"
	for _, v := range p.visits() {
		if "/t/kapuas."+v.Ticket == other.URL.Path {
			p.move(v, visit.Arrive{})
		}
	}
	p.move(mine, visit.Arrive{})
	said := 0
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "event: changed") {
			said++
			break
		}
	}
	if said != 1 || len(res.Cookies()) != 0 {
		t.Errorf("%d events, %d cookies", said, len(res.Cookies()))
	}
}

func TestTheOfficesTexts(t *testing.T) {
	p := open(t)
	c := p.browser()
	for _, path := range []string{"/standar", "/kios/standar"} {
		page := c.Get(path).Want(200)
		for _, want := range []string{"Delapan langkah", "8 Saat pulang", "Membawa kartu identitas.", "10 menit", "Tidak dipungut biaya", "Layanan terkait Pelayanan Penerimaan Tamu", "Senin–Kamis 07.30–16.00, Jumat 07.30–16.30 WIB", "KEP-19/O.2.12/Cr.5/06/2024"} {
			if !strings.Contains(page.Text(), want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
	}
	for _, path := range []string{"/tata-tertib", "/data-pribadi", "/kios/tata-tertib", "/kios/data-pribadi"} {
		if page := c.Get(path + "?lang=en").Want(200); !strings.Contains(page.Text(), "Version 1") {
			t.Error(path)
		}
	}
}

// The guest door reads no cookie of the staff door, whatever it holds.
func TestNoStaffCookieIsRead(t *testing.T) {
	p := open(t)
	c := p.browser()
	c.SetCookie("staff", "anything")
	c.SetCookie("__Host-staff", "anything")
	page := toTicket(c).Want(200)
	for _, k := range page.Header.Values("Set-Cookie") {
		if strings.Contains(k, "staff") {
			t.Error(k)
		}
	}
	if p.one().Log[0].By != "guest" {
		t.Error(p.one().Log[0].By)
	}
}
