package office

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Match is one answer of Find: a unit, or a person with their unit.
type Match struct {
	IsUnit bool
	Unit   Unit // of the person; empty when the office no longer has it
	Person Person
}

// Find looks for hosts and units by what a guest knows: words of a name, a
// title, or a unit, each by its beginning, in any order. Titles and degrees are
// ignored (Dr., Hj., S.H.), as are capitals and accents, and a word of four
// letters or more may have one slip: a letter wrong, missing, too many, or two
// changed about. Every word must be found. The best come first, units before
// persons; limit 0 means all.
//
// Hidden units, persons who have left and those who only escort are left out. A
// kiosk of an office that hides names (Rules.HideNames) shows only the units.
func Find(o Office, text string, limit int) []Match {
	query := queryWords(text)
	if len(query) == 0 {
		return nil
	}
	type found struct {
		Match
		score int
	}
	var all []found
	inUnit := make(map[string][]string, len(o.Units)) // words of each unit
	units := make(map[string]Unit, len(o.Units))
	for _, u := range o.Units {
		c := candidate{split(u.Short), split(u.Name), split(u.Name2)}
		inUnit[u.ID], units[u.ID] = slices.Concat(c[0], c[1]), u
		if u.Hidden {
			continue
		}
		if score, ok := c.score(query, [3]int{0, 0, 1}); ok {
			all = append(all, found{Match{IsUnit: true, Unit: u}, score})
		}
	}
	for _, p := range o.Persons {
		if p.Gone || !p.Host {
			continue
		}
		c := candidate{NameWords(p.Name), split(p.Title), inUnit[p.Unit]}
		if score, ok := c.score(query, [3]int{0, 6, 12}); ok {
			all = append(all, found{Match{Unit: units[p.Unit], Person: p}, score})
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return a.score - b.score })
	if limit > 0 && len(all) > limit {
		all = all[:limit]
	}
	var out []Match
	for _, f := range all {
		out = append(out, f.Match)
	}
	return out
}

// Hosts are the persons whom guests can ask for, in the office's order; unit ""
// means of every unit.
func (o Office) Hosts(unit string) []Person {
	return o.persons(func(p Person) bool { return p.Host && (unit == "" || p.Unit == unit) })
}

// Escorts are the persons who may take a guest to a destination.
func (o Office) Escorts() []Person {
	return o.persons(func(p Person) bool { return p.Escort })
}

// OpenUnits are the units that are offered, in the office's order.
func (o Office) OpenUnits() []Unit {
	var out []Unit
	for _, u := range o.Units {
		if !u.Hidden {
			out = append(out, u)
		}
	}
	return out
}

func (o Office) persons(want func(Person) bool) []Person {
	var out []Person
	for _, p := range o.Persons {
		if !p.Gone && want(p) {
			out = append(out, p)
		}
	}
	return out
}

// queryWords drops titles from what was typed, unless nothing else was typed.
func queryWords(text string) []string {
	var kept []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '\t' }) {
		if !isBefore(w) && !isDegree(w) {
			kept = append(kept, split(w)...)
		}
	}
	if len(kept) == 0 {
		kept = split(text)
	}
	return kept
}

// candidate holds the words by which something can be found, best field first.
type candidate [3][]string

// score is 0 when every word of the query is a word of the first field, and
// grows with every word that only fits in part or in a later field, which costs
// what extra says. It is false when a word fits nowhere.
func (c *candidate) score(query []string, extra [3]int) (int, bool) {
	sum := 0
	for _, q := range query {
		best := -1
		for field, words := range c {
			for _, w := range words {
				if s := fits(q, w); s >= 0 && (best < 0 || s+extra[field] < best) {
					best = s + extra[field]
				}
			}
		}
		if best < 0 {
			return 0, false
		}
		sum += best
	}
	return sum, true
}

// fits tells how well q stands for the word w: 0 the word, 1 its beginning, 3
// the word with a slip, 4 its beginning with a slip, -1 not at all.
func fits(q, w string) int {
	switch {
	case q == w:
		return 0
	case strings.HasPrefix(w, q):
		return 1
	case len(q) < 4 || len(w) < 3:
		return -1
	case oneSlip(q, w):
		return 3
	case len(w) > len(q) && (oneSlip(q, head(w, len(q))) || oneSlip(q, head(w, len(q)+1)) || oneSlip(q, head(w, len(q)-1))):
		return 4
	}
	return -1
}

// head is the first n bytes of s, cut back to whole letters.
func head(s string, n int) string {
	if n >= len(s) {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// oneSlip reports whether a becomes b by at most one letter changed, added,
// dropped, or changed about with its neighbour (Damerau distance 1). Folded
// words are nearly always ASCII; others are compared byte by byte, which
// forgives a little less.
func oneSlip(a, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	switch len(a) - len(b) {
	case 0:
		return a == "" || a[1:] == b[1:] || (len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:])
	case 1:
		return a[1:] == b
	case -1:
		return a == b[1:]
	}
	return false
}
