package admin_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/web/webtest"
)

// begin prints a set-up link, as the program does at its start.
func (b *bureau) begin() string {
	b.t.Helper()
	token, err := b.book.BeginSetup(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	return "/pasang/" + token
}

// officeStep fills the first step.
func officeStep(p *webtest.Page) *webtest.Page {
	return p.Form("Lanjut").Fill("Nama kantor", "Kejaksaan Negeri Contoh").Fill("Kode kantor", "contoh").
		Fill("Induk kantor", "Kejaksaan Agung\nKejaksaan Tinggi Contoh").Fill("Alamat", "Jalan Misal 1").
		Fill("Zona waktu", "Waktu Indonesia Tengah (UTC+8), Makassar").Press("Lanjut")
}

func adminStep(p *webtest.Page, password string) *webtest.Page {
	return p.Form("Lanjut").Fill("Nama lengkap", "Bima Rekaan").Fill("Nama pengguna", "Bima").
		Fill("Kata sandi", password).Fill("Ulangi", password).Choose("Supervisor").Press("Lanjut")
}

func TestAFreshOfficeIsSetUpInOneGo(t *testing.T) {
	b := empty(t)
	c := webtest.New(t, b.base)
	link := b.begin()

	p := c.Get(link).Want(200)
	if p.URL.Path != "/pasang/kantor" || strings.Contains(p.Body, link[8:]) {
		t.Fatalf("the token is still about, at %s", p.URL)
	}
	p = officeStep(p).Want(200)
	if p.H1() != "Siapa administrator pertama?" || !strings.Contains(p.Text(), "Kejaksaan Negeri Contoh") {
		t.Fatal(p.Text())
	}
	p = adminStep(p, ownWord).Want(200)
	if p.URL.Path != "/pasang/bagian" {
		t.Fatal(p.Text())
	}
	f := p.Form("Lanjut")
	if !strings.Contains(f.Values.Get("people"), "Seksi Tindak Pidana Umum (Pidum)") {
		t.Errorf("the units of a Kejaksaan Negeri are not offered: %q", f.Values.Get("people"))
	}
	p = f.Set("people", f.Values.Get("people")+"Ibu Galih Misal, S.H., Jaksa, Pidum, keduanya\r\n").Press("Lanjut").Want(200)
	if p.URL.Path != "/pasang/bagian" || !strings.Contains(p.Text(), "Yang terbaca") || !strings.Contains(p.Text(), "Ibu Galih Misal, S.H.") {
		t.Fatal("no preview before saving: " + p.Text())
	}
	if n := len(b.setting().Units); n != 0 {
		t.Errorf("%d units saved before anybody saw the preview", n)
	}
	p = p.Form("Lanjut").Press("Lanjut").Want(200)
	if p.URL.Path != "/pasang/pengenal" {
		t.Fatal(p.Text())
	}
	p = p.Form("Lanjut").Fill("Jumlah", "25").Fill("Awalan nomor", "k-").Fill("Ukuran cetak", "Label 62 × 76 mm").Press("Lanjut").Want(200)
	if p.URL.Path != "/pasang/pencetak" {
		t.Fatal(p.Text())
	}
	pdf := c.Get("/pasang/uji.pdf").Want(200)
	if !strings.HasPrefix(pdf.Body, "%PDF") || pdf.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("no test page: %.40q", pdf.Body)
	}
	p = p.Form("Lanjut").Press("Lanjut").Want(200)
	if p.URL.Path != "/pasang/kios" || !strings.Contains(p.Text(), "https://tamu.example.id/kios/daftarkan") {
		t.Fatal(p.Text())
	}
	p = p.Form("Daftarkan").Fill("Kode di layarnya", "4HT-9QX").Press("Daftarkan").Want(422)
	if !strings.Contains(p.Text(), "Kode ini belum cocok") || p.Form("Daftarkan").Values.Get("code") != "4HT-9QX" {
		t.Error("a wrong code is not said, or what was typed is lost")
	}
	code, err := b.book.AskEnrol(context.Background(), "contoh", "a-kiosk's-token")
	if err != nil {
		t.Fatal(err)
	}
	p = p.Form("Daftarkan").Fill("Kode di layarnya", strings.ToLower(code[:3]+"-"+code[3:])).Press("Daftarkan").Want(200)
	if p.URL.Path != "/pasang/selesai" {
		t.Fatal(p.Text())
	}
	p = p.Form("Selesai, buat akun").Press("Selesai, buat akun").Want(200)
	if p.URL.Path != "/pengaturan/akun" || !strings.Contains(p.Text(), "Bima Rekaan") {
		t.Fatal(p.Text())
	}

	o := b.setting()
	if o.ID != "contoh" || o.Zone != "Asia/Makassar" || !slices.Equal(o.Chain, []string{"Kejaksaan Agung", "Kejaksaan Tinggi Contoh"}) ||
		len(o.Units) != len(office.StandardUnits()) || len(o.Persons) != 1 || o.Badges.Count != 25 || o.Badges.Prefix != "K-" || o.Rules.BadgeSize != office.Badge62 {
		t.Errorf("stored %+v", o)
	}
	if h := o.Hours.Days[time.Friday]; h.BreakStart != 11*60+30 || h.Close != 16*60+30 || !o.Hours.Days[time.Sunday].Closed() {
		t.Errorf("hours: %+v", o.Hours)
	}
	a, err := b.book.Account(context.Background(), "bima")
	if err != nil || !a.Roles.Has(account.Admin) || !a.Roles.Has(account.Supervisor) || len(a.Roles) != 2 || a.Must {
		t.Errorf("administrator %+v, %v", a, err)
	}
	if p := webtest.New(t, b.base).Get(link).Want(410); !strings.Contains(p.Text(), "Tautan ini sudah tidak berlaku") {
		t.Error(p.Text())
	}
	if p := c.Get("/pasang").Want(200); p.URL.Path == "/pasang" {
		t.Errorf("set-up is finished, but /pasang stays at %s", p.URL)
	}
}

func TestBeforeSetUpEveryPageSaysWhereTheLinkIs(t *testing.T) {
	b := empty(t)
	b.begin()
	c := webtest.New(t, b.base)
	for _, path := range []string{"/", "/masuk", "/riwayat", "/pengaturan/akun", "/kunjungan/x", "/pasang", "/pasang/kantor"} {
		p := c.Get(path).Want(200)
		if p.H1() != "Kantor ini belum disiapkan" || !strings.Contains(p.Text(), "diawali kata setup:") {
			t.Errorf("%s: %s", path, p.Text())
		}
	}
	if p := c.Get("/riwayat?lang=en"); p.H1() != "This office is not set up yet" {
		t.Error(p.H1())
	}
}

func TestSetUpCanBeLeftAndTakenUpAgain(t *testing.T) {
	b := empty(t)
	first := b.begin()
	officeStep(webtest.New(t, b.base).Get(first)).Want(200)

	// The program starts again: the older link is dead, the newer goes on where it stopped.
	second := b.begin()
	if p := webtest.New(t, b.base).Get(first).Want(410); p.H1() != "Tautan ini sudah tidak berlaku" {
		t.Error(p.Text())
	}
	c := webtest.New(t, b.base)
	p := c.Get(second).Want(200)
	if p.URL.Path != "/pasang/administrator" {
		t.Fatal(p.URL)
	}
	p = p.Follow("Kembali")
	if v := p.Form("Lanjut").Values; v.Get("name") != "Kejaksaan Negeri Contoh" || v.Get("id") != "contoh" {
		t.Errorf("the first step is empty again: %v", v)
	}
	if p := c.Get("/pasang/pengenal"); p.URL.Path != "/pasang/administrator" {
		t.Errorf("a step before its time: %s", p.URL)
	}
	adminStep(c.Get("/pasang"), ownWord).Want(200)

	// The administrator comes back by signing in, on another computer.
	other := webtest.New(t, b.base)
	b.signIn(other, "bima", ownWord)
	if p := other.Get("/pasang").Want(200); p.URL.Path != "/pasang/bagian" {
		t.Error(p.URL)
	}
	// The administrator is made once; the link goes on with the rest, signed in or not.
	stranger := webtest.New(t, b.base)
	if p := stranger.Get(second); p.URL.Path != "/pasang/bagian" {
		t.Error(p.URL)
	}
	if p := stranger.Get("/pasang/administrator"); p.URL.Path != "/pasang/bagian" {
		t.Errorf("a second first administrator: %s", p.URL)
	}
	// The office may be put right, but its code stays.
	p = other.Get("/pasang/kantor").Form("Lanjut").Fill("Alamat", "Jalan Umpama 2").Set("id", "lain").Press("Lanjut").Want(200)
	if o := b.setting(); o.ID != "contoh" || o.Address != "Jalan Umpama 2" || p.URL.Path != "/pasang/bagian" {
		t.Errorf("%s: %+v", p.URL, o)
	}
}

func TestWhatIsRefusedInTheFirstStepComesBackAsTyped(t *testing.T) {
	b := empty(t)
	c := webtest.New(t, b.base)
	p := c.Get(b.begin()).Form("Lanjut").Fill("Nama kantor", "X").Fill("Kode kantor", "Tak Boleh!").
		Fill("Alamat", "<script>alert(1)</script>").Set("days[1].open", "pagi").Set("days[2].close", "06.00").Press("Lanjut").Want(422)
	for _, want := range []string{"Tulis nama kantor", "Tulis 2 sampai 12 huruf kecil", "Tulis jam seperti 07.30.", "Jam tutup harus sesudah jam buka."} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("not said: %s", want)
		}
	}
	v := p.Form("Lanjut").Values
	for field, want := range map[string]string{"name": "X", "id": "Tak Boleh!", "address": "<script>alert(1)</script>", "days[1].open": "pagi", "days[2].close": "06.00"} {
		if v.Get(field) != want {
			t.Errorf("%s came back as %q", field, v.Get(field))
		}
	}
	if !strings.HasPrefix(p.Title(), "Belum lengkap: ") || strings.Contains(p.Body, "<script>alert") {
		t.Error(p.Title())
	}
}

func TestALogoIsKeptAndABombIsNot(t *testing.T) {
	picture := func(w, h int) []byte {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	b := empty(t)
	c := webtest.New(t, b.base)
	start := func() *webtest.Form {
		return c.Get("/pasang/kantor").Form("Lanjut").Fill("Nama kantor", "Kejaksaan Negeri Contoh").Fill("Kode kantor", "contoh")
	}
	c.Get(b.begin())
	bomb := picture(8000, 8000) // 64 million pixels in some kilobytes
	p := start().Attach("logo", bomb).Press("Lanjut").Want(422)
	if !strings.Contains(p.Text(), "Gambar terlalu besar") || !strings.Contains(p.Text(), "Pilih lagi berkasnya") || p.Form("Lanjut").Values.Get("id") != "contoh" {
		t.Errorf("a bomb of %d bytes: %s", len(bomb), p.Text())
	}
	start().Attach("logo", []byte("GIF89a")).Press("Lanjut").Want(422)
	start().Attach("logo", picture(600, 300)).Press("Lanjut").Want(200)
	o := b.setting()
	head, err := png.DecodeConfig(bytes.NewReader(o.Logo))
	if err != nil || head.Width != office.LogoSide {
		t.Errorf("logo %+v, %v", head, err)
	}
	if got := c.Get("/logo.png").Want(200); got.Body != string(o.Logo) {
		t.Error("another logo is shown")
	}
}

func TestTheFirstPasswordMustBeGoodAndRepeated(t *testing.T) {
	b := empty(t)
	c := webtest.New(t, b.base)
	officeStep(c.Get(b.begin()))
	form := func() *webtest.Form {
		return c.Get("/pasang/administrator").Form("Lanjut").Fill("Nama lengkap", "Bima Rekaan").Fill("Nama pengguna", "bima").Choose("Auditor")
	}
	for _, x := range []struct{ password, again, want string }{
		{"pendek", "pendek", "paling sedikit 12 huruf"},
		{"bima-contoh-rekaan", "bima-contoh-rekaan", "tidak mudah ditebak"},
		{ownWord, ownWord + "!", "Belum sama dengan yang pertama."},
	} {
		p := form().Fill("Kata sandi", x.password).Fill("Ulangi", x.again).Press("Lanjut").Want(422)
		f := p.Form("Lanjut")
		if !strings.Contains(p.Text(), x.want) || f.Values.Get("name") != "Bima Rekaan" || !slices.Contains(f.Values["role"], "auditor") {
			t.Errorf("%q: %s", x.password, p.Text())
		}
		if strings.Contains(p.Body, x.password) || f.Values.Get("password") != "" {
			t.Errorf("%q is in the page", x.password)
		}
	}
	// The same form sent twice is one administrator, who is signed in both times.
	f := form().Fill("Kata sandi", ownWord).Fill("Ulangi", ownWord)
	for range 2 {
		if p := f.Send("Lanjut"); p.Status != 303 || p.Header.Get("Location") != "/pasang/bagian" && p.Header.Get("Location") != "/pasang/administrator" {
			t.Errorf("%d to %s", p.Status, p.Header.Get("Location"))
		}
		f.Values.Set("csrf", csrfOf(c))
	}
	if all, err := b.book.Accounts(context.Background(), "contoh"); err != nil || len(all) != 1 {
		t.Errorf("%d accounts, %v", len(all), err)
	}
}

// csrfOf is the token that forms of this browser carry now.
func csrfOf(c *webtest.Client) string {
	for _, n := range c.Get("/pasang/bagian").Root.Tags("meta") {
		if n.Attr["name"] == "csrf" {
			return n.Attr["content"]
		}
	}
	return ""
}

func TestAPasteWithFaultsSavesNothingAndLosesNothing(t *testing.T) {
	b := empty(t)
	c := webtest.New(t, b.base)
	officeStep(c.Get(b.begin()))
	adminStep(c.Get("/pasang"), ownWord)
	text := "Seksi Contoh (Contoh)\n\nGading Andaikan, S.H., Kasi, Seksi Lain, tuan rumah\nGalih Misal\tJaksa\tContoh\tpenjaga\nMega Andaisari\tJaksa\tContoh"
	p := c.Get("/pasang/bagian").Form("Lanjut").Set("people", text).Press("Lanjut").Want(422)
	for _, want := range []string{"Baris 3: Bagian Seksi Lain belum ada.", "Baris 4: Tulis tuan rumah, pengantar, atau keduanya, bukan penjaga.", "Mega Andaisari"} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("not said: %s\n%s", want, p.Text())
		}
	}
	f := p.Form("Lanjut")
	if f.Values.Get("people") != text {
		t.Errorf("came back as %q", f.Values.Get("people"))
	}
	if p := f.Press("Lanjut").Want(422); p.URL.Path != "/pasang/bagian" || len(b.setting().Units) > 0 {
		t.Error("a list with faults was saved")
	}
	good := "Seksi Contoh (Contoh)\r\nMega Andaisari\tJaksa\tContoh\r\n"
	p = f.Set("people", good).Press("Lanjut").Want(200)
	// Whoever changes the text after the preview sees a preview of that text first.
	other := p.Form("Lanjut").Set("people", good+"Seksi Kedua\r\n").Press("Lanjut").Want(200)
	if other.URL.Path != "/pasang/bagian" || len(b.setting().Units) > 0 {
		t.Error("a text was saved that nobody saw a preview of")
	}
	if p := other.Form("Lanjut").Press("Lanjut").Want(200); p.URL.Path != "/pasang/pengenal" || len(b.setting().Units) != 2 || len(b.setting().Persons) != 1 {
		t.Errorf("%s: %+v", p.URL, b.setting().Units)
	}
}

func TestAScannersEnterFinishesNoStep(t *testing.T) {
	b := empty(t)
	c := webtest.New(t, b.base)
	c.Get(b.begin())
	p := c.Get("/pasang").Form("Lanjut").Fill("Nama kantor", "Kejaksaan Negeri Contoh").Fill("Kode kantor", "contoh").Press("Periksa isian").Want(200)
	if p.URL.Path != "/pasang/kantor" || p.Form("Lanjut").Values.Get("id") != "contoh" {
		t.Error(p.Text())
	}
	if _, err := b.book.Home(context.Background()); err == nil {
		t.Error("the office was saved by a check")
	}
}
