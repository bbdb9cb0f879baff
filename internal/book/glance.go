package book

import (
	"context"
	"strings"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Glance is all that an enrolled kiosk learns of a visit from its code: where it
// stands, for which day, and how many things are held. It has no field for a name,
// host, unit, purpose or number, so that no page can show one.
type Glance struct {
	Stand Stand  `json:"s"`
	Day   string `json:"d,omitempty"` // for another day: which one, 2026-11-25
	// What the guest gives back and gets back before leaving.
	Badge bool `json:"b,omitempty"`
	Card  bool `json:"c,omitempty"`
	Items int  `json:"n,omitempty"`
}

// Stand is where a visit stands, in the steps that its guest knows.
type Stand string

// The answers of a glance. A visit that is over has none: it is refused in the
// words for a code that nobody has.
const (
	StandToday    Stand = "today"     // registered, and awaited at the desk
	StandOtherDay Stand = "other-day" //
	StandArrived  Stand = "arrived"   // at the desk, not verified yet
	StandWaiting  Stand = "waiting"   // the host was not asked yet
	StandAsked    Stand = "asked"     //
	StandMeeting  Stand = "meeting"   //
	StandOut      Stand = "out"       // stepped out, and awaited back
)

// Leaving reports whether the guest has things to give back or get back.
func (g Glance) Leaving() bool { return g.Badge || g.Card || g.Items > 0 }

// Refusals of a glance. Unknown, used up, cancelled and expired are one sentence,
// and so is everything that is asked after too many of them.
var (
	ErrGlanceText    = refusal.New(refusal.Invalid, "book.glance-text")
	ErrGlanceUnknown = refusal.New(refusal.Invalid, "book.glance-unknown")
	ErrGlanceOften   = refusal.New(refusal.Busy, "book.glance-often")
)

// A kiosk may be told five times within ten minutes that a code is unknown; then its
// guests are sent to the desk until the first of these is ten minutes old.
const (
	glanceTries = 5
	glanceTime  = 10 * time.Minute
	glancers    = 1000 // kiosks told apart; in the demo every browser is one
)

// Glance looks up what a kiosk read or its guest typed: a short code, or the QR code
// of a ticket or badge. kiosk names who asks, for the count of its tries. It changes
// nothing in the book.
func (b *Book) Glance(ctx context.Context, s account.Stamp, kiosk, text string) (Glance, error) {
	s = b.stamped(s)
	text = strings.TrimSpace(text)
	token, code := secret.Clean(text), ""
	if m := address.FindStringSubmatch(text); m != nil {
		if token = secret.Clean(m[3]); !strings.EqualFold(m[2], s.Office) {
			token = "" // another office's: as unknown as any
		}
	} else if len(token) <= 12 { // typed by a person, who may have missed a character
		if code, token = token, ""; !secret.ValidCode(code) {
			return Glance{}, ErrGlanceText
		}
	}
	if !b.mayTry(kiosk, s.At) {
		return Glance{}, ErrGlanceOften
	}
	g, err := b.glance(ctx, s, token, code)
	if err == nil || refusal.Of(err) == nil {
		b.untry(kiosk, s.At) // a code that is known, or a store that is away, is no guess
	}
	return g, err
}

// GlanceRests reports whether a kiosk has used up its tries for now.
func (b *Book) GlanceRests(kiosk string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.recentTries(kiosk, b.Now())) >= glanceTries
}

// glance makes the same reads for every text, whether anything is found or not: the
// open visits, then the office.
func (b *Book) glance(ctx context.Context, s account.Stamp, token, code string) (Glance, error) {
	// A short code is unique among open visits alone; a ticket's and a badge's token are
	// asked for both, since the alphabet does not tell them apart.
	tags := []string{"qr:" + b.ticketKey(token), "badgeqr:" + b.badgeKey(token)}
	if code != "" {
		tags = []string{"code:" + code}
	}
	var v visit.Visit
	for _, tag := range tags {
		p, err := b.visits.ScanFull(ctx, s.Office, store.Query{Tags: []string{tag, "open"}, Newest: true, Limit: 1})
		if err != nil {
			return Glance{}, err
		}
		if len(p.Values) > 0 {
			v = p.Values[0]
		}
	}
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return Glance{}, err
	}
	var g Glance
	switch v.Facts.State {
	case visit.Registered:
		switch {
		case v.ForToday(s.At, o):
			g.Stand = StandToday
		case !v.Past(s.At, o):
			g.Stand, g.Day = StandOtherDay, v.Facts.Day
		}
	case visit.Arrived:
		g.Stand = StandArrived
	case visit.Waiting:
		g.Stand = StandWaiting
		if !v.Facts.Question().At.IsZero() {
			g.Stand = StandAsked
		}
	case visit.Meeting:
		g.Stand = StandMeeting
	}
	if g.Stand == "" {
		return g, ErrGlanceUnknown
	}
	if v.Facts.Outside() {
		g.Stand = StandOut
	}
	for _, t := range v.Facts.Things() {
		switch {
		case !t.Back.IsZero():
		case t.Key == visit.BadgeKey:
			g.Badge = !t.Lost && !v.Facts.Outside() // outside, it lies at the desk
		case t.Key == visit.CardKey:
			g.Card = true
		default:
			g.Items++
		}
	}
	return g, nil
}

// mayTry counts a try before anything is looked up, so that many at once are not more
// than one after the other.
func (b *Book) mayTry(kiosk string, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := b.recentTries(kiosk, now)
	if len(at) >= glanceTries {
		return false
	}
	if len(b.glances) >= glancers {
		clear(b.glances)
	}
	b.glances[kiosk] = append(at, now)
	return true
}

// untry takes a counted try back.
func (b *Book) untry(kiosk string, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, t := range b.glances[kiosk] {
		if t.Equal(at) {
			b.glances[kiosk] = append(b.glances[kiosk][:i:i], b.glances[kiosk][i+1:]...)
			return
		}
	}
}

// recentTries are the tries of a kiosk that still count. b.mu is held.
func (b *Book) recentTries(kiosk string, now time.Time) []time.Time {
	at := b.glances[kiosk]
	for len(at) > 0 && now.Sub(at[0]) >= glanceTime {
		at = at[1:]
	}
	return at
}
