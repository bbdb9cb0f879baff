package admin

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// LeavePage gives everything back: a tick for each thing of everybody who leaves,
// a reason for what cannot come back, and the end of the visit.
type LeavePage struct {
	Frame
	Live
	Scanned bool
	Part    bool // only some of the party leave: the page asks who
	Leavers []Leaver
	Ticks   []Tick
	Count   string // "4 dari 7 kembali"
	Missing string // why it cannot be finished yet
	Problem *Problem
	Endings []Option
	Day     string // of a fresh registration, when the visit is rescheduled
	First   string // the days that can be chosen
	Last    string
	Reason  string // why something stays behind
	Several bool   // there is a party to choose from
}

// Leaver is a guest of the party who can leave.
type Leaver struct {
	Key, Name, Saw string
	On             bool
}

// Problem is the panel about one thing that does not come back.
type Problem struct {
	Tick
	Visit string // whose
	Seen  int
	Badge bool
}

// leaving is the form of the check-out.
type leaving struct {
	Who     []string     `form:"who" max:"3"`
	Saw     []string     `form:"saw" max:"50"`
	Back    []string     `form:"back" max:"12"`
	Damaged []string     `form:"damaged" max:"3"`
	Behind  []string     `form:"behind" max:"12"`
	Reason  string       `form:"reason" max:"300"`
	Ending  visit.Ending `form:"ending"`
	Day     string       `form:"day" max:"10"`
	All     bool         `form:"all"`
	Problem string       `form:"problem" max:"12"`
	Part    bool         `form:"part"`
}

// inside counts those of a party who can leave.
func inside(party []visit.Visit) int {
	n := 0
	for _, w := range party {
		if has(w, visit.Waiting, visit.Meeting) {
			n++
		}
	}
	return n
}

// leavePage shows the check-out of a visit and of those of its party who are inside. On
// the lead's page all leave together, unless somebody says "sebagian"; on a companion's
// it is the companion, and those whose badges were scanned a moment ago.
func (d *Door) leavePage(c *fiber.Ctx) error {
	p := web.NewPage(c, web.Desk, "visit.leave-head")
	v, party, err := d.visit(c, p)
	if err != nil {
		return err
	}
	if !has(v, visit.Waiting, visit.Meeting) {
		return d.cardWith(c, "")
	}
	f, err := d.frame(c, v.ID, "visit.leave-head")
	if err != nil {
		return err
	}
	page := LeavePage{Frame: f, Live: d.live(c, f.Page, v, party), Scanned: c.Query("pindai") == "1"}
	page.Frame.Seen, page.Since = v.Seen(), v.Seen()
	page.settle()
	part := c.Query("sebagian") == "1" || v.Party != "" && inside(party) > 1
	page.Part = f.Ticked("part", "1", part) || part
	kept, _ := handed.Load(c)
	if kept.Lead != v.Lead() || kept.By != f.Person.Login {
		kept = ticked{}
	}
	own := memberKey(v)
	problem := f.Typed("problem", c.Query("masalah"))
	if strings.HasSuffix(c.Path(), "/lose") {
		problem = own + ":" + visit.BadgeKey
	}
	met := false
	for _, w := range party {
		if !has(w, visit.Waiting, visit.Meeting) {
			continue
		}
		key := memberKey(w)
		given := slices.ContainsFunc(kept.Keys, func(k string) bool { return strings.HasPrefix(k, key+":") }) // scanned a moment ago
		on := !page.Part || f.Ticked("who", key, key == own || v.Party != "" && given)
		page.Leavers = append(page.Leavers, Leaver{key, shortName(f.Page, w), saw(w), on})
		met = met || !w.Facts.MetAt.IsZero()
		lost := strings.HasSuffix(c.Path(), "/lose") // another form came back: the ticks are those that were kept
		for _, t := range ticks(f.Page, w, func(k string) bool {
			k = key + ":" + k
			if lost {
				return slices.Contains(kept.Keys, k)
			}
			return f.Ticked("back", k, slices.Contains(kept.Keys, k))
		}) {
			t.Behind = f.Ticked("behind", t.Value, slices.Contains(kept.Behind, t.Value))
			if slices.Contains(kept.Damaged, key) && strings.HasSuffix(t.Value, visit.BadgeKey) && !t.Fixed {
				t.Note = f.T("visit.damaged-short")
			}
			t.Open = t.Value == problem && !t.Fixed
			page.Ticks = append(page.Ticks, t)
			if t.Open {
				page.Problem = &Problem{Tick: t, Visit: w.ID, Seen: w.Seen(), Badge: strings.HasSuffix(t.Value, visit.BadgeKey)}
			}
		}
	}
	page.Several = len(page.Leavers) > 1
	if page.Reason = f.Typed("reason", kept.Reason); strings.HasSuffix(c.Path(), "/lose") {
		page.Reason = kept.Reason // the reason that came back is about the badge
	}
	page.tally()
	page.endings(v, met, kept.Ending)
	page.Day = f.Typed("day", kept.Day)
	page.First, page.Last = dayRange(f.Page)
	page.Focus = page.Problem != nil
	page.Keys = []web.Key{
		{Cap: "F2", Text: f.T("desk.key-scan-badge")}, {Cap: f.T("desk.key-space-cap"), Text: f.T("desk.key-tick")},
		{Cap: "Alt Y", Text: f.T("visit.all-back")}, {Cap: "Alt S", Text: f.T("visit.finish-short")}, {Cap: "Esc", Text: f.T("desk.key-back")},
	}
	return web.Show(c, "admin/leave", page)
}

// tally counts what is back and names what is not.
func (p *LeavePage) tally() {
	back, all := 0, 0
	var left []string
	for _, t := range p.Ticks {
		if !slices.ContainsFunc(p.Leavers, func(l Leaver) bool { return l.Key == t.Member && l.On }) {
			continue
		}
		all++
		switch {
		case t.On:
			back++
		case !t.Fixed && !t.Behind:
			left = append(left, t.Left)
		}
	}
	p.Count = p.T("visit.count-back", "n", back, "all", all)
	if n := len(left); n > 0 {
		list := left[n-1]
		if n > 1 {
			list = strings.Join(left[:n-1], ", ") + p.T("visit.list-and") + left[n-1]
		}
		p.Missing = p.T("visit.not-yet", "what", list)
	}
}

// endings are the ways a visit can have ended; the first is what the answer and
// the state suggest.
func (p *LeavePage) endings(v visit.Visit, met bool, kept visit.Ending) {
	chosen := p.Typed("ending", string(kept))
	suggested := p.T("visit.ending-suggested", "what", p.T("visit.ending-"+string(v.Facts.Suggested())))
	p.Endings = []Option{{"", suggested, chosen == ""}}
	for _, e := range []visit.Ending{visit.Met, visit.Declined, visit.Absent, visit.Rescheduled, visit.Withdrawn} {
		if e != visit.Met || met {
			p.Endings = append(p.Endings, Option{string(e), p.T("visit.ending-" + string(e)), chosen == string(e)})
		}
	}
}

// leave ends the visits of those who leave, or keeps the ticks while one thing is
// looked at.
func (d *Door) leave(c *fiber.Ctx) error {
	id := c.Params("id")
	s := web.Stamp(c)
	in, err := web.Form[leaving](c)
	if err != nil {
		return d.refused(c, err, d.leavePage)
	}
	v, err := d.Book.Visit(c.UserContext(), s.Office, id)
	if err != nil {
		return err
	}
	party, err := d.Book.Party(c.UserContext(), s.Office, v)
	if err != nil {
		return err
	}
	own := memberKey(v)
	for _, list := range [][]string{in.Back, in.Behind} {
		for i, k := range list {
			if !strings.Contains(k, ":") {
				list[i] = own + ":" + k // a form about one guest names the thing alone
			}
		}
	}
	if len(in.Who) == 0 {
		in.Who = []string{own}
	}
	if in.All || in.Problem != "" {
		return d.keepTicks(c, s, v, party, in)
	}
	if web.Check(c) {
		return d.refused(c, nil, d.leavePage)
	}
	kept, _ := handed.Load(c)
	if kept.Lead == v.Lead() {
		in.Damaged = append(in.Damaged, kept.Damaged...)
	}
	var whose []string
	for _, w := range party {
		if slices.Contains(in.Who, memberKey(w)) {
			whose = append(whose, w.ID)
		}
	}
	of := func(w visit.Visit) visit.Move {
		m := in.moveOf(w)
		if m.Ending == visit.Rescheduled && w.ID == whose[0] { // one registration for all who come back
			m.Day, m.Along = in.Day, whose[1:]
		}
		return m
	}
	if err := d.each(c, s, id, whose, in.Saw, of); err != nil {
		return d.refused(c, err, d.leavePage)
	}
	handed.Clear(c)
	undoable.Clear(c)
	return web.Redirect(c, "/kunjungan/:id", id)
}

// moveOf is what the form says about one guest.
func (in leaving) moveOf(v visit.Visit) visit.Leave {
	own := memberKey(v) + ":"
	m := visit.Leave{Ending: in.Ending, Damaged: slices.Contains(in.Damaged, memberKey(v))}
	for _, k := range in.Back {
		if key, ok := strings.CutPrefix(k, own); ok {
			m.Back = append(m.Back, key)
		}
	}
	for _, k := range in.Behind {
		if key, ok := strings.CutPrefix(k, own); ok {
			m.Behind, m.Reason = append(m.Behind, key), in.Reason
		}
	}
	return m
}
