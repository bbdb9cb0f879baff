package lang

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

var (
	daysID     = []string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	monthsID   = []string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}
	monthShort = []string{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"}
)

// Clock is the time of day, 09.42 in Indonesian and 09:42 in English. t must
// already be in the office's zone.
func (l Lang) Clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if l == EN {
		return t.Format("15:04")
	}
	return t.Format("15.04")
}

// Date is the full date, "Senin, 23 November 2026" or "Monday, 23 November 2026".
func (l Lang) Date(t time.Time) string {
	return l.Weekday(t) + ", " + l.Day(t)
}

// Day is the date without the weekday, "23 November 2026".
func (l Lang) Day(t time.Time) string {
	if l == EN {
		return t.Format("2 January 2006")
	}
	return fmt.Sprintf("%d %s %d", t.Day(), monthsID[t.Month()-1], t.Year())
}

// ShortDay is the date for narrow places, "23 Nov".
func (l Lang) ShortDay(t time.Time) string {
	if l == EN {
		return t.Format("2 Jan")
	}
	return fmt.Sprintf("%d %s", t.Day(), monthShort[t.Month()-1])
}

// Weekday is the name of the day.
func (l Lang) Weekday(t time.Time) string {
	if l == EN {
		return t.Weekday().String()
	}
	return daysID[t.Weekday()]
}

// Greeting is the part of the day that the greeting names: pagi before 11,
// siang before 15, sore before 18, then malam (contract.md). It is the last
// word of a text key.
func Greeting(t time.Time) string {
	switch h := t.Hour(); {
	case h < 11:
		return "pagi"
	case h < 15:
		return "siang"
	case h < 18:
		return "sore"
	}
	return "malam"
}

// Number writes a whole number with the language's thousands mark, 1.234 or 1,234.
func (l Lang) Number(n int) string {
	s, mark := strconv.Itoa(n), "."
	if l == EN {
		mark = ","
	}
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + mark + s[i:]
	}
	return sign + s
}

// Decimal writes f with the language's decimal mark; places -1 means as few as needed.
func Decimal(l Lang, f float64, places int) string {
	s := strconv.FormatFloat(f, 'f', places, 64)
	if l == ID {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}
