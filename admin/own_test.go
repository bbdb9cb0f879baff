package admin_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"bukutamu/internal/web/webtest"
)

func TestOwnSessionsAreSeenAndEnded(t *testing.T) {
	b := kapuas(t)
	here, there, third := b.as("ratna"), b.as("ratna"), b.as("ratna")
	p := here.Get("/saya").Want(200)
	if n := strings.Count(p.Body, `action="/saya/sesi"`); n != 2 {
		t.Errorf("%d other sessions", n)
	}
	p.Form("Keluarkan").Press("Keluarkan").Want(200)
	out := 0
	for _, c := range []*webtest.Client{there, third} {
		if c.Get("/saya").H1() == "Masuk" {
			out++
		}
	}
	if out != 1 {
		t.Errorf("%d of two others are out", out)
	}
	here.Get("/saya").Form("Keluarkan dari semua perangkat lain").Press("Keluarkan dari semua perangkat lain").Want(200)
	if there.Get("/saya").H1() != "Masuk" || third.Get("/saya").H1() != "Masuk" || here.Get("/saya").H1() == "Masuk" {
		t.Error("the others are not out, or this one is")
	}
	// Another's session is not found.
	mine, err := b.book.Sessions(context.Background(), "ratna")
	if err != nil || len(mine) != 1 {
		t.Fatal(mine, err)
	}
	other := b.as("bima")
	p = b.request(other, "POST", "/saya/sesi", metaCSRF(other.Get("/saya")))
	if p.Status != 404 {
		t.Errorf("no session named: %d", p.Status)
	}
	if here.Get("/saya").H1() == "Masuk" {
		t.Error("somebody else ended it")
	}
}

func TestChangingThePasswordEndsTheOtherSessions(t *testing.T) {
	b := kapuas(t)
	here, there := b.as("ratna"), b.as("ratna")
	const word = "ikan terbang di atas sawah"
	p := here.Get("/saya").Form("Ganti kata sandi").Fill("Kata sandi sekarang", ownWord).Fill("Kata sandi baru", word).Fill("Ulangi", word).Press("Ganti kata sandi").Want(200)
	if p.URL.Path != "/saya" || !strings.Contains(p.Text(), "Tersimpan.") {
		t.Error(p.Text())
	}
	if there.Get("/saya").H1() != "Masuk" {
		t.Error("the other session goes on with the old password")
	}
	b.signIn(webtest.New(t, b.base), "ratna", word).Want(200)
}

var enrolCode = regexp.MustCompile(`\b[0-9A-Z]{3}-[0-9A-Z]{3}\b`)

func TestAComputerBecomesADeskByItsCode(t *testing.T) {
	b := kapuas(t)
	desk := b.as("ratna")
	p := desk.Get("/saya/meja").Want(200).Form("Tampilkan kode").Press("Tampilkan kode").Want(200)
	code := enrolCode.FindString(p.Text())
	if code == "" {
		t.Fatal(p.Text())
	}
	if p := desk.Get("/saya/meja"); enrolCode.FindString(p.Text()) != code {
		t.Error("a reload shows another code")
	}
	boss := b.as("bima")
	form := func() *webtest.Form { return boss.Get("/pengaturan/perangkat").Form("Daftarkan") }
	p = form().Fill("Kode di layarnya", "ZZZ-ZZZ").Fill("Jenis", "Meja").Press("Daftarkan").Want(422)
	if !strings.Contains(p.Text(), "Kode ini belum cocok") || !strings.Contains(p.Text(), "Beri nama perangkat ini.") || p.Form("Daftarkan").Values.Get("kind") != "desk" {
		t.Error(p.Text())
	}
	form().Fill("Kode di layarnya", code).Fill("Jenis", "Meja").Fill("Nama", "Meja depan").Fill("Tempat", "Lobi").Press("Daftarkan").Want(200)
	if p := desk.Get("/saya/meja"); !strings.Contains(p.Text(), "Komputer ini meja Meja depan.") {
		t.Error(p.Text())
	}
	b.signIn(desk, "ratna", ownWord)
	all, err := b.book.Sessions(context.Background(), "ratna")
	if err != nil || all[0].Device != "Meja depan" {
		t.Errorf("the new session is no desk's: %+v %v", all, err)
	}

	if p := boss.Get("/pengaturan/perangkat"); !strings.Contains(p.Text(), "Meja depan Meja Lobi baru saja") {
		t.Error(p.Text())
	}
	boss.Get("/pengaturan/perangkat").Form("Cabut Meja depan").Press("Cabut Meja depan").Want(200)
	if p := boss.Get("/pengaturan/perangkat"); !strings.Contains(p.Text(), "dicabut hari ini, 09.42") {
		t.Error(p.Text())
	}
	if p := desk.Get("/saya/meja"); strings.Contains(p.Text(), "Komputer ini meja") {
		t.Error("a revoked desk is still one")
	}
}

func TestAnOldSightingIsDashed(t *testing.T) {
	b := kapuas(t)
	code, err := b.book.AskEnrol(context.Background(), b.o.ID, "token")
	if err == nil {
		_, err = b.book.Enrol(context.Background(), b.stamp("bima", "admin"), code, "kiosk", "Kios lama", "Gudang")
	}
	if err != nil {
		t.Fatal(err)
	}
	b.wait(20 * 24 * 3600 * 1e9)
	p := b.as("bima").Get("/pengaturan/perangkat").Want(200)
	if !strings.Contains(p.Body, `pill--forced">23 Nov, 09.42`) {
		t.Error(p.Text())
	}
	if pdf := b.as("bima").Get("/pengaturan/perangkat/uji.pdf?ukuran=62x76").Want(200); !strings.HasPrefix(pdf.Body, "%PDF") {
		t.Error("no test page of the label")
	}
	if p := b.as("bima").Get("/pengaturan/perangkat/uji.pdf?ukuran=../x"); p.Status != 404 {
		t.Errorf("an unknown paper: %d", p.Status)
	}
}
