package office

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"bukutamu/internal/refusal"
)

// Refusals about the parts of an office: units, persons, purposes, lockers, days of keeping.
var (
	ErrUnitName    = refusal.New(refusal.Invalid, "office.unit-name")
	ErrPersonName  = refusal.New(refusal.Invalid, "office.person-name")
	ErrPersonUnit  = refusal.New(refusal.Invalid, "office.person-unit")
	ErrDeputy      = refusal.New(refusal.Invalid, "office.deputy") // themselves, or nobody who receives guests
	ErrPurposeName = refusal.New(refusal.Invalid, "office.purpose-name")
	ErrLockerMany  = refusal.New(refusal.Invalid, "office.locker-many") // more than {n}
	ErrLockerTwice = refusal.New(refusal.Invalid, "office.locker-twice")
	ErrKeep        = refusal.New(refusal.Invalid, "office.keep")       // from {min} to {max} days
	ErrKeepPhoto   = refusal.New(refusal.Invalid, "office.keep-photo") // longer than the record
)

// Limits of the parts.
const (
	MaxLocker  = 20 // characters, as on the visit
	MaxLockers = 200
	MaxParts   = 200 // units, and purposes
)

// checkParts refuses parts that cannot work. The fields are those of the pages on
// which single units, persons and purposes are edited: a refusal about another one
// than the page's cannot come up, since it was refused when that one was saved.
func (o Office) checkParts() refusal.List {
	var no refusal.List
	refuse := func(bad bool, r *refusal.Refusal, field string) {
		if bad {
			no = append(no, r.At(field))
		}
	}
	for _, u := range o.Units {
		refuse(!named(u.Name), ErrUnitName, "unit_name")
		refuse(tooLong(MaxName, u.Short, u.Name2, u.Room), ErrLong.With("n", MaxName), "short")
	}
	for _, p := range o.Persons {
		refuse(!named(p.Name), ErrPersonName, "person_name")
		refuse(tooLong(MaxName, p.Title, p.Room), ErrLong.With("n", MaxName), "title")
	}
	for _, p := range o.Purposes {
		refuse(!named(p.Name), ErrPurposeName, "purpose_name")
		refuse(tooLong(MaxName, p.Name2, p.Hint, p.Hint2), ErrLong.With("n", MaxName), "name2")
	}
	refuse(len(o.Lockers) > MaxLockers, ErrLockerMany.With("n", MaxLockers), "lockers")
	refuse(tooLong(MaxLocker, o.Lockers...), ErrLong.With("n", MaxLocker), "lockers")
	seen := map[string]bool{}
	for _, l := range o.Lockers {
		refuse(seen[strings.ToLower(l)], ErrLockerTwice, "lockers")
		seen[strings.ToLower(l)] = true
	}
	k := o.Keep.Filled()
	refuse(k.Photo < MinKeepPhoto || k.Photo > MaxKeepPhoto, ErrKeep.With("min", MinKeepPhoto).With("max", MaxKeepPhoto), "keep_photo")
	refuse(k.Unused < MinKeepUnused || k.Unused > MaxKeepUnused, ErrKeep.With("min", MinKeepUnused).With("max", MaxKeepUnused), "keep_unused")
	refuse(k.Record < MinKeepRecord || k.Record > MaxKeepRecord, ErrKeep.With("min", MinKeepRecord).With("max", MaxKeepRecord), "keep_record")
	refuse(k.Complaint < MinKeepComplaint || k.Complaint > MaxKeepComplaint, ErrKeep.With("min", MinKeepComplaint).With("max", MaxKeepComplaint), "keep_complaint")
	refuse(k.Photo >= k.Record, ErrKeepPhoto, "keep_photo")
	return append(no, o.Colors.check()...)
}

func named(s string) bool { return strings.TrimSpace(s) != "" && !tooLong(MaxName, s) }

func tooLong(n int, all ...string) bool {
	return slices.ContainsFunc(all, func(s string) bool { return utf8.RuneCountInString(s) > n })
}

// CheckPerson refuses what is wrong with one person: the unit must be the office's,
// and the deputy somebody else who receives guests.
func (o Office) CheckPerson(p Person) error {
	var no refusal.List
	if _, ok := o.Unit(p.Unit); !ok {
		no = append(no, ErrPersonUnit.At("unit"))
	}
	if p.Deputy != "" {
		d, ok := o.Person(p.Deputy)
		if !ok || d.ID == p.ID || !d.Host || d.Gone {
			no = append(no, ErrDeputy.At("deputy"))
		}
	}
	return no.Err()
}

// NewPersonID makes an id out of a name that the office does not have yet.
func (o Office) NewPersonID(name string) string {
	return free(nameKey(name), func(id string) bool { _, taken := o.Person(id); return taken })
}

// NewUnitID makes the id of a unit out of its short name.
func (o Office) NewUnitID(short string) string {
	return free(slug(split(short)), func(id string) bool { _, taken := o.Unit(id); return taken })
}

// NewPurposeID makes the id of a purpose out of its name.
func (o Office) NewPurposeID(name string) string {
	return free(slug(split(name)), func(id string) bool { _, taken := o.Purpose(id); return taken })
}

// Moved gives the list with the i-th element one place further up (-1) or down (1);
// at the end of the list nothing moves.
func Moved[T any](list []T, i, by int) []T {
	out := slices.Clone(list)
	if j := i + by; i >= 0 && i < len(out) && j >= 0 && j < len(out) {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// Before is the moment before which something is no longer kept: that many
// whole days of the office ago.
func (o Office) Before(now time.Time, days int) time.Time { return o.Day(now).AddDate(0, 0, -days) }
