package kiosk_test

import (
	"strings"
	"testing"

	"bukutamu/internal/office"
)

// What an office decided about a purpose holds at the kiosk: its letter number is asked
// for, and its guest is confidential without having asked for it.
func TestWhatAPurposeAsksForReachesTheKiosk(t *testing.T) {
	p := open(t, func(o *office.Office) {
		for i := range o.Purposes {
			if o.Purposes[i].ID == "sidang" {
				o.Purposes[i].Letter, o.Purposes[i].Confidential = true, true
			}
		}
	})
	page := p.browser().Get("/kios").Follow("Daftar bertamu")
	page = page.Form("Sidang").Press("Sidang").Want(200)
	if !page.Has("textbox", "Nomor surat panggilan?") {
		t.Fatalf("no letter number is asked for: %s", page.Text())
	}
	page = page.Form("Lanjut").Fill("Nomor surat panggilan?", "B-000/contoh").Press("Lanjut")
	page = page.Form("Belum tahu, bantu saya").Press("Belum tahu, bantu saya")
	page = page.Form("Lanjut").Fill("Siapa nama Anda?", "Anggrek Contohwati").Press("Lanjut")
	page = page.Form("Lewati").Press("Lewati")
	page = page.Form("Lanjut").Press("Lanjut")
	page.Form("Ambil tiket").Choose("Tidak membawa").Choose("Saya sudah membaca").Press("Ambil tiket").Want(200)
	if f := p.one().Facts; !f.Confidential || f.Letter != "B-000/contoh" {
		t.Errorf("%+v", f)
	}
}

// An office that offers Indonesian alone is asked for English in vain, by a link, by an
// address, or by what the phone prefers.
func TestEnglishIsNotOfferedWhereItIsOff(t *testing.T) {
	for _, off := range []bool{false, true} {
		p := open(t, func(o *office.Office) { o.Rules.NoEnglish = off })
		for _, path := range []string{"/kios", "/"} {
			c := p.browser()
			if got := c.Get(path).Want(200).Has("link", "English"); got == off {
				t.Errorf("%s: English offered: %v", path, got)
			}
			english := strings.Contains(c.Get(path+"?lang=en").Want(200).Body, `lang="en"`)
			if english == off {
				t.Errorf("%s?lang=en in English: %v", path, english)
			}
		}
	}
}
