package main

import (
	"strings"
	"testing"

	"bukutamu/internal/visit"
)

// hostile is text that was written to be more than text.
var hostile = []string{
	`"><img src=x onerror=alert(1)><svg/onload=alert(1)>`,
	`</textarea></title><script>alert(1)</script><iframe srcdoc="<script>parent.alert(1)</script>">`,
	`{{.CSRF}}{{template "shared/top" .}} javascript:alert(1) '-alert(1)-'`,
	`=cmd|' /C calc'!A0 ' OR 1=1; DROP TABLE doc;-- <a href=# hx-get=/keluar hx-trigger=load hx-on:click=alert(1)>x</a>`,
	"\u202eIrasawhar\u202c 😀 ½ ﷽ \u0000 \r\nSet-Cookie: staff=x",
	strings.Repeat("Ä", 600),
}

// fillAll types the same text into every field of the page.
func (b *tab) fillAll(text string) {
	b.t.Helper()
	js[bool](b, `(() => {
		for (const el of document.querySelectorAll("main input, main textarea, footer input")) {
			if (["hidden", "radio", "checkbox", "file", "submit", "date", "range"].includes(el.type) || el.disabled) continue;
			el.value = `+quoted(text)+`;
			el.dispatchEvent(new Event("input", { bubbles: true }));
			el.dispatchEvent(new Event("change", { bubbles: true }));
			if (el.form) el.form.noValidate = true;
		}
		return true;
	})()`)
}

// harmless: the text is not on the page as anything but text.
func (b *tab) harmless(where, text string) {
	b.t.Helper()
	if bad := js[[]string](b, `[...document.querySelectorAll("script:not([src]), img[src=x], svg[onload], iframe[srcdoc], [onerror], [onload], [hx-get='/keluar'], a[href^='javascript:']")].map((el) => el.outerHTML.slice(0, 120))`); len(bad) > 0 {
		b.t.Errorf("%s: %.40q became %q", where, text, bad)
	}
	if strings.Contains(b.text(), "«") {
		b.t.Errorf("%s: a text is missing after %.40q", where, text)
	}
}

// The corpus through every field of kiosk, phone and desk, in a real browser: no dialog,
// no complaint of the console, no element that nobody meant, no fault.
func TestHostileText(t *testing.T) {
	t.Parallel()
	h := demo(t)
	known := []string{"status of 422", "status of 400", "status of 429", "status of 404", "Requested device not found"}
	guest := browser(t).tab(t, landscape768).allow(known...)
	desk := enter(t, browser(t).tab(t, desk1366), h, "piket").allow(known...)
	head := enter(t, browser(t).tab(t, desk1366), h, "admin").allow(known...)
	for _, text := range hostile {
		guest.open(h.Guest+"/kios").press("link", "Daftar bertamu").press("button", "Memenuhi panggilan")
		for _, page := range []string{"surat", "tujuan", "nama", "ponsel", "pendamping"} {
			guest.open(h.Guest + "/kios/" + page)
			guest.fillAll(text)
			next := map[string]string{"tujuan": "Cari nama", "pendamping": "Tambah orang"}[page]
			if next == "" {
				next = "Lanjut"
			}
			guest.press("button", next)
			guest.harmless(page, text)
		}
		guest.open(h.Guest + "/")
		guest.fillAll(text)
		guest.press("button", "Ambil tiket")
		guest.harmless("phone", text)

		desk.open(h.Staff + "/tamu/baru")
		desk.fillAll(text)
		desk.press("button", "Catat tiba, lanjut verifikasi")
		desk.harmless("walk-in", text)
		desk.open(h.Staff + "/")
		desk.fill("Pindai QR", text)
		desk.leads(func() { desk.keys("\r") })
		desk.harmless("scan", text)
		desk.open(h.Staff+"/riwayat").fill("Nama, instansi, atau nomor surat", text).press("button", "Tampilkan")
		desk.harmless("history", text)

		head.open(h.Staff + "/pengaturan/kantor")
		head.fillAll(text)
		head.leads(func() {
			on[bool](head, head.must("button", "Periksa isian"), "function() { this.click(); return true }")
		})
		head.harmless("office", text)
	}
}

// A guest whose name is as hostile as a name may be, from the list to the record.
func TestAHostileName(t *testing.T) {
	t.Parallel()
	h := demo(t)
	name := `O'Contoh "Umpama" & Rekan <b>`
	b := browser(t).tab(t, phone390).allow("status of 422")
	b.open(h.Guest+"/").fill("Apa keperluan Anda?", "Keperluan lain").fill("Siapa nama Anda?", name).click("choice", "Tidak membawa").click("choice", "Saya sudah membaca")
	b.press("button", "Ambil tiket")
	if !strings.HasPrefix(b.url().Path, "/t/") {
		b.harmless("phone", name)
		t.Fatalf("a name with quotes and signs is refused: %s", b.text())
	}
	v := visitOf(t, h, code.FindString(b.text()))
	desk := enter(t, browser(t).tab(t, desk1366), h, "piket")
	for _, page := range []string{"/", "/kunjungan/" + v.ID, "/kunjungan/" + v.ID + "/cancel", "/riwayat", "/riwayat/" + v.ID} {
		desk.open(h.Staff + page)
		desk.harmless(page, name)
		if page != "/" && page != "/riwayat" && !strings.Contains(desk.text(), name) {
			t.Errorf("%s: the name is not written as it is: %s", page, desk.text())
		}
	}
	if v.Facts.State != visit.Registered {
		t.Error(v.Facts.State)
	}
}
