package kiosk_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/office"
	"bukutamu/internal/visit"
)

// The whole way of a guest at the kiosk, by buttons and labels, without scripts.
func TestAGuestTakesATicket(t *testing.T) {
	p := open(t)
	c := p.browser()
	home := c.Get("/kios").Want(200)
	if home.H1() != "Selamat pagi." || !strings.Contains(home.Text(), "tidak dipungut biaya") {
		t.Errorf("home says %q", home.H1())
	}
	if !home.Has("link", "Pengaduan layanan") {
		t.Error("no way to complain")
	}
	review := toReview(c).Want(200)
	for _, want := range []string{"Memenuhi panggilan", "B-000/O.2.12/contoh", "Seksi Tindak Pidana Umum", "Ibu Anggrek Contohwati", "0812 •••• 0001", "2 orang, dengan Rimba Umpama", "Perlu kursi roda"} {
		if !strings.Contains(review.Text(), want) {
			t.Errorf("the check page lacks %q: %s", want, review.Text())
		}
	}
	if f := review.Form("Ambil tiket"); f.Values.Get("weapon") != "" || f.Values.Get("rules") != "" || f.Values.Get("confidential") != "" {
		t.Errorf("something is ticked beforehand: %v", f.Values)
	}
	ticket := review.Form("Ambil tiket").Choose("Membawa, saya titipkan").Choose("Saya sudah membaca").Press("Ambil tiket").Want(200)
	v := p.one()
	if ticket.URL.RequestURI() != "/tiket" || ticket.H1() != "Terima kasih, Ibu Anggrek." {
		t.Errorf("%s: %q", ticket.URL, ticket.H1())
	}
	for _, want := range []string{v.Code[:3] + "-" + v.Code[3:], "Seksi Tindak Pidana Umum", "untuk dua orang", "Surat panggilan, kalau dibawa", "Senjata atau benda berbahaya, untuk dititipkan", "Foto layar ini"} {
		if !strings.Contains(ticket.Text(), want) {
			t.Errorf("the ticket lacks %q", want)
		}
	}
	if !ticket.Has("img", "QR tiket") || strings.Contains(ticket.Text(), "0812") || strings.Contains(ticket.Text(), "Memenuhi") {
		t.Error("the ticket needs its QR code, and shows neither phone nor purpose")
	}
	f := v.Facts
	if f.Source != visit.AtKiosk || f.Guest.Phone != "+6281200000001" || f.Unit != "pidum" || f.Letter != "B-000/O.2.12/contoh" || f.Guest.Name != "Anggrek Contohwati" ||
		!f.Declared.Weapons || f.Declared.House != 1 || f.Guest.Lang != "id" || !slices.Equal(f.Needs, []visit.Need{"wheelchair"}) || f.Day != "2026-11-23" {
		t.Errorf("the book holds %+v", f)
	}
	done := ticket.Follow("Selesai").Want(200)
	if done.H1() != "Selamat pagi." || c.Get("/tiket").URL.Path != "/kios" {
		t.Error("the ticket is still there after Selesai")
	}
}

func TestTheWalkInEnglish(t *testing.T) {
	p := open(t)
	c := p.browser()
	page := c.Get("/kios").Follow("English").Follow("Register a visit")
	if page.H1() != "What brings you here today?" {
		t.Fatal(page.H1())
	}
	page = page.Form("Court hearing").Press("Court hearing")
	page = page.Form("Not sure, please help me").Press("Not sure, please help me")
	page = page.Form("Next").Fill("What is your name?", "Anggrek Contohwati").Press("Next")
	page = page.Form("Skip").Press("Skip")
	page = page.Form("Next").Press("Next")
	for _, want := range []string{"Court hearing", "Not sure, please help me", "Skipped", "Alone"} {
		if !strings.Contains(page.Text(), want) {
			t.Errorf("the check page lacks %q", want)
		}
	}
	page = page.Form("Get my ticket").Choose("I carry none").Choose("I have read").Choose("Keep my name off").Press("Get my ticket").Want(200)
	if page.H1() != "Thank you." || !strings.Contains(page.Text(), "Valid today.") {
		t.Errorf("%q %s", page.H1(), page.Text())
	}
	if f := p.one().Facts; f.Guest.Lang != "en" || !f.Confidential || f.Unit != "" || f.Guest.Salute != "" {
		t.Errorf("%+v", f)
	}
	page = page.Follow("Done")
	if page.H1() != "Selamat pagi." {
		t.Errorf("the next guest finds %q", page.H1())
	}
}

// A host is found by a name with a slip of a letter, and decides the unit.
func TestAHostByName(t *testing.T) {
	p := open(t)
	c := p.browser()
	page := c.Get("/kios/keperluan").Form("Sidang").Press("Sidang")
	none := page.Form("Cari nama").Fill("Nama pegawai", "Zzyzx").Press("Cari nama").Want(200)
	if !strings.Contains(none.Text(), "“Zzyzx” belum ketemu") || !none.Has("button", "Seksi Intelijen") {
		t.Errorf("a name nobody has: %s", none.Text())
	}
	page = page.Form("Cari nama").Fill("Nama pegawai", "gadinh andaikan").Press("Cari nama").Want(200)
	page = page.Form("Gading Andaikan").Press("Gading Andaikan").Want(200)
	page = page.Form("Lanjut").Fill("Siapa nama Anda?", "Bakung Contoh").Press("Lanjut")
	page = page.Form("Lewati").Press("Lewati")
	page = page.Form("Lanjut").Press("Lanjut").Want(200)
	if !strings.Contains(page.Text(), "Gading Andaikan, S.H., M.H. Seksi Tindak Pidana Umum") {
		t.Errorf("%s", page.Text())
	}
	page.Form("Ambil tiket").Choose("Tidak membawa").Choose("Saya sudah membaca").Press("Ambil tiket").Want(200)
	if f := p.one().Facts; f.Host == "" || f.Unit != "pidum" {
		t.Errorf("%+v", f)
	}
}

func TestAnOfficeMayHideItsPersons(t *testing.T) {
	p := open(t, func(o *office.Office) { o.Rules.HideNames = true })
	c := p.browser()
	page := c.Get("/kios/keperluan").Form("Sidang").Press("Sidang")
	if page.Has("button", "Cari nama") || strings.Contains(c.Get("/kios/tujuan?host=gading").Body, "Andaikan") || strings.Contains(c.Get("/").Body, "Nama pegawai") {
		t.Error("persons can be looked for")
	}
	f := page.Form("Seksi Intelijen")
	host := p.office.Persons[0].ID
	if page := c.Post(f.Action, values("csrf", f.Values.Get("csrf"), "host", host)); page.Status != 422 {
		t.Errorf("a host chosen by force: %d", page.Status)
	}
}

// Where there are more units than fit a page, all are reached.
func TestManyUnits(t *testing.T) {
	p := open(t, func(o *office.Office) {
		for _, n := range []string{"a", "b", "c", "d", "e", "f", "g"} {
			o.Units = append(o.Units, office.Unit{ID: "x" + n, Name: "Bagian " + strings.ToUpper(n)})
		}
	})
	page := p.browser().Get("/kios/keperluan").Form("Sidang").Press("Sidang")
	seen := map[string]bool{}
	for range 3 {
		tiles := 0
		for _, n := range page.Root.Tags("button", "a") {
			if strings.HasPrefix(n.Attr["class"], "tile") {
				tiles++
				seen[n.Text()] = true
			}
		}
		if tiles > 8 || !page.Has("button", "Belum tahu, bantu saya") {
			t.Errorf("%d tiles", tiles)
		}
		page = page.Follow("Bagian lain")
	}
	if len(seen) != 14+2 {
		t.Errorf("%d tiles in all: %v", len(seen), seen)
	}
	if page = page.Follow("Bagian lain").Follow("Bagian lain"); !page.Has("button", "Bagian G") {
		t.Error("the last unit is not reached")
	}
}

// Back, another language, larger text, "Ubah" and other pages keep every answer.
func TestNoLinkLosesAnAnswer(t *testing.T) {
	p := open(t)
	c := p.browser()
	page := toReview(c)
	page = page.Follow("Kembali").Follow("Kembali").Follow("Kembali")
	if got := page.Form("Lanjut").Values; got.Get("name") != "Anggrek Contohwati" || got.Get("salut") != "ibu" {
		t.Errorf("after going back: %v", got)
	}
	page = page.Follow("English")
	if got := page.Form("Next").Values; got.Get("name") != "Anggrek Contohwati" {
		t.Errorf("in English: %v", got)
	}
	page = page.Follow("Bahasa Indonesia").Follow("Huruf besar")
	if !strings.Contains(page.Body, "is-large") || page.Form("Lanjut").Values.Get("salut") != "ibu" {
		t.Error("larger text lost something")
	}
	c.Header["Referer"] = p.base + page.URL.RequestURI()
	page.Follow("Panggil petugas").Follow("Kembali").Must("textbox", "Siapa nama Anda?")
	delete(c.Header, "Referer")
	review := c.Get("/kios/periksa").Want(200)
	page = review.Follow("Ubah Nama")
	if page.Form("Lanjut").Press("Lanjut").URL.Path != "/kios/periksa" || page.Follow("Kembali").URL.Path != "/kios/periksa" {
		t.Error("Ubah does not lead back to the check page")
	}
	page = review.Follow("Ubah Rombongan")
	page = page.Form("Tambah orang").Fill("Nama pendamping", "Kemuning Umpama").Press("Tambah orang")
	if page.URL.RequestURI() != "/kios/pendamping?ubah=1" {
		t.Error(page.URL)
	}
	page = page.Form("Hapus Rimba Umpama").Press("Hapus Rimba Umpama")
	if got := page.Form("Lanjut").Values["need"]; !slices.Equal(got, []string{"wheelchair"}) {
		t.Errorf("the need went with the companion: %v", got)
	}
	page = page.Form("Lanjut").Press("Lanjut")
	if !strings.Contains(page.Text(), "2 orang, dengan Kemuning Umpama") {
		t.Error(page.Text())
	}
	page = review.Follow("Ubah Keperluan").Form("Keperluan lain").Press("Keperluan lain")
	page = page.Form("Lanjut").Fill("Apa keperluannya?", "Mengantar undangan").Press("Lanjut")
	if page.URL.Path != "/kios/periksa" || !strings.Contains(page.Text(), "Mengantar undangan") || strings.Contains(page.Text(), "B-000") {
		t.Errorf("%s: %s", page.URL, page.Text())
	}
	house := page.Follow("Tata tertib").Want(200)
	if house.H1() != "Tata tertib" || house.Follow("Kembali").URL.Path != "/kios/periksa" {
		t.Error("the house rules do not lead back")
	}
}

// A link of a page with scripts carries what is typed into the draft, unjudged.
func TestWhatIsTypedStaysWithoutBeingSent(t *testing.T) {
	p := open(t)
	c := p.browser()
	page := c.Get("/kios/keperluan").Form("Sidang").Press("Sidang").Form("Belum tahu").Press("Belum tahu")
	f := page.Form("Lanjut").Fill("Siapa nama Anda?", "A").Choose("Bapak").Set("keep", "1")
	if got := f.Send("Lanjut"); got.Status != http.StatusNoContent {
		t.Fatal(got.Status)
	}
	if got := c.Get("/kios/nama?lang=en").Form("Next").Values; got.Get("name") != "A" || got.Get("salut") != "bapak" {
		t.Errorf("%v", got)
	}
	if got := c.Get("/kios/periksa"); got.URL.Path != "/kios/nama" {
		t.Errorf("a name of one letter leads to %s", got.URL.Path)
	}
	if len(p.visits()) != 0 {
		t.Error("something was written")
	}
}

// The pages may be visited in any order; the check page leads to what is missing.
func TestAnotherOrder(t *testing.T) {
	p := open(t)
	c := p.browser()
	for _, path := range []string{"/kios/surat", "/kios/tujuan", "/kios/nama", "/kios/ponsel", "/kios/pendamping", "/kios/periksa", "/tiket"} {
		if got := c.Get(path); got.URL.Path != "/kios" {
			t.Errorf("%s without a draft leads to %s", path, got.URL.Path)
		}
	}
	c.Get("/kios/keperluan").Form("Tilang").Press("Tilang")
	page := c.Get("/kios/pendamping").Form("Lanjut").Press("Lanjut")
	if page.URL.Path != "/kios/nama" {
		t.Fatal(page.URL.Path)
	}
	page.Form("Lanjut").Fill("Siapa nama Anda?", "Bakung Contoh").Press("Lanjut")
	page = c.Get("/kios/periksa").Want(200)
	page.Form("Ambil tiket").Choose("Tidak membawa").Choose("Saya sudah membaca").Press("Ambil tiket").Want(200)
	if p.one().Facts.Unit != "" {
		t.Error("a unit from nowhere")
	}
}

// However often the last form arrives, there is one visit and one ticket.
func TestTheLastFormTwice(t *testing.T) {
	p := open(t)
	c := p.browser()
	form := toReview(c).Form("Ambil tiket").Choose("Tidak membawa").Choose("Saya sudah membaca")
	cookies := c.Cookies()
	form.Press("Ambil tiket").Want(200)
	form.Press("Ambil tiket").Want(200) // the browser knows its ticket by now
	twin := p.browser()                 // and a browser that never got the first answer
	for _, k := range cookies {
		twin.SetCookie(k.Name, k.Value)
	}
	page := twin.Post("/kios/periksa", form.Values).Want(200)
	if v := p.one(); page.URL.Path != "/tiket" || !strings.Contains(page.Text(), v.Code[:3]+"-"+v.Code[3:]) {
		t.Errorf("%s shows another ticket", page.URL)
	}
}

func TestResetLeavesNothing(t *testing.T) {
	p := open(t)
	c := p.browser()
	review := toReview(c)
	before := map[string]string{}
	for _, k := range c.Cookies() {
		before[k.Name] = k.Value
	}
	page := c.Post("/kios/ulang", values("csrf", review.Form("Ambil tiket").Values.Get("csrf"))).Want(200)
	if page.H1() != "Selamat pagi." {
		t.Error(page.H1())
	}
	for _, k := range c.Cookies() {
		if k.Value == before[k.Name] || k.Name != "guest" {
			t.Errorf("the cookie %s is still there", k.Name)
		}
	}
	c = p.browser()
	toTicket(c).Want(200)
	if got := c.Get("/kios"); strings.Contains(got.Body, "Anggrek") || c.Get("/tiket").URL.Path != "/kios" {
		t.Error("home keeps the ticket")
	}
	c = p.browser()
	abandoned := toReview(c).Form("Ambil tiket").Values
	c.Get("/kios").Follow("Daftar bertamu").Form("Sidang").Press("Sidang")
	c.Post("/kios/pendamping", values("csrf", abandoned.Get("csrf"), "name", "Rimba", "add", "1")).Want(403)
	if got := c.Get("/kios/nama").Form("Lanjut").Values.Get("name"); got != "" {
		t.Errorf("the next guest finds the name %q", got)
	}
}

// A ticket is shown only by the browser that took it, and for ten minutes at most.
func TestWhoseTicket(t *testing.T) {
	p := open(t)
	c := p.browser()
	toTicket(c).Follow("Beri waktu lagi").Want(200)
	if got := p.browser().Get("/tiket"); got.URL.Path != "/kios" {
		t.Errorf("another browser sees %s", got.URL.Path)
	}
	p.after(11 * time.Minute)
	if got := c.Get("/tiket"); got.URL.Path != "/kios" {
		t.Errorf("after eleven minutes: %s", got.URL.Path)
	}
}

// Without scripts the pages lead by themselves to "still here?", and from there home.
func TestQuietPagesWithoutScripts(t *testing.T) {
	p := open(t)
	c := p.browser()
	page := c.Get("/kios/keperluan").Form("Sidang").Press("Sidang")
	if !strings.Contains(page.Body, `<noscript><meta http-equiv="refresh" content="40;url=/kios/masih?dari=tujuan"></noscript>`) {
		t.Errorf("no way on: %.800s", page.Body)
	}
	still := c.Get("/kios/masih?dari=tujuan").Want(200)
	if still.H1() != "Masih di sini?" || !strings.Contains(still.Body, `content="20;url=/kios?lang=id&amp;besar=0"`) {
		t.Errorf("%.800s", still.Body)
	}
	if got := still.Follow("Ya, lanjutkan"); got.H1() != "Siapa yang ingin Anda temui?" {
		t.Error(got.H1())
	}
	if got := c.Get("/kios/masih?dari=//evil.example").Must("link", "Ya, lanjutkan").Attr["href"]; got != "/kios" {
		t.Errorf("leads to %s", got)
	}
	if got := still.Follow("Hapus isian saya"); got.URL.Path != "/kios" || c.Get("/kios/nama").URL.Path != "/kios" {
		t.Error("the answers are still there")
	}
}

func TestOutsideHours(t *testing.T) {
	p := open(t)
	for _, c := range []struct {
		at   time.Duration
		says string
	}{
		{0, ""},
		{-3 * time.Hour, "Buka lagi hari ini pukul 07.30"},
		{8 * time.Hour, "Buka lagi besok pukul 07.30"},
		{5 * 24 * time.Hour, "Buka lagi Senin, 30 November 2026 pukul 07.30"},
	} {
		p.now.Store(nine.Add(c.at).UnixMilli())
		page := p.browser().Get("/kios").Want(200)
		if got := strings.Contains(page.Text(), "Kantor sedang tutup"); got != (c.says != "") || !strings.Contains(page.Text(), c.says) {
			t.Errorf("%s: %s", c.at, page.Text())
		}
		if !page.Has("link", "Daftar bertamu") {
			t.Error("nobody can register")
		}
	}
}

// The phone panel and the live ticket appear only where phones reach the program.
func TestThePhonePanel(t *testing.T) {
	p := open(t)
	if page := p.browser().Get("/kios"); page.Has("heading", "Lebih suka pakai ponsel sendiri?") {
		t.Error("a QR code that leads nowhere")
	}
	p.reach.Store(true)
	if page := p.browser().Get("/kios"); !page.Has("heading", "Lebih suka pakai ponsel sendiri?") || !page.Has("img", "QR untuk mendaftar di ponsel Anda") {
		t.Error("no panel")
	}
	if page := toTicket(p.browser()); !strings.Contains(page.Text(), "Pindai dengan ponsel") {
		t.Error(page.Text())
	}
}
