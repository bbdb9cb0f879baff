package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// canaries are what the guest before told the kiosk.
var canaries = []string{"Kenarikan", "Rimbakan", "8129999", "0812 9999", "B-777/O.2.12"}

// nothing is left of the guest before in this tab: not in the page, its fields, its
// address, its history, its storage or its caches.
func nothing(t testing.TB, b *tab, where string, more ...string) {
	t.Helper()
	b.until("document.readyState === 'complete'")
	all := js[string](b, `(async () => {
		const out = [document.documentElement.outerHTML, document.title, location.href, document.referrer, window.name, document.cookie];
		for (const el of document.querySelectorAll("input, textarea, select")) out.push(el.value);
		for (const t of document.querySelectorAll("template")) out.push(t.innerHTML);
		for (const store of [localStorage, sessionStorage]) for (let i = 0; i < store.length; i++) out.push(store.key(i) + store.getItem(store.key(i)));
		for (const name of await caches?.keys() ?? []) for (const r of await (await caches.open(name)).keys()) out.push(r.url);
		for (const d of await indexedDB.databases()) out.push(d.name);
		out.push(JSON.stringify(history.state));
		return out.join("\n");
	})()`)
	trail, err := chromedp.Call(b.ctx, page.GetNavigationHistory, cdp.Empty{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range trail.Entries {
		all += "\n" + e.URL + " " + e.Title
	}
	for _, c := range append(more, canaries...) {
		if strings.Contains(all, c) {
			t.Errorf("%s: the next guest finds %q on %s", where, c, b.url())
		}
	}
}

// tell gives the kiosk everything a guest can give it, up to the last page.
func tell(b *tab, h *house) *tab {
	b.t.Helper()
	b.open(h.Guest+"/kios").press("link", "Daftar bertamu").press("button", "Memenuhi panggilan")
	b.fill("Nomor surat panggilan?", "B-777/O.2.12").press("button", "Lanjut").press("button", "Seksi Intelijen")
	b.fill("Siapa nama Anda?", "Kenarikan Contohwati").click("choice", "Ibu").press("button", "Lanjut")
	b.fill("Nomor ponsel Anda?", "081299990001").press("button", "Lanjut")
	b.fill("Nama pendamping", "Rimbakan Umpama").press("button", "Tambah orang").press("button", "Lanjut")
	if !strings.Contains(b.text(), "Kenarikan") {
		b.t.Fatalf("the guest is not on the last page: %s", b.text())
	}
	return b
}

// later lets the page's clock pass, as a quiet kiosk's does.
func (b *tab) later(d time.Duration) {
	b.t.Helper()
	js[bool](b, fmt.Sprintf("Date.now = ((now) => () => now() + %d)(Date.now.bind(Date)), true", d.Milliseconds()))
}

// steps are the browser's own buttons, back and forward, as far as its history goes.
func (b *tab) steps(by int) bool {
	b.t.Helper()
	trail, err := chromedp.Call(b.ctx, page.GetNavigationHistory, cdp.Empty{})
	if err != nil {
		b.t.Fatal(err)
	}
	to := int(trail.CurrentIndex) + by
	if to < 0 || to >= len(trail.Entries) || trail.Entries[to].URL == "about:blank" {
		return false
	}
	b.call(func() error { return chromedp.Do(b.ctx, chromedp.NavigateToHistoryEntry(trail.Entries[to].ID)) })
	return true
}

// The kiosk privacy matrix: however a guest ends, and whichever way the next one
// looks, there is nothing of the one before.
func TestKioskPrivacy(t *testing.T) {
	t.Parallel()
	h := demo(t)
	take := func(b *tab) {
		b.click("choice", "Tidak membawa").click("choice", "Saya sudah membaca").press("button", "Ambil tiket")
		if !strings.Contains(b.text(), "Kenarikan") {
			t.Fatalf("no ticket: %s", b.text())
		}
	}
	idle := func(b *tab) {
		b.later(45 * time.Second)
		b.until("document.querySelector('dialog[open]')")
	}
	home := func(b *tab) {
		b.until("location.pathname === '/kios' && document.readyState === 'complete' && document.querySelector('h1')?.innerText === 'Selamat pagi.'")
	}
	for _, end := range []struct {
		name string
		do   func(b *tab)
	}{
		{"Selesai", func(b *tab) { take(b); b.click("link", "Selesai") }},
		{"the ticket's 45 seconds", func(b *tab) { take(b); b.later(50 * time.Second) }},
		{"40 and 20 quiet seconds", func(b *tab) { idle(b); b.later(20 * time.Second) }},
		{"Hapus isian saya", func(b *tab) { idle(b); b.click("button", "Hapus isian saya") }},
		{"half a name, typed and not sent", func(b *tab) {
			b.press("link", "Ubah Nama").fill("Siapa nama Anda?", "Kenarikan Setengah").open(h.Guest + "/kios")
		}},
		{"walking home half-way", func(b *tab) { b.open(h.Guest + "/kios") }},
		{"a machine that slept", func(b *tab) { b.later(3600 * time.Second) }},
	} {
		b := tell(browser(t).tab(t, landscape768), h)
		end.do(b)
		home(b)
		nothing(t, b, end.name)
		for b.steps(-1) {
			nothing(t, b, end.name+", back")
		}
		for b.steps(1) {
			nothing(t, b, end.name+", forward")
		}
		for _, path := range []string{"/tiket", "/kios/periksa", "/kios/nama", "/kios/pendamping", "/kios/panggil", "/kios/kode", "/kios/kode/jawaban"} {
			b.open(h.Guest + path)
			nothing(t, b, end.name+", "+path)
		}
		b.open(h.Guest+"/kios").press("link", "Daftar bertamu").press("button", "Sidang")
		nothing(t, b, end.name+", the next guest")
	}
}

// A page that is left leaves an empty page in the browser's page cache, and asks the
// server anew when it comes back from there. (Chromium keeps no such page while it is
// driven from outside, so the test says what the browser would say.)
func TestThePageCacheHoldsAnEmptyPage(t *testing.T) {
	t.Parallel()
	h := demo(t)
	b := tell(browser(t).tab(t, landscape768), h)
	b.press("link", "Ubah Nama")
	js[bool](b, "window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })), true")
	if left := js[string](b, "document.body.innerHTML"); left != "" {
		t.Errorf("the page cache would hold %.200s", left)
	}
	b.leads(func() {
		js[bool](b, "fetch('/kios/ulang', { method: 'POST', body: new URLSearchParams({ csrf: document.querySelector('meta[name=csrf]').content }) }).then(() => true)")
		js[bool](b, "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })), true")
	})
	if b.url().Path != "/kios" {
		t.Errorf("what came back from the page cache stays on %s", b.url())
	}
	nothing(t, b, "the page cache")
}

// A touch goes on, and keeps what was typed.
func TestGoingOnKeepsTheAnswers(t *testing.T) {
	t.Parallel()
	h := demo(t)
	b := tell(browser(t).tab(t, landscape768), h)
	b.press("link", "Kembali").press("link", "Kembali").press("link", "Kembali")
	b.fill("Siapa nama Anda?", "Kenarikan Setengah")
	b.later(45 * time.Second)
	b.until("document.querySelector('dialog[open]')")
	b.click("button", "Ya, lanjutkan")
	b.until("!document.querySelector('dialog[open]')")
	if got := b.value("Siapa nama Anda?"); got != "Kenarikan Setengah" {
		t.Errorf("going on lost %q", got)
	}
	b.press("link", "English")
	if got := b.value("What is your name?"); got != "Kenarikan Setengah" {
		t.Errorf("another language lost %q", got)
	}
}

// Two tabs of one kiosk: what one resets, the other cannot send any more.
func TestTwoTabsOfOneKiosk(t *testing.T) {
	t.Parallel()
	h := demo(t)
	a := tell(browser(t).tab(t, landscape768), h)
	b := a.sibling()
	b.open(h.Guest + "/kios")
	nothing(t, b, "the second tab")
	a.allow("status of 403", "status of 422")
	a.click("choice", "Tidak membawa").click("choice", "Saya sudah membaca").press("button", "Ambil tiket")
	if strings.HasPrefix(a.h1(), "Terima kasih") {
		t.Errorf("the first tab got a ticket after the reset: %s", a.text())
	}
	nothing(t, a, "the first tab after the other's reset")
	for a.steps(-1) {
		nothing(t, a, "the first tab, back")
	}
}
