package kiosk_test

import (
	"strings"
	"testing"
)

// A link to the other language takes along everything typed, in a cookie that only the
// server reads, and a sent registration leaves nothing of it behind.
func TestTheOtherLanguageKeepsWhatIsTypedOnAPhone(t *testing.T) {
	p := open(t)
	c := p.browser()
	form := filled(c).Choose("Lain hari").Set("day", "2026-11-26").Set("confidential", "1").Set("name", "A").Set("keep", "1")
	page := form.Send("Ambil tiket").Want(204)
	if set := strings.Join(page.Header.Values("Set-Cookie"), " "); !strings.Contains(set, "guest_typed=") || !strings.Contains(set, "HttpOnly") || strings.Contains(set, "Rimba") {
		t.Error(set)
	}
	page = c.Get("/?lang=en").Want(200)
	if !strings.Contains(page.Body, "data-keep") || !strings.Contains(page.Body, "/keep.") || page.Find("alert", "") != nil {
		t.Error("the page does not keep, or judges what was only kept")
	}
	again := page.Form("Get my ticket")
	for name, want := range form.Values {
		if name == "csrf" || name == "act" || name == "seen" || name == "keep" {
			continue
		}
		if got := strings.ReplaceAll(again.Values.Get(name), "\r\n", "\n"); got != strings.ReplaceAll(want[0], "\r\n", "\n") {
			t.Errorf("%s was %q, is %q", name, want, got)
		}
	}
	again.Set("name", "").Press("Get my ticket").Want(422)
	again.Set("name", "Anggrek Contohwati").Press("Get my ticket").Want(200)
	if f := p.one().Facts; !f.Confidential || len(f.Companions) != 2 || f.Day != "2026-11-26" {
		t.Errorf("%+v", f)
	}
	if left := c.Get("/").Form("Get my ticket").Values; left.Get("name")+left.Get("companions")+left.Get("letter") != "" {
		t.Errorf("left behind: %v", left)
	}
}
