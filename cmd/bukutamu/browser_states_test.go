package main

import (
	"strings"
	"testing"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
)

// Wherever something is sent while the server is away, the page says so and what was
// typed stays; it goes out by itself, once, when the server is back. Printing says so too.
func TestTheServerIsAwayOnEveryPage(t *testing.T) {
	t.Parallel()
	h := empty(t) // a demo that starts again gives new passwords, which ends every session
	freshOffice(t, h)
	o, err := h.Book.Home(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	console := account.Stamp{Office: o.ID, By: account.ByConsole, Roles: account.Roles{account.System}}
	host := o.Hosts("")[0]
	if err := h.Book.AddAccount(t.Context(), console, account.Account{Login: "galih", Name: host.Name, Roles: account.Roles{account.Host}, Person: host.ID}, password, false); err != nil {
		t.Fatal(err)
	}
	v := visitOf(t, h, codeOf(t, takeTicket(h.guest(t), "Melur Contohwati")))
	s := stampOf(h)
	for _, m := range []visit.Move{visit.Arrive{}, visit.Verify{Document: "ktp", Number: nik, Name: "Melur Contohwati", Sex: "female", Screening: visit.Nothing, Badge: 3, PhotoWhy: "Kamera rusak", Unit: host.Unit, Host: host.ID, Ask: true}} {
		if _, err := h.Book.Move(t.Context(), s, v.ID, m); err != nil {
			t.Fatal(err)
		}
	}
	waits := func(b *tab, where string) {
		t.Helper()
		b.until("!document.querySelector('[data-send-bar]').hidden")
		if text := b.text(); !strings.Contains(text, "Sambungan terputus.") || !strings.Contains(text, "1 menunggu.") {
			t.Errorf("%s: %s", where, text)
		}
	}
	inbox := enter(t, browser(t).tab(t, desk1366), h, "galih").allow(away...).open(h.Staff + "/kotak/" + v.ID)
	history := enter(t, browser(t).tab(t, desk1366), h, "bima").allow(away...).open(h.Staff+"/riwayat").fill("Nama", "Melur")
	paper := history.sibling().allow(away...).open(h.Staff + "/pengaturan/perangkat")
	inbox.must("button", "Bersedia")
	history.must("button", "Tampilkan")
	paper.must("link", "Cetak halaman uji")
	h.stop()
	inbox.click("button", "Bersedia")
	waits(inbox, "the inbox")
	history.click("button", "Tampilkan")
	waits(history, "the history")
	paper.click("link", "Cetak halaman uji")
	paper.until("!document.querySelector('[data-print-away]').hidden")
	if js[bool](paper, "document.querySelector('iframe') !== null") {
		t.Error("the browser's own error page is in the frame that prints")
	}
	inbox.leads(func() { history.leads(h.start) })
	if got := history.value("Nama"); got != "Melur" || !strings.Contains(history.text(), "Melur Contohwati") {
		t.Errorf("the history came back with %q: %s", got, history.text())
	}
	now, err := h.Book.Visit(t.Context(), o.ID, v.ID)
	if err != nil || now.Facts.Reply().Reply != visit.Accepted || now.Seen() != 4 {
		t.Errorf("the answer: %q, %d entries, %v", now.Facts.Reply().Reply, now.Seen(), err)
	}
}

// Nothing shows for 300 ms; then what is asked for is a skeleton of the same height.
func TestWhatTakesLongIsASkeleton(t *testing.T) {
	t.Parallel()
	h := demo(t)
	b := enter(t, browser(t).tab(t, desk1366), h, "piket").open(h.Staff + "/riwayat")
	js[bool](b, `(() => {
		const rows = document.querySelector("tbody[data-slow]"), high = rows.offsetHeight;
		let clicked = 0;
		window.addEventListener("click", (e) => { clicked = performance.now(); e.preventDefault(); }); // an answer that never comes
		new MutationObserver(() => { window.busy = { After: performance.now() - clicked, Before: high, High: rows.offsetHeight, Hidden: getComputedStyle(rows.querySelector("td")).visibility }; }).observe(rows, { attributes: true });
		return true;
	})()`)
	b.click("link", "Riwayat")
	b.until("window.busy && document.querySelector('[data-slow-says]').hidden === false")
	got := js[struct {
		After, Before, High float64
		Hidden              string
	}](b, "window.busy")
	if got.After < 290 || got.Before != got.High || got.High == 0 || got.Hidden != "hidden" {
		t.Errorf("%+v", got)
	}
}
