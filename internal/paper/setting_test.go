package paper

import (
	"fmt"
	"strings"
	"testing"
)

// Long texts shrink, wrap and are cut; they never touch the code, the foot or the edge.
func TestLongTextsKeepTheirPlace(t *testing.T) {
	p := press(t)
	long := strings.Repeat("Kusumawardhani Prawirodirdjo ", 20)
	names := []string{
		"Raden Ayu Siti Nurhaliza Kusumawardhani Prawirodirdjo", // 53 letters: whole
		long, strings.Repeat("W", 500), strings.Repeat("Ñ ", 200), strings.Repeat("i", 500), "Dr. " + strings.Repeat("Ĝ", 45) + ", S.H., M.H.",
	}
	for _, photo := range [][]byte{nil, portrait()} {
		for _, unit := range []string{"Seksi Intelijen", long, strings.Repeat("M", 300)} {
			var group []Badge
			for _, n := range names {
				b := badge()
				b.Name, b.Unit, b.Room, b.Office, b.Chain, b.Photo = n, unit, unit, unit, unit, photo
				if unit != "Seksi Intelijen" {
					b.Number = "TAMU-KHUSUS-0014"
				}
				group = append(group, b)
			}
			for i, pic := range pictures(t, printed(t, p, Card, group...), 150) {
				who := fmt.Sprintf("card %d, photo %v, unit %.10s", i, photo != nil, unit)
				if n := pic.ink(57.3, 20.6, 59.3, 48.2); n > 0 {
					t.Errorf("%s: text runs into the code (%.1f)", who, n)
				}
				if n := pic.ink(2, 48.05, 57, 48.4); n > 0 {
					t.Errorf("%s: text runs into the foot (%.1f)", who, n)
				}
				if n := pic.ink(0, 9.3, 2, 48.4) + pic.ink(84, 9.3, 86, 48.4) + pic.ink(0, 52.5, 86, 54); n > 0 {
					t.Errorf("%s: text at the edge (%.1f)", who, n)
				}
				if n := pic.ink(27, 9.2, 86, 10.6); n > 0 {
					t.Errorf("%s: text under the head (%.1f)", who, n)
				}
			}
			for i, pic := range pictures(t, printed(t, p, Label, group...), 150) {
				who := fmt.Sprintf("label %d, unit %.10s", i, unit)
				if n := pic.ink(0, 45.3, 62, 47.6); n > 0 {
					t.Errorf("%s: text runs into the code (%.1f)", who, n)
				}
				if n := pic.ink(0, 0, 2, 76) + pic.ink(60, 0, 62, 76) + pic.ink(0, 0, 62, 2) + pic.ink(0, 74, 62, 76); n > 0 {
					t.Errorf("%s: text at the edge (%.1f)", who, n)
				}
			}
		}
	}
	b := badge()
	for _, b.Name = range names[:2] {
		for _, b.Photo = range [][]byte{nil, portrait()} {
			for _, size := range Sizes() {
				text := strings.Join(strings.Fields(words(t, printed(t, p, size, b))), " ")
				whole := true
				for _, w := range strings.Fields(b.Name) {
					whole = whole && strings.Contains(text, w)
				}
				if cut := strings.Contains(text, "…"); cut != (b.Name == long) || !whole {
					t.Errorf("%s, photo %v: cut %v:\n%s", size, b.Photo != nil, cut, text)
				}
			}
		}
	}
}
