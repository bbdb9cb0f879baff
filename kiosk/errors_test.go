package kiosk_test

import (
	"context"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// Every wrong answer is said at its field and above it, in a title that says so, and
// what was typed is still there.
func TestWrongAnswersAtTheKiosk(t *testing.T) {
	long := strings.Repeat("nama ", 20)
	for _, c := range []struct {
		what, path, button string
		form               url.Values
		field, says        string
	}{
		{"no purpose", "/kios/keperluan", "Sidang", values("purpose", "?"), "purpose", "Pilih keperluan Anda."},
		{"a purpose nobody offers", "/kios/keperluan", "Sidang", values("purpose", "<script>"), "purpose", "Pilih keperluan Anda."},
		{"letter too long", "/kios/surat", "Lanjut", values("letter", strings.Repeat("9", 61)), "letter", "Paling banyak 60 huruf."},
		{"no unit", "/kios/tujuan", "Seksi Intelijen", values("unit", ""), "unit", "Pilih bagian yang dituju."},
		{"unknown unit", "/kios/tujuan", "Seksi Intelijen", values("unit", "'; --"), "unit", "Pilih bagian yang dituju."},
		{"no name", "/kios/nama", "Lanjut", values("name", ""), "name", "Tulis nama Anda."},
		{"only signs", "/kios/nama", "Lanjut", values("name", "12 .."), "name", "Tulis nama Anda."},
		{"name too long", "/kios/nama", "Lanjut", values("name", long), "name", "Singkatkan nama, paling banyak 80 huruf."},
		{"name far too long", "/kios/nama", "Lanjut", values("name", strings.Repeat("x", 5000)), "name", "Singkatkan nama, paling banyak 80 huruf."},
		{"no text at all", "/kios/nama", "Lanjut", values("name", "\xff\xfe"), "name", "Isian ini tidak terbaca."},
		{"an address nobody offers", "/kios/nama", "Lanjut", values("name", "Bakung Contoh", "salut", "tuan"), "salut", "Pilih salah satu."},
		{"digits missing", "/kios/ponsel", "Lanjut", values("tel", "0812 0000"), "tel", "Masih kurang 2 angka."},
		{"no digits", "/kios/ponsel", "Lanjut", values("tel", "nomor saya"), "tel", "Nomor ponsel hanya berisi angka."},
		{"a companion without a name", "/kios/pendamping", "Tambah orang", values("name", "", "add", "1"), "name", "Tulis nama pendamping."},
		{"a companion's name too long", "/kios/pendamping", "Tambah orang", values("name", long, "add", "1"), "name", "Singkatkan nama, paling banyak 80 huruf."},
		{"a companion's name far too long", "/kios/pendamping", "Tambah orang", values("name", strings.Repeat("x", 5000), "add", "1"), "name", "Singkatkan nama, paling banyak 80 huruf."},
		{"an unknown need", "/kios/pendamping", "Lanjut", values("need", "limousine"), "need", "Pilih salah satu."},
		{"nothing declared", "/kios/periksa", "Ambil tiket", values(), "weapon", "Pilih: membawa benda berbahaya atau tidak."},
		{"declared otherwise", "/kios/periksa", "Ambil tiket", values("weapon", "perhaps", "rules", "1"), "weapon", "Pilih: membawa benda berbahaya atau tidak."},
		{"rules not read", "/kios/periksa", "Ambil tiket", values("weapon", "no"), "rules", "Baca tata tertib dan pemberitahuan data pribadi, lalu beri tanda."},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			b := p.browser()
			toReview(b)
			form := b.Get(c.path).Form(c.button)
			c.form.Set("csrf", form.Values.Get("csrf"))
			page := b.Post(form.Action, c.form).Want(422)
			if !strings.HasPrefix(page.Title(), "Belum lengkap: ") {
				t.Errorf("the title is %q", page.Title())
			}
			if alert := page.Find("alert", ""); alert == nil || !strings.Contains(alert.Text(), c.says) {
				t.Errorf("the summary lacks %q", c.says)
			}
			if c.field != "salut" && c.field != "need" && page.Root.ID(c.field) == nil {
				t.Errorf("the message leads to #%s, which is not there", c.field)
			}
			for _, name := range []string{"name", "tel", "letter"} {
				if typed, shown := c.form.Get(name), page.Root.ID(name); typed != "" && shown != nil && c.field == name && !strings.HasPrefix(typed, "\xff") && shown.Attr["value"] != typed {
					t.Errorf("typed %.20q, shown %.20q", typed, shown.Attr["value"])
				}
			}
			if len(p.visits()) != 0 {
				t.Error("something was written")
			}
		})
	}
}

// Hostile text is kept as text and shown as text.
func TestHostileText(t *testing.T) {
	const evil = `<img src=x onerror=alert(1)> "'&{{.CSRF}}`
	p := open(t)
	c := p.browser()
	page := c.Get("/kios/keperluan").Form("Memenuhi panggilan").Press("Memenuhi panggilan")
	page = page.Form("Lanjut").Fill("Nomor surat panggilan?", evil).Press("Lanjut")
	page = page.Form("Belum tahu").Press("Belum tahu")
	page = page.Form("Lanjut").Fill("Siapa nama Anda?", evil+"\u202e\u0000").Press("Lanjut")
	page = page.Form("Lewati").Press("Lewati")
	page = page.Form("Tambah orang").Fill("Nama pendamping", evil).Press("Tambah orang").Form("Lanjut").Press("Lanjut")
	if strings.Contains(page.Body, "<img src=x") || !strings.Contains(page.Text(), evil) {
		t.Errorf("%s", page.Body)
	}
	page = page.Form("Ambil tiket").Choose("Tidak membawa").Choose("Saya sudah").Press("Ambil tiket").Want(200)
	if strings.Contains(page.Body, "<img src=x") {
		t.Error("the ticket holds markup")
	}
	if v := p.one(); v.Facts.Guest.Name != evil || v.Facts.Letter != evil {
		t.Errorf("%q", v.Facts.Guest.Name)
	}
}

// One ticket holds twenty companions; and more text than a cookie carries is refused
// beside the field, with everything before it kept.
func TestTooManyCompanions(t *testing.T) {
	p := open(t)
	c := p.browser()
	page := c.Get("/kios/keperluan").Form("Sidang").Press("Sidang").Form("Belum tahu").Press("Belum tahu")
	page = page.Form("Lanjut").Fill("Siapa nama Anda?", "Bakung Contoh").Press("Lanjut").Form("Lewati").Press("Lewati")
	for range 20 {
		page = page.Form("Tambah orang").Fill("Nama pendamping", "Kemuning Umpama").Press("Tambah orang").Want(200)
	}
	page = page.Form("Tambah orang").Fill("Nama pendamping", "Kenanga Umpama").Press("Tambah orang").Want(422)
	if !strings.Contains(page.Text(), "Satu tiket untuk paling banyak 20 pendamping.") || !strings.Contains(page.Text(), "Rombongan, 21 orang") {
		t.Error(page.Text())
	}
	c = p.browser()
	c.Get("/kios/keperluan").Form("Sidang").Press("Sidang")
	page = c.Get("/kios/pendamping")
	chance := rand.New(rand.NewPCG(1, 2))
	first, n := "", 0
	for page.Status == 200 {
		var name []rune
		for range 80 {
			name = append(name, rune(0x20000+chance.IntN(0xA000))) // four bytes a letter, and no two alike
		}
		if n++; n == 1 {
			first = string(name)
		}
		page = page.Form("Tambah orang").Fill("Nama pendamping", string(name)).Press("Tambah orang")
	}
	if page.Status != 422 || n < 5 || n > 20 || !strings.Contains(page.Text(), "Isian terlalu panjang untuk disimpan.") {
		t.Errorf("%d names: %d %s", n, page.Status, page.Text())
	}
	if got := c.Get("/kios/pendamping"); !strings.Contains(got.Text(), first) {
		t.Error("the names before are gone")
	}
}

// While the store is away the last step says so with 503, keeps every answer, and the
// same key makes one visit when it is back.
func TestTheStoreIsAway(t *testing.T) {
	p := open(t)
	c := p.browser()
	form := toReview(c).Form("Ambil tiket").Choose("Tidak membawa").Choose("Saya sudah membaca")
	p.away.gone.Store(true)
	page := form.Press("Ambil tiket").Want(503)
	for _, want := range []string{"Maaf, tiket belum bisa kami terbitkan.", "E-TIKET-503", "Atau langsung ke meja petugas", "Isian dihapus dalam 90 detik", "Kejaksaan Negeri Kapuas"} {
		if !strings.Contains(page.Text(), want) {
			t.Errorf("it does not say %q: %s", want, page.Text())
		}
	}
	if strings.Contains(page.Text(), "Anggrek") || page.Find("link", "Panggil petugas") == nil || page.Find("link", "Hapus dan mulai lagi") == nil {
		t.Error("the page shows a name, or no way on")
	}
	again := page.Form("Coba lagi")
	again.Press("Coba lagi").Want(503)
	p.away.gone.Store(false)
	review := c.Get("/kios/periksa").Want(200)
	if got := review.Form("Ambil tiket").Values; got.Get("weapon") != "no" || got.Get("rules") != "1" {
		t.Errorf("what was declared is gone: %v", got)
	}
	if got := again.Press("Coba lagi").Want(200); got.URL.Path != "/tiket" {
		t.Error(got.URL)
	}
	p.one()
	if strings.Contains(p.log.String(), "Anggrek") || strings.Contains(p.log.String(), p.one().Ticket) {
		t.Error("a name or a token is in the log")
	}
}

// A guest's own phone that opens the kiosk's address is led to its own page, which says
// how a screen becomes a kiosk: staff confirm its code, and it follows by loading again.
func TestEnrollingAScreen(t *testing.T) {
	p := open(t)
	c := p.browser()
	c.Header["X-Forwarded-For"] = "192.0.2.7" // not the server's own machine
	for _, path := range []string{"/kios", "/kios/keperluan", "/kios/panggil", "/kios/kode", "/kios/kode/jawaban", "/tiket"} {
		if got := c.Get(path).Want(200); got.URL.RequestURI() != "/?kios=1" || got.H1() != "Daftar bertamu" {
			t.Errorf("%s leads to %s", path, got.URL)
		}
	}
	page := c.Get("/kios").Follow("Daftarkan layar ini").Form("Tampilkan kode").Press("Tampilkan kode").Want(200)
	shown := page.Root.All(func(n *webtest.Node) bool { return n.Attr["class"] == "ticket__code" })[0].Text()
	code := strings.TrimPrefix(shown, "Kode layar: ")
	if page.Header.Get("Refresh") != "5" || c.Get("/kios/daftarkan").URL.Path != "/kios/daftarkan" {
		t.Error("the page does not wait")
	}
	admin := p.officer(visit.Visit{})
	admin.Roles = account.Roles{account.Admin}
	if _, err := p.book.Enrol(context.Background(), admin, code, "kiosk", "Kios lobi", "Lobi"); err != nil {
		t.Fatal(code, err)
	}
	if got := c.Get("/kios/daftarkan"); got.URL.Path != "/kios" || got.H1() != "Selamat pagi." {
		t.Error(got.URL)
	}
	c.Get("/kios/panggil").Form("Panggil sekarang").Press("Panggil sekarang").Want(200)
	calls, err := p.book.Calls(context.Background(), p.office.ID)
	if err != nil || len(calls) != 1 || calls[0].Device != "Kios lobi" || calls[0].Place != "Lobi" {
		t.Errorf("%v %v", calls, err)
	}
	toReview(c)
	c.Post("/kios/ulang", values("csrf", c.Get("/kios/nama").Form("Lanjut").Values.Get("csrf")))
	if got := c.Get("/kios/daftarkan"); got.URL.Path != "/kios" {
		t.Error("a reset forgot that this is a kiosk")
	}
}
