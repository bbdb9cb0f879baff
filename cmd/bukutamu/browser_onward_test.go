package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"bukutamu/internal/visit"
)

// typeDay types a day into the focused date field, in the order in which the browser's
// own language writes it, and gives it as forms send it.
func (b *tab) typeDay(day time.Time) string {
	b.t.Helper()
	b.until("document.activeElement?.id === 'day'")
	want := day.Format(time.DateOnly)
	for _, order := range []string{"01022006", "02012006"} {
		js[bool](b, "((f) => (f.value = '', f.blur(), f.focus(), true))(document.activeElement)")
		if b.strokes(day.Format(order), 100*time.Millisecond, false); js[string](b, "document.activeElement.value") == want {
			return want
		}
	}
	b.t.Fatalf("typed %s, the field holds %q", want, js[string](b, "document.activeElement.value"))
	return ""
}

// The second half of a visit by keyboard alone: a transfer, a step out and back in,
// another day for a registration, and a check-out with a day agreed.
func TestTheSecondHalfByKeyboard(t *testing.T) {
	t.Parallel()
	h := demo(t)
	visits := today(t, h)
	b := enter(t, browser(t).tab(t, desk1366), h, "piket")
	read := func(id string) visit.Visit {
		t.Helper()
		v, err := h.Book.Visit(t.Context(), stampOf(h).Office, id)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	typeDay := func(days int) string {
		t.Helper()
		return b.typeDay(h.clock.now().AddDate(0, 0, days))
	}
	says := func(text string) {
		t.Helper()
		if !strings.Contains(b.text(), text) {
			t.Errorf("%q is not said: %s", text, b.text())
		}
	}

	meets := visits["meeting"]
	b.open(h.Staff + "/kunjungan/" + meets)
	b.leads(func() { b.alt("j") })
	b.until("document.activeElement?.name === 'back'") // no button: a stray Enter steps nobody out
	b.keys(" ")
	b.leads(func() { b.alt("s") })
	says("Di luar sejak")
	if f := read(meets).Facts; f.Card.Out() {
		t.Error("the ticked card was not given back")
	}
	b.leads(func() { b.alt("j") })
	b.leads(func() { b.alt("s") })
	if f := read(meets).Facts; f.Outside() || f.State != visit.Meeting || len(read(meets).Log) < 7 {
		t.Errorf("out and in: %+v", f)
	}

	before := read(meets).Facts
	b.leads(func() { b.alt("g") })
	b.until("document.activeElement?.id === 'host'")
	b.keys(kb.ArrowDown)
	if js[string](b, "document.activeElement.value") == before.Host {
		b.keys(kb.ArrowDown)
	}
	b.leads(func() { b.alt("s") })
	says("belum ditanyakan")
	if f := read(meets).Facts; f.State != visit.Waiting || f.Host == before.Host {
		t.Errorf("transferred to %s: %+v", f.Host, f)
	}

	b.leads(func() { b.alt("p") })
	b.alt("y")
	b.until("[...document.querySelectorAll('.give input')].every((box) => box.checked)")
	b.focus("field", "Bagaimana kunjungan berakhir?").keys("Dij")
	b.until("!document.getElementById('again').hidden")
	b.keys("\t")
	day := typeDay(3)
	b.leads(func() { b.alt("s") })
	says("Tiket baru")
	b.must("image", "QR tiket")
	b.shot("rescheduled")
	if next := read(read(meets).Facts.Next); next.Facts.Day != day || next.Facts.State != visit.Registered {
		t.Errorf("%+v", next.Facts)
	}

	b.open(h.Staff + "/kunjungan/" + visits["registered"])
	b.leads(func() { b.alt("r") })
	day = typeDay(2)
	b.leads(func() { b.alt("s") })
	if v := read(visits["registered"]); v.Facts.Day != day {
		t.Errorf("moved to %s", v.Facts.Day)
	}
}

// A guest moves the ticket on the phone: the same code, another day.
func TestAGuestMovesTheTicketOnThePhone(t *testing.T) {
	t.Parallel()
	h := demo(t)
	v, _ := ticketed(t, h, "Melur Contohwati")
	b := browser(t).tab(t, phone390).open(h.Guest + "/t/kapuas." + v.Ticket)
	b.press("link", "Pilih hari lain")
	js[bool](b, "(document.getElementById('day').focus(), true)") // a date field is three fields to a screen reader
	day := b.typeDay(h.clock.now().AddDate(0, 0, 1))
	b.press("button", "Simpan hari baru")
	b.must("image", "QR tiket")
	if strings.Contains(b.text(), "Hari ini") || !strings.Contains(b.text(), v.Code[:3]+"-"+v.Code[3:]) {
		t.Error(b.text())
	}
	if moved := visitOf(t, h, v.Code); moved.Facts.Day != day || moved.ID != v.ID {
		t.Errorf("%+v", moved.Facts)
	}
}
