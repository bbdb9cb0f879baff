package admin_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/visit"
)

func TestTheDaySheetTellsTheDay(t *testing.T) {
	b := kapuas(t)
	meeting, arrived, _ := b.evening()
	party := b.register(visit.Register{Name: "Lestari Umpamasari", Companions: []string{"Kelana Misal"}, Unit: "datun"})
	m := card("Lestari Umpamasari", 11)
	m.Unit = "datun"
	b.move(party.ID, visit.Arrive{}, visit.Here{All: true}, m)
	n := card("Kelana Misal", 12)
	n.Unit, n.Number = "datun", "6203990107880002"
	b.move(party.ID+".1", n)
	b.move(party.ID, visit.Ask{}, visit.Escort{By: b.escort()})
	b.wait(9 * time.Minute)
	b.move(party.ID+".1", visit.Ask{}, visit.Escort{By: b.escort()})
	b.move(arrived.ID, visit.Refuse{Reason: "Menolak menitipkan kamera"})
	b.move(meeting.ID, visit.Close{Reason: "Pergi tanpa melapor"})
	b.wait(time.Minute)
	c := b.as("ratna")
	text := strings.Join(strings.Fields(pdfText(t, c.Get("/lembar-harian.pdf").Want(200).Body)), " ")
	value, err := b.book.Anchor(context.Background(), b.o.ID, b.book.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Lembar harian", "23-11-2026", "Penerimaan tamu, Senin, 23 November 2026", "Kunjungan Orang Tepat 10 menit Ditolak Titipan tersisa 4 4 1 1 1",
		"Lestari Umpamasari +1", "T-011-012", "Tamu T-009", "Tirta Andaikan: Ditolak (Menolak menitipkan kamera)", "Danau Permisalan: Ditutup piket", "Pergi tanpa melapor",
		"Petugas piket", "Mengetahui", "Waktu pelayanan 2 kunjungan", value,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the sheet lacks %q", want)
		}
	}
	if strings.Contains(text, "Zelmirawati") || t.Failed() {
		t.Errorf("the sheet:\n%s", text)
	}
	if err := b.book.CheckAnchor(context.Background(), b.o.ID, b.book.Now(), value); err != nil {
		t.Errorf("the printed value: %v", err)
	}
	heads, err := b.book.Heads(context.Background(), b.o.ID, b.book.Now(), value)
	if err != nil || len(heads) != 5 {
		t.Fatalf("%v %v", heads, err)
	}
	for _, h := range heads {
		if !strings.Contains(text, h.Code) {
			t.Errorf("the sheet lacks the end of %+v", h)
		}
	}
	if _, err := b.book.Heads(context.Background(), b.o.ID, b.book.Now(), "nothing"); err == nil {
		t.Errorf("a value that is none: %v", book.ErrAnchor)
	}
	b.as("cakra").Get("/lembar-harian.pdf?hari=2026-11-20").Want(200)
}
