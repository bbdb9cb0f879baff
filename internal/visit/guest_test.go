package visit_test

import (
	"testing"

	"bukutamu/internal/visit"
)

func TestHowAGuestIsAddressed(t *testing.T) {
	for _, c := range []struct{ name, first, initials string }{
		{"Anggrek Contoh", "Anggrek", "AC"},
		{"Dr. Anggrek Contoh, S.H.", "Anggrek", "DA"},
		{"H. Bakung", "Bakung", "HB"},
		{"Cempaka, S.H.", "Cempaka", "CS"},
		{"dahlia", "dahlia", "D"},
		{"M. H.", "M. H.", "MH"},
		{"Édelweis umpama teladan", "Édelweis", "ÉU"},
		{"2 Serangkai Contoh", "2", "SC"},
		{"", "", ""},
	} {
		g := visit.Guest{Name: c.name}
		if g.First() != c.first || g.Initials() != c.initials {
			t.Errorf("%q: %q and %q, want %q and %q", c.name, g.First(), g.Initials(), c.first, c.initials)
		}
	}
}

// The page asks early what Register asks in the end.
func TestCleanName(t *testing.T) {
	if name, err := visit.CleanName("  Anggrek \n Contoh "); name != "Anggrek Contoh" || err != nil {
		t.Errorf("%q %v", name, err)
	}
	if name, err := visit.CleanName(" 7 "); name != "7" || err == nil {
		t.Errorf("what was typed comes back: %q %v", name, err)
	}
}
