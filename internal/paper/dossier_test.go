package paper

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"bukutamu/internal/lang"
)

func dossier() Dossier {
	return Dossier{
		Head: Letterhead{Chain: []string{"Kejaksaan Agung"}, Office: "Kejaksaan Negeri Kapuas", Address: "Jl. A. Yani No. 63"}, Title: "Antre lama di barang bukti",
		Note: "Tanpa nama pelapor.", Facts: [][2]string{{"Diterima", "Rabu, 18 November 2026"}, {"Keadaan", "Didisposisi"}},
		Parts: []Part{{"Isi pengaduan", []string{"Saya menunggu lebih dari satu jam."}}, {"Riwayat", []string{"18 Nov · Diterima · pelapor"}}},
		Foot:  "Kejaksaan Negeri Kapuas, dicetak 25 November 2026", At: badge().In, Lang: lang.ID,
	}
}

func TestDossier(t *testing.T) {
	d := dossier()
	pdf, err := press(t).Dossier(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	text := flat(words(t, pdf))
	for _, want := range []string{d.Title, d.Note, "Diterima: Rabu, 18 November 2026", "Isi pengaduan", "lebih dari satu jam", "Riwayat", d.Foot, "Halaman 1 dari 1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper does not say %q: %s", want, text)
		}
	}
	if !exact(pageSizes(t, pdf), 1, A4) {
		t.Errorf("its sheets are %v", pageSizes(t, pdf))
	}
}

// A long thread goes on over sheets and loses nothing, whatever was typed into it.
func TestALongDossierGoesOn(t *testing.T) {
	d := dossier()
	for i := range 120 {
		d.Parts[0].Lines = append(d.Parts[0].Lines, fmt.Sprintf("Pesan %03d: %s", i, strings.Repeat("tidak ada kabar ", 12)))
	}
	d.Parts[1].Lines = append(d.Parts[1].Lines, strings.Repeat("x", 4000), "\xff\xfe🎉 <script>", strings.Repeat("kata ", 800))
	pdf, err := press(t).Dossier(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	text := flat(words(t, pdf))
	for i := range 120 {
		if !strings.Contains(text, fmt.Sprintf("Pesan %03d:", i)) {
			t.Fatalf("message %d is lost", i)
		}
	}
	if n := len(pageSizes(t, pdf)); n < 4 || !exact(pageSizes(t, pdf), n, A4) {
		t.Errorf("%d sheets", n)
	}
}
