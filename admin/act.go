package admin

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// inCompany are the moves in which others of the party go along, if they are ticked.
var inCompany = []string{"escort", "transfer", "out", "in"}

// move is the act of every move that has no page of its own: the form is the
// move, the table says who may, and the card comes back with what was refused.
func (d *Door) move(r visit.Rule) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id := c.Params("id")
		m, err := web.Form(c, r.Move)
		asks, aerr := web.Form[struct {
			Open bool     `form:"open"` // a button with an ellipsis: its form comes first
			Who  []string `form:"who" max:"40"`
			Saw  []string `form:"saw" max:"50"`
			All  bool     `form:"everybody"` // the companions stand at the desk too
		}](c)
		if err == nil {
			err = aerr
		}
		if asks.Open {
			return web.Redirect(c, web.Path("/kunjungan/:id/"+r.Name), id)
		}
		var v visit.Visit
		if err == nil && !web.Check(c) {
			s := web.Stamp(c)
			if slices.Contains(inCompany, r.Name) && len(asks.Who) > 0 {
				err = d.each(c, s, id, append(asks.Who, id), asks.Saw, func(w visit.Visit) visit.Move {
					if w.ID == id {
						return m
					}
					return goesAlong(m)
				})
			} else {
				v, err = d.Book.Move(c.UserContext(), s, id, m)
			}
			if err == nil && r.Name == "arrive" && asks.All && v.Awaited() {
				_, err = d.Book.Move(c.UserContext(), s, id, visit.Here{All: true}) // of the same act, so nobody was faster
			}
		}
		if err != nil || web.Check(c) {
			return d.refused(c, err, d.panel(r.Name))
		}
		if r.Undo {
			if err := d.offerUndo(c, id); err != nil {
				return err
			}
		} else {
			undoable.Clear(c)
		}
		switch r.Name {
		case "arrive":
			return web.Redirect(c, "/kunjungan/:id/verify", id)
		case "print":
			return d.printed(c, v, true)
		case "receipt":
			return d.printedReceipt(c, v)
		}
		return web.Redirect(c, "/kunjungan/:id", id)
	}
}

// each makes one act on several guests of a party: on all or on none. It first
// tries every move without writing, so that one refusal stops it before the
// first; saw are the numbers of the log entries that the page showed, "ID:7".
func (d *Door) each(c *fiber.Ctx, s account.Stamp, id string, whose, saw []string, of func(visit.Visit) visit.Move) error {
	ctx := c.UserContext()
	o, err := d.Book.Office(ctx, s.Office)
	if err != nil {
		return err
	}
	v, err := d.Book.Visit(ctx, s.Office, id)
	if err != nil {
		return err
	}
	party, err := d.Book.Party(ctx, s.Office, v)
	if err != nil {
		return err
	}
	seen := sawNumbers(saw)
	seen[id] = s.Seen
	party = slices.DeleteFunc(party, func(w visit.Visit) bool { return !slices.Contains(whose, w.ID) })
	stamp := func(w visit.Visit) account.Stamp {
		one := s
		one.Seen = seen[w.ID]
		return one
	}
	var no refusal.List
	for _, w := range party {
		if _, err := visit.Do(w, of(w), stamp(w), o); err != nil {
			list := refusal.Of(err)
			if list == nil {
				return err
			}
			no = append(no, list...)
		}
	}
	if err := no.Err(); err != nil {
		return err
	}
	for _, w := range party {
		if _, err := d.Book.Move(ctx, stamp(w), w.ID, of(w)); err != nil {
			return err
		}
	}
	return nil
}

// refused answers a refused form by the page it came from, with the names of those
// who were faster. What is not there, or not this person's, has no such page.
func (d *Door) refused(c *fiber.Ctx, err error, page fiber.Handler) error {
	for _, r := range refusal.Of(err) {
		if r.Kind == refusal.NotFound || r.Kind == refusal.Forbidden {
			return err
		}
	}
	return web.Again(c, d.told(c, err), page)
}

// What the guest is asked at the kiosk, in words for the officer.
var (
	ErrGuestName = refusal.New(refusal.Invalid, "desk.name")
	ErrPurpose   = refusal.New(refusal.Invalid, "desk.purpose")

	spoken = map[string]*refusal.Refusal{visit.ErrName.Key: ErrGuestName, visit.ErrPurpose.Key: ErrPurpose}
)

// told puts names in the place of logins: people know each other by name.
func (d *Door) told(c *fiber.Ctx, err error) error {
	list := refusal.Of(err)
	if list == nil {
		return err
	}
	var out refusal.List
	for _, r := range list {
		if ours, ok := spoken[r.Key]; ok {
			r = ours.At(r.Field)
		}
		if by, ok := r.Args["by"].(string); ok {
			r = r.With("who", d.who(c, by)).With("time", r.Args["at"])
		}
		out = append(out, r)
	}
	return out
}

// answer records what the host said, from the card or from the host's own page.
func (d *Door) answer(c *fiber.Ctx) error {
	id := c.Params("id")
	in, err := web.Form[struct {
		Open    visit.Reply   `form:"open"` // Tunggu … and Alihkan … ask for more first
		Channel visit.Channel `form:"channel"`
		Wait    int           `form:"wait"` // a button with its minutes
		From    string        `form:"from" max:"10"`
	}](c)
	inbox := in.From == "kotak" || !web.Person(c).Roles.Can(account.SeeDesk)
	back, page := web.Path("/kunjungan/:id"), d.panel("answer")
	if inbox {
		back, page = "/kotak/:id", d.inbox
	}
	if in.Open != "" {
		to := back + "/answer"
		if inbox {
			to = back
		}
		return web.Redirect(c, to+web.Path("?jawab="+string(in.Open)+"&lewat="+string(in.Channel)), id)
	}
	var m visit.Answer
	if err == nil {
		m, err = web.Form[visit.Answer](c)
	}
	if in.Wait > 0 {
		m.Reply, m.Minutes = visit.Wait, in.Wait
	}
	if inbox {
		m.Channel = visit.Online
	}
	if err == nil && !web.Check(c) {
		_, err = d.Book.Move(c.UserContext(), web.Stamp(c), id, m)
	}
	if err != nil || web.Check(c) {
		return d.refused(c, err, page)
	}
	if !inbox {
		if err := d.offerUndo(c, id); err != nil {
			return err
		}
	}
	return web.Redirect(c, back, id)
}

// undoable is what this officer did a moment ago and may take back.
var undoable = web.NewSealed[lastAct]("undo", 30*time.Second)

type lastAct struct {
	Visit, By string
	N         int // of the log entry
}

// Toast offers to undo what was just done.
type Toast struct {
	Visit, Text string
	Seen        int
}

// offerUndo shows the toast on the pages of the next 30 seconds.
func (d *Door) offerUndo(c *fiber.Ctx, id string) error {
	s := web.Stamp(c)
	v, err := d.Book.Visit(c.UserContext(), s.Office, id)
	if err != nil {
		return err
	}
	return undoable.Save(c, lastAct{id, s.By, v.Seen()})
}

// toast is the offer that still stands, nil when there is none.
func (d *Door) toast(c *fiber.Ctx, p web.Page) (*Toast, error) {
	act, ok := undoable.Load(c)
	if !ok || p.Person == nil || act.By != p.Person.Login {
		return nil, nil
	}
	v, err := d.Book.Visit(c.UserContext(), p.Office.ID, act.Visit)
	if refusal.Of(err) != nil || err == nil && (v.Seen() != act.N || v.Undoable(web.Stamp(c), p.Office) != nil) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	last := v.Last()
	return &Toast{Visit: v.ID, Seen: v.Seen(), Text: p.T("visit.toast-"+last.Move, "who", shortName(p, v), "time", p.Clock(last.At))}, nil
}

// room is where the guest is brought to, as far as the office has said.
func room(o office.Office, f visit.Facts) string {
	if x, ok := o.Person(f.Host); ok && x.Room != "" {
		return x.Room
	}
	u, _ := o.Unit(f.Unit)
	return u.Room
}
