package office

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"bukutamu/internal/refusal"
)

// More refusals about the office's own data.
var (
	ErrPrefix  = refusal.New(refusal.Invalid, "office.prefix")
	ErrHours   = refusal.New(refusal.Invalid, "office.hours")
	ErrBreak   = refusal.New(refusal.Invalid, "office.break")
	ErrHoliday = refusal.New(refusal.Invalid, "office.holiday")
	ErrLong    = refusal.New(refusal.Invalid, "office.long") // at most {n} characters
	ErrTarget  = refusal.New(refusal.Invalid, "office.target")
	ErrAmber   = refusal.New(refusal.Invalid, "office.amber")
	ErrGrace   = refusal.New(refusal.Invalid, "office.grace")
	ErrUndo    = refusal.New(refusal.Invalid, "office.undo")
	ErrAhead   = refusal.New(refusal.Invalid, "office.ahead")
	ErrSize    = refusal.New(refusal.Invalid, "office.badge-size")
)

// Limits, in characters unless they say otherwise.
const (
	MaxName   = 80
	MaxLine   = 200
	MaxPrefix = 4
	MaxBadges = 999 // numbers
	MaxText   = 4000
)

// The sizes of a printed badge, width × height in millimetres.
const (
	Badge86 = "86x54"
	Badge62 = "62x76"
)

// Zones lists the zones an office can be in: two of Western, one of Central and
// one of Eastern Indonesian time. None of them has summer time.
func Zones() []string {
	return []string{"Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"}
}

// ZoneKey finds the name of a zone in both languages, "office.zone.pontianak".
func ZoneKey(zone string) string {
	_, city, _ := strings.Cut(zone, "/")
	return "office.zone." + strings.ToLower(city)
}

// ZoneName is how Indonesians write the office's zone: WIB, WITA or WIT.
func (o Office) ZoneName() string {
	switch o.Zone {
	case "Asia/Makassar":
		return "WITA"
	case "Asia/Jayapura":
		return "WIT"
	}
	return "WIB"
}

// Check refuses an office that cannot work, each refusal at the field of the
// settings page: id, name, chain, address, phone, decree, zone, badges, prefix,
// hours.N and break.N (N is the time.Weekday), holidays.N, target, amber, grace,
// undo, ahead, badgeSize, house, privacy, and those of checkParts. The error is a refusal.List.
func (o Office) Check() error {
	var no refusal.List
	refuse := func(bad bool, r *refusal.Refusal, field string) {
		if bad {
			no = append(no, r.At(field))
		}
	}
	long := func(s string, n int, field string) {
		refuse(utf8.RuneCountInString(s) > n, ErrLong.With("n", n), field)
	}
	refuse(!ValidID(o.ID), ErrID, "id")
	n := utf8.RuneCountInString(strings.TrimSpace(o.Name))
	refuse(n < 3 || n > MaxName, ErrName, "name")
	long(strings.Join(o.Chain, ""), MaxLine, "chain")
	long(o.Address, MaxLine, "address")
	long(o.Phone, 40, "phone")
	long(o.Decree, MaxName, "decree")
	refuse(!slices.Contains(Zones(), o.Zone), ErrZone, "zone")
	refuse(o.Badges.Count < 1 || o.Badges.Count > MaxBadges, ErrBadges, "badges")
	refuse(!goodPrefix(o.Badges.Prefix), ErrPrefix, "prefix")
	for day, h := range o.Hours.Days {
		refuse(!h.sane(), ErrHours, "hours."+strconv.Itoa(day))
		refuse(h.sane() && !h.saneBreak(), ErrBreak, "break."+strconv.Itoa(day))
	}
	for i, h := range o.Holidays {
		_, err := time.Parse(time.DateOnly, h.Date)
		refuse(err != nil || strings.TrimSpace(h.Name) == "", ErrHoliday, "holidays."+strconv.Itoa(i))
		long(h.Name, MaxName, "holidays."+strconv.Itoa(i))
	}
	r := o.Rules.Filled()
	no = append(no, o.checkParts()...)
	refuse(r.TargetMinutes < 1 || r.TargetMinutes > 240, ErrTarget, "target")
	refuse(r.AmberMinutes < 1 || r.AmberMinutes >= r.TargetMinutes, ErrAmber, "amber")
	refuse(r.GraceDays < 0 || r.GraceDays > 7, ErrGrace, "grace")
	refuse(r.UndoMinutes < 1 || r.UndoMinutes > 60, ErrUndo, "undo")
	refuse(r.AheadDays < 1 || r.AheadDays > 90, ErrAhead, "ahead")
	refuse(r.BadgeSize != Badge86 && r.BadgeSize != Badge62, ErrSize, "badgeSize")
	no = append(no, refusal.Of(o.Printers.Check())...)
	no = append(no, refusal.Of(o.Complaints.Check())...)
	long(longer(o.House.ID, o.House.EN), MaxText, "house")
	long(longer(o.Privacy.ID, o.Privacy.EN), MaxText, "privacy")
	return no.Err()
}

// goodPrefix takes what is printed before a badge's number and typed at the desk.
func goodPrefix(s string) bool {
	for _, r := range s {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '.' {
			return false
		}
	}
	return len(s) <= MaxPrefix
}

func longer(a, b string) string {
	if utf8.RuneCountInString(b) > utf8.RuneCountInString(a) {
		return b
	}
	return a
}
