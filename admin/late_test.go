package admin_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/visit"
)

// After a power cut two guests of one sheet are copied, quickly one after the other.
func TestGuestsOfThePaperAreCopied(t *testing.T) {
	b := kapuas(t)
	c := b.as("ratna")
	fill := func(sheet, name, number, badge string) func() {
		p := c.Get("/catat-belakangan").Want(200)
		return func() {
			f := p.Form("Simpan, isi berikutnya").Fill("Lembar dan nomor", sheet).Fill("Tanggal", "20-11-2026").Fill("Tiba pukul", "10.20").Fill("Mengapa belakangan?", "Jaringan terputus").
				Fill("Keperluan", "Koordinasi atau konsultasi").Fill("Bagian yang dituju", "Seksi Tindak Pidana Umum").Fill("Nama di kartu", name).Fill("Rombongan", "Bakung Contoh").
				Fill("Nomor kartu", number).Fill("Asal atau instansi", "Dinas Contoh").Fill("Tanda pengenal", badge).Fill("Barang titipan dan loker", "Ponsel hitam, loker 3").
				Fill("Bertemu pukul", "10.50").Fill("Pulang pukul", "11.02").Fill("Petugas saat itu", "Ratna Umpama").Choose("Kartu, titipan, tanda pengenal")
			p = f.Press("Simpan, isi berikutnya")
			if p.Status == 422 {
				t.Log(p.Text())
			}
		}
	}
	fill("K-0012, tamu 2", "Kembang Umpama", "6203990107880009", "T-006")()
	p := c.Get("/riwayat?dari=2026-11-20&sampai=2026-11-20").Want(200)
	if !strings.Contains(p.Text(), "Kembang Umpama +1") || !strings.Contains(p.Text(), "Dicatat belakangan") {
		t.Fatalf("not in the history: %s", p.Text())
	}
	p = p.Follow("Kembang Umpama +1")
	for _, want := range []string{"Dicatat belakangan", "K-0012, tamu 2", "Jaringan terputus", "10.20–11.02", "T-006", "Ponsel hitam di loker 3; semua kembali"} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("the record lacks %q: %s", want, p.Text())
		}
	}
	if strings.Contains(p.Text(), "30 menit") || strings.Contains(p.Body, "clock--red") {
		t.Errorf("it has a service time: %s", p.Text())
	}
	fill("K-0012 tamu 2", "Kembang Umpama", "6203990107880009", "T-006")()
	if d, err := b.book.Daily(context.Background(), b.o, time.Date(2026, 11, 20, 5, 0, 0, 0, time.UTC)); err != nil || d.Visits != 1 || d.Copied != 1 || len(d.Took) != 0 {
		t.Errorf("%v: %d visits, %d from paper, %d measured: the same line twice?", err, d.Visits, d.Copied, len(d.Took))
	}
	if _, err := b.book.Check(context.Background()); err != nil {
		t.Error(err)
	}
	rows, _, _, err := b.book.History(context.Background(), b.o.ID, bookFilter())
	if err != nil || len(rows) != 1 || rows[0].Brief.State != visit.Left || !rows[0].Brief.Late {
		t.Errorf("%v %+v", err, rows)
	}
	p = c.Get("/catat-belakangan?sesudah=" + rows[0].ID)
	if !strings.Contains(p.Body, `value="K-0012, tamu 3"`) || !strings.Contains(p.Body, `value="20-11-2026"`) || !strings.Contains(p.Text(), "Tersimpan: Kembang Umpama") {
		t.Errorf("the next guest of the sheet: %s", p.Text())
	}
	text := pdfText(t, c.Get("/formulir-kosong.pdf?lembar=2").Want(200).Body)
	if strings.Count(text, "Tanda pengenal = kantong") != 6 || strings.Count(text, "K-____") != 2 || !strings.Contains(text, "Halaman 2 dari 2") {
		t.Errorf("the blank form:\n%s", text)
	}
}

// bookFilter is the day of the paper.
func bookFilter() book.Filter {
	return book.Filter{From: time.Date(2026, 11, 19, 17, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC)}
}
