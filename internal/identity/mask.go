package identity

import "strings"

// dot stands for a hidden character.
const dot = "•"

// Mask hides a document's number: a NIK shows its first and last four digits,
// 6203••••••••0001; any other number of ten or more characters its last four, a
// shorter one its last two, and one of three or fewer nothing. It is what every
// page shows but the one on which the officer types the number (domain.md 4).
func Mask(number string) string {
	r := []rune(LookUp(number))
	head, tail := 0, 2
	switch {
	case len(r) == 16 && digits(string(r)):
		head, tail = 4, 4
	case len(r) >= 10:
		tail = 4
	case len(r) <= 3:
		tail = 0
	}
	return string(r[:head]) + strings.Repeat(dot, len(r)-head-tail) + string(r[len(r)-tail:])
}

// Mask is Mask of the document's number.
func (d Document) Mask() string { return Mask(d.Number) }

// LastFour are the last four digits of a number, whatever stands between them and
// after: what an officer reads off the card in front of them. A number of fewer
// digits has none.
func LastFour(number string) string {
	var out []rune
	for _, r := range number {
		if r >= '0' && r <= '9' {
			out = append(out, r)
		}
	}
	if len(out) < 4 {
		return ""
	}
	return string(out[len(out)-4:])
}
