package admin_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image/jpeg"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/guard"
	"bukutamu/internal/web/webtest"
)

// bomb is a small PNG that claims to be a huge picture.
func bomb(wide, high uint32) []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		_ = binary.Write(&b, binary.BigEndian, uint32(len(data)))
		part := append([]byte(kind), data...)
		b.Write(part)
		_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(part))
	}
	head := binary.BigEndian.AppendUint32(nil, wide)
	head = binary.BigEndian.AppendUint32(head, high)
	chunk("IHDR", append(head, 8, 2, 0, 0, 0))
	chunk("IEND", nil)
	return b.Bytes()
}

func size(t *testing.T, picture []byte) (int, int) {
	t.Helper()
	info, err := jpeg.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	return info.Width, info.Height
}

// Sign-in says the same about everything that does not match, and never gives a
// password back.
func TestSigningInAndOut(t *testing.T) {
	d := openDesk(t)
	b := webtest.New(t, d.base)
	page := b.Get("/").Want(200)
	if page.H1() != "Masuk" || !strings.HasPrefix(page.Title(), "Masuk · Kejaksaan Negeri Kapuas") {
		t.Errorf("%q %q", page.H1(), page.Title())
	}
	for _, c := range [][2]string{{"ratna", "bukan yang ini"}, {"tidak.ada", deskPassword}, {"", ""}, {"ratna", strings.Repeat("x", 300)}} {
		back := page.Form("Masuk").Fill("Nama pengguna", c[0]).Fill("Kata sandi", c[1]).Press("Masuk").Want(422)
		says(t, back, "Nama atau kata sandi belum cocok. Periksa lagi, lalu coba sekali lagi.")
		if c[1] != "" && strings.Contains(back.Body, c[1]) {
			t.Error("the page holds the password")
		}
		if !strings.HasPrefix(back.Title(), "Belum lengkap: Masuk") {
			t.Errorf("title %q", back.Title())
		}
	}
	desk := page.Form("Masuk").Fill("Nama pengguna", "Ratna").Fill("Kata sandi", deskPassword).Press("Masuk").Want(200)
	if desk.H1() != "Meja depan" {
		t.Fatalf("%s", desk.Text())
	}
	out := desk.Follow("Keluar").Want(200)
	if b.Get("/").H1() != "Meja depan" {
		t.Error("looking at the question signed out")
	}
	if page := out.Form("Keluar").Press("Keluar").Want(200); page.H1() != "Masuk" {
		t.Errorf("after signing out: %s", page.H1())
	}
	if page := b.Get("/kunjungan/00000000000000000000000000"); page.H1() != "Masuk" {
		t.Errorf("a card without a session: %s", page.H1())
	}
}

// Each role's first page is one that it may see.
func TestTheFirstPageOfEachRole(t *testing.T) {
	d := openDesk(t)
	for login, path := range map[string]string{"ratna": "/", "bima": "/", "gading": "/kotak", "auditor": "/riwayat"} {
		if page := d.as(login).Get("/").Want(200); page.URL.Path != path {
			t.Errorf("%s: %s", login, page.URL.Path)
		}
	}
	for _, login := range []string{"admin", "aduan"} {
		d.as(login).Get("/").Want(200)
	}
}

// deskOf is a browser on an enrolled desk.
func (d *deskTest) deskOf(login string) *webtest.Client {
	d.t.Helper()
	ctx := context.Background()
	const device = "DESKDESKDESKDESKDESKDESKDESKDESKDESKDESKDESKDESKDESK"
	code, err := d.book.AskEnrol(ctx, d.office.ID, device)
	if err != nil {
		d.t.Fatal(err)
	}
	admin := account.Stamp{Office: d.office.ID, By: "admin", Roles: account.Roles{account.Admin}}
	if _, err := d.book.Enrol(ctx, admin, code, "desk", "Meja depan", "Lobi"); err != nil {
		d.t.Fatal(err)
	}
	b := webtest.New(d.t, d.base)
	b.SetCookie("staff_device", device)
	b.Get("/").Form("Masuk").Fill("Nama pengguna", login).Fill("Kata sandi", deskPassword).Press("Masuk").Want(200)
	return b
}

// After 15 quiet minutes an enrolled desk shows nothing of anybody, answers to the
// password alone, comes back to the page before, and answers a scan that came meanwhile.
func TestTheLockedDesk(t *testing.T) {
	d := openDesk(t)
	v := d.registers()
	b := d.deskOf("ratna")
	says(t, b.Get("/"), "Petugas piket · Meja depan")
	d.later(16 * time.Minute)
	lock := b.Get("/kunjungan/" + v.ID).Want(200)
	if lock.H1() != "Meja terkunci" || lock.Title() != "Meja terkunci" {
		t.Fatalf("%q %q", lock.H1(), lock.Title())
	}
	says(t, lock, "Pindai atau tekan tombol untuk lanjut", "Meja depan · Senin, 23 November 2026")
	for _, hidden := range []string{"Anggrek", "Ratna", "Pidum"} {
		if strings.Contains(lock.Body, hidden) {
			t.Errorf("the locked desk shows %s", hidden)
		}
	}
	b.Header["HX-Request"] = "true"
	if part := b.Get("/meja/daftar"); part.Status != http.StatusUnauthorized || part.Header.Get("HX-Redirect") != "/kunci" {
		t.Errorf("the list answers %d", part.Status)
	}
	delete(b.Header, "HX-Request")
	says(t, lock.Form("Buka kunci").Fill("Kata sandi", "bukan yang ini").Press("Buka kunci").Want(422), "Belum terbuka.")
	if page := lock.Form("Buka kunci").Fill("Kata sandi", deskPassword).Press("Buka kunci").Want(200); page.URL.Path != "/kunjungan/"+v.ID {
		t.Errorf("unlocked to %s", page.URL)
	}
	d.later(16 * time.Minute)
	scanned := b.Get("/").Form("Buka kunci").Fill("Kata sandi", deskPassword).Set("q", v.Ticket).Press("Buka kunci").Want(200)
	says(t, scanned, "Tiket cocok.")
	d.later(16 * time.Minute)
	other := b.Get("/").Follow("Masuk sebagai petugas lain").Form("Masuk").Fill("Nama pengguna", "sari").Fill("Kata sandi", deskPassword).Press("Masuk").Want(200)
	says(t, other, "Sari Contoh")
	if sessions, err := d.book.Sessions(context.Background(), "ratna"); err != nil || len(sessions) != 0 {
		t.Errorf("ratna still has %d sessions: %v", len(sessions), err)
	}
}

// The stream says that something changed, and nothing about whom.
func TestTheStreamNamesNobody(t *testing.T) {
	d := openDesk(t)
	ratna, gading := d.as("ratna"), d.as("gading")
	read := func(b *webtest.Client) <-chan string {
		q, err := http.NewRequestWithContext(t.Context(), "GET", d.base+"/meja/aliran", nil)
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Accept", "text/event-stream")
		for _, k := range b.Cookies() {
			q.AddCookie(k)
		}
		res, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		lines := make(chan string, 100)
		in := bufio.NewScanner(res.Body)
		in.Scan() // ": open"
		guard.Go(nil, "reader", func() {
			defer close(lines)
			defer res.Body.Close()
			for in.Scan() {
				lines <- in.Text()
			}
		})
		return lines
	}
	officer, host := read(ratna), read(gading)
	v := d.registers()
	if got := next(t, officer); got != "data: visit "+v.ID {
		t.Errorf("the officer hears %q", got)
	}
	if got := next(t, host); got != "data: visit" {
		t.Errorf("a host hears %q", got)
	}
	if page := webtest.New(t, d.base).Send("GET", "/meja/aliran", "", nil); page.Status != http.StatusSeeOther {
		t.Errorf("without a session: %d", page.Status)
	}
}

func next(t *testing.T, lines <-chan string) string {
	t.Helper()
	for line := range lines {
		if strings.HasPrefix(line, "data:") {
			return line
		}
	}
	t.Fatal("the stream ended")
	return ""
}

// No page or fragment of the desk is there without a session, and live regions hold
// no inputs: morphing would erase what is being typed.
func TestPartsOfTheDesk(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.waits(ratna, 37)
	stranger := webtest.New(t, d.base)
	for _, path := range []string{"/meja/daftar", "/meja/hitungan", "/meja/tombol", "/meja/pegawai", "/pindai", "/tamu/baru", "/kunjungan/" + id, "/kunjungan/" + id + "/kartu",
		"/kunjungan/" + id + "/foto", "/kunjungan/" + id + "/tanda-pengenal.pdf", "/kunjungan/" + id + "/leave", "/kotak", "/kotak/" + id} {
		if page := stranger.Get(path); page.H1() != "Masuk" {
			t.Errorf("%s answers a stranger: %s", path, page.H1())
		}
	}
	live := func(n *webtest.Node) bool { return strings.HasPrefix(n.Attr["hx-trigger"], "sse:") }
	for _, path := range []string{"/", "/kunjungan/" + id, "/kunjungan/" + id + "/leave", "/kunjungan/" + id + "/kartu", "/meja/daftar"} {
		page := ratna.Get(path).Want(200)
		regions := page.Root.All(live)
		if len(regions) == 0 {
			t.Errorf("%s has no live region", path)
		}
		for _, r := range regions {
			if n := len(r.Tags("input", "select", "textarea")); n > 0 {
				t.Errorf("%s: the live region %s holds %d inputs", path, r.Attr["id"], n)
			}
			part := ratna.Get(r.Attr["hx-get"]).Want(200)
			if part.Root.ID(r.Attr["id"]) == nil {
				t.Errorf("%s does not answer with #%s", r.Attr["hx-get"], r.Attr["id"])
			}
		}
	}
	part := ratna.Get("/kunjungan/" + id + "/kartu?sejak=1").Want(200)
	says(t, part, "Ratna Umpama menyimpan verifikasi, 09.42.")
	hosts := ratna.Get("/meja/pegawai?unit=datun").Want(200)
	if !strings.Contains(hosts.Body, "Intan Misalkan") || strings.Contains(hosts.Body, "Gading") {
		t.Error("the unit's hosts are not those of the unit")
	}
	form := url.Values{"csrf": {"falsch"}, "answer": {"accepted"}}
	ratna.Post("/kunjungan/"+id+"/answer", form).Want(403)
}
