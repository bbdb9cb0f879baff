package main

import (
	"math"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"bukutamu/internal/visit"
)

// note is one tone of the desk, as the browser was told to play it.
type note struct{ Pitch, Begin, End, Loud float64 }

// earProbe writes down every tone that a page of this tab plays. Times count from the first.
const earProbe = `window.notes = [];
let loud = 0;
const ramp = AudioParam.prototype.linearRampToValueAtTime;
AudioParam.prototype.linearRampToValueAtTime = function (v, at) { loud = Math.max(loud, v); return ramp.call(this, v, at); };
const create = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () {
	const tone = create.call(this), note = {};
	const start = tone.start.bind(tone), stop = tone.stop.bind(tone);
	tone.start = (at) => { note.Pitch = tone.frequency.value; note.Begin = at; note.Loud = loud; loud = 0; window.notes.push(note); start(at); };
	tone.stop = (at) => { note.End = at; stop(at); };
	return tone;
};`

// ears makes the tab's pages tell what they play.
func (b *tab) ears() *tab {
	b.t.Helper()
	b.call(func() error {
		_, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: earProbe})
		return err
	})
	return b
}

// hears is what the page has played since it was asked last.
func (b *tab) hears() []note {
	b.t.Helper()
	return js[[]note](b, "window.notes.splice(0)")
}

// sounded waits until the page has come to play this sound, muted or not.
func (b *tab) sounded(name string) *tab {
	b.t.Helper()
	b.until("document.documentElement.dataset.sounded === " + quoted(name))
	return b
}

// Each outcome has its own rhythm: one note, two equal, two falling, two rising, at most
// 300 ms, and its words on the screen.
func TestTheSoundsOfTheDesk(t *testing.T) {
	t.Parallel()
	h := demo(t)
	_, qr := ticketed(t, h, "Melur Contohwati")
	used, usedQR := ticketed(t, h, "Mawar Contohwati")
	if _, err := h.Book.Move(t.Context(), stampOf(h), used.ID, visit.Arrive{}); err != nil {
		t.Fatal(err)
	}
	b := enter(t, browser(t).tab(t, desk1366).ears(), h, "piket")
	scan := func(text string) func() {
		return func() {
			b.open(h.Staff+"/").fill("Pindai QR, ketik kode, nama, atau nomor ponsel", text)
			b.leads(func() { b.keys("\r") })
		}
	}
	waiting := today(t, h)["waiting"]
	for _, c := range []struct {
		name, words string
		hear        func()
		steps       []int // of the pitch: 0 equal, 1 up, -1 down
	}{
		{"accepted", "Tiket cocok", scan(qr), nil},
		{"used", "sudah dipakai", scan(usedQR), []int{0}},
		{"refused", "tidak dikenal", scan(h.Guest + "/T/KAPUAS.00000000000000000000000000"), []int{-1}},
		{"answered", "Diterima", func() {
			b.open(h.Staff + "/")
			until(t, "the desk listens", func() bool { return h.hub.Open() >= 1 })
			if _, err := h.Book.Move(t.Context(), stampOf(h), waiting, visit.Answer{Reply: visit.Accepted, Channel: visit.Telephone}); err != nil {
				t.Fatal(err)
			}
		}, []int{1}},
	} {
		c.hear()
		b.sounded(c.name)
		b.until("document.body.innerText.includes(" + quoted(c.words) + ")")
		notes := b.hears()
		if len(notes) != len(c.steps)+1 {
			t.Errorf("%s: %d notes", c.name, len(notes))
			continue
		}
		if whole := notes[len(notes)-1].End - notes[0].Begin; whole > 0.3001 || whole < 0.05 {
			t.Errorf("%s lasts %v s", c.name, whole)
		}
		for i, step := range c.steps {
			if got := int(math.Copysign(1, notes[i+1].Pitch-notes[i].Pitch)); notes[i+1].Pitch != notes[i].Pitch && got != step || notes[i+1].Pitch == notes[i].Pitch && step != 0 {
				t.Errorf("%s: from %v to %v Hz", c.name, notes[i].Pitch, notes[i+1].Pitch)
			}
			if notes[i+1].Begin < notes[i].End {
				t.Errorf("%s: its notes run into each other", c.name)
			}
		}
	}

	// Muted is muted on this device, through every page, and is heard of nowhere else.
	b.open(h.Staff + "/meja/tombol")
	on[bool](b, b.must("slider", "Keras suara"), "function() { this.value = 0.3; this.dispatchEvent(new Event('input', { bubbles: true })); return true }")
	if n := b.sounded("accepted").hears(); len(n) != 1 || n[0].Loud < 0.29 || n[0].Loud > 0.31 {
		t.Errorf("at three tenths: %v", n)
	}
	b.click("button", "Bisukan suara")
	b.open(h.Staff + "/meja/tombol")
	if got := on[string](b, b.must("slider", "Keras suara"), "function() { return this.value }"); got != "0.3" || !b.has("button", "Bunyikan suara") {
		t.Errorf("the device forgot: volume %s", got)
	}
	scan(h.Guest + "/T/KAPUAS.00000000000000000000000000")()
	if n := b.sounded("refused").hears(); len(n) != 0 {
		t.Errorf("muted, and %d notes", len(n))
	}
	other := enter(t, browser(t).tab(t, desk1366), h, "atasan")
	if js[string](other, "localStorage.getItem('sound') ?? ''") == "off" {
		t.Error("another device is muted too")
	}
}

// A browser that waits for a touch says so, and the first key ends it.
func TestSoundWaitsForATouch(t *testing.T) {
	t.Parallel()
	h := demo(t)
	c := launch(t, chromedp.Flag("autoplay-policy", "document-user-activation-required"))
	t.Cleanup(c.cancel)
	b := enter(t, c.tab(t, desk1366).allow("AudioContext was not allowed to start"), h, "piket")
	b.open(h.Staff + "/")
	hidden := "document.querySelector('[data-sound-on]').hidden"
	b.until("document.readyState === 'complete' && !" + hidden)
	b.must("link", "Aktifkan suara")
	b.keys("\t")
	b.until(hidden)
}
