package kiosk_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"mime/multipart"
	"runtime"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/web/webtest"
)

const story = "Saya menunggu dua jam di loket barang bukti."

// told is the form with a story and no name.
func told(c *webtest.Client, path string) *webtest.Form {
	return c.Get(path).Form("Kirim pengaduan").Choose("Tanpa nama").Fill("Apa yang terjadi?", story)
}

// numbers are code and PIN as the receipt shows them.
func numbers(t *testing.T, p *webtest.Page) (code, pin string) {
	t.Helper()
	var all []string
	for _, b := range p.Root.Tags("b") {
		all = append(all, b.Text())
	}
	for _, s := range all {
		if len(s) == 14 && s[4] == '-' {
			code = s
		}
		if len(s) == 7 && s[3] == ' ' {
			pin = s
		}
	}
	if code == "" || pin == "" {
		t.Fatalf("no receipt: %s", p.Text())
	}
	return code, pin
}

func tracks(c *webtest.Client, path, code, pin string) *webtest.Page {
	return c.Get(path).Form("Buka pengaduan").Fill("Kode lacak", code).Fill("PIN", pin).Press("Buka pengaduan")
}

// The whole way of a complaint without a name: receipt once, tracking by what was typed
// carelessly, a message, and nothing left in the browser.
func TestAComplaintWithoutAName(t *testing.T) {
	for _, root := range []string{"/pengaduan", "/kios/pengaduan"} {
		p := open(t)
		c := p.browser()
		page := told(c, root).Press("Kirim pengaduan").Want(200)
		code, pin := numbers(t, page)
		if page.URL.Path != root+"/tanda-terima" || !page.Has("img", "QR ke halaman lacak pengaduan") {
			t.Errorf("%s: %s", root, page.URL)
		}
		again := c.Get(root + "/tanda-terima")
		if strings.Contains(again.Text(), pin) || !strings.Contains(again.Text(), code) {
			t.Errorf("%s: a reload shows the PIN, or no code", root)
		}
		if file := c.Get("/pengaduan/tanda-terima/simpan"); strings.Contains(file.Body, strings.ReplaceAll(pin, " ", "")) || strings.Contains(file.Body, pin) {
			t.Errorf("%s: the file shows a PIN that its page shows no more", root)
		}
		if told := page.Form("Selesai").Press("Selesai").Want(422); !strings.Contains(told.Text(), pin) {
			t.Errorf("%s: who has not kept the PIN sees it no more", root)
		}
		page.Form("Selesai").Choose("Saya sudah menyimpan keduanya").Press("Selesai").Want(200)
		if got := c.Get(root + "/tanda-terima"); strings.Contains(got.Text(), code) {
			t.Errorf("%s: the receipt is still there", root)
		}
		careless := strings.ToLower(strings.NewReplacer("0", "o", "1", "l", "-", " ").Replace(code))
		page = tracks(c, root+"/lacak", careless, strings.ReplaceAll(pin, " ", "")).Want(200)
		if page.H1() != "Sudah diterima" || !strings.Contains(page.Text(), "Jawaban paling lambat") {
			t.Errorf("%s: %s", root, page.Text())
		}
		page = page.Form("Kirim balasan").Fill("Balas", "Sekitar pukul 10.").Press("Kirim balasan").Want(200)
		if !strings.Contains(page.Text(), "Sekitar pukul 10.") {
			t.Errorf("%s: %s", root, page.Text())
		}
		page.Form("Keluar").Press("Keluar")
		if got := c.Get(root + "/lacak"); strings.Contains(got.Text(), code) {
			t.Errorf("%s: the complaint is still open in this browser", root)
		}
		if log := p.log.String(); strings.Contains(log, "pengaduan") || strings.Contains(log, "lacak") {
			t.Errorf("%s: the log tells of it:\n%s", root, log)
		}
	}
}

// A complaint with a name is checked before it is sent; nothing is written until then.
func TestAComplaintWithAName(t *testing.T) {
	p := open(t)
	c := p.browser()
	form := c.Get("/pengaduan").Form("Kirim pengaduan").Choose("Rahasia").Fill("Apa yang terjadi?", story)
	form.Press("Kirim pengaduan").Want(422)
	page := form.Fill("Nama Anda", "Anggrek Contohwati").Press("Kirim pengaduan").Want(200)
	if page.URL.Path != "/pengaduan/periksa" || !strings.Contains(page.Text(), "Anggrek Contohwati") {
		t.Fatalf("%s %s", page.URL, page.Text())
	}
	numbers(t, page.Form("Kirim pengaduan").Press("Kirim pengaduan").Want(200))
}

// The text of a complaint without a name stands in no cookie, also when the page only
// changes its language: then it comes back filled.
func TestNothingOfAnAnonymousTextIsKept(t *testing.T) {
	p := open(t)
	c := p.browser()
	form := told(c, "/pengaduan").Set("check", "1")
	page := form.Send("Kirim pengaduan").Want(200)
	if !strings.Contains(page.Body, story) || len(page.Header.Values("Set-Cookie")) > 0 {
		t.Errorf("kept: %v", page.Header.Values("Set-Cookie"))
	}
	page = form.Set("check", "").Set("text", "pendek").Send("Kirim pengaduan").Want(422)
	for _, s := range page.Header.Values("Set-Cookie") {
		if strings.Contains(s, "complaint=") && !strings.Contains(s, "complaint=;") {
			t.Errorf("a draft: %s", s)
		}
	}
}

// One form is one complaint with one receipt, however often it is sent.
func TestOneFormOneComplaint(t *testing.T) {
	p := open(t)
	c := p.browser()
	form := told(c, "/pengaduan")
	code, pin := numbers(t, form.Press("Kirim pengaduan"))
	for range 20 {
		if code2, pin2 := numbers(t, form.Press("Kirim pengaduan").Want(200)); code2 != code || pin2 != pin {
			t.Fatalf("another receipt: %s %s", code2, pin2)
		}
	}
}

// Two hundred in a minute leave at most ten; who is held back keeps what was typed.
func TestAFloodOfComplaints(t *testing.T) {
	p := open(t)
	made := 0
	for n := range 200 {
		c := p.browser()
		c.Header["X-Forwarded-For"] = fmt.Sprintf("203.0.113.%d", n%100)
		page := told(c, "/pengaduan").Press("Kirim pengaduan")
		if page.Status == 200 {
			made++
			continue
		}
		if page.Want(429); !strings.Contains(page.Body, story) || !strings.Contains(page.Text(), "kirim lagi satu menit lagi") {
			t.Fatalf("held back without a way on: %.300s", page.Text())
		}
	}
	if made == 0 || made > 10 {
		t.Errorf("%d of 200 were stored", made)
	}
	p.after(2 * time.Minute)
	told(p.browser(), "/pengaduan").Press("Kirim pengaduan").Want(200)
}

// looked counts how many slow hashes were worked out: each takes 19 MiB.
func looked(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int((after.TotalAlloc - before.TotalAlloc) / (19 << 20))
}

// Ten thousand guesses at one moment are looked at a handful of times; the owner gets in
// from elsewhere at once, and from the same address when their wait is over. Unknown
// code and wrong PIN: same words, same work.
func TestGuessing(t *testing.T) {
	p := open(t)
	code, pin := numbers(t, told(p.browser(), "/pengaduan").Press("Kirim pengaduan"))
	said := map[string]bool{}
	for _, try := range [][2]string{{code, "000 000"}, {"ZZZZ-ZZZZ-ZZZZ", pin}} {
		c := p.browser()
		c.Header["X-Forwarded-For"] = "203.0.113.9"
		form := c.Get("/pengaduan/lacak").Form("Buka pengaduan").Fill("Kode lacak", try[0]).Fill("PIN", try[1])
		if n := looked(func() { said[form.Press("Buka pengaduan").Want(422).Must("alert", "").Text()] = true }); n != 1 {
			t.Errorf("%s: %d hashes", try[0], n)
		}
	}
	if len(said) != 1 {
		t.Errorf("the words tell which was wrong: %v", said)
	}
	c := p.browser()
	c.Header["X-Forwarded-For"] = "198.51.100.7"
	form := c.Get("/pengaduan/lacak").Form("Buka pengaduan").Fill("Kode lacak", code)
	n := looked(func() {
		for i := range 200 {
			form.Fill("PIN", fmt.Sprintf("%06d", i)).Send("Buka pengaduan")
		}
	})
	if n > 20 {
		t.Errorf("%d of the guesses were looked at", n)
	}
	tracks(p.browser(), "/pengaduan/lacak", code, pin).Want(200).Must("button", "Keluar")
	p.after(31 * time.Second)
	tracks(c, "/pengaduan/lacak", code, pin).Want(200).Must("button", "Keluar")
}

// sends posts a file as a browser does.
func sends(c *webtest.Client, page *webtest.Page, data []byte) *webtest.Page {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for name, v := range page.Form("Kirim berkas").Values {
		m.WriteField(name, v[0])
	}
	f, _ := m.CreateFormFile("file", "rahasia-nama.jpg")
	f.Write(data)
	m.Close()
	return c.Send("POST", "/pengaduan/berkas", m.FormDataContentType(), &b)
}

// Files follow the receipt, one at a time, up to five; one that is refused loses nothing.
func TestFilesFollow(t *testing.T) {
	p := open(t)
	c := p.browser()
	page := told(c, "/pengaduan").Press("Kirim pengaduan")
	code, _ := numbers(t, page)
	page = page.Form("Tambah berkas").Choose("Saya sudah menyimpan keduanya").Press("Tambah berkas").Want(200)
	if bad := sends(c, page, []byte("<script>alert(1)</script>")).Want(422); !strings.Contains(bad.Text(), code) || !strings.Contains(bad.Text(), "bukan foto JPEG") {
		t.Errorf("%s", bad.Text())
	}
	var photo bytes.Buffer
	jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 40, 30)), nil)
	for n := 1; n <= 5; n++ {
		sends(c, c.Get("/pengaduan/berkas"), photo.Bytes()).Want(303)
		if got := c.Get("/pengaduan/berkas"); !strings.Contains(got.Text(), fmt.Sprintf("Sudah terkirim, %d dari 5", n)) {
			t.Fatalf("%d: %s", n, got.Text())
		}
	}
	if got := c.Get("/pengaduan/berkas"); got.Has("button", "Kirim berkas") || strings.Contains(got.Body, "rahasia-nama") {
		t.Error("a sixth file, or a file's own name")
	}
}

// The receipt's QR opens the page with the code filled in, and looks nothing up.
func TestTheQROpensTheTrackingPage(t *testing.T) {
	p := open(t)
	page := p.browser().Get("/P/" + strings.ToUpper(p.office.ID) + ".7XKM93TRHWQ4").Want(200)
	if got := page.Form("Buka pengaduan").Values.Get("kode"); got != "7XKM-93TR-HWQ4" {
		t.Errorf("%q", got)
	}
	if got := p.browser().Get("/p/lain.7XKM93TRHWQ4").Want(200).Form("Buka pengaduan").Values.Get("kode"); got != "" {
		t.Errorf("another office's: %q", got)
	}
}

// What was typed is text on every page, whatever it looks like.
func TestNoFieldOfAComplaintIsCode(t *testing.T) {
	p := open(t)
	c := p.browser()
	const evil = `<img src=x onerror="alert(1)">{{.}}`
	form := c.Get("/pengaduan").Form("Kirim pengaduan").Choose("Terbuka")
	for _, f := range []string{"text", "when", "where", "wish", "name"} {
		form.Set(f, evil)
	}
	page := form.Press("Kirim pengaduan").Want(200)
	if strings.Contains(page.Body, "<img src=x") || strings.Count(page.Text(), evil) != 5 {
		t.Errorf("%s", page.Text())
	}
	code, pin := numbers(t, page.Form("Kirim pengaduan").Press("Kirim pengaduan"))
	page = tracks(c, "/pengaduan/lacak", code, pin).Form("Kirim balasan").Fill("Balas", evil).Press("Kirim balasan").Want(200)
	if strings.Contains(page.Body, "<img src=x") || !strings.Contains(page.Text(), evil) {
		t.Errorf("%s", page.Text())
	}
}
