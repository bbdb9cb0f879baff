package visit

import (
	"fmt"
	"strings"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Verify records that the officer saw the guest's document and face, took what
// must be held, and gave a badge. arrived → waiting. Service standard, steps 3
// to 5. A doubt about the number is a warning on the page; only what cannot be
// a number is refused, and even that can be saved as written on the card.
type Verify struct {
	Document     identity.Kind `form:"document" json:"document"`
	Number       string        `form:"number" max:"40" json:"number"`
	AsWritten    bool          `form:"as_written" json:"asWritten,omitempty"`
	NumberWhy    string        `form:"number_why" max:"300" json:"numberWhy,omitempty"`
	Name         string        `form:"name" max:"65536" json:"name"` // as on the card
	Sex          identity.Sex  `form:"sex" json:"sex,omitempty"`
	Origin       Origin        `form:"origin" json:"origin,omitempty"`
	From         string        `form:"from" max:"120" json:"from,omitempty"`
	PhotoWhy     string        `form:"photo_why" max:"300" json:"photoWhy,omitempty"`
	Screening    Screening     `form:"screening" json:"screening"`
	ScreenNote   string        `form:"screen_note" max:"300" json:"screenNote,omitempty"`
	Badge        int           `form:"badge" json:"badge"`
	Seen         bool          `form:"only_seen" json:"onlySeen,omitempty"` // the card is not kept
	SeenWhy      string        `form:"seen_why" max:"300" json:"seenWhy,omitempty"`
	Confidential bool          `form:"confidential" json:"confidential,omitempty"`
	Items        []TakenItem   `form:"items" json:"items,omitempty"`
	Unit         string        `form:"unit" max:"40" json:"unit"`
	Host         string        `form:"host" max:"40" json:"host,omitempty"`
	Ask          bool          `form:"ask" json:"ask,omitempty"` // the host is asked at once
	Channel      Channel       `form:"channel" json:"channel,omitempty"`

	Carried string `json:"carried,omitempty"` // the earlier visit whose document this is; the book says so, no form

	Photo bool   `json:"-"` // the book says whether it has one
	Token string `json:"-"` // of the badge, given by the book
}

// Refusals about a verification. ErrBadgeTaken names the holder when that visit
// is not confidential.
var (
	ErrPhoto      = refusal.New(refusal.Invalid, "visit.photo")
	ErrScreening  = refusal.New(refusal.Invalid, "visit.screening")
	ErrResists    = refusal.New(refusal.Invalid, "visit.resists")
	ErrPermit     = refusal.New(refusal.Invalid, "visit.permit")
	ErrItems      = refusal.New(refusal.Invalid, "visit.items")
	ErrItemWhat   = refusal.New(refusal.Invalid, "visit.item-what")
	ErrBadge      = refusal.New(refusal.Invalid, "visit.badge")
	ErrBadgeTaken = refusal.New(refusal.Conflict, "visit.badge-taken")
	ErrSeenWhy    = refusal.New(refusal.Invalid, "visit.seen-why")
)

// Apply verifies.
func (m Verify) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	var no refusal.List
	add := func(err error, field string) {
		for _, r := range refusal.Of(err) {
			if r.Field == "" {
				r = r.At(field)
			}
			no = append(no, r)
		}
	}
	f := &v.Facts
	document := identity.Document{Kind: m.Document, Number: m.Number, AsWritten: m.AsWritten, Reason: m.NumberWhy}
	var err error
	f.Document, _, err = document.Checked(s.At.In(o.In()))
	for _, r := range refusal.Of(err) {
		if r.Field == "reason" {
			r = r.At("number_why")
		}
		add(r, "number")
	}
	if f.Guest.Name, err = cleanName(m.Name); err != nil {
		add(err, "name")
	}
	if m.Sex != "" && !m.Sex.Valid() {
		add(ErrChoice, "sex")
	}
	if !m.Origin.Valid() {
		add(ErrChoice, "origin")
	}
	f.Guest.Sex, f.Guest.Origin, f.Guest.From = m.Sex, m.Origin, strings.TrimSpace(m.From)
	f.Photo = Photo{Taken: m.Photo}
	if !m.Photo {
		if f.Photo.Why = strings.TrimSpace(m.PhotoWhy); f.Photo.Why == "" {
			add(ErrPhoto, "photo_why")
		}
	}
	at := cut(s.At)
	for i, it := range m.Items {
		what, locker := strings.TrimSpace(it.What), strings.TrimSpace(it.Locker)
		switch {
		case what == "" && locker == "":
			continue
		case what == "":
			add(ErrItemWhat, fmt.Sprintf("items[%d].what", i))
		}
		f.Items = append(f.Items, Item{What: what, Locker: locker, TakenAt: at, TakenBy: s.By})
	}
	f.Screening, f.ScreenNote = m.Screening, strings.TrimSpace(m.ScreenNote)
	switch m.Screening {
	case Nothing:
	case Surrendered:
		if len(f.Items) == 0 {
			add(ErrItems, "items[0].what")
		}
	case Permit:
		if f.ScreenNote == "" {
			add(ErrPermit, "screen_note")
		}
	case Resists:
		add(ErrResists, "screening")
	default:
		add(ErrScreening, "screening")
	}
	if !o.Badges.Has(m.Badge) {
		add(ErrBadge, "badge")
	}
	f.Badge = Badge{Number: m.Badge, Token: m.Token, GivenAt: at, Prints: 1}
	f.Card = Card{Held: true, TakenAt: at}
	switch {
	case m.Document.Digital():
		f.Card = Card{} // nothing that could be held
	case m.Seen && strings.TrimSpace(m.SeenWhy) == "":
		add(ErrSeenWhy, "seen_why")
	case m.Seen:
		f.Card = Card{Why: strings.TrimSpace(m.SeenWhy)}
	}
	if f.Confidential = m.Confidential; !f.Confidential { // an earlier visit would say who this is
		f.Carried = m.Carried
	}
	if f.Unit, f.Host, err = destination(o, m.Unit, m.Host); err != nil {
		add(err, "unit")
	} else if f.Unit == "" {
		add(ErrUnit, "unit")
	}
	if m.Ask {
		if !m.Channel.Valid() {
			add(ErrChoice, "channel")
		}
		f.Asks = append(f.Asks, Asked{At: at, By: s.By, Channel: m.Channel.or(Telephone), Unit: f.Unit, Host: f.Host})
	}
	if err := no.Err(); err != nil {
		return v, err
	}
	f.State, f.VerifiedAt = Waiting, at
	return v, nil
}
