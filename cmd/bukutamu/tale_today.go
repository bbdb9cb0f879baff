package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/sample"
	"bukutamu/internal/visit"
)

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
	known := t.known(t.o.Day(now))
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
		{ago: 52, to: meeting, badge: 18, then: func(c *chapter) { c.desk(1, visit.PrintReceipt{}) }},
		{ago: 40, to: meeting, badge: 19, then: func(c *chapter) {
			c.desk(2, visit.Exchange{Was: 19, Badge: 20, Reason: "Kertasnya robek", Token: crockford.EncodeToString([]byte(c.id))[:26]})
		}},
		{ago: 31, to: meeting, badge: 2, then: func(c *chapter) {
			c.desk(2, visit.Correct{Fields: []visit.Corrected{{Key: visit.KeyFrom, To: "Dinas Perhubungan Contoh"}}, Reason: "Salah tulis"})
		}},
		{ago: 16, to: asked, badge: 30},
		{ago: 13, to: accepted, badge: 11},
		{ago: 12, to: waiting, badge: 12},
		{ago: 110, to: meeting, badge: 13, then: func(c *chapter) {
			c.desk(20, visit.Transfer{Unit: t.other(c.v.Facts.Unit), Host: t.host(t.other(c.v.Facts.Unit)), Reason: "Berkas di bagian lain"})
			c.desk(1, visit.Ask{Channel: visit.Telephone})
		}},
		{ago: 47, to: accepted, badge: 14, then: func(c *chapter) { c.desk(6, visit.Out{Back: c.keys()}) }},
		{ago: 29, to: registered, then: func(c *chapter) {
			c.do(4, account.ByGuest, account.Roles{account.Guest}, visit.Reschedule{Day: t.o.Day(now).AddDate(0, 0, 3).Format(time.DateOnly)})
		}},
		{ago: 5, to: arrived, party: true},
		{ago: 30, to: registered, then: func(c *chapter) { c.do(0.5, account.ByGuest, account.Roles{account.Guest}, visit.PrintTicket{}) }},
		{ago: 25, to: registered, party: true},
		{ago: 20, to: registered, then: func(c *chapter) { c.do(5, account.ByGuest, account.Roles{account.Guest}, visit.Cancel{}) }},
	} {
		c, call := t.guestAt(t.o.Day(now), 100+n)
		if n%3 != 1 && n < len(known) { // two of three were here before, as in the real load
			call = known[n]
		}
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

// known are guests of the days before, the latest first and each once, who left a
// number: whoever of them comes again is offered what their card said then.
func (t *tale) known(today time.Time) []sample.Call {
	var out []sample.Call
	seen := map[string]bool{}
	for days := 1; days <= 30 && len(out) < 20; days++ {
		for _, v := range t.pastDay(today.AddDate(0, 0, -days)) {
			if f := v.Facts; !f.VerifiedAt.IsZero() && f.Guest.Phone != "" && !seen[f.Guest.Name] {
				seen[f.Guest.Name] = true
				out = append(out, sample.Call{Guest: sample.Guest{Guest: f.Guest, Document: f.Document}, Again: true, Purpose: f.Purpose, Letter: f.Letter, Unit: f.Unit})
			}
		}
	}
	return out
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

// sendHome ends what an earlier day of the demo left open, so that today's guests find
// their badges free.
func sendHome(ctx context.Context, b *book.Book, o office.Office, now time.Time) error {
	stamp := system(o.ID)
	stamp.Roles = account.Roles{account.Supervisor}
	stamp.By = "atasan"
	for range 2 { // whoever leaves may still hold something
		d, err := b.Desk(ctx, o, now)
		if err != nil {
			return err
		}
		for _, r := range slices.Concat(d.Act, d.Meeting, d.Outside, d.Held) {
			at := book.Moment(r.Brief.ArrivedAt)
			forgotten := r.Brief.Closing == visit.ClosedByShift && !at.Before(o.Day(now).AddDate(0, 0, -forgottenDays))
			if !at.Before(o.Day(now)) || forgotten {
				continue
			}
			v, err := b.Visit(ctx, o.ID, r.ID)
			if err != nil {
				return err
			}
			for _, m := range endings(v) {
				if _, err := b.Move(ctx, stamp, r.ID, m); err != nil {
					return fmt.Errorf("demo, an earlier day: %w", err)
				}
			}
		}
	}
	return nil
}

// endings are the moves that close a visit: everything that can comes back, and the
// number of a lost badge is free again.
func endings(v visit.Visit) []visit.Move {
	back := (&chapter{v: v}).keys()
	switch {
	case v.Facts.State == visit.Arrived:
		return []visit.Move{visit.Withdraw{}}
	case v.Facts.State.Inside():
		return []visit.Move{visit.Leave{Back: back, Ending: visit.Withdrawn}}
	}
	var out []visit.Move
	if len(back) > 0 {
		out = append(out, visit.Return{Back: back})
	}
	if badge := v.Facts.Badge; !badge.LostAt.IsZero() && badge.BackAt.IsZero() && badge.RetiredAt.IsZero() {
		out = append(out, visit.Retire{Reason: "Tidak ditemukan"})
	}
	return out
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
