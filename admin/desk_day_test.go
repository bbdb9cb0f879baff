package admin_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// locks is the desk's screen after its quiet minutes, before it is opened again.
func (d *deskTest) locks(b *webtest.Client, path string) *webtest.Page {
	d.t.Helper()
	d.later(16 * time.Minute)
	lock := b.Get(path).Want(200)
	if lock.H1() != "Meja terkunci" {
		d.t.Fatalf("%s after 16 quiet minutes: %s", path, lock.H1())
	}
	return lock
}

func unlock(lock *webtest.Page) *webtest.Page {
	return lock.Form("Buka kunci").Fill("Kata sandi", deskPassword).Press("Buka kunci").Want(200)
}

// On an enrolled desk a session lasts the shift, quiet or not; anywhere else half an hour.
func TestASessionLastsTheShift(t *testing.T) {
	d := openDesk(t)
	b, other := d.deskOf("ratna"), d.as("sari")
	d.later(31 * time.Minute)
	if page := other.Get("/"); page.H1() != "Masuk" {
		t.Errorf("half an hour of quiet on any computer: %s", page.H1())
	}
	unlock(b.Get("/"))
	for range 22 {
		d.later(31 * time.Minute)
		if page := unlock(b.Get("/")); page.H1() != "Meja depan" {
			t.Fatalf("within the shift: %s", page.H1())
		}
	}
	d.later(6 * time.Minute) // 11 h 59 min
	if page := b.Get("/").Want(200); page.H1() != "Meja depan" {
		t.Errorf("a minute before the shift's end: %s", page.H1())
	}
	form := b.Get("/tamu/baru").Form("Catat tiba, lanjut verifikasi").Fill("Nama tamu", "Cempaka Contohwati")
	d.later(2 * time.Minute)
	b.Header["Referer"] = d.base + "/tamu/baru"
	if page := form.Press("Catat tiba, lanjut verifikasi"); page.H1() != "Masuk" {
		t.Errorf("after twelve hours: %s", page.H1())
	}
}

// Whatever a page fetches by itself is no activity; what a person does is, and so is
// typing without sending.
func TestStreamsAndPollsKeepNoDeskOpen(t *testing.T) {
	d := openDesk(t)
	b := d.deskOf("ratna")
	b.Get("/")
	for range 8 {
		d.later(2 * time.Minute)
		for _, path := range []string{"/meja/daftar", "/meja/hitungan"} {
			b.Get(path)
		}
	}
	if page := b.Get("/"); page.H1() != "Meja terkunci" {
		t.Errorf("polls kept the desk open: %s", page.H1())
	}
	csrf := unlock(b.Get("/")).Must("textbox", "Pindai QR, ketik kode, nama, atau nomor ponsel").Parent.Tags("input")[0].Attr["value"]
	for range 8 {
		d.later(2 * time.Minute)
		if p := b.Post("/meja/hadir", url.Values{"csrf": {csrf}}); p.Status != 204 {
			t.Fatalf("typing is answered %d", p.Status)
		}
	}
	if page := b.Get("/"); page.H1() != "Meja depan" {
		t.Errorf("typing did not count: %s", page.H1())
	}
}

// The page before comes back with its filters.
func TestTheLockBringsThePageBack(t *testing.T) {
	d := openDesk(t)
	b := d.deskOf("ratna")
	lock := d.locks(b, "/riwayat?bagian=pidum&dari=2026-11-01")
	if page := unlock(lock); page.URL.RequestURI() != "/riwayat?bagian=pidum&dari=2026-11-01" {
		t.Errorf("back on %s", page.URL)
	}
	d.later(16 * time.Minute)
	b.Header["HX-Request"], b.Header["HX-Current-URL"] = "true", d.base+"/meja/tombol"
	b.Get("/meja/daftar").Want(401)
	delete(b.Header, "HX-Request")
	delete(b.Header, "HX-Current-URL")
	if page := unlock(b.Get("/kunci")); page.URL.Path != "/meja/tombol" {
		t.Errorf("a page that found out by itself comes back as %s", page.URL)
	}
	d.later(16 * time.Minute)
	b.Header["HX-Request"], b.Header["HX-Current-URL"] = "true", "http://contoh.jahat/meja/tombol"
	b.Get("/meja/daftar").Want(401)
	delete(b.Header, "HX-Request")
	delete(b.Header, "HX-Current-URL")
	if page := unlock(b.Get("/kunci")); page.URL.Path != "/" {
		t.Errorf("another site's page leads to %s", page.URL)
	}
}

// A desk that locks itself says what stands on it; the officer finds it again, a
// colleague who takes over finds the page alone, and the audit log says who ended whose session.
func TestASecondOfficerTakesOver(t *testing.T) {
	d := openDesk(t)
	v := d.registers()
	b := d.deskOf("ratna")
	page := b.Get("/kunjungan/" + v.ID + "/cancel").Want(200)
	form := page.Form("Batalkan kunjungan").Fill("Alasan", "Sakit sejak pagi")
	leave := url.Values{"csrf": form.Values["csrf"], "reason": form.Values["reason"], "lock_page": {"/kunjungan/" + v.ID + "/cancel"}}
	if p := b.Post("/kunci/tinggal", leave); p.Status != 204 {
		t.Fatalf("leaving is answered %d", p.Status)
	}
	lock := b.Get("/kunci").Want(200)
	if lock.H1() != "Meja terkunci" || strings.Contains(lock.Body, "Sakit") {
		t.Fatalf("%s", lock.Text())
	}
	b.Get("/meja/daftar")
	if b.Get("/kunci").H1() != "Meja terkunci" {
		t.Fatal("asking again opens the desk")
	}
	sari := lock.Follow("Masuk sebagai petugas lain").Form("Masuk").Fill("Nama pengguna", "sari").Fill("Kata sandi", deskPassword).Press("Masuk").Want(200)
	if sari.URL.Path != "/kunjungan/"+v.ID+"/cancel" || strings.Contains(sari.Body, "Sakit sejak pagi") {
		t.Errorf("the second officer comes to %s, and reads %v", sari.URL, strings.Contains(sari.Body, "Sakit sejak pagi"))
	}
	says(t, sari, "Sari Contoh")
	if left, err := d.book.Sessions(context.Background(), "ratna"); err != nil || len(left) != 0 {
		t.Errorf("the first officer still has %d sessions, %v", len(left), err)
	}
	says(t, d.as("admin").Get("/jejak"), "Sari Contoh Meja depan Dikeluarkan Ratna Umpama")
	again := b.Get("/masuk").Form("Masuk").Fill("Nama pengguna", "ratna").Fill("Kata sandi", deskPassword).Press("Masuk").Want(200)
	if again.URL.Path != "/kunjungan/"+v.ID+"/cancel" || !strings.Contains(again.Body, "Sakit sejak pagi") {
		t.Errorf("the first officer comes back to %s without what was typed", again.URL)
	}
}

// Who may not see the page that was left gets their own first page.
func TestTakingOverShowsNobodyMoreThanTheirRole(t *testing.T) {
	d := openDesk(t)
	v := d.registers()
	b := d.deskOf("ratna")
	d.locks(b, "/kunjungan/"+v.ID)
	page := b.Get("/masuk").Form("Masuk").Fill("Nama pengguna", "gading").Fill("Kata sandi", deskPassword).Press("Masuk").Want(200)
	if page.URL.Path != "/kotak" {
		t.Errorf("a host comes to %s", page.URL)
	}
}

// A revoked desk is an ordinary computer from that moment on.
func TestARevokedDeskKeepsNoShift(t *testing.T) {
	d := openDesk(t)
	b := d.deskOf("ratna")
	all, err := d.book.Devices(context.Background(), d.office.ID)
	if err != nil || len(all) != 1 {
		t.Fatalf("%v %v", all, err)
	}
	admin := account.Stamp{Office: d.office.ID, By: "admin", Roles: account.Roles{account.Admin}}
	if err := d.book.Revoke(context.Background(), admin, all[0].ID); err != nil {
		t.Fatal(err)
	}
	d.later(31 * time.Minute)
	if page := b.Get("/"); page.H1() != "Masuk" {
		t.Errorf("half an hour later: %s", page.H1())
	}
}

// A wrong password is on the audit log, with the account's name and never with what was typed.
func TestFailedSignInsAreOnRecord(t *testing.T) {
	d := openDesk(t)
	b := webtest.New(t, d.base)
	for _, login := range []string{"ratna", "sandi-di-kolom-nama"} {
		b.Get("/masuk").Form("Masuk").Fill("Nama pengguna", login).Fill("Kata sandi", "bukan yang ini").Press("Masuk").Want(422)
	}
	page := d.as("auditor").Get("/jejak").Want(200)
	says(t, page, "belum masuk Masuk tidak jadi Ratna Umpama", "belum masuk Masuk tidak jadi")
	if strings.Contains(page.Body, "sandi-di-kolom-nama") {
		t.Error("an unknown login is written down: it may be a password")
	}
}

// Too many tries from one address get the sign-in page, with what to do.
func TestTooManyTries(t *testing.T) {
	d := openDesk(t)
	b := webtest.New(t, d.base)
	b.Header["X-Forwarded-For"] = "203.0.113.7" // not the server's own browser
	form := b.Get("/masuk").Form("Masuk").Fill("Nama pengguna", "tidak.ada").Fill("Kata sandi", "bukan yang ini")
	for range 20 {
		form.Press("Masuk")
	}
	page := form.Press("Masuk").Want(429)
	if page.H1() != "Masuk" || page.Header.Get("Retry-After") == "" || !page.Has("button", "Masuk") {
		t.Errorf("%s", page.Text())
	}
}

// Opening a confidential name asks for the password again once it was typed more than
// five minutes ago, and the password then stands for five minutes more.
func TestSensitiveActsAskForThePassword(t *testing.T) {
	d := openDesk(t)
	v := d.registers(func(m *visit.Register) { m.Confidential = true })
	b := d.as("ratna")
	open := func() *webtest.Form {
		return b.Get("/kunjungan/"+v.ID).Want(200).Form("Tampilkan nama").Fill("Alasan membuka nama", "diminta jaksa")
	}
	says(t, open().Press("Tampilkan nama").Want(200), "Anggrek Contohwati")
	d.later(6 * time.Minute)
	asked := open().Press("Tampilkan nama").Want(422)
	if strings.Contains(asked.Body, "Anggrek") {
		t.Error("opened without the password")
	}
	says(t, open().Fill("Kata sandi Anda", "bukan yang ini").Press("Tampilkan nama").Want(422), "belum cocok")
	says(t, open().Fill("Kata sandi Anda", deskPassword).Press("Tampilkan nama").Want(200), "Anggrek Contohwati")
	record := b.Get("/riwayat/" + v.ID).Want(200)
	if record.Has("textbox", "Kata sandi Anda") {
		t.Error("asked again a moment after it was typed")
	}
	d.later(6 * time.Minute)
	record = b.Get("/riwayat/" + v.ID).Want(200)
	form := record.Form("Buka sekali").Fill("Alasan", "diminta jaksa")
	if page := form.Press("Buka sekali").Want(422); strings.Contains(page.Body, "Anggrek") {
		t.Error("the record opens without the password")
	}
	says(t, form.Fill("Kata sandi Anda", deskPassword).Press("Buka sekali").Want(200), "Anggrek Contohwati")
}

// People see where they are signed in and end it, one by one or everywhere;
// administrators do so for anybody, with their password.
func TestSessionsAreSeenAndEnded(t *testing.T) {
	d := openDesk(t)
	running := func(login string) int {
		t.Helper()
		all, err := d.book.Sessions(context.Background(), login)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	one, two, three := d.as("ratna"), d.as("ratna"), d.as("ratna")
	one.Get("/saya").Want(200).Form("Keluarkan Peramban lain").Press("Keluarkan Peramban lain").Want(200)
	if n := running("ratna"); n != 2 {
		t.Fatalf("%d sessions after one was ended", n)
	}
	if page := one.Get("/saya").Form("Keluar di semua tempat").Press("Keluar di semua tempat"); page.H1() != "Masuk" || running("ratna") != 0 {
		t.Errorf("signed out everywhere: %s, %d left", page.H1(), running("ratna"))
	}
	for _, b := range []*webtest.Client{two, three} {
		if b.Get("/").H1() != "Masuk" {
			t.Error("a session outlived signing out everywhere")
		}
	}
	d.as("ratna")
	d.as("ratna")
	admin := d.as("admin")
	page := admin.Get("/pengaturan/akun/ratna").Want(200)
	page.Form("Keluarkan Peramban lain").Press("Keluarkan Peramban lain").Want(200)
	if n := running("ratna"); n != 1 {
		t.Errorf("%d sessions after the administrator ended one", n)
	}
	d.later(6 * time.Minute)
	page = admin.Get("/pengaturan/akun/ratna").Want(200)
	if page.Form("Keluarkan Peramban lain").Press("Keluarkan Peramban lain").Want(422); running("ratna") != 1 {
		t.Error("ended without the administrator's password")
	}
	page.Form("Keluarkan Peramban lain").Set("own", deskPassword).Press("Keluarkan Peramban lain").Want(200)
	if running("ratna") != 0 {
		t.Error("not ended with the password")
	}
	says(t, admin.Get("/jejak"), "Arif Perumpamaan Dikeluarkan Ratna Umpama")
	mine := admin.Get("/saya").Form("Keluarkan dari semua perangkat lain").Values
	if p := d.as("sari").Post("/pengaturan/akun/admin/keluarkan-satu", mine); p.Status != 403 || running("admin") != 1 {
		t.Errorf("an officer ends an administrator's session: %d", p.Status)
	}
}
