// Package sample invents people and what they come for: the same ones for the
// same seed, and none that could be taken for real. Family names are made of
// contoh, misal, umpama, andai, reka (example, suppose, as if, imagine, made up),
// telephone numbers are 0812 0000 …, and a NIK names district 99 of Kapuas, which
// does not exist.
package sample

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/visit"
)

// Source draws people one after the other and remembers who came before. It is
// not for several goroutines at once.
type Source struct {
	rng    *rand.Rand
	serial int
	before []Call // everybody's first call
}

// New gives the source of a seed.
func New(seed uint64) *Source {
	return &Source{rng: rand.New(rand.NewPCG(seed, 0x62756b757461))}
}

// Guest is an invented guest and the document they would show.
type Guest struct {
	visit.Guest
	Document identity.Document
}

// Call is one guest coming for one thing, before any move is made.
type Call struct {
	Guest      Guest
	Again      bool // was here before in this source
	Purpose    string
	Letter     string // of a summons
	Unit       string
	Companions []string
}

// The shares of the real load (domain.md 3), in percent.
const (
	returning = 68 // by a name seen before
	parties   = 39 // with companions
	mornings  = 65 // between 08:00 and 11:59
)

// Call draws the next guest. Some come again, with the same document and for the
// same thing as the first time; the others are new.
func (s *Source) Call() Call {
	var c Call
	if len(s.before) > 0 && s.chance(returning) {
		c = s.before[s.rng.IntN(len(s.before))]
		c.Again = true
	} else {
		c.Purpose = s.pick(purposes)
		c.Guest = s.guest(s.pick(origins[c.Purpose]))
		s.before = append(s.before, c)
	}
	c.Unit = s.pick(units[c.Purpose])
	if c.Purpose == "panggilan" {
		c.Letter = fmt.Sprintf("B-%03d/O.2.12/contoh", s.rng.IntN(1000))
	}
	if s.chance(parties) {
		for range 1 + min(s.rng.IntN(4), s.rng.IntN(4)) {
			name, _ := s.name()
			c.Companions = append(c.Companions, name)
		}
	}
	return c
}

// Day draws the times at which guests arrive on day's date in the office's zone,
// in order: about 6, at most 36, two thirds of them in the morning. A day on which
// the office is closed has none.
func (s *Source) Day(o office.Office, day time.Time) []time.Time {
	midnight := o.Day(day)
	hours := o.Hours.Days[midnight.Weekday()]
	n := min(36, int(math.Round(6*math.Exp(0.6*s.rng.NormFloat64()))))
	var out []time.Time
	for range n {
		from, to := 8*60, 12*60
		if !s.chance(mornings) {
			if from, to = 12*60, hours.Close-20; s.chance(15) {
				from, to = hours.Open, 8*60
			}
		}
		if to <= from {
			continue
		}
		t := midnight.Add(time.Duration(from+s.rng.IntN(to-from))*time.Minute + time.Duration(s.rng.IntN(60))*time.Second)
		if o.OpenAt(t) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// Item draws something that a guest hands in.
func (s *Source) Item() string { return items[s.rng.IntN(len(items))] }

// Chance is true in percent of a hundred draws, for whatever else a story needs.
func (s *Source) Chance(percent int) bool { return s.chance(percent) }

// Between draws a whole number from least to most, both included.
func (s *Source) Between(least, most int) int { return least + s.rng.IntN(most-least+1) }

func (s *Source) chance(percent int) bool { return s.rng.IntN(100) < percent }

// guest invents somebody of an origin.
func (s *Source) guest(origin string) Guest {
	s.serial++
	g := Guest{Guest: visit.Guest{Origin: visit.Origin(origin), Lang: "id"}}
	g.Name, g.Sex = s.name()
	if g.Salute = visit.Bapak; g.Sex == identity.Female {
		g.Salute = visit.Ibu
	}
	if s.chance(10) {
		g.Salute = ""
	}
	if s.chance(75) {
		g.Phone = fmt.Sprintf("+6281200%06d", s.serial)
	}
	if places := institutions[origin]; len(places) > 0 {
		g.From = places[s.rng.IntN(len(places))]
	}
	g.Document = s.document(origin, g.Sex)
	if g.Document.Kind == identity.Passport {
		g.Lang = "en"
	}
	return g
}

// document invents a card with a number that the rules accept without a doubt.
func (s *Source) document(origin string, sex identity.Sex) identity.Document {
	kind := identity.Kind(s.pick(documents[origin]))
	born := time.Date(1956+s.rng.IntN(46), time.Month(1+s.rng.IntN(12)), 1+s.rng.IntN(28), 0, 0, 0, 0, time.UTC)
	var number string
	switch kind {
	case identity.KTP, identity.IKD:
		day := born.Day()
		if sex == identity.Female {
			day += 40
		}
		number = fmt.Sprintf("620399%02d%s%04d", day, born.Format("0106"), s.serial%9999+1)
	case identity.Staff:
		digit := 1
		if sex == identity.Female {
			digit = 2
		}
		number = fmt.Sprintf("%s%d%02d%d%03d", born.Format("20060102"), born.Year()+24, born.Month(), digit, s.serial%1000)
	case identity.SIM:
		number = fmt.Sprintf("00000%07d", s.serial)
	case identity.Passport:
		number = fmt.Sprintf("X%07d", s.serial)
	default:
		number = fmt.Sprintf("%08d", s.serial)
	}
	return identity.Document{Kind: kind, Number: number}
}

// name invents a name and says whose it is.
func (s *Source) name() (string, identity.Sex) {
	first, last, sex := men, menOf, identity.Male
	if s.chance(40) {
		first, last, sex = women, womenOf, identity.Female
	}
	return first[s.rng.IntN(len(first))] + " " + last[s.rng.IntN(len(last))], sex
}

// pick draws one word of "sidang 11, tilang 4" by its weight.
func (s *Source) pick(weighted string) string {
	var words []string
	for entry := range strings.SplitSeq(weighted, ", ") {
		var word string
		var weight int
		if _, err := fmt.Sscanf(entry, "%s %d", &word, &weight); err != nil {
			panic("sample: " + entry + ": " + err.Error())
		}
		for range weight {
			words = append(words, word)
		}
	}
	return words[s.rng.IntN(len(words))]
}
