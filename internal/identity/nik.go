package identity

import (
	"strconv"
	"strings"
	"time"
)

// NIK is what a Nomor Induk Kependudukan says (domain.md 4):
//
//	PPKKCC DDMMYY SSSS: region of the first registration, date of birth (women: day + 40), serial
//
// It never changes, so a person may long have moved, and dates in it are
// sometimes wrong: it is a hint to the officer, not the truth about its holder.
type NIK struct {
	Number string    // 16 digits
	Region string    // the first six: province, regency, district
	Birth  time.Time // midnight UTC of the date it names
	Female bool
	Serial int // 1 to 9999

	Young time.Time // on a card: the same date a century later, by which its holder would be under 17
}

// grownUp is the age from which a KTP is issued.
const grownUp = 17

// ParseNIK reads a NIK, with or without spaces, dots and dashes. now is in the
// office's zone and decides the century: the latest year that is not in the
// future. card says that the number stands on a KTP (or an IKD), which nobody
// under 17 has: then such a year means 19YY.
//
// Refused are ErrNIKDigits, ErrNIKShort, ErrNIKLong, ErrNIKDate, ErrNIKSerial.
func ParseNIK(text string, now time.Time, card bool) (NIK, error) {
	s := ungroup(text)
	if !digits(s) {
		return NIK{}, ErrNIKDigits
	}
	if n := 16 - len(s); n > 0 {
		return NIK{}, ErrNIKShort.With("n", n)
	} else if n < 0 {
		return NIK{}, ErrNIKLong.With("n", -n)
	}
	number := func(from, to int) int {
		n, _ := strconv.Atoi(s[from:to])
		return n
	}
	n := NIK{Number: s, Region: s[:6], Serial: number(12, 16)}
	day := number(6, 8)
	if day > 40 {
		n.Female, day = true, day-40
	}
	var ok bool
	if n.Birth, ok = century(number(10, 12), number(8, 10), day, now, card); !ok {
		return NIK{}, ErrNIKDate
	}
	if n.Serial == 0 {
		return NIK{}, ErrNIKSerial
	}
	if latest, _ := century(number(10, 12), number(8, 10), day, now, false); !latest.Equal(n.Birth) {
		n.Young = latest
	}
	return n, nil
}

// century finds the date that a year of two digits means. 29 February 1900 never
// was, so a card that says 290200 keeps the year 2000 whatever its holder's age.
func century(yy, month, day int, now time.Time, card bool) (time.Time, bool) {
	last := today(now)
	this := now.Year() / 100 * 100
	var youngest time.Time
	for _, year := range []int{this + yy, this - 100 + yy} {
		t, ok := date(year, month, day)
		if !ok || t.After(last) {
			continue
		}
		if !card || !t.AddDate(grownUp, 0, 0).After(last) {
			return t, true
		}
		if youngest.IsZero() {
			youngest = t
		}
	}
	return youngest, !youngest.IsZero()
}

// Sex is the sex that the day of birth tells.
func (n NIK) Sex() Sex {
	if n.Female {
		return Female
	}
	return Male
}

// Warnings are the doubts about a NIK that is formally right. sex and birth are
// what was typed; both may be empty.
func (n NIK) Warnings(sex Sex, birth time.Time) []Warning {
	var out []Warning
	if _, ok := Region(n.Region); !ok {
		out = append(out, Warning{Key: WarnRegion, Args: map[string]any{"code": n.Region[:4]}})
	}
	if !n.Young.IsZero() {
		out = append(out, Warning{Key: WarnYoung, Args: map[string]any{"young": n.Young, "birth": n.Birth}})
	}
	if sex.Valid() && sex != n.Sex() {
		key := WarnMale
		if n.Female {
			key = WarnFemale
		}
		out = append(out, Warning{Key: key, Args: map[string]any{"birth": n.Birth}})
	}
	if !birth.IsZero() && !today(birth).Equal(n.Birth) {
		out = append(out, Warning{Key: WarnBirth, Args: map[string]any{"birth": n.Birth, "typed": today(birth)}})
	}
	return out
}

// Fours writes a NIK as it is read and compared, 6203 0141 0788 0001; anything else
// stays as it is.
func Fours(number string) string {
	bare := strings.ReplaceAll(number, " ", "")
	if !sixteen(bare) {
		return number
	}
	return bare[:4] + " " + bare[4:8] + " " + bare[8:12] + " " + bare[12:]
}

func sixteen(s string) bool { return len(s) == 16 && strings.Trim(s, "0123456789") == "" }
