package admin

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/live"
	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Frame is what the desk shows around each of its pages: the list of today's
// guests, calls from the lobby, and the offer to undo what was just done.
type Frame struct {
	web.Page
	Groups []Group
	Calls  []Call // that ring
	Coming []Call // that somebody went to a moment ago
	Doing  int    // guests who need somebody: before the title
	Chosen string // id of the visit whose card is open
	Undo   *Toast
	News   *News // the newest answer of a host, for the sound

	Ends    *Ending  // the day ends while somebody is inside
	Evening *Evening // what an earlier day left
}

// Group is one part of the list.
type Group struct {
	ID, Head string
	Rows     []Row
}

// News is an answer that came in a moment ago.
type News struct{ Key string }

// frame makes the frame of a desk page with the title of a text key.
func (d *Door) frame(c *fiber.Ctx, chosen, title string, args ...any) (Frame, error) {
	f := Frame{Page: web.NewPage(c, web.Desk, title, args...), Chosen: chosen}
	f.Scan = "/pindai"
	now := f.Now
	desk, err := d.Book.Desk(c.UserContext(), f.Office, now)
	if err != nil {
		return f, err
	}
	f.Counts = &web.Counts{Visits: desk.Visits, People: desk.People}
	for _, g := range []struct {
		id   string
		rows []book.Row
	}{
		{"act", desk.Act}, {"meeting", desk.Meeting}, {"outside", desk.Outside}, {"registered", desk.Registered}, {"held", desk.Held}, {"left", desk.Left},
	} {
		group := Group{ID: g.id, Head: f.T("desk.group-" + g.id)}
		if g.id != "outside" { // whoever is outside is named, also of a party
			g.rows = together(g.rows)
		}
		for _, r := range g.rows {
			group.Rows = append(group.Rows, f.row(r))
			if at := book.Moment(r.Brief.ReplyAt); g.id == "act" && now.Sub(at).Minutes() < 2 {
				f.News = &News{Key: r.ID + f.ISO(at)}
			}
		}
		if g.id == "act" {
			f.Doing = len(group.Rows)
		}
		if len(group.Rows) > 0 || g.id == "act" {
			f.Groups = append(f.Groups, group)
		}
	}
	f.shift(desk)
	d.bells(c, &f, desk)
	f.Undo, err = d.toast(c, f.Page)
	return f, err
}

// together leaves out companions who wait or meet together with their lead: the
// lead's row stands for the party. Whoever still needs something alone is shown.
func together(rows []book.Row) []book.Row {
	leads := map[string]visit.State{}
	for _, r := range rows {
		leads[r.ID] = r.Brief.State
	}
	var out []book.Row
	for _, r := range rows {
		s := r.Brief.State
		if lead, ok := leads[r.Brief.Party]; ok && lead == s && (s == visit.Waiting || s == visit.Meeting) {
			continue
		}
		out = append(out, r)
	}
	return out
}

// DeskPage is the desk before a guest was chosen.
type DeskPage struct{ Frame }

// desk shows the day's list. The card beside it opens with a guest.
func (d *Door) desk(c *fiber.Ctx) error {
	f, err := d.frame(c, "", "desk.head")
	if err != nil {
		return err
	}
	f.Keys = f.deskKeys()
	return web.Show(c, "admin/desk", DeskPage{f})
}

// deskKeys are the keys that every page with the list has.
func (f Frame) deskKeys() []web.Key {
	return []web.Key{
		{Cap: "F2", Text: f.T("desk.key-scan")}, {Cap: "↑ ↓", Text: f.T("desk.key-choose")}, {Cap: "Enter", Text: f.T("desk.key-open")},
		{Cap: "Alt", Text: f.T("desk.key-letter")}, {Cap: "Esc", Text: f.T("desk.key-back")}, {Cap: "Alt Z", Text: f.T("desk.key-undo")},
	}
}

// list is the live region of the list.
func (d *Door) list(c *fiber.Ctx) error {
	f, err := d.frame(c, known(c.Query("pilih")), "desk.head")
	if err != nil {
		return err
	}
	return web.Show(c, "admin/desk_list", f)
}

// counts is the live region of the two numbers in the bar.
func (d *Door) counts(c *fiber.Ctx) error {
	f, err := d.frame(c, "", "desk.head")
	if err != nil {
		return err
	}
	return web.Show(c, "shared/desk_counts", f)
}

// known lets through what can be a visit's id, for attributes of the list.
func known(id string) string {
	if len(id) > 40 || !visitID.MatchString(id) {
		return ""
	}
	return id
}

// stream tells the open pages that something changed, without saying what.
func (d *Door) stream(c *fiber.Ctx) error {
	p := web.NewPage(c, web.Desk, "desk.head")
	desk := web.Person(c).Roles.Can(account.SeeDesk)
	sub, err := d.Hub.Subscribe(p.Office.ID, web.Reader(c), func(e live.Event) bool {
		return e.Kind == book.KindVisit || desk && (e.Kind == book.KindCall || e.Kind == book.KindRollcall)
	})
	if err != nil {
		return err
	}
	return web.Stream(c, sub, func(e live.Event) string {
		if !desk {
			return e.Kind
		}
		return e.Kind + " " + e.ID
	})
}

// KeysPage explains every key and sound.
type KeysPage struct {
	Frame
	Rows []web.Key
}

func (d *Door) keysPage(c *fiber.Ctx) error {
	f, err := d.frame(c, "", "desk.keys-head")
	if err != nil {
		return err
	}
	p := KeysPage{Frame: f}
	for _, k := range []struct{ cap, key string }{
		{"F2", "scan"}, {"↑ ↓", "choose"}, {"Enter", "open"}, {"Esc", "back"}, {"Tab", "next"}, {f.T("desk.key-space-cap"), "tick"},
		{"Alt W", "walk-in"}, {"Alt S", "save"}, {"Alt Z", "undo"}, {"Alt O", "photo"}, {"Alt I", "item"}, {"Alt D", "before"},
		{"Alt B", "accepted"}, {"Alt T", "wait"}, {"Alt X", "declined"}, {"Alt K", "absent"}, {"Alt L", "forwarded"}, {"Alt U", "again"},
		{"Alt A", "escort"}, {"Alt G", "transfer"}, {"Alt J", "out"}, {"Alt R", "reschedule"}, {"Alt P", "leave"}, {"Alt Y", "all"}, {"Alt C", "print"}, {"Alt M", "mute"}, {"Alt H", "help"},
	} {
		p.Rows = append(p.Rows, web.Key{Cap: k.cap, Text: f.T("desk.key-" + k.key)})
	}
	p.Keys = f.deskKeys()
	return web.Show(c, "admin/keys", p)
}

// HostsPart is the choice of persons of one unit.
type HostsPart struct {
	web.Page
	Choice HostChoice
}

// HostChoice is the select of hosts, in groups of units.
type HostChoice struct {
	None   string // the first option: nobody in particular
	Groups []HostGroup
}

// HostGroup are the hosts of a unit.
type HostGroup struct {
	Unit  string
	Hosts []Option
}

// Option is one choice of a select or a group of radio buttons.
type Option struct {
	Value, Text string
	On          bool
}

// hosts answers the unit's select with the persons who receive guests there.
func (d *Door) hosts(c *fiber.Ctx) error {
	p := HostsPart{Page: web.NewPage(c, web.Desk, "desk.head")}
	unit := c.Query("unit")
	if _, ok := p.Office.Unit(unit); !ok {
		unit = ""
	}
	p.Choice = hostChoice(p.Page, unit, "")
	return web.Show(c, "admin/hosts", p)
}

// hostChoice lists the hosts of a unit (of all for ""), chosen marked.
func hostChoice(p web.Page, unit, chosen string) HostChoice {
	out := HostChoice{None: p.T("visit.no-host")}
	for _, u := range p.Office.OpenUnits() {
		if unit != "" && u.ID != unit {
			continue
		}
		g := HostGroup{Unit: unitName(p, u)}
		for _, h := range p.Office.Hosts(u.ID) {
			g.Hosts = append(g.Hosts, Option{h.ID, whether(p, h), h.ID == chosen})
		}
		if len(g.Hosts) > 0 {
			out.Groups = append(out.Groups, g)
		}
	}
	return out
}

// unitChoice lists the units that are offered, chosen marked; one that is no
// longer offered stays in the list while it is the chosen one.
func unitChoice(p web.Page, chosen string) []Option {
	var out []Option
	for _, u := range p.Office.Units {
		if !u.Hidden || u.ID == chosen {
			out = append(out, Option{u.ID, unitName(p, u), u.ID == chosen})
		}
	}
	return out
}

func unitName(p web.Page, u office.Unit) string {
	if p.Lang == "en" && u.Name2 != "" {
		return u.Name2
	}
	return u.Name
}

func purposeName(p web.Page, id string) string {
	x, ok := p.Office.Purpose(id)
	switch {
	case !ok:
		return id
	case p.Lang == "en" && x.Name2 != "":
		return x.Name2
	}
	return x.Name
}

// shortUnit is the unit as the list names it; empty when the guest did not know.
func shortUnit(p web.Page, id string) string {
	u, ok := p.Office.Unit(id)
	switch {
	case !ok:
		return ""
	case u.Short != "":
		return u.Short
	}
	return unitName(p, u)
}

// address is a person's name as they are spoken to: Bapak Gading Andaikan, S.H.
func address(p web.Page, x office.Person) string {
	if x.Salute == "" {
		return x.Name
	}
	return p.T("visit.salute-"+x.Salute) + " " + x.Name
}
