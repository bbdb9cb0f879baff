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

	"bukutamu/internal/lang"
)

// head is a letterhead with what people may have typed into the settings.
func head() Letterhead {
	return Letterhead{Chain: []string{"Kejaksaan Agung", "Kejaksaan Tinggi Kalimantan Tengah"}, Office: "Kejaksaan Negeri Kapuas", Address: "Jl. A. Yani No. 63 · 0513 21520"}
}

var morning = time.Date(2026, 11, 23, 9, 49, 0, 0, time.FixedZone("WIB", 7*3600))

// sheetsOf are one of each sheet, the longer ones over several pages.
func sheetsOf(t *testing.T) map[string][]byte {
	t.Helper()
	p := press(t)
	ctx := context.Background()
	e := Evacuation{Head: head(), Lang: lang.ID, At: morning, Zone: "WIB", Bare: 1, Aid: 1, Assembly: "Halaman depan, tiang bendera"}
	d := DaySheet{Head: head(), Lang: lang.ID, Day: morning, Figures: [][2]string{{"Kunjungan", "80"}}, Anchor: "1530-K7P4-M2QX-0ABC-DEFG", Signs: [][2]string{{"Petugas piket", "Ratna Umpama"}, {}, {"Mengetahui", ""}}}
	for n := range 80 {
		name := fmt.Sprintf("Tamu Contoh %02d", n)
		if n == 7 {
			name = "Ćirić 😀\u202e\x00 " + strings.Repeat("Panjangsekali", 20)
		}
		e.People = append(e.People, Occupant{Number: fmt.Sprintf("T-%03d", n+1), Name: name, Place: "Pidum, ruang 2.04", Arrived: "09.05"})
		d.Visits = append(d.Visits, DayVisit{Arrived: "09.05", Guest: name, Purpose: "Koordinasi atau konsultasi", Unit: "Pidum", Badges: "T-011-013", People: "3", Met: "09.12", Left: "-", Minutes: "7", Entered: n%2 == 0})
		d.Heads = append(d.Heads, fmt.Sprintf("ABC%03d K7P4·6", n))
	}
	out := map[string][]byte{}
	var err error
	keep := func(name string, pdf []byte, e error) {
		if out[name] = pdf; e != nil {
			err = fmt.Errorf("%s: %w", name, e)
		}
	}
	pdf, eerr := p.Evacuation(ctx, e)
	keep("evacuation", pdf, eerr)
	pdf, derr := p.DaySheet(ctx, d)
	keep("day sheet", pdf, derr)
	pdf, berr := p.Blank(ctx, Blank{Head: head(), Lang: lang.EN, Prefix: "T-", Sheets: 3})
	keep("blank", pdf, berr)
	pdf, rerr := p.Reminder(ctx, Reminder{Head: head(), Lang: lang.ID, To: "Ibu Anggrek Contoh", At: morning, Since: morning, Hours: "Senin–Kamis 07.30–16.00", Things: []Kept{{"KTP", "Kantong T-030", "20 November 2026"}}})
	keep("letter", pdf, rerr)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSheetsAreExactlyA4(t *testing.T) {
	pages := map[string]int{"evacuation": 4, "day sheet": 5, "blank": 3, "letter": 1}
	for name, pdf := range sheetsOf(t) {
		info := run(t, pdf, "poppler-utils", "pdfinfo", "-f", "1", "-l", "99", "FILE")
		sizes := regexp.MustCompile(`Page +\d+ size: +([\d.]+) x ([\d.]+) pts`).FindAllStringSubmatch(info, -1)
		if len(sizes) < 1 || len(sizes) > pages[name] || name != "letter" && len(sizes) < 3 {
			t.Errorf("%s has %d pages", name, len(sizes))
		}
		for _, m := range sizes {
			x, _ := strconv.ParseFloat(m[1], 64)
			y, _ := strconv.ParseFloat(m[2], 64)
			if math.Abs(x-210*72/25.4) > 0.5 || math.Abs(y-297*72/25.4) > 0.5 {
				t.Errorf("%s: a page of %v × %v pt", name, x, y)
			}
		}
		text := words(t, pdf)
		if last := fmt.Sprintf("%d dari %d", len(sizes), len(sizes)); !strings.Contains(text, last) && !strings.Contains(text, fmt.Sprintf("%d of %d", len(sizes), len(sizes))) {
			t.Errorf("%s does not say %q", name, last)
		}
		fonts := strings.Split(strings.TrimSpace(run(t, pdf, "poppler-utils", "pdffonts", "FILE")), "\n")[2:]
		for _, row := range fonts {
			if !strings.Contains(row, " yes yes ") {
				t.Errorf("%s: not an embedded subset: %s", name, row)
			}
		}
	}
}

// A table that goes on says its heads again, and nobody is lost between two pages.
func TestATableGoesOnOnTheNextSheet(t *testing.T) {
	all := sheetsOf(t)
	text := words(t, all["evacuation"])
	if n := strings.Count(text, "Terakhir di"); n < 3 {
		t.Errorf("the head stands %d times", n)
	}
	for n := range 80 {
		if !strings.Contains(text, fmt.Sprintf("T-%03d", n+1)) {
			t.Errorf("T-%03d is missing", n+1)
		}
	}
	day := words(t, all["day sheet"])
	for _, want := range []string{"ABC079 K7P4", "1530-K7P4-M2QX-0ABC-DEFG", "Ratna Umpama", "Tamu Contoh 79"} {
		if !strings.Contains(day, want) {
			t.Errorf("the day sheet lacks %q", want)
		}
	}
}
