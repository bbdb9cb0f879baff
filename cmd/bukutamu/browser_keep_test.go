package main

import "testing"

// On a phone the other language keeps what was typed, there and back.
func TestThePhoneKeepsWhatIsTyped(t *testing.T) {
	t.Parallel()
	h := demo(t)
	b := browser(t).tab(t, phone390)
	b.open(h.Guest + "/?lang=id")
	b.fill("Siapa nama Anda?", "Teratai Contohwati").click("choice", "Tidak membawa")
	b.press("link", "English")
	if got := b.value("What is your name?"); got != "Teratai Contohwati" {
		t.Errorf("in English the name is %q", got)
	}
	b.fill("What is your name?", "Kenanga Contohwati").press("link", "Bahasa Indonesia")
	if got := b.value("Siapa nama Anda?"); got != "Kenanga Contohwati" {
		t.Errorf("back in Indonesian the name is %q", got)
	}
	if !js[bool](b, "document.getElementById('weapon').checked") {
		t.Error("the declaration is lost")
	}
}
