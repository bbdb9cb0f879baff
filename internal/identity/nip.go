package identity

import (
	"strconv"
	"time"
)

// NIP is what the number of a civil servant says:
//
//	YYYYMMDD YYYYMM S NNN: date of birth, month of appointment, sex (1 man, 2 woman), serial
//
// Contract staff (PPPK) have the same 18 digits, but with a number of their own
// where the month stands, so everything but the length is a warning at most.
type NIP struct {
	Number    string    // 18 digits
	Birth     time.Time // midnight UTC; zero when the number names no date
	Appointed time.Time // first day of the month, UTC; zero when it names none
	Sex       Sex       // empty when it names none
}

// ParseNIP reads a NIP, with or without spaces, dots and dashes. now is in the
// office's zone. Refused are ErrNIPDigits, ErrNIPShort and ErrNIPLong.
func ParseNIP(text string, now time.Time) (NIP, []Warning, error) {
	s := ungroup(text)
	if !digits(s) {
		return NIP{}, nil, ErrNIPDigits
	}
	if n := 18 - len(s); n > 0 {
		return NIP{}, nil, ErrNIPShort.With("n", n)
	} else if n < 0 {
		return NIP{}, nil, ErrNIPLong.With("n", -n)
	}
	number := func(from, to int) int {
		n, _ := strconv.Atoi(s[from:to])
		return n
	}
	n := NIP{Number: s}
	var doubts []Warning
	if t, ok := date(number(0, 4), number(4, 6), number(6, 8)); ok && t.Year() >= 1900 && !t.After(today(now)) {
		n.Birth = t
	} else {
		doubts = append(doubts, Warning{Key: WarnNIPBirth})
	}
	// An appointment is announced some weeks ahead, so next year's is no doubt.
	if t, ok := date(number(8, 12), number(12, 14), 1); ok && t.After(n.Birth) && t.Year() >= 1945 && t.Year() <= now.Year()+1 {
		n.Appointed = t
	} else {
		doubts = append(doubts, Warning{Key: WarnNIPAppointed})
	}
	switch s[14] {
	case '1':
		n.Sex = Male
	case '2':
		n.Sex = Female
	default:
		doubts = append(doubts, Warning{Key: WarnNIPSex})
	}
	return n, doubts, nil
}

// Warnings are the doubts that come from comparing with the sex that was typed.
func (n NIP) Warnings(sex Sex) []Warning {
	switch {
	case !sex.Valid() || n.Sex == "" || sex == n.Sex:
		return nil
	case n.Sex == Female:
		return []Warning{{Key: WarnNIPFemale}}
	}
	return []Warning{{Key: WarnNIPMale}}
}
