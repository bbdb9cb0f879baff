package admin_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// keep writes a visit that arrived at a time, in one go.
func (b *bureau) keep(n int, name, unit string, at time.Time) {
	b.t.Helper()
	id := fmt.Sprintf("%026d", n)
	s := account.Stamp{At: at, Office: b.o.ID, By: "ratna", Roles: account.Roles{account.Officer}, Act: "a" + id, Seen: account.SeenAny}
	m := visit.Register{Purpose: "koordinasi", Unit: unit, Name: name, Weapon: "no", Read: true, Source: visit.AtDesk, ID: id, Code: id[20:], Ticket: id}
	v, err := visit.Do(visit.Visit{}, m, s, b.o)
	if err == nil {
		s.Act = "b" + id
		v, err = visit.Do(v, visit.Arrive{}, s, b.o)
	}
	if err == nil {
		s.Act, s.At = "c"+id, at.Add(12*time.Minute)
		v, err = visit.Do(v, visit.Withdraw{}, s, b.o)
	}
	if err == nil {
		_, err = b.book.Keep(context.Background(), b.o.ID, v)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

var guestRow = regexp.MustCompile(`<a href="/riwayat/[^"]+">([^<]+)</a>`)

// guests are the names in the list, from top to bottom.
func guests(p *webtest.Page) []string {
	var out []string
	for _, m := range guestRow.FindAllStringSubmatch(p.Body, -1) {
		out = append(out, m[1])
	}
	return out
}

func TestTheHistoryGoesOlderAndNewerByPages(t *testing.T) {
	b := kapuas(t)
	for n := range 120 {
		b.keep(n, fmt.Sprintf("Tamu Nomor%03d", n), "pidum", monday.Add(-time.Duration(n)*time.Hour))
	}
	c := b.as("ratna")
	first := c.Get("/riwayat").Want(200)
	if g := guests(first); len(g) != 50 || g[0] != "Tamu Nomor000" || g[49] != "Tamu Nomor049" {
		t.Fatalf("first page %v", g)
	}
	second := first.Follow("Lebih lama").Want(200)
	third := second.Follow("Lebih lama").Want(200)
	if g := guests(third); len(g) != 20 || g[19] != "Tamu Nomor119" || third.Must("link", "Lebih lama").Attr["href"] != "" {
		t.Errorf("last page %v", g)
	}
	back := third.Follow("Lebih baru").Want(200)
	if got, want := strings.Join(guests(back), " "), strings.Join(guests(second), " "); got != want {
		t.Errorf("back from the third page: %s", got)
	}
	top := back.Follow("Lebih baru").Want(200)
	if got, want := strings.Join(guests(top), " "), strings.Join(guests(first), " "); got != want || top.Must("link", "Lebih baru").Attr["href"] != "" {
		t.Errorf("back from the second page: %s", got)
	}
	c.Header["Referer"] = b.base + second.URL.RequestURI()
	record := c.Get("/riwayat/" + fmt.Sprintf("%026d", 60))
	delete(c.Header, "Referer")
	if back := record.Follow("Kembali ke riwayat"); strings.Join(guests(back), " ") != strings.Join(guests(second), " ") {
		t.Errorf("the way back from a record leads to %s", back.URL)
	}
	if p := c.Get("/riwayat?sesudah=rubbish"); p.Status != 422 || !strings.Contains(p.Text(), "Mulai dari halaman pertama") {
		t.Errorf("a damaged address: %d", p.Status)
	}
}

func TestTheHistoryIsNarrowedByPeriodAndUnit(t *testing.T) {
	b := kapuas(t)
	b.keep(1, "Hari Ini", "pidum", monday)
	b.keep(2, "Tengah Malam", "datun", time.Date(2026, 11, 19, 17, 0, 0, 0, time.UTC)) // 00.00 of the 20th in Kapuas
	b.keep(3, "Seminggu Lalu", "pidum", monday.AddDate(0, 0, -7))
	b.keep(4, "Tahun Lalu", "pidum", monday.AddDate(-1, 0, 0))
	c := b.as("cakra")
	p := c.Get("/riwayat").Want(200)
	if g := guests(p); len(g) != 2 || g[1] != "Tengah Malam" {
		t.Errorf("the last seven days: %v", g)
	}
	show := func(from, to, unit string) *webtest.Page {
		return c.Get("/riwayat").Form("Tampilkan").Fill("Dari", from).Fill("Sampai", to).Fill("Bagian", unit).Press("Tampilkan")
	}
	p = show("16-11-2026", "19-11-2026", "Semua bagian").Want(200)
	if g := guests(p); len(g) != 1 || g[0] != "Seminggu Lalu" || !p.Has("link", "16 November 2026 – 19 November 2026") {
		t.Errorf("%v: %s", g, p.Text())
	}
	p = show("01-01-2025", "23-11-2026", "Seksi Tindak Pidana Umum").Want(200)
	if g := guests(p); len(g) != 3 || !strings.Contains(p.Text(), "23 Nov 2025") {
		t.Errorf("%v", g)
	}
	p = p.Follow("Seksi Tindak Pidana Umum hapus saringan").Want(200)
	if g := guests(p); len(g) != 4 {
		t.Errorf("without the unit: %v", g)
	}
	if p = p.Follow("Bersihkan"); p.URL.RequestURI() != "/riwayat" {
		t.Error(p.URL)
	}
	p = show("20-11-2026", "19-11-2026", "Semua bagian").Want(422)
	if !strings.Contains(p.Text(), "Tanggal awal harus sebelum tanggal akhir.") || p.Form("Tampilkan").Values.Get("dari") != "20-11-2026" {
		t.Error(p.Text())
	}
	if p = show("kemarin", "19-11-2026", "Semua bagian").Want(422); !strings.Contains(p.Text(), "Tulis tanggal seperti 23-11-2026.") {
		t.Error(p.Text())
	}
	p = show("01-01-2020", "02-01-2020", "Semua bagian").Want(200)
	if !strings.Contains(p.Text(), "Tidak ada kunjungan: 1 Januari 2020 – 2 Januari 2020") {
		t.Error(p.Text())
	}
}

func TestANameIsNeverInAnAddress(t *testing.T) {
	b := kapuas(t)
	b.keep(1, "Anggrek Contohwati", "pidum", monday)
	b.keep(2, "Melati Misal", "pidum", monday)
	c := b.as("ratna")
	find := func(name string) *webtest.Page {
		return c.Get("/riwayat").Form("Tampilkan").Fill("Nama, instansi, atau nomor surat", name).Press("Tampilkan")
	}
	p := find("anggrek").Want(200)
	if g := guests(p); len(g) != 1 || g[0] != "Anggrek Contohwati" {
		t.Errorf("%v", g)
	}
	if strings.Contains(strings.ToLower(p.URL.String()), "anggrek") || strings.Contains(p.Body, "=anggrek") {
		t.Errorf("the name is in an address: %s", p.URL)
	}
	if v := p.Form("Tampilkan").Values.Get("name"); v != "anggrek" {
		t.Errorf("the field forgot %q", v)
	}
	mine := p.URL.RequestURI()
	if g := guests(c.Get(mine)); len(g) != 1 {
		t.Error("a reload loses the search")
	}
	find("melati") // in another tab
	if p := c.Get(mine).Want(200); len(guests(p)) != 0 || !strings.Contains(p.Text(), "Tulis sekali lagi") {
		t.Errorf("another search's answer under this address: %s", p.Text())
	}
	if p := find("ab").Want(422); !strings.Contains(p.Text(), "Tulis paling sedikit 3 huruf.") || p.Form("Tampilkan").Values.Get("name") != "ab" {
		t.Error(p.Text())
	}
	b.wait(31 * time.Minute)
	c = b.as("ratna")
	if p := c.Get(mine).Want(200); len(guests(p)) != 0 {
		t.Error("another browser knows the name")
	}
}

func TestASearchThatStopsEarlySaysSoAndGoesOn(t *testing.T) {
	b := kapuas(t, 40)
	for n := range 100 {
		unit, name := "pidum", "Tamu Biasa"
		if n == 95 {
			name = "Biasari Dicari"
		}
		b.keep(n, name, unit, monday.Add(-time.Duration(n)*time.Minute))
	}
	c := b.as("ratna")
	p := c.Get("/riwayat").Form("Tampilkan").Fill("Nama", "biasari").Press("Tampilkan").Want(200)
	pages := 1
	for len(guests(p)) == 0 && pages < 5 {
		if !strings.Contains(p.Text(), "Baru dicari sampai 23 November 2026.") {
			t.Fatalf("page %d ends without a word: %s", pages, p.Text())
		}
		p = p.Follow("Cari lebih jauh").Want(200)
		pages++
	}
	if g := guests(p); len(g) != 1 || g[0] != "Biasari Dicari" {
		t.Errorf("after %d pages: %v", pages, g)
	}
}

func TestStatesAndClocksOfTheList(t *testing.T) {
	b := kapuas(t)
	waiting := b.register(visit.Register{Name: "Lestari Contoh", Companions: []string{"Sari Misal"}})
	b.move(waiting.ID, visit.Arrive{}, card("Lestari Contoh", 3))
	b.wait(10 * time.Minute)
	refused := b.register(visit.Register{Name: "Ulin Contoh"})
	b.move(refused.ID, visit.Arrive{}, visit.Refuse{Reason: "menolak"})
	left := b.register(visit.Register{Name: "Kelana Umpama"})
	b.move(left.ID, visit.Arrive{}, card("Kelana Umpama", 5), visit.Ask{}, visit.Answer{Reply: visit.Accepted}, visit.Escort{By: b.escort()},
		visit.Leave{Back: []string{"badge", "card"}, Behind: []string{"1"}, Reason: "lupa"})
	b.register(visit.Register{Name: "Belum Tiba"})
	text := b.as("bima").Get("/riwayat").Want(200).Text()
	for _, want := range []string{
		"09.43 Lestari Contoh +1 Dinas Contoh Koordinasi atau konsultasi Pidum – 19 lewat batas Menunggu",
		"Ulin Contoh – Koordinasi atau konsultasi Pidum 09.56 – Ditolak", "Kelana Umpama Dinas Contoh Koordinasi atau konsultasi Pidum 10.02 4 Pulang belum kembali",
		"– Belum Tiba – Koordinasi atau konsultasi Pidum – – Terdaftar",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("not said %q\n%s", want, text)
		}
	}
}
