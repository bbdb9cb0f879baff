package main

import (
	"strings"
	"testing"
	"time"

	"bukutamu/internal/complaint"
	"bukutamu/internal/lang"
)

// complainTour files a complaint on a phone and follows it.
func complainTour(b *tab, h *house, l lang.Lang, at stop) {
	b.t.Helper()
	w := func(id string) string { return in(l, id) }
	b.open(h.Guest+"/?lang="+string(l)).press("link", w("Pengaduan layanan"))
	at(b, "complaint", "complaint-form")
	b.allow("status of 422").press("button", w("Kirim pengaduan"))
	at(b, "complaint, refused", "complaint-form")
	b.click("choice", w("Terbuka")).fill(w("Nama Anda"), "Anggrek Contohwati").fill(w("Apa yang terjadi?"), "Menunggu dua jam di loket.").press("button", w("Kirim pengaduan"))
	at(b, "complaint, check")
	b.press("button", w("Kirim pengaduan"))
	at(b, "complaint, receipt", "complaint-receipt")
	b.click("choice", w("Saya sudah menyimpan keduanya")).press("button", w("Tambah berkas"))
	at(b, "complaint, files", "complaint-attach")
	b.press("link", w("Selesai"))
	b.fill(w("Balas"), "Sekitar pukul 10 pagi.").press("button", w("Kirim balasan"))
	at(b, "complaint, track", "complaint-track")
	b.press("link", w("Cabut pengaduan"))
	at(b, "complaint, withdraw")
	b.press("button", w("Ya, cabut"))
	at(b, "complaint, withdrawn")
	b.open(h.Guest + "/p/kapuas.7XKM93TRHWQ4")
	at(b, "complaint, find")
}

// Every page of the guest's complaint: axe in both languages, words.csv, and nothing that
// sticks out at 390 and 320 px.
func TestEveryPageOfComplaining(t *testing.T) {
	t.Parallel()
	newLedger(t, "complaint-").inEach(t, func(t *testing.T, l lang.Lang, book *ledger) {
		b := browser(t).tab(t, phone390)
		complainTour(b, demo(t), l, func(b *tab, where string, screens ...string) {
			b.t.Helper()
			where += " (" + string(l) + ")"
			book.tick(b, l, screens...)
			b.keeps(where, l)
			b.axe(where)
			b.shot("phone-" + where)
			b.size(narrow320)
			b.keeps(where, l)
			b.size(phone390)
		})
	})
}

// A complaint at the kiosk, by its own keys' page, at both sizes; after the end, and after
// a quiet time, the next guest finds nothing of it.
func TestAComplaintLeavesNothingOnTheKiosk(t *testing.T) {
	t.Parallel()
	h := demo(t)
	const text = "Kenarikan menunggu dua jam di loket."
	for _, end := range []string{"Selesai", "quiet"} {
		b := browser(t).tab(t, landscape768)
		b.open(h.Guest+"/kios").press("link", "Pengaduan layanan").axe("kiosk complaint")
		b.click("choice", "Tanpa nama").fill("Apa yang terjadi?", text)
		b.shot("kiosk-complaint-" + end)
		b.press("button", "Kirim pengaduan").axe("kiosk receipt")
		b.shot("kiosk-receipt-" + end)
		if !strings.Contains(b.text(), "Simpan dua nomor ini sekarang.") {
			t.Fatalf("no receipt: %s", b.text())
		}
		secrets := strings.Split(js[string](b, "[...document.querySelectorAll('.secret b')].map((x) => x.innerText).join('|')"), "|")
		if end == "Selesai" {
			b.click("choice", "Saya sudah menyimpan keduanya").press("button", "Selesai")
		} else {
			b.later(130 * time.Second)
			b.until("location.pathname === '/kios' && document.readyState === 'complete'")
		}
		nothing(t, b, end, secrets...)
		for b.steps(-1) {
			nothing(t, b, end+", back", secrets...)
		}
		for _, path := range []string{"/kios/pengaduan", "/kios/pengaduan/tanda-terima", "/kios/pengaduan/lacak", "/pengaduan/tanda-terima/simpan"} {
			b.open(h.Guest + path)
			nothing(t, b, end+", "+path, secrets...)
		}
		b.close()
	}
}

// Filed without a name at the kiosk, answered by the office, read and replied to on a
// phone, and settled there.
func TestAComplaintFromKioskToPhone(t *testing.T) {
	t.Parallel()
	h := demo(t)
	b := browser(t).tab(t, portrait1080)
	b.open(h.Guest+"/kios").press("link", "Pengaduan layanan")
	b.click("choice", "Tanpa nama").fill("Apa yang terjadi?", "Menunggu dua jam di loket.").press("button", "Kirim pengaduan")
	secrets := strings.Split(js[string](b, "[...document.querySelectorAll('.secret b')].map((x) => x.innerText).join('|')"), "|")
	b.click("choice", "Saya sudah menyimpan keduanya").press("button", "Selesai")
	if len(secrets) != 2 {
		t.Fatalf("no receipt: %q", secrets)
	}
	one, err := h.Book.Track(t.Context(), "kapuas", secrets[0], secrets[1])
	if err != nil {
		t.Fatal(err)
	}
	staff := atDesk(t, lang.ID)
	staff.open(h.Staff+"/masuk").fill("Nama pengguna", "pengaduan").fill("Kata sandi", password).press("button", "Masuk")
	staff.open(h.Staff+"/pengaduan/"+one.ID).fill("Balasan kepada pelapor", "Loket kedua sudah dibuka.").press("button", "Kirim tanggapan")
	p := browser(t).tab(t, phone390)
	p.open(h.Guest+"/p/kapuas."+strings.ReplaceAll(secrets[0], "-", "")).fill("PIN", secrets[1]).press("button", "Buka pengaduan")
	if !strings.Contains(p.text(), "Loket kedua sudah dibuka.") {
		t.Fatalf("no answer: %s", p.text())
	}
	p.fill("Balas", "Terima kasih.").press("button", "Kirim balasan")
	p.press("button", "Sudah selesai bagi saya")
	if now, err := h.Book.Tracked(t.Context(), "kapuas", one.ID); err != nil || now.Facts.State != complaint.Closed {
		t.Errorf("%s, %v", now.Facts.State, err)
	}
	p.press("button", "Keluar")
}
