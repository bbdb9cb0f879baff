// Package identity knows the documents that guests show at the desk: which
// there are, what their numbers look like, and how little of a number may be
// shown. It judges numbers, never people: only what cannot be a number is
// refused, everything doubtful is a warning to the officer (domain.md 4).
package identity

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"bukutamu/internal/refusal"
)

// Sex is what a document or a salutation says; empty when it says nothing.
type Sex string

// The two entries an Indonesian document can have.
const (
	Male   Sex = "male"
	Female Sex = "female"
)

// Valid reports whether s is one of the two; empty is not.
func (s Sex) Valid() bool { return s == Male || s == Female }

// Refusals about numbers. Their sentences say what to do, in the words of the desk.
var (
	ErrNoNumber   = refusal.New(refusal.Invalid, "identity.number-missing")
	ErrNumberLong = refusal.New(refusal.Invalid, "identity.number-long")
	ErrNumberSign = refusal.New(refusal.Invalid, "identity.number-sign")
	ErrKind       = refusal.New(refusal.Invalid, "identity.kind")
	ErrNoReason   = refusal.New(refusal.Invalid, "identity.reason-missing")
	ErrReasonLong = refusal.New(refusal.Invalid, "identity.reason-long")

	ErrNIKShort  = refusal.New(refusal.Invalid, "identity.nik-short") // {n} digits are missing
	ErrNIKLong   = refusal.New(refusal.Invalid, "identity.nik-long")  // {n} digits too many
	ErrNIKDigits = refusal.New(refusal.Invalid, "identity.nik-digits")
	ErrNIKDate   = refusal.New(refusal.Invalid, "identity.nik-date")
	ErrNIKSerial = refusal.New(refusal.Invalid, "identity.nik-serial")

	ErrNIPShort  = refusal.New(refusal.Invalid, "identity.nip-short") // {n} digits are missing
	ErrNIPLong   = refusal.New(refusal.Invalid, "identity.nip-long")  // {n} digits too many
	ErrNIPDigits = refusal.New(refusal.Invalid, "identity.nip-digits")

	ErrPhoneShort = refusal.New(refusal.Invalid, "identity.phone-short") // {n} digits are missing
	ErrPhoneLong  = refusal.New(refusal.Invalid, "identity.phone-long")
	ErrPhoneSign  = refusal.New(refusal.Invalid, "identity.phone-sign")
	ErrPhoneArea  = refusal.New(refusal.Invalid, "identity.phone-area")
)

// Warning is a doubt that the officer should look at. It never stops anything.
type Warning struct {
	Key  string         // of the sentence, "identity.warn-…"
	Args map[string]any // fills {name}; a time.Time is a date without a clock
}

// The keys of all warnings, so that a test can ask each for its texts.
const (
	WarnRegion        = "identity.warn-region"        // {code}
	WarnFemale        = "identity.warn-female"        // NIK says female, the registration male; {birth}
	WarnMale          = "identity.warn-male"          // NIK says male, the registration female; {birth}
	WarnBirth         = "identity.warn-birth"         // {birth} by the number, {typed} by the registration
	WarnYoung         = "identity.warn-young"         // {young} by the number, under 17; a KTP then means {birth}
	WarnNIPBirth      = "identity.warn-nip-birth"     // no such date of birth
	WarnNIPAppointed  = "identity.warn-nip-appointed" // no such month of appointment
	WarnNIPSex        = "identity.warn-nip-sex"       // neither 1 nor 2
	WarnNIPFemale     = "identity.warn-nip-female"    // NIP says female, the registration male
	WarnNIPMale       = "identity.warn-nip-male"      // NIP says male, the registration female
	WarnUnusualNumber = "identity.warn-unusual"       // not the shape such cards have
	WarnAsWritten     = "identity.warn-as-written"    // kept although the rules refuse it
)

// Warnings lists the keys of all warnings.
func Warnings() []string {
	return []string{WarnRegion, WarnFemale, WarnMale, WarnBirth, WarnYoung, WarnNIPBirth, WarnNIPAppointed, WarnNIPSex,
		WarnNIPFemale, WarnNIPMale, WarnUnusualNumber, WarnAsWritten}
}

// Pairs gives the arguments in the shape that lang.Lang.T takes. day writes a
// date in the reader's language, usually lang.Lang.Day.
func (w Warning) Pairs(day func(time.Time) string) []any {
	var out []any
	for _, name := range slices.Sorted(maps.Keys(w.Args)) {
		value := w.Args[name]
		if t, ok := value.(time.Time); ok {
			value = day(t)
		}
		out = append(out, name, value)
	}
	return out
}

// LookUp is the form of a number that look-ups hash: letters and digits alone,
// in capitals. "6203 0141-0788 0001" and "6203014107880001" are one number, and
// a NIK is found whether the KTP or the IKD was shown.
func LookUp(number string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, number)
}

// ungroup drops the signs by which people group digits.
func ungroup(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(".-–/()", r) {
			return -1
		}
		return r
	}, text)
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// date is a calendar date at midnight UTC; false when the calendar lacks it.
func date(year, month, day int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, month >= 1 && month <= 12 && t.Day() == day && t.Month() == time.Month(month)
}

// today is now's calendar date at midnight UTC, comparable with date.
func today(now time.Time) time.Time {
	t, _ := date(now.Year(), int(now.Month()), now.Day())
	return t
}
