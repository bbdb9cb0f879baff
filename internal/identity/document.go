package identity

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"bukutamu/internal/refusal"
)

// Kind is a sort of document.
type Kind string

// The documents of domain.md 3.
const (
	KTP      Kind = "ktp"         // national identity card, bears a NIK
	SIM      Kind = "sim"         // driving licence
	Passport Kind = "paspor"      // of any country
	KITAS    Kind = "kitas"       // limited stay permit
	KITAP    Kind = "kitap"       // permanent stay permit
	Staff    Kind = "pegawai"     // card of a civil servant, bears a NIP
	Police   Kind = "kta_polri"   // card of the police
	Military Kind = "kta_tni"     // card of the armed forces
	Advocate Kind = "kta_advokat" // card of an advocates' association
	Press    Kind = "pers"        // press card
	Student  Kind = "pelajar"     // card of a pupil or student
	IKD      Kind = "ikd"         // the digital KTP on a phone, bears a NIK
	Other    Kind = "lainnya"     // anything else, with or without a number
)

// Kinds lists all documents in the order in which the desk offers them.
func Kinds() []Kind {
	return []Kind{KTP, SIM, Passport, KITAS, KITAP, Staff, Police, Military, Advocate, Press, Student, IKD, Other}
}

// Valid reports whether k is one of Kinds.
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// Digital reports whether there is no card that could go into a pocket.
func (k Kind) Digital() bool { return k == IKD }

// BearsNIK reports whether the number of such a document is a NIK.
func (k Kind) BearsNIK() bool { return k == KTP || k == IKD }

// BearsNIP reports whether the number of such a document is a NIP.
func (k Kind) BearsNIP() bool { return k == Staff }

// TextKey finds the kind's name in both languages.
func (k Kind) TextKey() string { return "identity.kind." + string(k) }

// Document is what the officer read off a card. That it lies in a pocket is
// custody, which the visit keeps.
type Document struct {
	Kind      Kind   `json:"kind"`
	Number    string `json:"number" seal:"document number"`
	AsWritten bool   `json:"asWritten,omitempty"`                     // saved although the rules refuse the number
	Reason    string `json:"reason,omitempty" seal:"document reason"` // why; only with AsWritten
}

// Limits of what may be typed, in characters.
const (
	MaxNumber = 40
	MaxReason = 300
)

// Check judges a number before it is saved. It returns the number as it is
// kept: a NIK or NIP as digits alone, everything else in capitals with single
// spaces. now is in the office's zone.
//
// With asWritten a number that the rules of its kind refuse is taken as it
// stands on the card, when reason says why (domain.md 4); the refusal then
// comes back as the warning WarnAsWritten. The error is a refusal.List with the
// fields "document", "number" and "reason".
func Check(kind Kind, number string, asWritten bool, reason string, now time.Time) (string, []Warning, error) {
	d, doubts, err := Document{Kind: kind, Number: number, AsWritten: asWritten, Reason: reason}.Checked(now)
	return d.Number, doubts, err
}

// Checked is Check for a whole document. AsWritten and Reason are empty in the
// answer when the number needed neither.
func (d Document) Checked(now time.Time) (Document, []Warning, error) {
	if !d.Kind.Valid() {
		return d, nil, refusal.List{ErrKind.At("document")}
	}
	d.Number = strings.ToUpper(strings.Join(strings.Fields(d.Number), " "))
	d.Reason = strings.TrimSpace(d.Reason)
	if no := wellFormed(d.Number); no != nil {
		return d, nil, refusal.List{no.At("number")}
	}
	clean, doubts, no := rule(d.Kind, d.Number, now)
	if no == nil {
		d.Number, d.AsWritten, d.Reason = clean, false, ""
		return d, doubts, nil
	}
	if !d.AsWritten {
		return d, nil, refusal.List{no.At("number")}
	}
	if d.Reason == "" {
		return d, nil, refusal.List{ErrNoReason.At("reason")}
	}
	if utf8.RuneCountInString(d.Reason) > MaxReason {
		return d, nil, refusal.List{ErrReasonLong.At("reason").With("n", MaxReason)}
	}
	return d, []Warning{{Key: WarnAsWritten}}, nil
}

// wellFormed refuses what no card bears and no page could show.
func wellFormed(number string) *refusal.Refusal {
	if utf8.RuneCountInString(number) > MaxNumber {
		return ErrNumberLong.With("n", MaxNumber)
	}
	for _, r := range number {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" .-/", r) {
			return ErrNumberSign
		}
	}
	return nil
}

// rule applies what domain.md 4 knows about the numbers of a kind.
func rule(k Kind, number string, now time.Time) (string, []Warning, *refusal.Refusal) {
	if number == "" && k == Other {
		return "", nil, nil
	}
	if LookUp(number) == "" {
		return "", nil, ErrNoNumber
	}
	switch {
	case k.BearsNIK():
		n, err := ParseNIK(number, now, true)
		if err != nil {
			return "", nil, first(err)
		}
		return n.Number, n.Warnings("", time.Time{}), nil
	case k.BearsNIP():
		n, doubts, err := ParseNIP(number, now)
		if err != nil {
			return "", nil, first(err)
		}
		return n.Number, doubts, nil
	}
	if unusual(k, LookUp(number)) {
		return number, []Warning{{Key: WarnUnusualNumber}}, nil
	}
	return number, nil, nil
}

func first(err error) *refusal.Refusal { return refusal.Of(err)[0] }

// unusual reports a number that such cards do not have. These shapes are
// general knowledge [M], so they only ever warn.
func unusual(k Kind, plain string) bool {
	n := utf8.RuneCountInString(plain)
	switch k {
	case SIM: // 12 digits for long, 14 later, now the 16 of the NIK
		return !digits(plain) || n < 12 || n > 16
	case Passport: // ICAO 9303: at most 9 letters and digits
		return n < 6 || n > 9 || !strings.ContainsAny(plain, "0123456789")
	case KITAS, KITAP:
		return n < 7 || n > 16
	case Police: // NRP
		return !digits(plain) || n != 8
	}
	return false
}

// Doubts is everything that Check warns about in a NIK or NIP, and what differs
// from the sex and the date of birth that were typed (both may be empty). It
// says nothing about other numbers and about refused ones. now is in the
// office's zone.
func Doubts(d Document, sex Sex, birth, now time.Time) []Warning {
	switch {
	case d.Kind.BearsNIK():
		if n, err := ParseNIK(d.Number, now, true); err == nil {
			return n.Warnings(sex, birth)
		}
	case d.Kind.BearsNIP():
		if n, doubts, err := ParseNIP(d.Number, now); err == nil {
			return append(doubts, n.Warnings(sex)...)
		}
	}
	return nil
}
