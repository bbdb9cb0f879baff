package admin

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/complaint"
	"bukutamu/internal/web"
)

// ComplaintsPage is the complaint officer's page: the inbox, nearest deadline first, and
// one complaint beside it.
type ComplaintsPage struct {
	web.Page
	Chosen  string
	Groups  []ComplaintGroup
	Told    string // what the last digest said
	Late    int
	Near    int
	More    bool
	States  []Option
	Namings []Option
	Units   []Option
	Over    bool
	Query   string // of the filters, for links; empty or "?…"
	Card    *ComplaintCard
}

// ComplaintGroup is a part of the inbox under one heading.
type ComplaintGroup struct {
	Head string
	Rows []ComplaintRow
}

// ComplaintRow is one complaint in the list.
type ComplaintRow struct {
	ID, Heading, What string
	Due               DueClock
}

// DueClock is a deadline as a number of working days, or the day on which a complaint
// closes by itself.
type DueClock struct {
	Text  string
	Long  string // on the card: "1 hari lagi"
	Level complaint.Level
}

// wanted reads the filters of the inbox from the address.
func wanted(c *fiber.Ctx) book.Wanted {
	w := book.Wanted{State: complaint.State(c.Query("keadaan")), Naming: complaint.Naming(c.Query("nama")), To: c.Query("bagian"), Over: c.Query("selesai") == "1"}
	if !w.State.Valid() {
		w.State = ""
	}
	if !w.Naming.Valid() {
		w.Naming = ""
	}
	return w
}

// complaints is the inbox with nothing chosen.
func (d *Door) complaints(c *fiber.Ctx) error {
	p, err := d.complaintsPage(c)
	if err != nil {
		return err
	}
	return web.Show(c, "admin/complaints", p)
}

func (d *Door) complaintsPage(c *fiber.Ctx) (ComplaintsPage, error) {
	p := ComplaintsPage{Page: web.NewPage(c, web.Desk, "complaint.head"), Chosen: c.Params("id")}
	p.Focus = true
	w := wanted(c)
	if _, ok := p.Office.Unit(w.To); !ok {
		w.To = ""
	}
	s := web.Stamp(c)
	t, err := d.Book.Triage(c.UserContext(), s, w)
	if err != nil {
		return p, err
	}
	told, err := d.Book.Told(c.UserContext(), s)
	if err != nil {
		return p, err
	}
	if p.Late, p.Near, p.More = t.Late, t.Near, t.More; !told.At.IsZero() {
		p.Told = p.T("complaint.told", "time", p.Clock(told.At), "new", len(told.New), "due", len(told.Due))
	}
	p.filters(w)
	groups := []ComplaintGroup{{Head: p.T("complaint.group-near")}, {Head: p.T("complaint.group-new")}, {Head: p.T("complaint.group-working")}, {Head: p.T("complaint.group-waiting")}, {Head: p.T("complaint.group-over")}}
	for _, r := range t.Rows {
		i := 2
		switch {
		case r.Due.Level != complaint.Fine:
			i = 0
		case r.Line.State == complaint.Received:
			i = 1
		case !r.Line.State.Open():
			i = 4
		case !r.Line.State.Working():
			i = 3
		}
		groups[i].Rows = append(groups[i].Rows, p.complaintRow(r))
	}
	for _, g := range groups {
		if len(g.Rows) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	p.Keys = []web.Key{{Cap: "Alt T", Text: p.T("complaint.key-progress")}, {Cap: "Alt M", Text: p.T("complaint.key-ask")}, {Cap: "Alt R", Text: p.T("complaint.key-answer")}}
	return p, nil
}

func (p *ComplaintsPage) filters(w book.Wanted) {
	p.Over = w.Over
	for _, s := range complaint.States {
		p.States = append(p.States, Option{string(s), p.T("complaint.state-" + string(s)), s == w.State})
	}
	for _, n := range complaint.Namings {
		p.Namings = append(p.Namings, Option{string(n), p.T("complaint.naming-" + string(n)), n == w.Naming})
	}
	for _, u := range p.Office.Units {
		p.Units = append(p.Units, Option{u.ID, unitName(p.Page, u), u.ID == w.To})
	}
	var q []string
	for _, x := range [][2]string{{"keadaan", string(w.State)}, {"nama", string(w.Naming)}, {"bagian", w.To}} {
		if x[1] != "" {
			q = append(q, x[0]+"="+x[1])
		}
	}
	if w.Over {
		q = append(q, "selesai=1")
	}
	if len(q) > 0 {
		p.Query = "?" + strings.Join(q, "&")
	}
}

func (p *ComplaintsPage) complaintRow(r book.InboxRow) ComplaintRow {
	l := r.Line
	out := ComplaintRow{ID: r.ID, Heading: r.Heading, Due: p.due(r.Due)}
	if out.Heading == "" {
		out.Heading = p.T("complaint.erased")
	}
	second := p.T("complaint.state-" + string(l.State))
	switch {
	case l.State == complaint.Received && l.Day == p.Now.Format("2006-01-02"):
		second = p.T("complaint.today")
	case (l.State == complaint.Assigned || l.State == complaint.Progress) && l.To != "":
		second = join(second, shortUnit(p.Page, l.To))
	case !l.State.Open():
		second = join(second, p.ShortDay(book.Moment(l.EndedAt)))
	}
	out.What = join(p.T("complaint.naming-"+string(l.Naming)), second)
	return out
}

// due is the deadline as the list shows it.
func (p ComplaintsPage) due(d complaint.Deadline) DueClock {
	out := DueClock{Level: d.Level}
	switch {
	case d.Day.IsZero():
	case d.What == complaint.ToReply || d.What == complaint.Silence:
		out.Text = p.T("complaint.closes", "day", p.ShortDay(d.Day))
	case d.Late():
		out.Text = p.T("complaint.late", "n", -d.Left)
	case d.Left == 0:
		out.Text = p.T("complaint.today")
	default:
		out.Text, out.Long = p.T("complaint.days", "n", d.Left), p.T("complaint.days-left", "n", d.Left)
	}
	if out.Long == "" {
		out.Long = out.Text
	}
	return out
}

// complaintTable are the routes of complaints; the moves come from the table of moves.
func (d *Door) complaintTable() []officeRoute {
	const get, post = fiber.MethodGet, fiber.MethodPost
	routes := []officeRoute{
		{get, "/pengaduan", account.SeeComplaints, d.complaints},
		{get, "/pengaduan/:id", account.SeeComplaints, d.complaint},
		{get, "/pengaduan/:id/berkas.pdf", account.SeeComplaints, d.complaintPDF},
		{get, "/pengaduan/:id/lampiran/:berkas", account.SeeComplaints, d.complaintFile},
	}
	for _, r := range complaint.Moves {
		if !r.By.Has(account.Complaint) {
			continue
		}
		act, may := d.handle(r), account.HandleComplaints
		if r.Name == "reveal" {
			act, may = d.revealComplainant, account.RevealName
		}
		routes = append(routes, officeRoute{get, "/pengaduan/:id/" + r.Name, may, d.complaint}, officeRoute{post, "/pengaduan/:id/" + r.Name, may, act})
	}
	return routes
}
