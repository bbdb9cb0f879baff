package paper

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"bukutamu/internal/lang"
)

func receipt() Receipt {
	return Receipt{
		Number: "T-014", Name: "Anggrek Contohwati", Unit: "Seksi Tindak Pidana Umum", At: badge().In, Zone: "WIB", By: "Ratna Umpama",
		Things:  []Held{{What: "KTP, di kantong", Place: "T-014", Card: true}, {What: "Ponsel hitam, casing biru", Place: "loker 12"}, {What: "Ponsel perak, retak pojok kanan", Place: "loker 12"}},
		Address: address, Office: "Kejaksaan Negeri Kapuas", Where: "Jl. A. Yani No. 63 · 0513 21520", Lang: lang.ID,
	}
}

func ticket() Ticket {
	return Ticket{
		Code: "K7P-4M2", Guest: "Ibu Anggrek", Unit: "Seksi Tindak Pidana Umum", Size: 2, Day: badge().In,
		Bring:   []string{"Kartu identitas asli setiap orang", "Surat panggilan, kalau dibawa", "Ponsel, untuk dititipkan di loker"},
		Address: strings.Replace(address, "/B/", "/T/", 1), Office: "Kejaksaan Negeri Kapuas", Lang: lang.ID,
	}
}

func receiptOn(t testing.TB, size Size, r Receipt) []byte {
	t.Helper()
	pdf, err := press(t).Receipt(context.Background(), size, r)
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

// pageSizes are what pdfinfo says of each page, in millimetres.
func pageSizes(t testing.TB, pdf []byte) (sizes [][2]float64) {
	t.Helper()
	info := run(t, pdf, "poppler-utils", "pdfinfo", "-f", "1", "-l", "20", "FILE")
	for _, m := range regexp.MustCompile(`Page +\d+ size: +([\d.]+) x ([\d.]+) pts`).FindAllStringSubmatch(info, -1) {
		w, _ := strconv.ParseFloat(m[1], 64)
		h, _ := strconv.ParseFloat(m[2], 64)
		sizes = append(sizes, [2]float64{w / 72 * 25.4, h / 72 * 25.4})
	}
	return sizes
}

func exact(sizes [][2]float64, pages int, size Size) bool {
	w, h := size.MM()
	for _, s := range sizes {
		if math.Abs(s[0]-w) > 0.18 || math.Abs(s[1]-h) > 0.18 {
			return false
		}
	}
	return len(sizes) == pages
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestReceipt(t *testing.T) {
	en := receipt()
	en.Lang, en.Copy = lang.EN, en.At.Add(30*time.Minute)
	en.Things = append(en.Things, Held{What: "Tas", Note: "taken at 10:02 by Sari Contoh"})
	seen := receipt()
	seen.Things = seen.Things[1:]
	for _, size := range []Size{Receipt80, Receipt62} {
		for _, x := range []struct {
			name        string
			r           Receipt
			want, never []string
		}{
			{"first", receipt(), []string{"KEJAKSAAN NEGERI KAPUAS", "Jl. A. Yani No. 63 · 0513 21520", "Tanda terima titipan", "T-014", "Senin, 23 November 2026, 09.45 WIB", "Tamu: Anggrek Contohwati",
				"Tujuan: Seksi Tindak Pidana Umum", "KTP, di kantong", "Ponsel hitam", "loker 12", "3 barang. Diterima oleh Ratna Umpama.", "Kantong kartu bernomor sama", "Tidak dipungut biaya.", "Petugas", "Lembar hilang?"}, []string{"Salinan", "«"}},
			{"copy in English", en, []string{"Custody receipt", "Copy, printed 10:15 WIB", "Guest: Anggrek Contohwati", "4 things.", "taken at 10:02 by Sari Contoh", "Officer"}, []string{"Salinan", "«"}},
			{"card only seen", seen, []string{"2 barang.", "Tukarkan tanda pengenal saat pulang."}, []string{"Kantong kartu"}},
		} {
			pdf := receiptOn(t, size, x.r)
			if !exact(pageSizes(t, pdf), 1, size) {
				t.Errorf("%s, %s: pages %v", size, x.name, pageSizes(t, pdf))
			}
			raw, laid := flat(run(t, pdf, "poppler-utils", "pdftotext", "-raw", "FILE", "-")), flat(words(t, pdf))
			for _, w := range x.want {
				if !strings.Contains(raw, w) && !strings.Contains(laid, w) {
					t.Errorf("%s, %s: %q is missing:\n%s", size, x.name, w, raw)
				}
			}
			for _, w := range x.never {
				if strings.Contains(raw, w) {
					t.Errorf("%s, %s: says %q", size, x.name, w)
				}
			}
			for _, mono := range []bool{false, true} {
				if codes := scan(t, pdf, 203, mono); len(codes) != 1 || codes[0] != address {
					t.Errorf("%s, %s: code %q", size, x.name, codes)
				}
			}
			if !strings.Contains(string(pdf), "/Alt (QR titipan)") {
				t.Errorf("%s: the code has no text alternative", size)
			}
			pic := pictures(t, pdf, 100)[0]
			w, h := size.MM()
			if ink := pic.ink(0, 0, 1.9, h) + pic.ink(w-1.9, 0, w, h) + pic.ink(0, h-3, w, h); ink > 0 {
				t.Errorf("%s, %s: ink at the edge: %.0f", size, x.name, ink)
			}
		}
	}
}

// A confidential guest is named by the number alone, and nothing of the name is in the file.
func TestReceiptOfAConfidentialGuest(t *testing.T) {
	r := receipt()
	r.Confidential = true
	for _, size := range []Size{Receipt80, Receipt62} {
		pdf := receiptOn(t, size, r)
		if text := words(t, pdf); !strings.Contains(text, "T-014") || !strings.Contains(text, "Ponsel hitam") {
			t.Errorf("%s", text)
		}
		for _, secret := range []string{r.Name, "Anggrek", r.Unit, "Pidana"} {
			var wide []byte
			for _, u := range utf16.Encode([]rune(secret)) {
				wide = append(wide, byte(u>>8), byte(u))
			}
			if strings.Contains(string(pdf), secret) || strings.Contains(string(pdf), string(wide)) || strings.Contains(words(t, pdf), secret) {
				t.Errorf("%s: %q is on the receipt", size, secret)
			}
		}
	}
}

// Everything that was taken stands on the receipt, however much and long it is.
func TestALongReceiptGoesOn(t *testing.T) {
	r := receipt()
	for i := range 30 {
		r.Things = append(r.Things, Held{What: fmt.Sprintf("Barang ke-%d, kotak kardus dengan berkas perkara dan alat tulis", i), Place: "loker VIP-PINTU-BARAT-" + strconv.Itoa(i), Note: "diterima 10.02 oleh Sari Contoh"})
	}
	r.Name, r.By = strings.Repeat("Panjangnama ", 9), "Ratna Umpama, Sari Contoh, Bima Rekaan Sekali Panjang Namanya"
	pdf := receiptOn(t, Receipt62, r)
	if sizes := pageSizes(t, pdf); len(sizes) < 2 || !exact(sizes, len(sizes), Receipt62) {
		t.Errorf("pages %v", sizes)
	}
	text := flat(run(t, pdf, "poppler-utils", "pdftotext", "-raw", "FILE", "-"))
	for i := range 30 {
		if !strings.Contains(text, fmt.Sprintf("ke-%d, ", i)) {
			t.Errorf("thing %d is missing", i)
		}
	}
	for i, pic := range pictures(t, pdf, 72) {
		if ink := pic.ink(0, 187, 62, 190) + pic.ink(60.1, 0, 62, 190); ink > 0 {
			t.Errorf("page %d runs over its edge", i+1)
		}
	}
}

func TestTicket(t *testing.T) {
	en, secret := ticket(), ticket()
	en.Lang, en.Guest, en.Unit, en.Size = lang.EN, "Ms Anggrek", strings.Repeat("Civil and Administrative Affairs ", 4), 1
	en.Bring = append(en.Bring, "Weapons or dangerous items, to be handed in")
	secret.Guest, secret.Unit = "", ""
	for _, x := range []struct {
		t     Ticket
		want  []string
		never string
	}{
		{ticket(), []string{"KEJAKSAAN NEGERI KAPUAS", "Ibu Anggrek", "K7P-4M2", "Senin, 23 November 2026 · 2 orang", "Seksi Tindak Pidana Umum", "Tunjukkan tiket ke petugas di meja depan.", "Siapkan: Kartu identitas asli setiap orang;"}, "«"},
		{en, []string{"Ms Anggrek", "Monday, 23 November 2026 · 1 person", "Have ready:"}, "«"},
		{secret, []string{"K7P-4M2", "2 orang"}, "Anggrek"},
	} {
		pdf, err := press(t).Ticket(context.Background(), x.t)
		if err != nil {
			t.Fatal(err)
		}
		if !exact(pageSizes(t, pdf), 1, Ticket80) {
			t.Errorf("pages %v", pageSizes(t, pdf))
		}
		text := flat(run(t, pdf, "poppler-utils", "pdftotext", "-raw", "FILE", "-"))
		for _, w := range x.want {
			if !strings.Contains(text, w) {
				t.Errorf("%q is missing:\n%s", w, text)
			}
		}
		if strings.Contains(text, x.never) || !strings.Contains(string(pdf), "/Alt (QR tiket)") {
			t.Errorf("%s", text)
		}
		if codes := scan(t, pdf, 203, true); len(codes) != 1 || codes[0] != x.t.Address {
			t.Errorf("code %q", codes)
		}
		pic := pictures(t, pdf, 100)[0]
		if ink := pic.ink(0, 107, 80, 110) + pic.ink(78.1, 0, 80, 110); ink > 0 {
			t.Error("it runs over its edge")
		}
		if symbol := 50 * 33 / 41.0; symbol < 22 {
			t.Errorf("symbol of %.1f mm", symbol)
		}
	}
}

// A paper is printed on its own sizes alone.
func TestPapersKeepToTheirSizes(t *testing.T) {
	p := press(t)
	if _, err := p.Receipt(context.Background(), Card, receipt()); err == nil {
		t.Error("a receipt on a card")
	}
	if _, err := p.Badges(context.Background(), Receipt80, badge()); err == nil {
		t.Error("a badge on a receipt roll")
	}
	none := receipt()
	none.Things = nil
	if _, err := p.Receipt(context.Background(), Receipt80, none); err == nil {
		t.Error("a receipt of nothing")
	}
}
