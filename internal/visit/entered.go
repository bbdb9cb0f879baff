package visit

import (
	"strings"
	"time"
	"unicode/utf8"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Entry in the official guest-book of the Kejaksaan is made by hand, from the copy sheet:
// no interface of that program is known. Officially is that somebody says it was made.
type Officially struct {
	At     time.Time `json:"at,omitzero"`
	By     string    `json:"by,omitempty"`
	Record string    `json:"record,omitempty"` // the number that the official guest-book gave
}

// Entered records that the visit stands in the official guest-book, under which number.
// Any state since the arrival. Saying it again corrects the number; the log keeps both.
type Entered struct {
	Record string `form:"record" max:"60" json:"record,omitempty"`
}

// ErrRecord says that a number of the official guest-book is too long.
var ErrRecord = refusal.New(refusal.Invalid, "visit.record")

// Apply marks the visit.
func (m Entered) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	record := strings.TrimSpace(m.Record)
	if utf8.RuneCountInString(record) > 60 {
		return v, ErrRecord.At("record")
	}
	v.Facts.Official = Officially{At: cut(s.At), By: s.By, Record: record}
	return v, nil
}
