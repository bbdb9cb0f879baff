package complaint

import (
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// The most characters that the fields take.
const (
	MaxText    = 4000 // what happened; a message
	MaxShort   = 200  // when, where
	MaxWish    = 1000
	MaxName    = 80
	MaxTitle   = 80
	MaxReason  = 300
	MaxPhone   = 30
	MaxRemarks = 1000 // a note beside a move
)

// File begins a complaint: all of the form on one page. The fields that the book draws
// have json:"-", so that the same form sent twice is one act.
type File struct {
	Naming Naming `form:"id" json:"naming"`
	Text   string `form:"text,lines" max:"4000" json:"text"`
	When   string `form:"when" max:"200" json:"when,omitempty"`
	Where  string `form:"where" max:"200" json:"where,omitempty"`
	Unit   string `form:"unit" json:"unit,omitempty"` // id; empty: not known, or not said
	Wish   string `form:"wish,lines" max:"1000" json:"wish,omitempty"`
	Name   string `form:"name" max:"80" json:"name,omitempty"` // left out of an anonymous complaint, whatever was typed
	Phone  string `form:"tel" max:"30" json:"phone,omitempty"`

	ID   string `json:"-"`
	Code string `json:"-"`
	PIN  string `json:"-"` // its slow hash
}

// Refusals about the form.
var (
	ErrNaming   = refusal.New(refusal.Invalid, "complaint.naming")
	ErrText     = refusal.New(refusal.Invalid, "complaint.text")
	ErrTextLong = refusal.New(refusal.Invalid, "complaint.text-long")
	ErrShort    = refusal.New(refusal.Invalid, "complaint.short-long")
	ErrUnit     = refusal.New(refusal.Invalid, "complaint.unit")
	ErrName     = refusal.New(refusal.Invalid, "complaint.name")
)

// leastText is how many characters tell anything at all.
const leastText = 10

// Bare is the form without what an anonymous complaint must not keep: Do keeps, compares
// and logs only this.
func (m File) Bare() File {
	if m.Naming == Anonymous {
		m.Name, m.Phone = "", ""
	}
	return m
}

// Apply makes a new complaint of the form.
func (m File) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	var no refusal.List
	f := Facts{
		State: Received, Naming: m.Naming, Class: Ordinary, Day: o.Day(s.At).Format(time.DateOnly), Unit: m.Unit,
		Text: strings.TrimSpace(m.Text), When: line(m.When), Where: line(m.Where), Wish: strings.TrimSpace(m.Wish),
		FiledAt: s.At, TurnAt: s.At,
	}
	if !m.Naming.Valid() {
		no = append(no, ErrNaming.At("id"))
	}
	if utf8.RuneCountInString(f.Text) < leastText {
		no = append(no, ErrText.At("text"))
	}
	if utf8.RuneCountInString(f.Text) > MaxText {
		no = append(no, ErrTextLong.At("text").With("max", MaxText))
	}
	for _, x := range []struct {
		field, text string
		max         int
	}{{"when", f.When, MaxShort}, {"where", f.Where, MaxShort}, {"wish", f.Wish, MaxWish}} {
		if utf8.RuneCountInString(x.text) > x.max {
			no = append(no, ErrShort.At(x.field).With("max", x.max))
		}
	}
	if m.Unit != "" {
		if u, ok := o.Unit(m.Unit); !ok || u.Hidden {
			no = append(no, ErrUnit.At("unit"))
		}
	}
	if m.Naming != Anonymous && m.Naming.Valid() {
		f.Complainant.Name = line(m.Name)
		if n := utf8.RuneCountInString(f.Complainant.Name); n < 2 || n > MaxName {
			no = append(no, ErrName.At("name"))
		}
		if strings.TrimSpace(m.Phone) != "" {
			phone, err := identity.CleanPhone(m.Phone)
			for _, r := range refusal.Of(err) {
				no = append(no, r.At("tel"))
			}
			f.Complainant.Phone = phone
		}
	}
	if err := no.Err(); err != nil {
		return c, err
	}
	c.ID, c.Code, c.PIN, c.Facts = m.ID, m.Code, m.PIN, f
	return c, nil
}

// line is a text of one line, its spaces tidied.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

func sameType(a, b Move) bool { return reflect.TypeOf(a) == reflect.TypeOf(b) }

// Heading is a few words for lists: the officer's title, else the text's beginning.
func (f Facts) Heading() string {
	if f.Title != "" {
		return f.Title
	}
	const most = 60
	text := line(f.Text)
	if r := []rune(text); len(r) > most {
		cut := string(r[:most])
		if i := strings.LastIndexByte(cut, ' '); i > most/2 {
			cut = cut[:i]
		}
		return cut + " …"
	}
	return text
}
