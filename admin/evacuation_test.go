package admin_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"bukutamu/internal/visit"
)

func TestWhoIsInsideIsListedByPlace(t *testing.T) {
	b := kapuas(t)
	b.evening()
	out := b.register(visit.Register{Name: "Seruni Contoh", Needs: []visit.Need{"wheelchair"}})
	b.move(out.ID, visit.Arrive{}, card("Seruni Contoh", 13))
	away := b.register(visit.Register{Name: "Embun Misal"})
	b.move(away.ID, visit.Arrive{}, card("Embun Misal", 14), visit.Out{})
	c := b.as("ratna")
	p := c.Get("/evakuasi").Want(200)
	text := pdfText(t, c.Get("/evakuasi/daftar.pdf").Want(200).Body)
	for _, want := range []string{"T-009 Tamu T-009 Ruang tunggu", "T-013 Seruni Contoh Ruang tunggu", "Danau Permisalan Pidum, ruang 2.04", "Tirta Andaikan Meja depan", "belum bertanda pengenal", "rahasia, sebut nomor", "kursi roda"} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("the page lacks %q\n%s", want, p.Text())
		}
	}
	flat := strings.Join(strings.Fields(text), " ")
	for _, want := range []string{"Daftar evakuasi: tamu di dalam gedung", "T-009 Tamu T-009 Ruang tunggu", "Pidum, ruang 2.04", "kursi roda", "Titik kumpul", "Dihitung oleh", "Halaman 1 dari 1"} {
		if !strings.Contains(flat, want) {
			t.Errorf("the paper lacks %q\n%s", want, text)
		}
	}
	for where, text := range map[string]string{"the page": p.Body, "the paper": text} {
		if strings.Contains(text, "Zelmirawati") || strings.Contains(text, "Embun") {
			t.Errorf("%s names a confidential guest, or one who is outside", where)
		}
	}
}

// Several people tick at once: nobody's mark is lost, and each says who made it.
func TestARollCallOfSeveral(t *testing.T) {
	b := kapuas(t)
	b.hired()
	meeting, _, _ := b.evening()
	var all sync.WaitGroup
	for i, login := range []string{"ratna", "sekar", "ratna"} {
		c := b.as(login)
		p := c.Get("/evakuasi")
		all.Add(1)
		go func() {
			defer all.Done()
			name := "Terlihat " + []string{"Danau Permisalan", "Tirta Andaikan", "Tamu T-009"}[i]
			if p := p.Form(name).Press(name); p.Status != 200 {
				t.Errorf("%d %s", p.Status, p.Text())
			}
		}()
	}
	all.Wait()
	roll, err := b.book.Rollcall(context.Background(), b.o.ID)
	if err != nil || len(roll.Seen) != 3 || len(roll.Expected) != 3 {
		t.Fatalf("%v %+v", err, roll)
	}
	for _, o := range roll.Expected {
		if o.Name != "" {
			t.Error("the counting keeps a name")
		}
	}
	c := b.as("sekar")
	p := c.Get("/evakuasi").Want(200)
	if n := strings.Count(p.Text(), "terlihat oleh"); n != 3 || !strings.Contains(p.Text(), "Sudah terlihat 3 dari 3") {
		t.Errorf("%d: %s", n, p.Text())
	}
	p = p.Form("Belum Danau Permisalan").Press("Belum Danau Permisalan").Want(200)
	if !strings.Contains(p.Text(), "Sudah terlihat 2 dari 3") {
		t.Errorf("taken back: %s", p.Text())
	}
	// Whoever is checked out meanwhile was still to be looked for.
	b.move(meeting.ID, visit.Leave{Back: []string{"badge", "card", "1"}})
	if p = c.Get("/evakuasi"); !strings.Contains(p.Text(), "Danau Permisalan") || !strings.Contains(p.Text(), "sudah dicatat pulang") {
		t.Errorf("checked out: %s", p.Text())
	}
	p = p.Form("Selesai menghitung").Press("Selesai menghitung").Want(200)
	if strings.Contains(p.Text(), "terlihat oleh") || strings.Contains(p.Text(), "Danau Permisalan") {
		t.Errorf("ended: %s", p.Text())
	}
	if _, err := b.book.Check(context.Background()); err != nil {
		t.Error(err)
	}
}
