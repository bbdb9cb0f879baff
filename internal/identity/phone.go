package identity

import (
	"slices"
	"strings"
)

// CleanPhone turns a phone number as people write it into +62… or, for other
// countries, +…: 8 to 15 digits (ITU-T E.164). Spaces, dots, dashes and brackets
// are dropped; 0812…, 62812…, +62 812…, 812… are one number. Empty stays empty,
// for the guest may skip it.
//
// Refused are ErrPhoneSign, ErrPhoneShort, ErrPhoneLong, and ErrPhoneArea for a
// number of fewer digits that lacks its area code.
func CleanPhone(text string) (string, error) {
	s := ungroup(text)
	if s == "" {
		return "", nil
	}
	abroad := strings.HasPrefix(s, "+") || strings.HasPrefix(s, "00")
	s = strings.TrimPrefix(s, "+")
	if !digits(s) {
		return "", ErrPhoneSign
	}
	// "+62 (0)812…" is written on cards; the nought in it is not dialled.
	switch {
	case abroad:
		s = strings.TrimPrefix(s, "00")
		if rest, ok := strings.CutPrefix(s, "0"); ok { // +0812…: no country begins with 0
			s = "62" + rest
		}
		if rest, ok := strings.CutPrefix(s, "62"); ok {
			s = "62" + strings.TrimLeft(rest, "0")
		}
	case strings.HasPrefix(s, "0"):
		s = "62" + s[1:]
	case strings.HasPrefix(s, "62"):
		s = "62" + strings.TrimLeft(s[2:], "0")
	case strings.HasPrefix(s, "8"):
		s = "62" + s
	default:
		return "", ErrPhoneArea
	}
	least, most := 8, 15
	if strings.HasPrefix(s, "628") { // mobile: 0812 and six to nine more digits
		least, most = 11, 14
	} else if strings.HasPrefix(s, "62") { // area code of 2 or 3 digits and 5 to 8 more
		least, most = 9, 13
	}
	if n := least - len(s); n > 0 {
		return "", ErrPhoneShort.With("n", n)
	}
	if len(s) > most {
		return "", ErrPhoneLong
	}
	return "+" + s, nil
}

// shortAreas are the area codes of two digits after the nought; all others have three.
var shortAreas = []string{"021", "022", "024", "031", "061"}

// ShowPhone writes a cleaned number as people read it: 0812 0000 0001. Numbers
// of other countries stay as they are.
func ShowPhone(phone string) string {
	s, ok := national(phone)
	if !ok {
		return phone
	}
	if slices.Contains(shortAreas, s[:3]) {
		return s[:3] + " " + s[3:]
	}
	if !strings.HasPrefix(s, "08") {
		return s[:4] + " " + s[4:]
	}
	out := s[:4]
	for s = s[4:]; len(s) > 4; s = s[4:] {
		out += " " + s[:4]
	}
	return out + " " + s
}

// MaskPhone hides a cleaned number: a mobile number shows its first four and
// last four digits, 0812 •••• 0001, and never hides fewer than four; every other
// number shows its last two.
func MaskPhone(phone string) string {
	if s, ok := national(phone); ok && strings.HasPrefix(s, "08") && len(s) >= 12 {
		return s[:4] + " " + strings.Repeat(dot, len(s)-8) + " " + s[len(s)-4:]
	}
	r := []rune(LookUp(phone))
	tail := 2
	if len(r) <= 3 {
		tail = 0
	}
	return strings.Repeat(dot, len(r)-tail) + string(r[len(r)-tail:])
}

// national is an Indonesian number as it is dialled within the country.
func national(phone string) (string, bool) {
	rest, ok := strings.CutPrefix(phone, "+62")
	if !ok || !digits(rest) || len(rest) < 6 {
		return "", false
	}
	return "0" + rest, true
}
