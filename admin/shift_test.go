package admin_test

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/visit"
)

// evening brings the clock to 15.40, with a guest in a meeting, one who waits for an
// officer, and a confidential one.
func (b *bureau) evening() (meeting, arrived, secret visit.Visit) {
	b.t.Helper()
	meeting = b.register(visit.Register{Name: "Danau Permisalan"})
	b.move(meeting.ID, visit.Arrive{}, card("Danau Permisalan", 21), visit.Ask{}, visit.Escort{By: b.escort()})
	arrived = b.register(visit.Register{Name: "Tirta Andaikan"})
	b.move(arrived.ID, visit.Arrive{})
	secret = b.register(visit.Register{Name: "Zelmirawati Contoh", Confidential: true})
	m := card("Zelmirawati Contoh", 9)
	m.Confidential, m.Items = true, nil
	b.move(secret.ID, visit.Arrive{}, m)
	b.now.Store(time.Date(2026, 11, 23, 8, 40, 0, 0, time.UTC).UnixMilli())
	return meeting, arrived, secret
}

func TestTheEndOfTheDayIsSaidAtTheDesk(t *testing.T) {
	b := kapuas(t)
	c := b.as("ratna")
	meeting := b.register(visit.Register{Name: "Danau Permisalan"})
	b.move(meeting.ID, visit.Arrive{}, card("Danau Permisalan", 21))
	if p := c.Get("/"); strings.Contains(p.Text(), "Kantor tutup pukul") {
		t.Error("in the morning")
	}
	b.now.Store(time.Date(2026, 11, 23, 8, 29, 0, 0, time.UTC).UnixMilli())
	if p := b.as("ratna").Get("/"); strings.Contains(p.Text(), "Kantor tutup pukul") {
		t.Error("a minute too early")
	}
	b.wait(time.Minute)
	p := b.as("ratna").Get("/")
	if !strings.Contains(p.Text(), "Kantor tutup pukul 16.00. 1 orang masih di dalam.") {
		t.Errorf("not said: %s", p.Text())
	}
	b.wait(16 * time.Hour)
	p = b.as("ratna").Get("/")
	if !strings.Contains(p.Text(), "Dari hari sebelumnya: 1 orang masih di dalam. 1 tanda pengenal belum kembali.") {
		t.Errorf("the morning after: %s", p.Text())
	}
}

// Each visit is closed with its own reason; nothing counts as returned, and everywhere
// the closing is told apart from a check-out.
func TestWhatIsLeftIsClosedByForce(t *testing.T) {
	b := kapuas(t)
	meeting, arrived, secret := b.evening()
	c := b.as("ratna")
	p := c.Get("/serah-terima/tutup").Want(200)
	if strings.Contains(p.Body, "Zelmirawati") || !strings.Contains(p.Text(), "Tamu T-009") {
		t.Errorf("the confidential guest: %s", p.Text())
	}
	p = p.Form("Tutup paksa").Choose("Tutup kunjungan Danau Permisalan").Choose("Tutup kunjungan Tirta Andaikan").Fill("Alasan, Danau Permisalan", "Pergi tanpa melapor").Press("Tutup paksa").Want(422)
	if v := b.visit(meeting.ID); v.Facts.State != visit.Meeting {
		t.Fatal("one was closed although the other has no reason")
	}
	p.Form("Tutup paksa").Fill("Alasan, Tirta Andaikan", "Tidak jadi masuk").Press("Tutup paksa").Want(200)
	for id, holds := range map[string]bool{meeting.ID: true, arrived.ID: false} {
		if v := b.visit(id); v.Facts.State != visit.Left || v.Facts.Closing != visit.ClosedByShift || v.Facts.Holds() != holds {
			t.Errorf("%s: %s, holds %v", v.Facts.Guest.Name, v.Facts.State, v.Facts.Holds())
		}
	}
	if v := b.visit(secret.ID); v.Facts.State != visit.Waiting {
		t.Error("one that was not ticked was closed")
	}
	for path, want := range map[string]string{"/": "Ditutup piket", "/kunjungan/" + meeting.ID: "Ditutup piket", "/riwayat": "Ditutup piket",
		"/riwayat/" + meeting.ID: "Ditutup piket, titipan dan tanda pengenal tidak dianggap kembali, alasan: Pergi tanpa melapor", "/titipan": "kartu (KTP), Ponsel di loker 8"} {
		p := c.Get(path).Want(200)
		if !strings.Contains(p.Text(), want) || !strings.Contains(p.Body, "pill--forced") {
			t.Errorf("%s: no %q\n%s", path, want, p.Text())
		}
	}
	// Six minutes after the password was typed, a closing asks for it again.
	b.wait(6 * time.Minute)
	p = c.Get("/kunjungan/"+secret.ID+"/close").Want(200).Form("Tutup paksa").Fill("Alasan", "Pergi").Press("Tutup paksa").Want(422)
	if !strings.Contains(p.Text(), "kata sandi") || b.visit(secret.ID).Facts.State != visit.Waiting {
		t.Errorf("closed without the own password: %s", p.Text())
	}
	p.Form("Tutup paksa").Fill("Kata sandi Anda", ownWord).Press("Tutup paksa").Want(200)
	if b.visit(secret.ID).Facts.Closing != visit.ClosedByShift {
		t.Error("not closed with it")
	}
}

// Somebody was faster: the guest came to the desk while the closing was filled in.
func TestAClosingSeesWhoWasFaster(t *testing.T) {
	b := kapuas(t)
	meeting, _, _ := b.evening()
	p := b.as("ratna").Get("/serah-terima/tutup")
	b.move(meeting.ID, visit.Leave{Back: []string{"badge", "card", "1"}})
	p = p.Form("Tutup paksa").Choose("Tutup kunjungan Danau Permisalan").Fill("Alasan, Danau Permisalan", "Pergi").Press("Tutup paksa").Want(409)
	if v := b.visit(meeting.ID); v.Facts.Closing != visit.CheckedOut || !strings.Contains(p.Text(), "Ratna Umpama") {
		t.Errorf("%s %s", v.Facts.Closing, p.Text())
	}
}

func TestTheLetterAboutWhatWasNotFetched(t *testing.T) {
	b := kapuas(t)
	meeting, _, secret := b.evening()
	b.move(meeting.ID, visit.Close{Reason: "Pergi"})
	b.move(secret.ID, visit.Close{Reason: "Pergi"})
	b.wait(72 * time.Hour)
	c := b.as("ratna")
	if p := c.Get("/titipan").Want(200); strings.Contains(p.Body, "Zelmirawati") {
		t.Errorf("the list tells who is confidential: %s", p.Text())
	}
	text := pdfText(t, c.Get("/titipan/"+meeting.ID+"/surat.pdf").Want(200).Body)
	for _, want := range []string{"Danau Permisalan", "tanda pengenal T-021", "Kantong T-021", "Ponsel", "26 November 2026", "Senin–Kamis 07.30–16.00", "Ratna Umpama", "Halaman 1 dari 1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the letter lacks %q:\n%s", want, text)
		}
	}
	if text := pdfText(t, c.Get("/titipan/"+secret.ID+"/surat.pdf").Want(200).Body); strings.Contains(text, "Zelmirawati") || !strings.Contains(text, "Tamu T-009") {
		t.Errorf("the confidential guest's letter:\n%s", text)
	}
	b.move(meeting.ID, visit.Return{Back: []string{"badge", "card", "1"}})
	c.Get("/titipan/" + meeting.ID + "/surat.pdf").Want(404)
}

// visit is a visit as it is stored.
func (b *bureau) visit(id string) visit.Visit {
	b.t.Helper()
	v, err := b.book.Visit(context.Background(), b.o.ID, id)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// pdfText is the text of a PDF as a machine reads it.
func pdfText(t *testing.T, doc string) string {
	t.Helper()
	cmd := exec.Command("pdftotext", "-layout", "-", "-")
	cmd.Stdin = strings.NewReader(doc)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext (of poppler-utils): %v", err)
	}
	return string(out)
}
