package visit

import (
	"encoding/json"
	"slices"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Reschedule moves a registration to another day. registered. The guest may do it
// on the ticket's page; code and QR stay the same.
type Reschedule struct {
	Day    string `form:"day" max:"10" json:"day"`
	Reason string `form:"reason" max:"300" json:"reason,omitempty"`
}

// GuestReschedules is how often a guest may move one ticket; then the desk does it.
const GuestReschedules = 5

// Refusals about another day.
var (
	ErrSameDay   = refusal.New(refusal.Invalid, "visit.same-day")
	ErrOften     = refusal.New(refusal.Conflict, "visit.often")
	ErrDayEnding = refusal.New(refusal.Invalid, "visit.day-ending")
)

// Apply moves the day. A registration whose day is over is as good as expired,
// though the job has not been there yet.
func (m Reschedule) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	if v.Past(s.At, o) {
		return v, ErrState.With("state", Expired)
	}
	if !s.Roles.Has(desk...) && v.Rescheduled() >= GuestReschedules {
		return v, ErrOften
	}
	if m.Day == "" {
		return v, ErrDay.At("day")
	}
	day, err := wantedDay(m.Day, s.At, o)
	if r := refusal.Of(err); r != nil {
		return v, r[0].At("day")
	}
	if day == v.Facts.Day {
		return v, ErrSameDay.At("day")
	}
	v.Facts.Day = day
	return v, nil
}

// Rescheduled counts how often the registration's day was moved.
func (v Visit) Rescheduled() int {
	n := 0
	for _, e := range v.Log {
		if e.Move == "reschedule" {
			n++
		}
	}
	return n
}

// renewal is the form that registers the guest of v once more. What the office no
// longer offers is left out: the guest says it again at the desk.
func (v Visit) renewal(day string, o office.Office) Register {
	f := v.Facts
	m := Register{
		Purpose: f.Purpose, Note: f.Note, Letter: f.Letter, Unit: f.Unit, Host: f.Host, Name: f.Guest.Name, Salute: f.Guest.Salute,
		Phone: f.Guest.Phone, Needs: f.Needs, Day: day, Weapon: "no", Confidential: f.Confidential, Source: AtDesk, Lang: f.Guest.Lang, Prior: v.ID,
	}
	if _, _, err := destination(o, m.Unit, m.Host); err != nil {
		m.Host = ""
	}
	if _, _, err := destination(o, m.Unit, ""); err != nil {
		m.Unit = ""
	}
	return m
}

// Along are the visits of the party whose guests come back together with v's, as
// the check-out said.
func (v Visit) Along() []string { return v.rescheduling().Along }

// Renewal is the registration that takes v's place on the day agreed at the
// check-out, and the stamp of whoever agreed it. It is derived from v alone and the
// visits that go along, so that a cut after the check-out heals. ok is false when
// no day was agreed.
func (v Visit) Renewal(o office.Office, along []Visit) (m Register, s account.Stamp, ok bool) {
	i := slices.IndexFunc(v.Log, func(e Entry) bool { return e.Move == "leave" })
	day := v.rescheduling().Day
	if i < 0 || day == "" || v.Facts.Next == "" {
		return m, s, false
	}
	e := v.Log[i]
	m = v.renewal(day, o)
	for _, w := range along {
		m.Companions = append(m.Companions, w.Facts.Guest.Name)
		m.Confidential = m.Confidential || w.Facts.Confidential
	}
	return m, account.Stamp{At: e.At, By: e.By, Roles: account.Roles{account.Officer}, Device: e.Device, Act: v.Facts.Next, Seen: account.SeenAny}, true
}

// rescheduling is what the check-out said.
func (v Visit) rescheduling() Leave {
	var m Leave
	for _, e := range v.Log {
		if e.Move == "leave" {
			_ = json.Unmarshal([]byte(e.Details), &m) // erased details agree on nothing
		}
	}
	return m
}
