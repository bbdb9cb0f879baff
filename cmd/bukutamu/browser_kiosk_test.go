package main

import (
	"testing"
)

func TestKioskSmoke(t *testing.T) {
	h := demo(t)
	b := browser(t).tab(t, portrait1080)
	b.open(h.Guest + "/kios").press("link", "Daftar bertamu")
	if b.h1() != "Apa keperluan Anda hari ini?" {
		t.Error(b.h1())
	}
	b.shot("kiosk-purpose").press("button", "Sidang").press("button", "Belum tahu").fill("Siapa nama Anda?", "Anggrek Contohwati").click("choice", "Ibu")
	b.shot("kiosk-name").press("button", "Lanjut")
	for _, c := range b.controls() {
		t.Log(c.role, c.name)
	}
}
