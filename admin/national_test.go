package admin_test

import (
	"context"
	"strings"
	"testing"

	"bukutamu/internal/visit"
)

func TestWhatWasNotEnteredOfficially(t *testing.T) {
	b := kapuas(t)
	meeting, _, secret := b.evening()
	odd := b.register(visit.Register{Name: "Seruni Contoh"})
	m := card("Seruni Contoh", 12)
	m.From = "=HYPERLINK(1)"
	b.move(odd.ID, visit.Arrive{}, m)
	c := b.as("ratna")
	p := c.Get("/buku-tamu-nasional").Want(200)
	for _, want := range []string{"Danau Permisalan", "Tirta Andaikan", "Tamu T-009", "Seruni Contoh", "tidak saling terhubung"} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("the list lacks %q: %s", want, p.Text())
		}
	}
	csv := c.Get("/buku-tamu-nasional.csv").Want(200)
	if !strings.HasPrefix(csv.Body, "\ufeffTanggal,Jam datang,Nama tamu") || !strings.Contains(csv.Body, "2026-11-23,09.43,Danau Permisalan,Perempuan,Dinas Contoh,1,") || !strings.Contains(csv.Body, "'=HYPERLINK(1)") {
		t.Errorf("the CSV: %q", csv.Body)
	}
	p = c.Get("/buku-tamu-nasional/" + meeting.ID).Want(200)
	for _, n := range p.Root.Tags("input") {
		if n.Attr["id"] == "f-name" && n.Attr["value"] != "Danau Permisalan" {
			t.Errorf("the name to copy: %v", n.Attr)
		}
	}
	hidden := c.Get("/buku-tamu-nasional/" + secret.ID).Want(200)
	if body := p.Body + csv.Body + hidden.Body; strings.Contains(body, "Zelmirawati") || strings.Contains(body, "6203990107880001") {
		t.Error("a confidential name, or a whole card number")
	}
	p = p.Form("Sudah dientri").Fill("Nomor di buku tamu nasional", "2026/11/0042").Press("Sudah dientri").Want(200)
	if strings.Contains(p.Text(), "Danau Permisalan") {
		t.Errorf("it is still to be entered: %s", p.Text())
	}
	if p := c.Get("/buku-tamu-nasional/" + meeting.ID); !strings.Contains(p.Text(), "oleh Ratna Umpama, nomor 2026/11/0042") {
		t.Errorf("the sheet: %s", p.Text())
	}
	if p := c.Get("/riwayat/" + meeting.ID); !strings.Contains(p.Text(), "Dientri di buku tamu nasional, 2026/11/0042") {
		t.Errorf("the record: %s", p.Text())
	}
	if v := b.visit(meeting.ID); v.Facts.Official.Record != "2026/11/0042" || v.Facts.State != visit.Meeting {
		t.Errorf("%+v", v.Facts.Official)
	}
	if _, err := b.book.Check(context.Background()); err != nil {
		t.Error(err)
	}
}
