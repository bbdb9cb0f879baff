package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"bukutamu/internal/visit"
)

// tabTo goes with the Tab key to the control whose text, or whose label, begins so.
func (b *tab) tabTo(text string) *tab {
	b.t.Helper()
	for range 80 {
		b.keys("\t")
		if js[bool](b, `((el) => (el?.labels?.[0] ?? el)?.innerText?.trim().startsWith(`+quoted(text)+`) ?? false)(document.activeElement)`) {
			return b
		}
	}
	b.t.Fatalf("no Tab leads to %q on %s", text, b.url())
	return b
}

// A guest's badge is exchanged by keyboard alone: a damaged one by the officer, a lost
// one with the supervisor's own sign-in; what is written down is corrected, and a visit
// kept confidential, the same way.
func TestTheExceptionsByKeyboard(t *testing.T) {
	t.Parallel()
	h := demo(t)
	id := today(t, h)["waiting"]
	b := enter(t, browser(t).tab(t, desk1366), h, "piket")
	read := func() visit.Facts {
		t.Helper()
		v, err := h.Book.Visit(t.Context(), stampOf(h).Office, id)
		if err != nil {
			t.Fatal(err)
		}
		return v.Facts
	}
	gone := func(list func() []int, n int, what string) {
		t.Helper()
		if now := read().Badge.Number; now == n || !slices.Contains(list(), n) {
			t.Errorf("after %d was %s the guest has %d, and %v are %s", n, what, now, list(), what)
		}
	}
	pool := func() (lost, damaged []int) {
		o, err := h.Book.Home(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return o.Badges.Lost, o.Badges.Damaged
	}
	follow := func(link string) { b.tabTo(link).leads(func() { b.keys(kb.Enter) }) }
	save := func() { b.leads(func() { b.alt("s") }) }

	was := read().Badge.Number
	b.open(h.Staff + "/kunjungan/" + id)
	follow("Tukar tanda pengenal")
	b.until("document.activeElement?.id === 'badge'")
	b.keys("\t" + kb.ArrowDown) // from "in good shape" to "damaged"
	save()
	b.until("document.querySelector('iframe.printframe[data-loaded]')")
	gone(func() []int { _, d := pool(); return d }, was, "damaged")

	was = read().Badge.Number
	follow("Tukar tanda pengenal")
	b.until("document.activeElement?.id === 'badge'")
	b.keys("\t" + kb.ArrowUp) // round to "lost"
	b.tabTo("Alasan").write("Tidak ada di tas")
	save()
	if read().Badge.Number != was {
		t.Fatal("a lost badge was exchanged without a supervisor")
	}
	b.allow("status of 422").tabTo("Nama pengguna supervisor").write("atasan")
	b.tabTo("Kata sandi supervisor").write(password)
	save()
	gone(func() []int { l, _ := pool(); return l }, was, "lost")

	name := read().Guest.Name
	follow("Ubah data")
	b.until("document.activeElement?.id === 'name'")
	b.keys(kb.End).write(" Sari")
	b.tabTo("Alasan perubahan").write("Salah dengar")
	save()
	if got := read().Guest.Name; got != name+" Sari" || !strings.Contains(b.text(), "Tanda pengenal memuat data lama") {
		t.Errorf("the name is %q: %s", got, b.text())
	}
	follow("Ubah data")
	b.tabTo("Rahasiakan kunjungan ini").keys(" ")
	b.tabTo("Alasan perubahan").write("Saksi")
	save()
	if !read().Confidential || strings.Contains(b.text(), name) {
		t.Errorf("confidential: %v, and the card says %s", read().Confidential, b.text())
	}
}
