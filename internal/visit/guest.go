package visit

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
)

// Guest is the person who visits. Phone may be empty: where it was forced, a
// quarter of the rows carried an invented number (domain.md 3).
type Guest struct {
	Name   string       `json:"name" seal:"guest name"` // as the guest wrote it, then as on the card
	Salute Salute       `json:"salute,omitempty"`
	Phone  string       `json:"phone,omitempty" seal:"phone"` // +62…
	Sex    identity.Sex `json:"sex,omitempty"`                // as on the card; empty when not noted
	Origin Origin       `json:"origin,omitempty"`
	From   string       `json:"from,omitempty" seal:"institution"` // institution, as written
	Lang   string       `json:"lang,omitempty"`                    // id or en
}

// Salute is how the guest wants to be addressed; empty is by the name alone.
type Salute string

// The salutations.
const (
	Ibu   Salute = "ibu"
	Bapak Salute = "bapak"
)

// Valid also takes "nama", the choice "name only", which is stored as empty.
func (s Salute) Valid() bool { return s == "" || s == Ibu || s == Bapak || s == "nama" }

// Origin is whom the guest comes as.
type Origin string

// Origins lists them in the order the desk shows them.
var Origins = []Origin{"masyarakat", "saksi", "tersangka", "terdakwa", "keluarga", "advokat", "polri", "tni", "asn", "pers", "lsm", "swasta", "pelajar", "lainnya"}

// Valid reports whether o is known, or not noted.
func (o Origin) Valid() bool { return o == "" || slices.Contains(Origins, o) }

// Need is help that the guest asks for.
type Need string

// Needs lists them in the order of the kiosk.
var Needs = []Need{"wheelchair", "sign", "interpreter", "writing", "nursing", "other"}

// Valid reports whether n is known.
func (n Need) Valid() bool { return slices.Contains(Needs, n) }

// Companion is a name on the lead's visit. Once Here, a visit of its own with
// the id <lead>.<number> exists for it, numbers counting from 1.
type Companion struct {
	Name string    `json:"name" seal:"companion name"`
	Here time.Time `json:"here,omitzero"`
}

// Declared is what the guest declared, and which versions of the texts were shown.
type Declared struct {
	Weapons bool `json:"weapons"` // brings something and hands it in
	House   int  `json:"house"`   // version of the house rules
	Privacy int  `json:"privacy"` // version of the privacy notice
}

// Photo says whether the guest's photo is in the book, or why not. The picture
// is a document of its own with the visit's id.
type Photo struct {
	Taken     bool      `json:"taken,omitempty"`
	Why       string    `json:"why,omitempty" seal:"reason text"`
	RemovedAt time.Time `json:"removedAt,omitzero"` // after the office's days of keeping photos
}

// Kept reports whether the picture is still in the book.
func (p Photo) Kept() bool { return p.Taken && p.RemovedAt.IsZero() }

// Refusals about a guest's details.
var (
	ErrName       = refusal.New(refusal.Invalid, "visit.name")
	ErrNameLong   = refusal.New(refusal.Invalid, "visit.name-long")
	ErrCompanions = refusal.New(refusal.Invalid, "visit.companions")
	ErrChoice     = refusal.New(refusal.Invalid, "visit.choice")
)

// MaxCompanions is how many names one registration holds.
const MaxCompanions = 20

// cleanName folds white space. A name has 2 to 80 characters and at least one letter.
func cleanName(s string) (string, error) {
	s = strings.Join(strings.Fields(s), " ")
	switch n := utf8.RuneCountInString(s); {
	case n < 2 || !strings.ContainsFunc(s, unicode.IsLetter):
		return s, ErrName
	case n > 80:
		return s, ErrNameLong
	}
	return s, nil
}

// CleanName folds white space and says whether s can be a person's name: 2 to
// 80 characters, at least one letter. Pages use it to ask early what Register
// asks in the end.
func CleanName(s string) (string, error) { return cleanName(s) }

// First is the first word of the name, without academic or religious titles
// that end in a dot, for "Terima kasih, Ibu Anggrek".
func (g Guest) First() string {
	for _, w := range strings.Fields(g.Name) {
		if !strings.HasSuffix(w, ".") {
			return strings.TrimRight(w, ",")
		}
	}
	return g.Name
}

// Initials are the first letters of the first two words, all that the ticket on a phone shows.
func (g Guest) Initials() string {
	var out []rune
	for _, w := range strings.Fields(g.Name) {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsLetter(r) && len(out) < 2 {
			out = append(out, unicode.ToUpper(r))
		}
	}
	return string(out)
}
