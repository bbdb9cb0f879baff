package admin

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// InboxPage is a host's own page: who waits for them or is with them, and the
// answer to one guest.
type InboxPage struct {
	web.Page
	Chosen string
	Groups []Group
	Doing  int
	Nobody bool // the account belongs to no person of the office
	Guest  *Asking
}

// Asking is one guest, as the host may see them.
type Asking struct {
	Visit, Name, What string
	Letter            string
	Watch             *Clock
	Pill              Pill
	Asked             string
	Said              string // the answer that was given already
	Can               bool   // an answer counts now
	Reply             visit.Reply
	Minutes           []int
	Units             []Option
	Hosts             HostChoice
}

// inbox shows the host's guests of today. Others' visits are not there.
func (d *Door) inbox(c *fiber.Ctx) error {
	p, err := d.inboxPage(c, c.Params("id"))
	if err != nil {
		return err
	}
	if p.Chosen != "" {
		if err := d.asked(c, &p); err != nil {
			return err
		}
	}
	return web.Show(c, "admin/inbox", p)
}

// inboxList is the live region of the list.
func (d *Door) inboxList(c *fiber.Ctx) error {
	p, err := d.inboxPage(c, known(c.Query("pilih")))
	if err != nil {
		return err
	}
	return web.Show(c, "admin/inbox_list", p)
}

func (d *Door) inboxPage(c *fiber.Ctx, chosen string) (InboxPage, error) {
	p := InboxPage{Page: web.NewPage(c, web.Desk, "inbox.head"), Chosen: chosen}
	if chosen != "" {
		p.Path = "/kotak/" + chosen
	}
	p.Nobody = p.Person.Person == ""
	rows, err := d.Book.Inbox(c.UserContext(), p.Office, p.Person.Person, p.Now)
	if err != nil {
		return p, err
	}
	f := Frame{Page: p.Page}
	groups := map[string]*Group{}
	for _, id := range []string{"waiting", "meeting", "registered", "left"} {
		groups[id] = &Group{ID: id, Head: p.T("inbox.group-" + id)}
	}
	for _, r := range together(rows) {
		switch r.Brief.State {
		case visit.Waiting:
			groups["waiting"].Rows = append(groups["waiting"].Rows, f.row(r))
			if r.Brief.Reply == "" {
				p.Doing++
			}
		case visit.Meeting:
			groups["meeting"].Rows = append(groups["meeting"].Rows, f.row(r))
		case visit.Registered, visit.Arrived:
			groups["registered"].Rows = append(groups["registered"].Rows, f.row(r))
		case visit.Left:
			groups["left"].Rows = append(groups["left"].Rows, f.row(r))
		}
	}
	for _, id := range []string{"waiting", "meeting", "registered", "left"} {
		if g := groups[id]; len(g.Rows) > 0 || id == "waiting" {
			p.Groups = append(p.Groups, *g)
		}
	}
	p.Keys = []web.Key{{Cap: "↑ ↓", Text: p.T("desk.key-choose")}, {Cap: "Enter", Text: p.T("desk.key-open")}, {Cap: "Esc", Text: p.T("desk.key-back")}}
	return p, nil
}

// asked fills in the guest whose answer is asked for. A visit that is not for
// this host is not found.
func (d *Door) asked(c *fiber.Ctx, p *InboxPage) error {
	v, err := d.Book.Visit(c.UserContext(), p.Office.ID, p.Chosen)
	if err != nil {
		return err
	}
	f := v.Facts
	if p.Nobody || f.Host != p.Person.Person {
		return visit.ErrNotFound
	}
	p.Seen = v.Seen()
	if p.Refusals.Is(visit.ErrOther) {
		p.Act = ""
	}
	a := &Asking{Visit: v.ID, Name: fullName(p.Page, v), What: purposeOf(p.Page, v), Letter: f.Letter, Pill: visitPill(p.Page, v), Can: has(v, visit.Waiting)}
	if f.Confidential {
		a.Letter = ""
	}
	if v.Size() > 1 {
		a.What = join(a.What, p.T("inbox.people", "n", v.Size()))
	}
	if f.State.Inside() && !f.Outside() {
		a.Watch = serviceClock(p.Page, f)
	}
	if q := f.Question(); !q.At.IsZero() {
		a.Asked = p.T("inbox.asked", "by", d.who(c, q.By), "time", p.Clock(q.At))
	}
	if r := f.Reply(); r.Reply != "" {
		a.Said = p.T("inbox.said", "what", p.T("visit.reply-"+string(r.Reply)), "time", p.Clock(r.At), "by", d.who(c, r.By))
		if r.Reply == visit.Wait {
			a.Said = p.T("inbox.said-wait", "n", r.Minutes, "time", p.Clock(r.At), "by", d.who(c, r.By))
		}
	}
	a.Reply = visit.Reply(p.Typed("answer", c.Query("jawab")))
	if !a.Reply.Valid() {
		a.Reply = ""
	}
	a.Minutes = []int{5, 10, 20, 30}
	a.Units = unitChoice(p.Page, p.Typed("unit", ""))
	deputy, _ := p.Office.Stands(f.Host)
	a.Hosts = hostChoice(p.Page, "", p.Typed("host", deputy.ID))
	p.Guest = a
	return nil
}
