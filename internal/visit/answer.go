package visit

import (
	"slices"
	"strings"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Channel is how the host was asked or answered.
type Channel string

// The channels.
const (
	Telephone Channel = "phone"
	InPerson  Channel = "visit"
	Online    Channel = "link" // the host's own page
)

// Valid reports whether c is known, or not noted.
func (c Channel) Valid() bool {
	return slices.Contains([]Channel{"", Telephone, InPerson, Online}, c)
}

func (c Channel) or(d Channel) Channel {
	if c == "" {
		return d
	}
	return c
}

// Asked is one question to the host: will you see this guest?
type Asked struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Channel Channel   `json:"channel"`
	Unit    string    `json:"unit"`
	Host    string    `json:"host,omitempty"`
}

// Reply is the host's answer.
type Reply string

// The replies.
const (
	Accepted  Reply = "accepted"
	Wait      Reply = "wait"
	Declines  Reply = "declined"
	NotHere   Reply = "absent"
	Forwarded Reply = "forwarded"
)

// Replies lists them in the order of the buttons.
var Replies = []Reply{Accepted, Wait, Declines, NotHere, Forwarded}

// Valid reports whether r is known.
func (r Reply) Valid() bool { return slices.Contains(Replies, r) }

// Answered is an answer as it was given.
type Answered struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Channel Channel   `json:"channel"`
	Reply   Reply     `json:"reply"`
	Minutes int       `json:"minutes,omitempty"`
	Reason  string    `json:"reason,omitempty" seal:"answer reason"`
	Unit    string    `json:"unit"` // who answered
	Host    string    `json:"host,omitempty"`
}

// Ask records that the host is being asked. waiting. Service standard, step 6.
// Asking again is a further entry.
type Ask struct {
	Channel Channel `form:"channel" json:"channel"`
}

// Refusals about asking and answering.
var (
	ErrReply   = refusal.New(refusal.Invalid, "visit.reply")
	ErrMinutes = refusal.New(refusal.Invalid, "visit.minutes")
	ErrForward = refusal.New(refusal.Invalid, "visit.forward")
)

// Apply asks.
func (m Ask) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	if !m.Channel.Valid() {
		return v, ErrChoice.At("channel")
	}
	f := &v.Facts
	f.Asks = append(f.Asks, Asked{At: cut(s.At), By: s.By, Channel: m.Channel.or(Telephone), Unit: f.Unit, Host: f.Host})
	return v, nil
}

// Answer records the host's answer: told to the officer, or given by the host
// on their own page. waiting. Forwarding names the new host or unit, who must
// then be asked.
type Answer struct {
	Reply   Reply   `form:"answer" json:"answer"`
	Minutes int     `form:"minutes" json:"minutes,omitempty"` // for Wait: 1 to 240
	Reason  string  `form:"reason" max:"300" json:"reason,omitempty"`
	Unit    string  `form:"unit" max:"40" json:"unit,omitempty"` // for Forwarded
	Host    string  `form:"host" max:"40" json:"host,omitempty"`
	Channel Channel `form:"channel" json:"channel,omitempty"`
}

// concerns holds hosts without a desk role to their own guests.
func (m Answer) concerns(v Visit, s account.Stamp) bool {
	return s.Roles.Has(desk...) || s.Person != "" && v.Facts.Host == s.Person
}

// Apply answers. What a host without a desk role says comes from their own page.
func (m Answer) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	f := &v.Facts
	channel := m.Channel.or(Telephone)
	if !s.Roles.Has(desk...) {
		channel = Online
	}
	var no refusal.List
	if !m.Reply.Valid() {
		no = append(no, ErrReply.At("answer"))
	}
	if !m.Channel.Valid() {
		no = append(no, ErrChoice.At("channel"))
	}
	a := Answered{At: cut(s.At), By: s.By, Channel: channel, Reply: m.Reply, Reason: strings.TrimSpace(m.Reason), Unit: f.Unit, Host: f.Host}
	if m.Reply == Wait {
		if a.Minutes = m.Minutes; m.Minutes < 1 || m.Minutes > 240 {
			no = append(no, ErrMinutes.At("minutes"))
		}
	}
	if m.Reply == Forwarded {
		unit, host, err := destination(o, m.Unit, m.Host)
		no = append(no, refusal.Of(err)...)
		if err == nil && (unit == "" || unit == f.Unit && host == f.Host) {
			no = append(no, ErrForward.At("host"))
		}
		f.Unit, f.Host = unit, host
	}
	if err := no.Err(); err != nil {
		return v, err
	}
	f.Answers = append(f.Answers, a)
	return v, nil
}

// Question is the newest question to the present host; zero when they were not
// asked since the guest was passed on or transferred to them.
func (f Facts) Question() Asked {
	passed := f.PassedAt
	for _, a := range f.Answers {
		if a.Reply == Forwarded && a.At.After(passed) {
			passed = a.At
		}
	}
	for _, a := range slices.Backward(f.Asks) {
		if a.Unit == f.Unit && a.Host == f.Host && !a.At.Before(passed) {
			return a
		}
	}
	return Asked{}
}

// Reply is the newest answer of the present host since the guest was passed on or
// transferred to them; zero while they are silent. What they said before they passed the
// guest on no longer counts when the guest comes back to them.
func (f Facts) Reply() Answered {
	for _, a := range slices.Backward(f.Answers) {
		if a.Reply == Forwarded || a.At.Before(f.PassedAt) {
			break
		}
		if a.Unit == f.Unit && a.Host == f.Host {
			return a
		}
	}
	return Answered{}
}
