package book

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/complaint"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

// ErrTrack is the one answer to an unknown code and to a wrong PIN.
var ErrTrack = refusal.New(refusal.Invalid, "complaint.track")

// Receipt is what a complainant has to keep. The PIN is drawn from the form's nonce,
// which is stored nowhere, so the same form sent again shows the same receipt.
type Receipt struct {
	Complaint complaint.Complaint
	Code, PIN string
}

// FileComplaint begins a complaint. The stamp's act is the form's nonce: however often
// the form is sent, there is one complaint and one receipt; made is false from the second
// time on. Code, PIN and id are drawn from the nonce by keyed hashes.
func (b *Book) FileComplaint(ctx context.Context, s account.Stamp, m complaint.File) (r Receipt, made bool, err error) {
	s = b.stamped(s)
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return r, false, err
	}
	if !secret.ValidToken(s.Act) {
		s.Act = secret.ID()
	}
	nonce := s.Act
	s = b.fromOutside(s)
	m.ID = b.drawn("complaint id", nonce)
	r.Code, r.PIN = b.drawn("complaint code", nonce)[:codeLen], b.pin(nonce)
	m.Code = r.Code
	c, err := complaint.Do(complaint.Complaint{}, m, s, o)
	if err != nil {
		return r, false, err
	}
	want := c.Log[0].Details
	if r.Complaint, err = b.complaints.Get(ctx, s.Office, m.ID); errors.Is(err, store.ErrNotFound) {
		if err = b.pinning(ctx, func() (err error) {
			c.PIN, err = secret.HashPassword(ctx, r.PIN)
			return err
		}); err != nil {
			return r, false, err
		}
		r.Complaint, made, err = b.complaints.Add(ctx, s.Office, b.chainComplaint(s.Office, c, 0))
	}
	if e := r.Complaint.Log; err == nil && !made && (len(e) == 0 || e[0].Details != want && e[0].Details != "") {
		return Receipt{}, false, complaint.ErrOther
	}
	return r, made, err
}

// codeLen is how many characters a tracking code has, shown in fours: 60 bits.
const codeLen = 12

// ShowCode writes a tracking code in fours: 7XKM-93TR-HWQ4.
func ShowCode(code string) string {
	if len(code) != codeLen {
		return code
	}
	return code[:4] + "-" + code[4:8] + "-" + code[8:]
}

// CleanCode is a tracking code as typed, pasted or read from an address, "OFFICE.CODE"
// included, in the form that ShowCode takes; empty when it can be none.
func CleanCode(text string) string {
	if _, code, ok := strings.Cut(text, "."); ok {
		text = code
	}
	code := secret.Clean(text)
	if len(code) != codeLen || !secret.ValidToken(code+strings.Repeat("0", len(secret.ID())-codeLen)) {
		return ""
	}
	return code
}

// Track finds a complaint by code and PIN as people write them. Whatever is wrong, the
// words are ErrTrack, after the same work. One look at a time, a few waiting: more are
// ErrBusy, and the desk's own sign-in never stands behind them.
func (b *Book) Track(ctx context.Context, officeID, code, pin string) (complaint.Complaint, error) {
	c, err := b.complaints.Claimed(ctx, officeID, "code:"+b.complaintKey(CleanCode(code)))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return complaint.Complaint{}, err
	}
	found, right := err == nil, false
	pin = digits(pin)
	err = b.pinning(ctx, func() (err error) {
		if !found {
			return secret.DummyPassword(ctx, pin)
		}
		right, err = secret.CheckPassword(ctx, c.PIN, pin)
		return err
	})
	if err == nil && !right {
		err = ErrTrack
	}
	if err != nil {
		return complaint.Complaint{}, err
	}
	return c, nil
}

// Tracked reads the complaint of somebody who has shown code and PIN already. What was
// erased since is ErrNotFound.
func (b *Book) Tracked(ctx context.Context, officeID, id string) (complaint.Complaint, error) {
	c, err := b.complaints.Get(ctx, officeID, id)
	if err == nil && !c.Facts.Erased.IsZero() {
		err = store.ErrNotFound
	}
	return c, missing(err, complaint.ErrNotFound)
}

// Complain makes a complainant's move: reply, withdraw, reopen, rate, close. The stamp
// loses whatever would tell who they are.
func (b *Book) Complain(ctx context.Context, s account.Stamp, id string, m complaint.Move) (complaint.Complaint, error) {
	return b.moveComplaint(ctx, b.fromOutside(b.stamped(s)), id, m)
}

// fromOutside is the stamp of somebody at the guest door as a complaint may keep it: no
// device, and instead of the form's nonce, which the guest door may have used elsewhere,
// its keyed hash.
func (b *Book) fromOutside(s account.Stamp) account.Stamp {
	act := ""
	if s.Act != "" {
		act = b.drawn("complaint act", s.Act)
	}
	return account.Stamp{At: s.At, Office: s.Office, By: complaint.ByComplainant, Roles: account.Roles{account.Guest}, Act: act, Seen: s.Seen}
}

// moveComplaint is the compare-and-swap around complaint.Do.
func (b *Book) moveComplaint(ctx context.Context, s account.Stamp, id string, m complaint.Move) (complaint.Complaint, error) {
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return complaint.Complaint{}, err
	}
	after, err := b.complaints.Update(ctx, s.Office, id, func(c complaint.Complaint) (complaint.Complaint, error) {
		if complaint.Hidden(c.Facts.Unit, s, o) || !c.Facts.Erased.IsZero() {
			return c, complaint.ErrNotFound
		}
		next, err := complaint.Do(c, m, s, o)
		return b.chainComplaint(s.Office, next, len(c.Log)), err
	})
	return after, missing(b.named(ctx, err), complaint.ErrNotFound)
}

// pinning runs the slow work of a PIN, one at a time, so that a flood at the guest door
// leaves the other place to those who sign in. More than a few waiting are turned away.
func (b *Book) pinning(ctx context.Context, f func() error) error {
	select {
	case b.pinQueue <- struct{}{}:
		defer func() { <-b.pinQueue }()
	default:
		return account.ErrWait.With("seconds", 5)
	}
	select {
	case b.pinWork <- struct{}{}:
		defer func() { <-b.pinWork }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return busy(f())
}

// pinWaiting is how many wait for a PIN to be worked on, the one at work included.
const pinWaiting = 12

// drawn is a text of 26 characters of the codes' alphabet that nobody can draw without
// the keys.
func (b *Book) drawn(what, nonce string) string { return strings.ToUpper(b.keys.Keyed(what, nonce)) }

func (b *Book) pin(nonce string) string {
	n := binary.BigEndian.Uint64(b.keys.MAC("complaint pin", []byte(nonce)))
	return fmt.Sprintf("%06d", n%1_000_000)
}

func (b *Book) complaintKey(code string) string { return b.keys.Keyed("complaint code", code) }

// digits are those of a text.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// ComplaintLine is what lists and counts know of a complaint: the store's brief. Nothing
// that anybody wrote is in it. Times are milliseconds since 1970, 0 for none.
type ComplaintLine struct {
	State    complaint.State  `json:"s"`
	Naming   complaint.Naming `json:"n"`
	Class    complaint.Class  `json:"c"`
	Day      string           `json:"d"`
	Unit     string           `json:"u,omitempty"` // complained about
	To       string           `json:"t,omitempty"` // unit that has to see to it
	Person   string           `json:"p,omitempty"`
	FiledAt  int64            `json:"f,omitempty"`
	TurnAt   int64            `json:"g,omitempty"`
	ToAt     int64            `json:"h,omitempty"`
	AskedAt  int64            `json:"a,omitempty"`
	AnswerAt int64            `json:"b,omitempty"`
	EndedAt  int64            `json:"e,omitempty"`
	WroteAt  int64            `json:"w,omitempty"` // the complainant's last message
	Stops    []int64          `json:"o,omitempty"` // from, to, from, to: the last ones
	Stars    int              `json:"r,omitempty"`
	Reopened int              `json:"x,omitempty"`
	Silent   bool             `json:"i,omitempty"`
	Erased   bool             `json:"z,omitempty"`
}

// keptStops is how many times of standing still a line keeps.
const keptStops = 12

func complaintLine(c complaint.Complaint) ComplaintLine {
	f := c.Facts
	l := ComplaintLine{
		State: f.State, Naming: f.Naming, Class: f.Class, Day: f.Day, Unit: f.Unit, To: f.To.Unit, Person: f.To.Person,
		FiledAt: milli(f.FiledAt), TurnAt: milli(f.TurnAt), ToAt: milli(f.To.At), AskedAt: milli(f.AskedAt), AnswerAt: milli(f.AnsweredAt), EndedAt: milli(f.EndedAt),
		Stars: f.Rating.Stars, Reopened: f.Reopened, Silent: f.Silent, Erased: !f.Erased.IsZero(),
	}
	for _, m := range f.Thread {
		if m.Mine() {
			l.WroteAt = milli(m.At)
		}
	}
	for _, s := range f.Stops[max(0, len(f.Stops)-keptStops):] {
		l.Stops = append(l.Stops, milli(s.From), milli(s.To))
	}
	return l
}

// Facts gives the parts of a line that the deadlines hang on.
func (l ComplaintLine) Facts() complaint.Facts {
	f := complaint.Facts{
		State: l.State, Naming: l.Naming, Class: l.Class, Day: l.Day, Unit: l.Unit, FiledAt: moment(l.FiledAt), TurnAt: moment(l.TurnAt),
		To:      complaint.Assignment{Unit: l.To, Person: l.Person, At: moment(l.ToAt)},
		AskedAt: moment(l.AskedAt), AnsweredAt: moment(l.AnswerAt), EndedAt: moment(l.EndedAt), Reopened: l.Reopened, Silent: l.Silent,
		Rating: complaint.Rating{Stars: l.Stars},
	}
	if l.WroteAt != 0 {
		f.Thread = []complaint.Message{{By: complaint.ByComplainant, At: moment(l.WroteAt)}}
	}
	for i := 0; i+1 < len(l.Stops); i += 2 {
		f.Stops = append(f.Stops, complaint.Stop{From: moment(l.Stops[i]), To: moment(l.Stops[i+1])})
	}
	return f
}

// Next is what is due next on the line's complaint.
func (l ComplaintLine) Next(now time.Time, o office.Office) complaint.Deadline {
	return l.Facts().Next(now, o)
}

// keepComplaint says how the store finds a complaint. An anonymous one bears days alone,
// also where the store would write its clock's time (security.md 28).
func (b *Book) keepComplaint(c complaint.Complaint) store.Kept[ComplaintLine] {
	f := c.Facts
	k := store.Kept[ComplaintLine]{ID: c.ID, Claim: "id:" + c.ID, At: f.FiledAt, Brief: complaintLine(c)}
	if c.Code != "" {
		k.Claim = "code:" + b.complaintKey(c.Code)
	}
	if f.Unit != "" {
		k.Tags = append(k.Tags, "about:"+f.Unit)
	}
	if f.To.Unit != "" {
		k.Tags = append(k.Tags, "unit:"+f.To.Unit)
	}
	if k.Tags = append(k.Tags, "state:"+string(f.State)); f.State.Open() {
		k.Tags = append(k.Tags, "open")
	}
	if f.Naming == complaint.Anonymous {
		if k.Dated = c.Last().At; f.Erased.After(k.Dated) {
			k.Dated = f.Erased
		}
	}
	return k
}
