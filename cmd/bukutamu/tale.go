package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/sample"
	"bukutamu/internal/visit"
)

// tale tells the visits of the synthetic office, each by the same moves that
// people make. The same day always has the same guests, so that a day told
// twice is the day that is there already.
type tale struct {
	o      office.Office
	people []sample.Call // everybody who ever comes, in the order of a fixed seed
}

func newTale(o office.Office) *tale {
	t := &tale{o: o}
	src := sample.New(63)
	for range 1500 {
		t.people = append(t.people, src.Call())
	}
	return t
}

// A stage is how far a visit of the tale has come.
type stage int

const (
	registered stage = iota
	arrived
	waiting
	asked
	accepted
	meeting
	left
)

// guestAt begins a visit: the n-th of its day, by a guest chosen by day and number.
func (t *tale) guestAt(day time.Time, n int) (*chapter, sample.Call) {
	days := int(t.o.Day(day).Unix() / 86400)
	call := t.people[(days*11+n*7)%len(t.people)]
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", day.Format(time.DateOnly), n))
	id := crockford.EncodeToString(sum[:])
	return &chapter{t: t, id: id[:26], ticket: id[26:52], code: crockford.EncodeToString(sum[20:])[:6]}, call
}

var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// chapter is one visit as it is told.
type chapter struct {
	t                *tale
	id, ticket, code string
	v                visit.Visit
	at               time.Time
	err              error
}

// do makes a move minutes after the one before.
func (c *chapter) do(minutes float64, by string, roles account.Roles, m visit.Move) {
	if c.err != nil {
		return
	}
	c.at = c.at.Add(time.Duration(minutes * float64(time.Minute)))
	s := account.Stamp{
		At: c.at, Office: c.t.o.ID, By: by, Roles: roles, Device: "Meja depan",
		Act: fmt.Sprintf("%s.%d", c.id[:20], c.v.Seen()), Seen: account.SeenAny,
	}
	if by == account.ByGuest {
		s.Device = "Kios 1"
	}
	c.v, c.err = visit.Do(c.v, m, s, c.t.o)
}

func (c *chapter) desk(minutes float64, m visit.Move) {
	c.do(minutes, "piket", account.Roles{account.Officer}, m)
}

// register begins the visit at the kiosk, or on a phone for another day.
func (c *chapter) register(call sample.Call, at time.Time, day string, confidential bool) {
	c.at = at
	source := visit.AtKiosk
	if day != "" {
		source = visit.ByPhone
	}
	salute := call.Guest.Salute
	c.do(0, account.ByGuest, account.Roles{account.Guest}, visit.Register{
		Purpose: call.Purpose, Letter: call.Letter, Unit: call.Unit, Host: c.t.host(call.Unit), Name: call.Guest.Name, Salute: salute,
		Phone: call.Guest.Phone, Companions: call.Companions, Day: day, Weapon: "no", Read: true, Confidential: confidential,
		Source: source, Lang: call.Guest.Lang, ID: c.id, Code: c.code, Ticket: c.ticket,
	})
}

// host is the first person of a unit who receives guests.
func (t *tale) host(unit string) string {
	for _, p := range t.o.Persons {
		if p.Unit == unit && p.Host {
			return p.ID
		}
	}
	return ""
}

// escort is somebody who brings guests to their destination.
func (t *tale) escort() string {
	for _, p := range t.o.Persons {
		if p.Escort && !p.Host {
			return p.ID
		}
	}
	return ""
}

// go on to a stage, with the badge's number and what is handed in.
func (c *chapter) tell(call sample.Call, to stage, badge int, src *sample.Source, photo bool) {
	unit, host := c.v.Facts.Unit, c.v.Facts.Host
	if to >= arrived {
		c.desk(float64(src.Between(1, 4)), visit.Arrive{})
	}
	if to >= waiting {
		m := visit.Verify{
			Document: call.Guest.Document.Kind, Number: call.Guest.Document.Number, Name: call.Guest.Name, Sex: call.Guest.Sex,
			Origin: call.Guest.Origin, From: call.Guest.From, Screening: visit.Nothing, Badge: badge, Unit: unit, Host: host,
			Photo: photo, Token: crockford.EncodeToString([]byte(c.ticket))[:26], Confidential: c.v.Facts.Confidential,
		}
		if !photo {
			m.PhotoWhy = "Kamera sedang diperbaiki"
		}
		if src.Chance(40) {
			m.Items = []visit.TakenItem{{What: src.Item(), Locker: fmt.Sprint(src.Between(1, 24))}}
		}
		c.desk(float64(src.Between(1, 3)), m)
	}
	if to >= asked {
		c.desk(0.5, visit.Ask{Channel: visit.Telephone})
	}
	if to >= accepted {
		c.desk(float64(src.Between(0, 3)), visit.Answer{Reply: visit.Accepted, Channel: visit.Telephone})
	}
	if to >= meeting {
		u, _ := c.t.o.Unit(unit)
		c.desk(float64(src.Between(0, 2)), visit.Escort{By: c.t.escort(), Room: u.Room})
	}
	if to >= left {
		c.desk(float64(src.Between(8, 70)), visit.Leave{Back: c.keys()})
	}
}

// keys are the keys of everything that is out.
func (c *chapter) keys() (out []string) {
	for _, t := range c.v.Facts.Things() {
		out = append(out, t.Key)
	}
	return out
}

// pastDay tells a day that is over: nearly all met their host and left with
// everything returned.
func (t *tale) pastDay(day time.Time) []visit.Visit {
	src := sample.New(uint64(day.Unix()))
	var out []visit.Visit
	for n, at := range src.Day(t.o, day) {
		c, call := t.guestAt(day, n)
		call.Companions = nil // a past day's companions came and went without badges of their own in this tale
		c.register(call, at.Add(-6*time.Minute), "", false)
		badge := 1 + n%t.o.Badges.Count
		switch luck := src.Between(1, 100); {
		case luck <= 3:
			c.do(60, account.ByGuest, account.Roles{account.Guest}, visit.Cancel{})
		case luck <= 6:
			c.at = t.o.Day(day).AddDate(0, 0, 1).Add(time.Hour)
			c.do(0, account.BySystem, account.Roles{account.System}, visit.Expire{})
		case luck <= 8:
			c.tell(call, arrived, 0, src, false)
			c.desk(1, visit.Refuse{Reason: "Menolak diperiksa"})
		case luck <= 14:
			c.tell(call, asked, badge, src, false)
			c.desk(4, visit.Answer{Reply: visit.Declines, Reason: "Sedang sidang"})
			c.desk(2, visit.Leave{Back: c.keys()})
		case luck <= 18:
			c.tell(call, asked, badge, src, false)
			c.desk(3, visit.Answer{Reply: visit.NotHere})
			c.desk(2, visit.Leave{Back: c.keys()})
		default:
			c.tell(call, left, badge, src, false)
		}
		if c.err == nil {
			out = append(out, c.v)
		}
	}
	return out
}

// today tells the present day in every state, around the present moment.
func (t *tale) today(ctx context.Context, b *book.Book, now time.Time) error {
	src := sample.New(uint64(t.o.Day(now).Unix()))
	early := t.o.Day(now).Add(time.Minute)
	ago := func(minutes int) time.Time {
		if at := now.Add(-time.Duration(minutes) * time.Minute); at.After(early) {
			return at
		}
		return early
	}
	end := ""
	for n, s := range []struct {
		ago    int // minutes since the registration
		to     stage
		badge  int
		then   func(c *chapter)
		party  bool
		secret bool
	}{
		{ago: 118, to: left, badge: 3},
		{ago: 97, to: left, badge: 4},
		{ago: 85, to: asked, badge: 6, then: func(c *chapter) {
			c.desk(3, visit.Answer{Reply: visit.Declines, Reason: "Sedang sidang"})
			c.desk(2, visit.Leave{Back: c.keys()})
		}},
		{ago: 80, to: arrived, then: func(c *chapter) { c.desk(1, visit.Refuse{Reason: "Menolak diperiksa"}) }},
		{ago: 75, to: meeting, badge: 7, then: func(c *chapter) {
			c.do(20, "atasan", account.Roles{account.Supervisor}, visit.Lose{Reason: "Tercecer di halaman", Supervisor: "atasan"})
			c.desk(1, visit.Leave{Back: c.keys()})
		}},
		{ago: 60, to: meeting, badge: 9, secret: true},
		{ago: 52, to: meeting, badge: 18},
		{ago: 40, to: meeting, badge: 19},
		{ago: 31, to: meeting, badge: 2},
		{ago: 16, to: asked, badge: 30},
		{ago: 13, to: accepted, badge: 11},
		{ago: 12, to: waiting, badge: 12},
		{ago: 5, to: arrived, party: true},
		{ago: 30, to: registered},
		{ago: 25, to: registered, party: true},
		{ago: 20, to: registered, then: func(c *chapter) { c.do(5, account.ByGuest, account.Roles{account.Guest}, visit.Cancel{}) }},
	} {
		c, call := t.guestAt(t.o.Day(now), 100+n)
		if !s.party {
			call.Companions = nil
		} else if call.Companions == nil {
			call.Companions = []string{"Rimba Umpama"}
		}
		c.register(call, ago(s.ago), end, s.secret)
		photo := s.to >= waiting && !s.secret
		c.tell(call, s.to, s.badge, src, photo)
		if s.then != nil {
			s.then(c)
		}
		if c.err != nil {
			return fmt.Errorf("demo, today: %w", c.err)
		}
		made, err := b.Keep(ctx, t.o.ID, c.v)
		if err != nil {
			return fmt.Errorf("demo, today: %w", err)
		}
		if made && photo {
			picture, err := portrait(n)
			if err != nil {
				return err
			}
			stamp := account.Stamp{At: c.v.Facts.VerifiedAt, Office: t.o.ID, By: "piket"}
			if err := b.KeepPhoto(ctx, stamp, c.v.ID, picture); err != nil {
				return err
			}
		}
	}
	return t.ahead(ctx, b, now)
}

// ahead tells the registrations of the days to come, and one that nobody used.
func (t *tale) ahead(ctx context.Context, b *book.Book, now time.Time) error {
	for n, days := range []int{1, 1, 2} {
		c, call := t.guestAt(t.o.Day(now).AddDate(0, 0, days), 200+n)
		c.register(call, now, t.o.Day(now).AddDate(0, 0, days).Format(time.DateOnly), false)
		if c.err != nil {
			return fmt.Errorf("demo, days ahead: %w", c.err)
		}
		if _, err := b.Keep(ctx, t.o.ID, c.v); err != nil {
			return fmt.Errorf("demo, days ahead: %w", err)
		}
	}
	return nil
}

// sendHome ends what an earlier day of the demo left open.
func sendHome(ctx context.Context, b *book.Book, o office.Office, now time.Time) error {
	d, err := b.Desk(ctx, o, now)
	if err != nil {
		return err
	}
	stamp := system(o.ID)
	stamp.Roles = account.Roles{account.Supervisor}
	stamp.By = "atasan"
	for _, r := range append(d.Act, d.Meeting...) {
		if !book.Moment(r.Brief.ArrivedAt).Before(o.Day(now)) {
			continue
		}
		v, err := b.Visit(ctx, o.ID, r.ID)
		if err != nil {
			return err
		}
		c := chapter{v: v}
		var m visit.Move = visit.Leave{Back: c.keys(), Ending: visit.Withdrawn}
		if v.Facts.State == visit.Arrived {
			m = visit.Withdraw{}
		}
		if _, err := b.Move(ctx, stamp, r.ID, m); err != nil {
			return fmt.Errorf("demo, an earlier day: %w", err)
		}
	}
	return nil
}

// portrait draws a synthetic photo: a head and shoulders in one colour.
func portrait(n int) ([]byte, error) {
	ground := color.RGBA{uint8(200 - n*5), uint8(190 + n%3*15), uint8(175 + n%5*10), 255}
	ink := color.RGBA{uint8(60 + n*6), uint8(80 + n%4*12), uint8(70 + n%7*8), 255}
	img := image.NewRGBA(image.Rect(0, 0, 300, 400))
	for y := range 400 {
		for x := range 300 {
			dx, dy := float64(x-150), float64(y-150)
			sx, sy := dx/130, float64(y-400)/150
			img.Set(x, y, ground)
			if dx*dx/70/70+dy*dy/90/90 < 1 || sx*sx+sy*sy < 1 {
				img.Set(x, y, ink)
			}
		}
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 80})
	return out.Bytes(), err
}
