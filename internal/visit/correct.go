package visit

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Correct puts right what was written down about a guest. any state. It is a
// further entry: the log keeps the new values as what was said and the old ones
// beside them (Entry.Was), and nothing is overwritten in it (domain.md 2).
type Correct struct {
	Fields    []Corrected `json:"fields"`
	AsWritten bool        `json:"asWritten,omitempty"` // the number stands so on the card
	NumberWhy string      `json:"numberWhy,omitempty"`
	Reason    string      `json:"reason"`
}

// Corrected is one field and its value as text: ids, and "1" or nothing for a switch.
type Corrected struct {
	Key string `json:"key"`
	To  string `json:"to"`
}

// The fields that can be corrected. A companion who is not here yet has the key
// "companion.N", N from 1.
const (
	KeyName         = "name"
	KeySalute       = "salute"
	KeyPhone        = "phone"
	KeySex          = "sex"
	KeyOrigin       = "origin"
	KeyFrom         = "from"
	KeyDocument     = "document"
	KeyNumber       = "number"
	KeyPurpose      = "purpose"
	KeyNote         = "note"
	KeyLetter       = "letter"
	KeyUnit         = "unit"
	KeyHost         = "host"
	KeyNeeds        = "needs" // joined by commas
	KeyConfidential = "confidential"
	keyCompanion    = "companion."
)

// KeyCompanion is the key of companion number n's name.
func KeyCompanion(n int) string { return keyCompanion + strconv.Itoa(n) }

// Refusals about a correction.
var (
	ErrUnchanged = refusal.New(refusal.Invalid, "visit.unchanged")
	ErrSettled   = refusal.New(refusal.Invalid, "visit.settled") // a destination that has moves of its own now
)

// Correctable reports whether the field can be corrected on this visit now: the
// document once one was read, the destination while no host was asked.
func (f Facts) Correctable(key string) bool {
	switch key {
	case KeyDocument, KeyNumber:
		return f.Document.Kind != ""
	case KeyUnit, KeyHost:
		return f.State == Registered || f.State == Arrived
	case KeyName, KeySalute, KeyPhone, KeySex, KeyOrigin, KeyFrom, KeyPurpose, KeyNote, KeyLetter, KeyNeeds, KeyConfidential:
		return true
	}
	c := f.companion(key)
	return c != nil && c.Here.IsZero()
}

func (f *Facts) companion(key string) *Companion {
	n, err := strconv.Atoi(strings.TrimPrefix(key, keyCompanion))
	if err != nil || !strings.HasPrefix(key, keyCompanion) || n < 1 || n > len(f.Companions) {
		return nil
	}
	return &f.Companions[n-1]
}

// Written is the field's value as Corrected carries it.
func (f Facts) Written(key string) string {
	switch key {
	case KeyName:
		return f.Guest.Name
	case KeySalute:
		return string(f.Guest.Salute)
	case KeyPhone:
		return f.Guest.Phone
	case KeySex:
		return string(f.Guest.Sex)
	case KeyOrigin:
		return string(f.Guest.Origin)
	case KeyFrom:
		return f.Guest.From
	case KeyDocument:
		return string(f.Document.Kind)
	case KeyNumber:
		return f.Document.Number
	case KeyPurpose:
		return f.Purpose
	case KeyNote:
		return f.Note
	case KeyLetter:
		return f.Letter
	case KeyUnit:
		return f.Unit
	case KeyHost:
		return f.Host
	case KeyNeeds:
		var all []string
		for _, n := range f.Needs {
			all = append(all, string(n))
		}
		return strings.Join(all, ",")
	case KeyConfidential:
		if f.Confidential {
			return "1"
		}
		return ""
	}
	if c := f.companion(key); c != nil {
		return c.Name
	}
	return ""
}

// Apply corrects, all fields or none.
func (m Correct) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	f := &v.Facts
	if !f.Erased.IsZero() {
		return v, ErrSettled
	}
	before := f.clone()
	var no refusal.List
	for _, c := range m.Fields {
		if c.To == before.Written(c.Key) {
			continue
		}
		err := error(ErrSettled)
		if f.Correctable(c.Key) {
			err = f.correct(c.Key, c.To, o)
		}
		for _, r := range refusal.Of(err) {
			no = append(no, r.At(c.Key))
		}
	}
	if f.Document != before.Document {
		d := f.Document
		d.AsWritten, d.Reason = m.AsWritten, m.NumberWhy
		checked, _, err := d.Checked(s.At.In(o.In()))
		for _, r := range refusal.Of(err) {
			if r.Field == "reason" {
				r = r.At("number_why")
			}
			no = append(no, r)
		}
		f.Document = checked
	}
	if len(no) == 0 && len(m.changed(before, *f)) == 0 {
		no = append(no, ErrUnchanged)
	}
	if strings.TrimSpace(m.Reason) == "" {
		no = append(no, ErrReason.At("reason"))
	}
	return v, no.Err()
}

// correct sets one field.
func (f *Facts) correct(key, to string, o office.Office) (err error) {
	line := strings.Join(strings.Fields(to), " ")
	short := func(at *string, most int, long *refusal.Refusal) error {
		if *at = line; utf8.RuneCountInString(line) > most {
			return long
		}
		return nil
	}
	choice := func(ok bool) error {
		if !ok {
			return ErrChoice
		}
		return nil
	}
	switch key {
	case KeyName:
		f.Guest.Name, err = cleanName(to)
	case KeySalute:
		f.Guest.Salute = Salute(to)
		if err = choice(f.Guest.Salute.Valid()); f.Guest.Salute == "nama" {
			f.Guest.Salute = ""
		}
	case KeyPhone:
		if f.Guest.Phone = ""; line != "" {
			f.Guest.Phone, err = identity.CleanPhone(line)
		}
	case KeySex:
		f.Guest.Sex = identity.Sex(to)
		err = choice(to == "" || f.Guest.Sex.Valid())
	case KeyOrigin:
		f.Guest.Origin = Origin(to)
		err = choice(f.Guest.Origin.Valid())
	case KeyFrom:
		err = short(&f.Guest.From, 120, ErrNote)
	case KeyDocument:
		f.Document.Kind = identity.Kind(to)
	case KeyNumber:
		f.Document.Number = to
	case KeyPurpose:
		if f.Purpose = to; !knows(o, to) {
			err = ErrPurpose
		}
	case KeyNote:
		err = short(&f.Note, 120, ErrNote)
	case KeyLetter:
		err = short(&f.Letter, 60, ErrLetter)
	case KeyUnit: // a host decides the unit
		f.Host = ""
		f.Unit, _, err = destination(o, to, "")
	case KeyHost:
		unit := f.Unit
		if f.Unit, f.Host, err = destination(o, unit, to); err == nil && to == "" {
			f.Unit = unit
		}
	case KeyNeeds:
		f.Needs = nil
		for _, n := range strings.FieldsFunc(to, func(r rune) bool { return r == ',' }) {
			if !Need(n).Valid() {
				return ErrChoice
			}
			f.Needs = append(f.Needs, Need(n))
		}
	case KeyConfidential:
		f.Confidential = to == "1"
	default:
		c := f.companion(key)
		c.Name, err = cleanName(to)
	}
	return err
}

func knows(o office.Office, purpose string) bool {
	p, ok := o.Purpose(purpose)
	return ok && !p.Hidden
}

// changed lists the fields of the form that are other ones now, with their old values.
func (m Correct) changed(before, after Facts) []Corrected {
	var out []Corrected
	for _, c := range m.Fields {
		if was := before.Written(c.Key); was != after.Written(c.Key) && !slices.ContainsFunc(out, func(x Corrected) bool { return x.Key == c.Key }) {
			out = append(out, Corrected{c.Key, was})
		}
	}
	return out
}

// was is what the log keeps of the values before.
func (m Correct) was(before, after Facts) (string, error) {
	raw, err := json.Marshal(m.changed(before, after))
	if err != nil {
		return "", fmt.Errorf("what was corrected: %w", err)
	}
	return string(raw), nil
}

// Old reads the values before a correction off its log entry; nothing for another
// entry, or when the entry's words were erased.
func Old(e Entry) []Corrected {
	var out []Corrected
	_ = json.Unmarshal([]byte(e.Was), &out) // what cannot be read is as if nothing was said
	return out
}

// StalePaper reports whether the badge that is out shows what was corrected since
// it was printed.
func (v Visit) StalePaper() bool {
	if v.Facts.Badge.Number == 0 || !v.Facts.State.Inside() {
		return false
	}
	for _, e := range slices.Backward(v.Log) {
		switch e.Move {
		case "print", "verify", "exchange":
			return false
		case "correct":
			if slices.ContainsFunc(Old(e), func(c Corrected) bool { return c.Key == KeyName || c.Key == KeyConfidential }) {
				return true
			}
		}
	}
	return false
}
