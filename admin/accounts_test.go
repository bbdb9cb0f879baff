package admin_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/web/webtest"
)

var onceShown = regexp.MustCompile(`\b[0-9a-z]{5}-[0-9a-z]{5}-[0-9a-z]{5}-[0-9a-z]{5}\b`)

func TestANewAccountsPasswordIsShownOnceAndMustBeChanged(t *testing.T) {
	b := kapuas(t)
	boss := b.as("bima")
	p := boss.Get("/pengaturan/akun").Follow("Tambah akun").Form("Simpan").Fill("Nama lengkap", "Melati Contohwati").
		Fill("Nama pengguna", "Melati").Choose("Petugas piket").Press("Simpan").Want(200)
	password := onceShown.FindString(p.Text())
	if password == "" || p.URL.Path != "/pengaturan/akun" || strings.Contains(p.URL.String(), password) {
		t.Fatalf("no password at %s: %s", p.URL, p.Text())
	}
	if p := boss.Get("/pengaturan/akun"); strings.Contains(p.Body, password) {
		t.Error("the password is shown twice")
	}

	c := webtest.New(t, b.base)
	p = b.signIn(c, "melati", password).Want(200)
	if p.URL.Path != "/saya" || !strings.Contains(p.Text(), "Buat kata sandi Anda sendiri dulu") {
		t.Fatalf("not asked for an own password: %s", p.Text())
	}
	for _, path := range []string{"/", "/riwayat", "/tamu/baru"} {
		if p := c.Get(path); p.URL.Path != "/saya" {
			t.Errorf("%s opens before that: %s", path, p.URL)
		}
	}
	c.Header["Accept"] = "text/event-stream"
	if live := c.Send("GET", "/meja/aliran", "", nil); live.Status != 401 || live.Header.Get("HX-Redirect") != "/saya" {
		t.Errorf("a stream: %d", live.Status)
	}
	delete(c.Header, "Accept")
	change := func(old, password, again string) *webtest.Page {
		return c.Get("/saya").Form("Ganti kata sandi").Fill("Kata sandi sekarang", old).Fill("Kata sandi baru", password).Fill("Ulangi", again).Press("Ganti kata sandi")
	}
	for _, x := range []struct{ old, password, again, want string }{
		{"salah sekali ini", ownWord, ownWord, "Kata sandi ini belum cocok."},
		{password, "melati", "melati", "paling sedikit 12 huruf"},
		{password, password, password, "tidak mudah ditebak"},
		{password, ownWord, ownWord + "x", "Belum sama dengan yang pertama."},
	} {
		if p := change(x.old, x.password, x.again).Want(422); !strings.Contains(p.Text(), x.want) {
			t.Errorf("%q: %s", x.want, p.Text())
		}
	}
	p = change(password, ownWord, ownWord).Want(200)
	if p.URL.Path != "/" || p.H1() == "Masuk" {
		t.Errorf("after the change at %s, %s", p.URL, p.H1())
	}
	if a, err := b.book.Account(context.Background(), "melati"); err != nil || a.Must {
		t.Errorf("%+v %v", a, err)
	}
}

func TestSensitiveActsAskForTheOwnPasswordAgain(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	if c.Get("/pengaturan/akun/ratna").Find("textbox", "Kata sandi Anda") != nil {
		t.Error("asked although it was typed a moment ago")
	}
	b.wait(6 * time.Minute)
	p := c.Get("/pengaturan/akun/ratna").Form("Simpan").Choose("Supervisor").Press("Simpan").Want(422)
	f := p.Form("Simpan")
	if !strings.Contains(p.Text(), "Tulis kata sandi Anda sekali lagi.") || len(f.Values["role"]) != 2 {
		t.Fatal(p.Text())
	}
	p = f.Fill("Kata sandi Anda", "bukan ini").Press("Simpan").Want(422)
	if !strings.Contains(p.Text(), "Kata sandi ini belum cocok.") {
		t.Error(p.Text())
	}
	p.Form("Simpan").Fill("Kata sandi Anda", ownWord).Press("Simpan").Want(200)
	a, err := b.book.Account(context.Background(), "ratna")
	if err != nil || !a.Roles.Has(account.Supervisor) {
		t.Errorf("%+v %v", a.Roles, err)
	}
	c.Get("/pengaturan/akun/ratna").Form("Simpan").Fill("Nama lengkap", "Ratna Misal").Press("Simpan").Want(200)
}

func TestTheLastAdministratorStays(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	p := c.Get("/pengaturan/akun/bima").Form("Simpan").Untick("Administrator").Choose("Auditor").Press("Simpan").Want(409)
	if !strings.Contains(p.Text(), "Harus tetap ada satu administrator yang aktif.") {
		t.Error(p.Text())
	}
	p = b.press(c, "/pengaturan/akun/bima", "/pengaturan/akun/bima/nonaktif").Want(409)
	if !strings.Contains(p.Text(), "Harus tetap ada satu administrator yang aktif.") {
		t.Error(p.Text())
	}
	c.Get("/pengaturan/akun/sekar").Form("Simpan").Choose("Administrator").Press("Simpan").Want(200)
	b.press(c, "/pengaturan/akun/bima", "/pengaturan/akun/bima/nonaktif").Want(200)
	if a, _ := b.book.Account(context.Background(), "bima"); !a.Disabled {
		t.Error("with a second administrator the first may go")
	}
}

// press sends a page's account form to another of its buttons' addresses.
func (b *bureau) press(c *webtest.Client, page, to string) *webtest.Page {
	f := c.Get(page).Form("Simpan")
	f.Action = to
	return f.Press("Simpan")
}

func TestDisabledResetAndSignedOutAccountsAreOutAtOnce(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	for _, x := range []struct{ login, act string }{{"ratna", "nonaktif"}, {"sekar", "sandi"}, {"wulan", "keluarkan"}} {
		them := b.as(x.login)
		them.Get("/saya").Want(200)
		p := b.press(c, "/pengaturan/akun/"+x.login, "/pengaturan/akun/"+x.login+"/"+x.act).Want(200)
		if got := them.Get("/saya"); got.H1() != "Masuk" {
			t.Errorf("%s: still in after %s", x.login, x.act)
		}
		if x.act == "sandi" && onceShown.FindString(p.Text()) == "" {
			t.Errorf("no new password: %s", p.Text())
		}
	}
	if p := b.signIn(webtest.New(t, b.base), "ratna", ownWord); p.Status != 422 {
		t.Errorf("a disabled account signs in: %d", p.Status)
	}
	b.press(c, "/pengaturan/akun/ratna", "/pengaturan/akun/ratna/aktif").Want(200)
	if p := b.signIn(webtest.New(t, b.base), "ratna", ownWord); p.Status != 200 {
		t.Errorf("enabled again: %d", p.Status)
	}
	if p := c.Get("/pengaturan/akun/nobody"); p.Status != 404 {
		t.Errorf("an unknown account: %d", p.Status)
	}
}

func TestAccountsAreRefusedInWords(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	form := func() *webtest.Form { return c.Get("/pengaturan/akun-baru").Form("Simpan") }
	p := form().Fill("Nama lengkap", "M").Fill("Nama pengguna", "Ada Spasi").Press("Simpan").Want(422)
	for _, want := range []string{"Tulis nama pengguna", "Tulis nama lengkap", "Pilih paling sedikit satu peran."} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("not said: %s", want)
		}
	}
	p = form().Fill("Nama lengkap", "Melati Contoh").Fill("Nama pengguna", "ratna").Choose("Auditor").Press("Simpan").Want(409)
	if !strings.Contains(p.Text(), "Nama pengguna ini sudah dipakai.") || p.Form("Simpan").Values.Get("login") != "ratna" {
		t.Error(p.Text())
	}
	p = form().Fill("Nama lengkap", "Melati Contoh").Fill("Nama pengguna", "melati").Choose("Pegawai yang dituju").Set("person", "tiada").Press("Simpan").Want(422)
	if !strings.Contains(p.Text(), "Pegawai ini tidak ada dalam daftar.") {
		t.Error(p.Text())
	}
}

func TestTheListSaysWhoSignedInWhen(t *testing.T) {
	b := kapuas(t)
	b.as("ratna")
	p := b.as("bima").Get("/pengaturan/akun").Want(200)
	if !strings.Contains(p.Text(), "Ratna Umpama ratna Petugas piket hari ini, 09.42") || !strings.Contains(p.Text(), "Cakra Misalkan cakra Auditor belum pernah masuk") {
		t.Error(p.Text())
	}
}
