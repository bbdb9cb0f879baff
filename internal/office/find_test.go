package office_test

import (
	"fmt"
	"strings"
	"testing"

	"bukutamu/internal/office"
	"bukutamu/internal/sample"
)

// crowded is the demo's office with its fourteen persons and 200 more.
func crowded() office.Office {
	o := sample.Office()
	o.Persons = append(o.Persons, sample.Persons(3, 200)...)
	return o
}

// ids names the matches, a unit with a leading slash.
func ids(ms []office.Match) []string {
	var out []string
	for _, m := range ms {
		if m.IsUnit {
			out = append(out, "/"+m.Unit.ID)
		} else {
			out = append(out, m.Person.ID)
		}
	}
	return out
}

func TestAHostIsFoundFirst(t *testing.T) {
	o := crowded()
	o.Persons = append(o.Persons,
		office.Person{ID: "rene", Name: "René Contoh", Unit: "datun", Host: true},
		office.Person{ID: "maruf", Name: "Ma'ruf Umpama", Unit: "datun", Host: true})
	for _, c := range []struct{ what, text, want string }{
		{"whole name", "Gading Andaikan", "gading-andaikan"},
		{"with titles", "Dr. Gading Andaikan, S.H., M.H.", "gading-andaikan"},
		{"with a form of address", "Bapak Gading Andaikan", "gading-andaikan"},
		{"undotted degree", "gading andaikan sh mh", "gading-andaikan"},
		{"capitals", "GADING ANDAIKAN", "gading-andaikan"},
		{"the other way round", "andaikan gading", "gading-andaikan"},
		{"beginnings", "gad andaikan", "gading-andaikan"},
		{"a letter wrong", "gadinh andaikan", "gading-andaikan"},
		{"a letter missing", "gadng andaikan", "gading-andaikan"},
		{"a letter too many", "gaading andaikan", "gading-andaikan"},
		{"two letters changed about", "gadign andaikan", "gading-andaikan"},
		{"the first letter wrong", "hading andaikan", "gading-andaikan"},
		{"a slip in a beginning", "mutiata umpam", "mutiara-umpamawati"},
		{"by the title", "kasi pidum", "gading-andaikan"},
		{"name and unit", "gading pidum", "gading-andaikan"},
		{"host's own title ignored", "guntur rekaanto", "guntur-rekaanto"},
		{"without the accent", "rene", "rene"},
		{"with the accent", "RENÉ", "rene"},
		{"with the apostrophe", "ma'ruf", "maruf"},
		{"without it", "maruf", "maruf"},
		{"unit's short name", "pidum", "/pidum"},
		{"unit's full name", "Tindak Pidana Khusus", "/pidsus"},
		{"unit with a slip", "intelejen", "/intelijen"},
		{"unit in English", "general crimes", "/pidum"},
		{"unit by its beginning", "pembi", "/pembinaan"},
	} {
		t.Run(c.what, func(t *testing.T) {
			got := ids(office.Find(o, c.text, 5))
			if len(got) == 0 || got[0] != c.want {
				t.Errorf("%q finds %v, want %s first", c.text, got, c.want)
			}
		})
	}
}

func TestWhatIsNotFound(t *testing.T) {
	o := sample.Office()
	o.Persons = append(o.Persons,
		office.Person{ID: "gone", Name: "Pergi Contoh", Unit: "pidum", Host: true, Gone: true},
		office.Person{ID: "guard", Name: "Jaga Contoh", Unit: "pidum", Escort: true})
	o.Units[2].Hidden = true // Intelijen
	for what, text := range map[string]string{
		"nothing typed":               "  ",
		"only signs":                  ".,-",
		"nobody":                      "zulfikar",
		"one word fits, one does not": "gading zulfikar",
		"two slips":                   "gadxnx",
		"a slip in three letters":     "gat",
		"left the office":             "pergi contoh",
		"only escorts":                "jaga contoh",
	} {
		if got := ids(office.Find(o, text, 5)); len(got) > 0 {
			t.Errorf("%s: %q finds %v", what, text, got)
		}
	}
	for _, m := range office.Find(o, "intelijen", 0) {
		if m.IsUnit {
			t.Errorf("the hidden unit %s is offered", m.Unit.Name)
		}
	}
}

func TestAllOfAUnitAndTheLimit(t *testing.T) {
	o := sample.Office()
	if got := fmt.Sprint(ids(office.Find(o, "pidum", 0))); got != "[/pidum gading-andaikan galih-misal elang-umpamanto]" {
		t.Error(got)
	}
	if got := ids(office.Find(o, "pidum", 2)); len(got) != 2 {
		t.Error(got)
	}
	for _, m := range office.Find(o, "gading", 1) {
		if m.IsUnit || m.Unit.Short != "Pidum" {
			t.Errorf("%+v", m)
		}
	}
}

// Every one of 214 persons is found among the first three by their bare name, by
// its beginnings, and with one letter left out of the longer word.
func TestEverybodyIsFoundAmong200(t *testing.T) {
	o := crowded()
	for _, p := range o.Hosts("") {
		words := office.NameWords(p.Name)
		first, last := words[0], words[len(words)-1]
		for what, text := range map[string]string{
			"bare name":  strings.Join(words, " "),
			"name":       p.Name,
			"beginnings": first + " " + last[:len(last)-1],
			"a slip":     first + " " + last[:2] + last[3:],
		} {
			found := false
			for _, id := range ids(office.Find(o, text, 3)) {
				found = found || id == p.ID
			}
			if !found {
				t.Errorf("%s of %s: %q finds %v", what, p.Name, text, ids(office.Find(o, text, 3)))
			}
		}
	}
}

func TestNamesWithoutTitles(t *testing.T) {
	for name, want := range map[string]string{
		"Gading Andaikan, S.H., M.H.":    "gading andaikan",
		"Dr. H. Gading Andaikan SH MH":   "gading andaikan",
		"Prof. Dr. Ir. Hj. Melur Contoh": "melur contoh",
		"Dr.H. Joko Misalkan M.Hum":      "joko misalkan",
		"Drs Joko":                       "joko",
		"Umpama":                         "umpama",
		"Ma'ruf Umpama":                  "maruf umpama",
		"Dr.":                            "dr",
		"Ibu Kenanga":                    "kenanga",
		"Irma Contohsari":                "irma contohsari",
		"Hani Misalwati":                 "hani misalwati",
	} {
		if got := strings.Join(office.NameWords(name), " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	o := crowded()
	for _, text := range []string{"gading", "gadign andaikan", "pidum", "zulfikar misalkan"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				office.Find(o, text, 8)
			}
		})
	}
}
