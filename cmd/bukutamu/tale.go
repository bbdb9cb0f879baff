package main

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"time"

	"bukutamu/internal/account"
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

// other is a unit that receives guests, and not this one.
func (t *tale) other(unit string) string {
	for _, p := range t.o.Persons {
		if p.Host && p.Unit != unit {
			return p.Unit
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
			m.Items = []visit.TakenItem{{What: src.Item(), Locker: fmt.Sprint("Loker ", src.Between(1, 24))}}
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

// keys are the keys of everything that is out and can come back.
func (c *chapter) keys() (out []string) {
	for _, t := range c.v.Facts.Things() {
		if !t.Lost && t.Back.IsZero() {
			out = append(out, t.Key)
		}
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
		if !c.v.Facts.ArrivedAt.IsZero() && n%9 != 4 { // a few still wait to be copied into the official guest-book
			c.desk(30, visit.Entered{Record: fmt.Sprintf("BT-%s-%03d", day.Format("060102"), n+1)})
		}
		if c.err == nil {
			out = append(out, c.v)
		}
	}
	return out
}
