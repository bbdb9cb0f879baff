package book

import (
	"strconv"
	"time"
	"unicode/utf8"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Line is what lists know of a visit: the store's brief. Times are milliseconds
// since 1970, 0 for none. A confidential visit's line has no name, no letter
// and no institution.
type Line struct {
	Name      string        `json:"n,omitempty"`
	Salute    visit.Salute  `json:"g,omitempty"`
	From      string        `json:"i,omitempty"` // institution
	Letter    string        `json:"@,omitempty"` // number of the summons
	State     visit.State   `json:"s"`
	Purpose   string        `json:"p,omitempty"`
	Unit      string        `json:"u,omitempty"`
	Host      string        `json:"h,omitempty"`
	Source    visit.Source  `json:"o,omitempty"`
	Others    int           `json:"c,omitempty"` // companions named on a lead's visit
	Party     string        `json:"q,omitempty"` // the lead's id, on companions
	Day       string        `json:"d,omitempty"`
	Badge     int           `json:"b,omitempty"`
	Number    int           `json:"#,omitempty"` // badge number that nobody else may get now
	Holds     bool          `json:"k,omitempty"` // badge, card or an item is out
	ArrivedAt int64         `json:"a,omitempty"`
	VerifyAt  int64         `json:"v,omitempty"`
	MetAt     int64         `json:"m,omitempty"`
	LeftAt    int64         `json:"l,omitempty"`
	PassedAt  int64         `json:"~,omitempty"` // transferred to the present host
	OutAt     int64         `json:"^,omitempty"` // stepped out, not back yet
	AskedAt   int64         `json:"j,omitempty"`
	Reply     visit.Reply   `json:"r,omitempty"`
	ReplyAt   int64         `json:"t,omitempty"`
	Minutes   int           `json:"w,omitempty"` // the host asked to wait so long
	Ending    visit.Ending  `json:"e,omitempty"`
	Closing   visit.Closing `json:"f,omitempty"`
	Lost      bool          `json:"x,omitempty"`
	Secret    bool          `json:"z,omitempty"` // confidential
	Erased    bool          `json:"E,omitempty"` // who it was is no longer known
	Entered   bool          `json:"O,omitempty"` // stands in the official guest-book
	Late      bool          `json:"L,omitempty"` // copied from paper: not measured
	Seen      int           `json:"y"`
}

// keepVisit says how the store finds a visit: what it claims, its tags from the
// narrowest to the widest, the time it is ordered by, and its line.
func (b *Book) keepVisit(v visit.Visit) store.Kept[Line] {
	return store.Kept[Line]{ID: v.ID, Claim: claim(v), Tags: b.tags(v), At: orderedBy(v), Brief: line(v)}
}

// claim is the one exclusive thing a visit holds now: its short code while it
// is registered, then its badge number until badge and pocket are free; a late entry
// that holds nothing keeps its line of the paper sheet.
func claim(v visit.Visit) string {
	switch n := v.Facts.TakesNumber(); {
	case v.Facts.State == visit.Registered && v.Code != "":
		return "code:" + v.Code
	case n > 0:
		return badgeClaim(n)
	case v.Facts.Late():
		return sheetClaim(v.Facts.Copied.Sheet)
	}
	return "id:" + v.ID
}

// orderedBy is the arrival, or before that 04:00 UTC of the wanted day: around
// noon in every Indonesian zone.
func orderedBy(v visit.Visit) time.Time {
	if !v.Facts.ArrivedAt.IsZero() {
		return v.Facts.ArrivedAt
	}
	d, err := time.Parse(time.DateOnly, v.Facts.Day)
	if err != nil && len(v.Log) > 0 {
		return v.Log[0].At
	}
	return d.Add(4 * time.Hour)
}

func (b *Book) tags(v visit.Visit) []string {
	f := v.Facts
	var tags []string
	add := func(kind, value string) {
		if value != "" {
			tags = append(tags, kind+":"+value)
		}
	}
	add("doc", b.documentKey(f.Document.Number))
	if !f.Confidential {
		add("tel", b.phoneKey(f.Guest.Phone))
		if lends(v) {
			add("same", b.sameKey(f.Guest))
		}
	}
	add("qr", b.ticketKey(v.Ticket))
	add("badgeqr", b.badgeKey(f.Badge.Token))
	add("code", v.Code)
	if !f.Confidential {
		for _, field := range []string{f.Guest.Name, f.Guest.From, f.Letter} {
			for _, w := range words(field) {
				add("w3", first(w, 3))
				add("w5", first(w, 5))
			}
		}
	}
	if v.Party != "" || len(f.Companions) > 0 {
		add("party", v.Lead())
	}
	for _, key := range f.Lockers() { // keyed, for it is somebody's own words
		add("locker", b.keyed("locker", key))
	}
	add("host", f.Host)
	add("purpose", f.Purpose)
	add("officer", officerOf(v))
	add("unit", f.Unit)
	if f.Holds() {
		tags = append(tags, "holds")
	}
	if f.State.Open() {
		tags = append(tags, "open")
	}
	add("state", string(f.State))
	return tags
}

func line(v visit.Visit) Line {
	f := v.Facts
	l := Line{
		State: f.State, Purpose: f.Purpose, Unit: f.Unit, Host: f.Host, Source: f.Source,
		Others: len(f.Companions), Party: v.Party, Day: f.Day, Badge: f.Badge.Number, Number: f.TakesNumber(), Holds: f.Holds(),
		ArrivedAt: milli(f.ArrivedAt), VerifyAt: milli(f.VerifiedAt), MetAt: milli(f.MetAt), LeftAt: milli(f.LeftAt),
		PassedAt: milli(f.PassedAt), OutAt: milli(f.OutAt), AskedAt: milli(f.Question().At), Reply: f.Reply().Reply, ReplyAt: milli(f.Reply().At), Minutes: f.Reply().Minutes,
		Ending: f.Ending, Closing: f.Closing, Lost: !f.Badge.LostAt.IsZero() && f.Badge.BackAt.IsZero(),
		Secret: f.Confidential, Erased: !f.Erased.IsZero(), Late: f.Late(), Entered: !f.Official.At.IsZero(), Seen: v.Seen(),
	}
	if !f.Confidential {
		l.Salute, l.Name, l.From, l.Letter = f.Guest.Salute, fit(f.Guest.Name, 240), fit(f.Guest.From, 160), fit(f.Letter, 100)
	}
	return l
}

// fit cuts a text to so many bytes of JSON, since a brief never has more than
// store.MaxBrief. No text in Latin letters of the lengths that forms take is cut.
func fit(s string, most int) string {
	n := 0
	for i, r := range s {
		switch {
		case r == '"' || r == '\\':
			n += 2
		case r < ' ' || r == '<' || r == '>' || r == '&' || r == '\u2028' || r == '\u2029' || r == utf8.RuneError:
			n += 6 // \u003c
		default:
			n += utf8.RuneLen(r)
		}
		if n > most {
			return s[:i]
		}
	}
	return s
}

// Facts gives the parts of a line that the service clock reads.
func (l Line) Facts() visit.Facts {
	return visit.Facts{State: l.State, ArrivedAt: moment(l.ArrivedAt), MetAt: moment(l.MetAt), LeftAt: moment(l.LeftAt), PassedAt: moment(l.PassedAt), OutAt: moment(l.OutAt)}
}

// Clock is the service clock of the line's visit.
func (l Line) Clock(now time.Time, r office.Rules) (time.Duration, visit.Level) {
	if l.Late {
		return 0, visit.Stopped
	}
	return l.Facts().Clock(now, r)
}

// officerOf is the login of the officer who verified the guest.
func officerOf(v visit.Visit) string {
	for _, e := range v.Log {
		if e.Move == "verify" {
			return e.By
		}
	}
	return ""
}

func badgeClaim(n int) string { return "badge:" + strconv.Itoa(n) }

func (b *Book) ticketKey(token string) string { return b.keyed("ticket", secret.Clean(token)) }
func (b *Book) badgeKey(token string) string  { return b.keyed("badge", secret.Clean(token)) }
func (b *Book) phoneKey(phone string) string  { return b.keyed("phone", phone) }

// documentKey finds a document by its number alone, whatever was typed between
// the characters.
func (b *Book) documentKey(number string) string {
	return b.keyed("document", identity.LookUp(number))
}

func (b *Book) keyed(domain, value string) string {
	if value == "" {
		return ""
	}
	return b.keys.Keyed(domain, value)
}

func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return store.FromMilli(ms)
}

// Moment turns a line's milliseconds back into a time, zero into the zero time.
func Moment(ms int64) time.Time { return moment(ms) }

// stamped fills in what handlers may leave out.
func (b *Book) stamped(s account.Stamp) account.Stamp {
	if s.At.IsZero() {
		s.At = b.Now()
	}
	s.At = store.Cut(s.At)
	return s
}

// may refuses whoever holds no role for the action. The doors ask too; here it is
// asked where the work is done (security.md 19). The program itself may all.
func may(s account.Stamp, a account.Action) error {
	if s.Roles.Can(a) || s.Roles.Has(account.System) {
		return nil
	}
	return account.ErrForbidden
}
