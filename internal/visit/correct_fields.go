package visit

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// The fields that can be corrected. A companion who is not here yet has the key
// "companion.N", an item in custody "item.N" and its locker "locker.N", N from 1.
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
	keyItem         = "item."
	keyLocker       = "locker."
)

// KeyCompanion is the key of companion number n's name.
func KeyCompanion(n int) string { return keyCompanion + strconv.Itoa(n) }

// KeyItem is the key of what the n-th item in custody is.
func KeyItem(n int) string { return keyItem + strconv.Itoa(n) }

// KeyLocker is the key of where the n-th item in custody lies.
func KeyLocker(n int) string { return keyLocker + strconv.Itoa(n) }

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
	if f.kept(key) != nil {
		return true
	}
	c := f.companion(key)
	return c != nil && c.Here.IsZero()
}

func (f *Facts) companion(key string) *Companion { return nth(f.Companions, key, keyCompanion) }

// kept is the item in custody that the key names, for itself or for its locker.
func (f *Facts) kept(key string) *Item {
	if it := nth(f.Items, key, keyItem); it != nil {
		return it
	}
	return nth(f.Items, key, keyLocker)
}

// nth is the one of the list whose number stands behind the prefix; nil for another key.
func nth[T any](list []T, key, prefix string) *T {
	number, ok := strings.CutPrefix(key, prefix)
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 1 || n > len(list) {
		return nil
	}
	return &list[n-1]
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
	switch it := f.kept(key); {
	case it == nil:
		return ""
	case strings.HasPrefix(key, keyLocker):
		return it.Locker
	default:
		return it.What
	}
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
		if c := f.companion(key); c != nil {
			c.Name, err = cleanName(to)
			return err
		}
		if it := f.kept(key); strings.HasPrefix(key, keyLocker) {
			err = short(&it.Locker, 20, ErrLocker)
		} else if err = short(&it.What, 120, ErrNote); line == "" {
			err = ErrItemWhat
		}
	}
	return err
}

func knows(o office.Office, purpose string) bool {
	p, ok := o.Purpose(purpose)
	return ok && !p.Hidden
}
