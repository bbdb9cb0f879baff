package admin_test

import (
	"strings"
	"testing"
	"time"

	"bukutamu/internal/visit"
)

func TestWhereEachBadgeIs(t *testing.T) {
	b := kapuas(t)
	meeting, _, _ := b.evening()
	gone := b.register(visit.Register{Name: "Kelana Umpama"})
	b.move(gone.ID, visit.Arrive{}, card("Kelana Umpama", 30), visit.Lose{Reason: "hilang di parkir", Supervisor: "sekar"}, visit.Leave{Back: []string{"card", "1"}})
	b.move(meeting.ID, visit.Leave{Back: []string{"badge", "1"}, Behind: []string{"card"}, Reason: "tergesa-gesa"})
	b.as("bima").Get("/pengaturan/pengenal").Form("Ubah keadaan").Fill("Nomor", "7").Fill("Menjadi", "Rusak").Fill("Alasan", "retak").Press("Ubah keadaan").Want(200)
	c := b.as("ratna")
	p := c.Get("/pengenal").Want(200)
	for _, want := range []string{"T-009 Dipakai tamu", "Tamu T-009", "T-021 Kembali, kartu tamu di kantong 15.45", "T-030 Hilang 15.4", "T-007 Rusak 15.4", "Bebas 36", "11-2026 1 0"} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("not said: %q\n%s", want, p.Text())
		}
	}
	if strings.Contains(p.Body, "Zelmirawati") {
		t.Error("the list tells who is confidential")
	}
	b.wait(40 * 24 * time.Hour)
	b.move(gone.ID, visit.Retire{Reason: "dicetak baru"})
	p = b.as("ratna").Get("/pengenal").Want(200)
	if !strings.Contains(p.Text(), "11-2026 1 1") || strings.Contains(p.Text(), "T-030 Hilang") {
		t.Errorf("replaced: %s", p.Text())
	}
}
