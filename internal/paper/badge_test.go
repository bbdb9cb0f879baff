package paper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"bukutamu/internal/lang"
)

func TestPagesAreExact(t *testing.T) {
	p := press(t)
	for _, size := range Sizes() {
		secret := badge()
		secret.Confidential = true
		pdf := printed(t, p, size, badge(), secret, badge())
		info := run(t, pdf, "poppler-utils", "pdfinfo", "-f", "1", "-l", "9", "FILE")
		w, h := size.MM()
		pages := regexp.MustCompile(`Page +\d+ size: +([\d.]+) x ([\d.]+) pts`).FindAllStringSubmatch(info, -1)
		if len(pages) != 3 || !strings.Contains(info, "Pages:           3\n") {
			t.Fatalf("%s: not 3 pages:\n%s", size, info)
		}
		for _, m := range pages {
			x, _ := strconv.ParseFloat(m[1], 64)
			y, _ := strconv.ParseFloat(m[2], 64)
			if math.Abs(x-w*72/25.4) > 0.5 || math.Abs(y-h*72/25.4) > 0.5 {
				t.Errorf("%s: page of %v × %v pt", size, x, y)
			}
		}
	}
}

func TestFontsAreEmbeddedSubsets(t *testing.T) {
	p := press(t)
	odd, secret := badge(), badge()
	odd.Name, secret.Confidential = "Ćirić", true
	row := regexp.MustCompile(`^[A-Z]{6}\+(\S+) +TrueType +(WinAnsi|Custom) +yes yes `)
	for _, c := range []struct {
		b    Badge
		want []string
	}{
		{badge(), []string{"atkinson-mono-bold", "jakarta-bold", "jakarta-extrabold", "jakarta-regular"}},
		{odd, []string{"atkinson-mono-bold", "jakarta-bold", "jakarta-extrabold", "jakarta-extrabold", "jakarta-regular"}},
		{secret, []string{"atkinson-mono-bold", "jakarta-extrabold"}},
	} {
		var got []string
		for _, r := range strings.Split(strings.TrimSpace(run(t, printed(t, p, Card, c.b), "poppler-utils", "pdffonts", "FILE")), "\n")[2:] {
			m := row.FindStringSubmatch(r)
			if m == nil {
				t.Fatalf("not an embedded subset: %s", r)
			}
			got = append(got, m[1])
		}
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("fonts %v, want %v", got, c.want)
		}
	}
}

func TestContents(t *testing.T) {
	p := press(t)
	odd := badge()
	odd.Name, odd.Lang, odd.Room = "Ñandú Ćirić Şen", lang.EN, ""
	for _, c := range []struct {
		size Size
		b    Badge
		want []string
	}{
		{Card, badge(), []string{"Kejaksaan Tinggi Kalimantan Tengah", "Kejaksaan Negeri Kapuas", "TAMU", "T-014", "Anggrek", "Contohwati",
			"Seksi Tindak Pidana Umum", "Ruang 2.04", "Senin, 23 November 2026 · masuk 09.45", "Kembalikan saat pulang"}},
		{Label, badge(), []string{"Kejaksaan Negeri", "Kapuas", "TAMU", "T-014", "Anggrek Contohwati",
			"Seksi Tindak Pidana Umum", "Ruang 2.04", "Senin", "23 Nov 2026", "masuk 09.45", "Kembalikan", "saat pulang"}},
		{Card, odd, []string{"VISITOR", "Ñandú Ćirić Şen", "Monday, 23 November 2026 · in 09:45", "Return when leaving"}},
	} {
		text := words(t, printed(t, p, c.size, c.b))
		for _, w := range c.want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is not on the badge:\n%s", c.size, w, text)
			}
		}
		if strings.Contains(text, "«") || c.b.Room == "" && strings.Contains(text, "Room") {
			t.Errorf("%s: not said right:\n%s", c.size, text)
		}
	}
	named := badge()
	named.Room = "Aula Kapuas"
	if text := words(t, printed(t, p, Card, named)); !strings.Contains(text, "Aula Kapuas") || strings.Contains(text, "Ruang Aula") {
		t.Errorf("a room with a name is not written as it is:\n%s", text)
	}
}

// A party with an English guest among it: each badge speaks its own language.
func TestGroup(t *testing.T) {
	var group []Badge
	for i := range 6 {
		b := badge()
		b.Number, b.Lang = fmt.Sprintf("T-%03d", 20+i), []lang.Lang{lang.ID, lang.EN}[i%2]
		b.Address = strings.Replace(address, "7K4M", fmt.Sprintf("000%d", i), 1)
		group = append(group, b)
	}
	pdf := printed(t, press(t), Label, group...)
	text := words(t, pdf)
	codes := scan(t, pdf, 203, false)
	if len(codes) != 6 || strings.Count(text, "TAMU") != 3 || strings.Count(text, "VISITOR") != 3 {
		t.Fatalf("%d codes and the text\n%s", len(codes), text)
	}
	for i, b := range group {
		if codes[i] != b.Address || !strings.Contains(text, b.Number) {
			t.Errorf("page %d: code %s", i+1, codes[i])
		}
	}
}

func TestCodeIsRead(t *testing.T) {
	p := press(t)
	secret, photo, far := badge(), badge(), badge()
	secret.Confidential, photo.Photo = true, portrait()
	far.Address = "HTTPS://BUKUTAMU.KEJARI-HULU-SUNGAI-UTARA.EXAMPLE:8443/B/HSUTARA.7K4M2XQ9ZB5T8HN3WV6CRDFGJP"
	badges := []Badge{badge(), secret, photo, far}
	for _, size := range Sizes() {
		pdf := printed(t, p, size, badges...)
		for _, dpi := range []int{203, 300} {
			for _, mono := range []bool{false, true} {
				codes := scan(t, pdf, dpi, mono)
				if len(codes) != len(badges) {
					t.Fatalf("%s at %d dpi, mono %v: %d codes of %d", size, dpi, mono, len(codes), len(badges))
				}
				for i, b := range badges {
					if codes[i] != b.Address {
						t.Errorf("%s at %d dpi: read %q", size, dpi, codes[i])
					}
				}
			}
		}
	}
}

// The symbol is 22 mm and more, measured on the picture, and its quiet zone is white.
func TestSymbolSize(t *testing.T) {
	p := press(t)
	secret := badge()
	secret.Confidential = true
	for _, c := range []struct {
		size       Size
		b          Badge
		x, y, side float64 // the drawn square
	}{
		{Card, badge(), 57, 20.5, 28}, {Card, secret, 49, 14.5, 34}, {Label, badge(), 0, 45, 29}, {Label, secret, 14, 36, 34},
	} {
		pic := pictures(t, printed(t, p, c.size, c.b), 300)[0]
		zone := c.side * quiet / (33 + 2*quiet)
		if n := c.side - 2*zone; n < 22 {
			t.Fatalf("symbol of %.1f mm", n)
		}
		const near = 0.1 // a pixel at 300 dpi
		whole := pic.ink(c.x, c.y, c.x+c.side, c.y+c.side)
		inner := pic.ink(c.x+zone-near, c.y+zone-near, c.x+c.side-zone+near, c.y+c.side-zone+near)
		if inner == 0 || whole-inner > 0 {
			t.Errorf("%s: %.1f pixels of ink in the quiet zone, %.0f in the symbol", c.size, whole-inner, inner)
		}
		corner := pic.ink(c.x+zone, c.y+zone, c.x+zone+0.6, c.y+zone+0.6)
		if corner < 0.9*(0.6/25.4*300)*(0.6/25.4*300) {
			t.Errorf("%s: the symbol does not begin at its place", c.size)
		}
	}
}

func TestConfidential(t *testing.T) {
	p := press(t)
	b := badge()
	b.Confidential, b.Photo, b.Number = true, portrait(), "T-009"
	for _, size := range Sizes() {
		for _, l := range []lang.Lang{lang.ID, lang.EN} {
			b.Lang = l
			pdf := printed(t, p, size, b)
			if got, want := strings.Join(strings.Fields(words(t, pdf)), " "), l.T("paper.visitor")+" T-009"; got != want {
				t.Errorf("%s: the badge says %q, want %q", size, got, want)
			}
			if bytes.Contains(pdf, []byte("/Subtype /Image")) {
				t.Errorf("%s: a photo is in the file", size)
			}
			for _, secret := range []string{b.Name, b.Unit, "Anggrek", b.Office, "Kapuas"} {
				var wide []byte
				for _, u := range utf16.Encode([]rune(secret)) {
					wide = append(wide, byte(u>>8), byte(u))
				}
				if bytes.Contains(pdf, []byte(secret)) || bytes.Contains(pdf, wide) {
					t.Errorf("%s: %q is in the file", size, secret)
				}
			}
		}
	}
}

func TestPhoto(t *testing.T) {
	p := press(t)
	with := badge()
	with.Photo = portrait()
	left := func(b Badge) float64 {
		m := regexp.MustCompile(`xMin="([\d.]+)"[^>]*>T-014<`).FindStringSubmatch(run(t, printed(t, p, Card, b), "poppler-utils", "pdftotext", "-bbox", "FILE", "-"))
		if m == nil {
			t.Fatal("the number is not found")
		}
		x, _ := strconv.ParseFloat(m[1], 64)
		return x * 25.4 / 72
	}
	if x := left(with); x < 27 || x > 28 {
		t.Errorf("with a photo the number begins at %.1f mm", x)
	}
	if x := left(badge()); x < 2.9 || x > 4 {
		t.Errorf("without a photo the number begins at %.1f mm", x)
	}
	pics := pictures(t, printed(t, p, Card, with, badge()), 100)
	if box := pics[0].ink(3.2, 15, 24.8, 42.6); box < 0.9*pics[0].ink(0, 10, 26, 48) || box < 3000 {
		t.Errorf("the photo does not fill its 22 × 28 mm: %.0f", box)
	}
	if bytes.Contains(printed(t, p, Label, with), []byte("/Subtype /Image")) {
		t.Error("the label holds a photo")
	}

	var grey, notJPEG bytes.Buffer
	if err := jpeg.Encode(&grey, image.NewGray(image.Rect(0, 0, 640, 480)), nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&notJPEG, image.NewGray(image.Rect(0, 0, 30, 40))); err != nil {
		t.Fatal(err)
	}
	with.Photo = grey.Bytes()
	printed(t, p, Card, with)
	for name, raw := range map[string][]byte{"png": notJPEG.Bytes(), "text": []byte("foto"), "cut": portrait()[:40]} {
		with.Photo = raw
		if _, err := p.Badges(context.Background(), Card, with); !errors.Is(err, ErrPhoto) {
			t.Errorf("%s as a photo: %v", name, err)
		}
	}
}

func TestNothingToPrint(t *testing.T) {
	p := press(t)
	if _, err := p.Badges(context.Background(), Card); err == nil {
		t.Error("no badge was printed as a document")
	}
	b := badge()
	for _, b.Address = range []string{"", strings.Repeat("A", 5000)} {
		if _, err := p.Badges(context.Background(), Card, b); err == nil {
			t.Errorf("a badge was printed with a code of %d letters", len(b.Address))
		}
	}
}
