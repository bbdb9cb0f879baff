package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A foreigner without a ticket, from the door to the goodbye without a mouse: the badge
// speaks English, the passport goes into the pocket and comes back.
func TestAForeignerByKeyboardAlone(t *testing.T) {
	h := demo(t)
	c := launch(t, chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true))
	t.Cleanup(c.cancel)
	b := enter(t, c.tab(t, desk1366), h, "piket")
	o := &hands{tab: b}
	at := func(expression string) { t.Helper(); b.until("document.activeElement?." + expression) }

	b.leads(func() { o.access("w") })
	at("id === 'name'")
	o.types("Robin Sampleton")
	o.acts("\t" + kb.ArrowLeft) // name alone → Bapak
	at("value === 'bapak'")
	o.acts("\t\t" + kb.ArrowRight) // past the phone number
	at("value === 'en'")
	o.acts("\t")
	at("id === 'purpose'")
	o.types("Koor")
	o.acts("\t")
	at("id === 'unit'")
	o.types("Seksi Tindak Pidana U")
	b.shot("people-walk-in")
	b.leads(func() { o.access("s") })
	if b.h1() != "Verifikasi" {
		t.Fatalf("the walk-in leads to %q: %s", b.h1(), b.text())
	}
	b.until("document.activeElement?.id === 'number' && document.querySelector('video').videoWidth > 0")
	o.keys("\t", chromedp.ModifierShift)
	o.acts(kb.ArrowRight + kb.ArrowRight)
	at("value === 'paspor'")
	o.acts("\t")
	o.types("X0000001")
	o.acts("\t\t ") // the name is there already
	at("value === 'male'")
	o.access("o")
	b.until("!document.querySelector('[data-photo-says=saved]').hidden")
	b.shot("people-verify")
	b.leads(func() { o.access("s") })
	b.until("document.querySelector('iframe.printframe[data-loaded]')")
	paper := readPDF(t, b.file(js[string](b, "document.querySelector('iframe.printframe').src")))
	for _, s := range []string{"VISITOR", "Robin Sampleton", "General Crimes Section", "Return when leaving"} {
		if !strings.Contains(paper.text, s) {
			t.Errorf("the badge lacks %q: %s", s, paper.text)
		}
	}
	b.leads(func() { o.access("b") })
	b.leads(func() { o.access("a") })
	at("id === 'by'")
	o.acts(kb.ArrowDown)
	b.leads(func() { o.access("s") })
	b.leads(func() { b.scan(paper.qr, true) })
	if text := b.text(); b.h1() != "Tamu pulang" || !strings.Contains(text, "Paspor Robin, dari kantong") {
		t.Fatalf("the badge leads to %q: %s", b.h1(), text)
	}
	o.access("y")
	b.until("[...document.querySelectorAll('.give input')].every((box) => box.checked)")
	b.leads(func() { o.access("s") })
	if !strings.Contains(b.text(), "Pulang 09.0") {
		t.Errorf("still here: %s", b.text())
	}
	t.Logf("from the door to the goodbye: %d keys that act, %d that type", o.acted, o.typed)
}
