package visit

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Correct puts right what was written down about a guest. any state. It is a
// further entry: the log keeps the new values as what was said and the old ones
// beside them (Entry.Was), and nothing is overwritten in it (domain.md 2).
type Correct struct {
	Fields    []Corrected `json:"fields"`
	AsWritten bool        `json:"asWritten,omitempty"` // the number stands so on the card
	NumberWhy string      `json:"numberWhy,omitempty"`
	Reason    string      `json:"reason"`
}

// Corrected is one field and its value as text: ids, and "1" or nothing for a switch.
type Corrected struct {
	Key string `json:"key"`
	To  string `json:"to"`
}

// Refusals about a correction.
var (
	ErrUnchanged = refusal.New(refusal.Invalid, "visit.unchanged")
	ErrLocker    = refusal.New(refusal.Invalid, "visit.locker")  // over 20 characters
	ErrSettled   = refusal.New(refusal.Invalid, "visit.settled") // a destination that has moves of its own now
)

// Apply corrects, all fields or none.
func (m Correct) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	f := &v.Facts
	if !f.Erased.IsZero() {
		return v, ErrSettled
	}
	before := f.clone()
	var no refusal.List
	for _, c := range m.Fields {
		if c.To == before.Written(c.Key) {
			continue
		}
		err := error(ErrSettled)
		if f.Correctable(c.Key) {
			err = f.correct(c.Key, c.To, o)
		}
		for _, r := range refusal.Of(err) {
			no = append(no, r.At(c.Key))
		}
	}
	if f.Document != before.Document {
		d := f.Document
		d.AsWritten, d.Reason = m.AsWritten, m.NumberWhy
		checked, _, err := d.Checked(s.At.In(o.In()))
		for _, r := range refusal.Of(err) {
			if r.Field == "reason" {
				r = r.At("number_why")
			}
			no = append(no, r)
		}
		f.Document = checked
	}
	if len(no) == 0 && len(m.changed(before, *f)) == 0 {
		no = append(no, ErrUnchanged)
	}
	if strings.TrimSpace(m.Reason) == "" {
		no = append(no, ErrReason.At("reason"))
	}
	return v, no.Err()
}

// changed lists the fields of the form that are other ones now, with their old values.
func (m Correct) changed(before, after Facts) []Corrected {
	var out []Corrected
	for _, c := range m.Fields {
		if was := before.Written(c.Key); was != after.Written(c.Key) && !slices.ContainsFunc(out, func(x Corrected) bool { return x.Key == c.Key }) {
			out = append(out, Corrected{c.Key, was})
		}
	}
	return out
}

// was is what the log keeps of the values before.
func (m Correct) was(before, after Facts) (string, error) {
	raw, err := json.Marshal(m.changed(before, after))
	if err != nil {
		return "", fmt.Errorf("what was corrected: %w", err)
	}
	return string(raw), nil
}

// Old reads the values before a correction off its log entry; nothing for another
// entry, or when the entry's words were erased.
func Old(e Entry) []Corrected {
	var out []Corrected
	_ = json.Unmarshal([]byte(e.Was), &out) // what cannot be read is as if nothing was said
	return out
}

// StalePaper reports whether the badge that is out shows what was corrected since
// it was printed.
func (v Visit) StalePaper() bool {
	if v.Facts.Badge.Number == 0 || !v.Facts.State.Inside() {
		return false
	}
	for _, e := range slices.Backward(v.Log) {
		switch e.Move {
		case "print", "verify", "exchange":
			return false
		case "correct":
			if slices.ContainsFunc(Old(e), func(c Corrected) bool { return c.Key == KeyName || c.Key == KeyConfidential }) {
				return true
			}
		}
	}
	return false
}
