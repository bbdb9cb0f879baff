package admin

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
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
	Reason  bool // something stays behind: the reason is asked
	Several bool // there is a party to choose from
}

// Leaver is a guest of the party who can leave.
type Leaver struct {
	Key, Name, Saw string
	On             bool
}

// Tick is one thing to give back. Value names guest and thing, "0:badge".
type Tick struct {
	Value, Member, ID string
	Code              string // the badge's number or the locker
	Label, Left       string // in the list, and in "not yet: …"
	On, Fixed         bool   // fixed: it is back already, or recorded as lost
	Note              string // when it came back, that it is lost, why it stays
	Behind            bool
}

// Problem is the panel about one thing that does not come back.
type Problem struct {
	Tick
	Visit string // whose
	Seen  int
	Badge bool
}

// handed are the ticks of an open check-out, so that a scan, or a panel about one
// thing, loses none of them.
var handed = web.NewSealed[ticked]("give", 30*time.Minute)

type ticked struct {
	Lead, By string
	Keys     []string // "0:badge"
	Damaged  []string // of which guests' badges, "0"
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
	All     bool         `form:"all"`
	Problem string       `form:"problem" max:"12"`
	Part    bool         `form:"part"`
}

var tickValue = regexp.MustCompile(`^[0-9]{1,2}:(badge|card|[0-9]{1,2})$`)

// memberKey is a guest's place in the party: 0 for the lead and for whoever is alone.
func memberKey(v visit.Visit) string {
	if _, n, ok := strings.Cut(v.ID, "."); ok {
		return n
	}
	return "0"
}

// ticks lists what was given and taken, in the order of giving back.
func ticks(p web.Page, v visit.Visit, on func(key string) bool) []Tick {
	f := v.Facts
	whose := f.Guest.First()
	if f.Confidential {
		whose = visit.BadgeName(p.Office, f.Badge.Number)
	}
	number := visit.BadgeName(p.Office, f.Badge.Number)
	kind := p.T(f.Document.Kind.TextKey())
	var out []Tick
	for _, t := range f.Things() {
		tick := Tick{Member: memberKey(v), On: on(t.Key), Behind: t.Behind != ""}
		tick.Value = tick.Member + ":" + t.Key
		tick.ID = "back-" + tick.Member + "-" + t.Key
		switch t.Key {
		case visit.BadgeKey:
			tick.Code, tick.Left = number, number
			tick.Label = p.T("visit.thing-badge", "who", whose)
		case visit.CardKey:
			tick.Code, tick.Left = number, p.T("visit.left-card", "number", number)
			tick.Label = p.T("visit.thing-card", "kind", kind, "who", whose)
			if f.Document.Kind == identity.KTP {
				tick.Label = p.T("visit.thing-ktp", "who", whose)
			}
		default:
			tick.Code, tick.Left = t.Locker, t.What
			tick.Label = t.What + " " + whose
		}
		switch {
		case !t.Back.IsZero():
			tick.On, tick.Fixed, tick.Note = true, true, p.T("visit.back-at", "time", p.Clock(t.Back))
		case t.Lost:
			tick.Fixed, tick.Note = true, p.T("visit.lost-short", "time", p.Clock(f.Badge.LostAt))
		case tick.Behind:
			tick.Note = t.Behind
		}
		out = append(out, tick)
	}
	return out
}

// leavePage shows the check-out of a visit and of those of its party who are inside.
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
	part := c.Query("sebagian") == "1"
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
		on := !page.Part || f.Ticked("who", key, key == own)
		page.Leavers = append(page.Leavers, Leaver{key, shortName(f.Page, w), saw(w), on})
		met = met || has(w, visit.Meeting)
		given := "back"
		if strings.HasSuffix(c.Path(), "/lose") {
			given = "" // another form came back: the ticks are those that were kept
		}
		for _, t := range ticks(f.Page, w, func(k string) bool {
			k = key + ":" + k
			if given == "" {
				return slices.Contains(kept.Keys, k)
			}
			return f.Ticked(given, k, slices.Contains(kept.Keys, k))
		}) {
			t.Behind = f.Ticked("behind", t.Value, false)
			if slices.Contains(kept.Damaged, key) && strings.HasSuffix(t.Value, visit.BadgeKey) && !t.Fixed {
				t.Note = f.T("visit.damaged-short")
			}
			page.Ticks = append(page.Ticks, t)
			if t.Value == problem && !t.Fixed {
				page.Problem = &Problem{Tick: t, Visit: w.ID, Seen: w.Seen(), Badge: strings.HasSuffix(t.Value, visit.BadgeKey)}
			}
		}
	}
	page.Several = len(page.Leavers) > 1
	page.tally()
	page.endings(v, met)
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
		p.Reason = p.Reason || t.Behind
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
func (p *LeavePage) endings(v visit.Visit, met bool) {
	chosen := p.Typed("ending", "")
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
	if err := d.each(c, s, id, whose, in.Saw, in.moveOf); err != nil {
		return d.refused(c, err, d.leavePage)
	}
	handed.Clear(c)
	undoable.Clear(c)
	return web.Redirect(c, "/kunjungan/:id", id)
}

// moveOf is what the form says about one guest.
func (in leaving) moveOf(v visit.Visit) visit.Move {
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

// keepTicks remembers the ticks and leads back to the page.
func (d *Door) keepTicks(c *fiber.Ctx, s account.Stamp, v visit.Visit, party []visit.Visit, in leaving) error {
	keep := ticked{Lead: v.Lead(), By: s.By, Keys: in.Back}
	if old, _ := handed.Load(c); old.Lead == keep.Lead {
		keep.Damaged = old.Damaged
	}
	if in.All {
		keep.Keys = nil
		for _, w := range party {
			if key := memberKey(w); slices.Contains(in.Who, key) {
				for _, t := range w.Facts.Things() {
					keep.Keys = append(keep.Keys, key+":"+t.Key)
				}
			}
		}
	}
	if err := handed.Save(c, keep); refusal.Of(err) == nil && err != nil {
		return err
	}
	to := web.Path("/kunjungan/:id/leave")
	switch {
	case tickValue.MatchString(in.Problem):
		to += web.Path("?masalah=" + in.Problem)
	case in.Part:
		to += "?sebagian=1"
	}
	return web.Redirect(c, to, v.ID)
}

// tickScanned ticks a badge that came back into the officer's hand, beside what
// was ticked already.
func (d *Door) tickScanned(c *fiber.Ctx, v visit.Visit, given []string) error {
	keep, _ := handed.Load(c)
	if by := web.Person(c); by == nil || keep.Lead != v.Lead() || keep.By != by.Login {
		keep = ticked{Lead: v.Lead(), By: web.Stamp(c).By}
	}
	for _, k := range append(given, memberKey(v)+":"+visit.BadgeKey) {
		if tickValue.MatchString(k) && !slices.Contains(keep.Keys, k) {
			keep.Keys = append(keep.Keys, k)
		}
	}
	err := handed.Save(c, keep)
	if refusal.Of(err) != nil {
		return nil // too many ticks for a cookie: the page opens without them
	}
	return err
}

// lose is the panel about a badge that does not come back: lost, confirmed by a
// supervisor's own sign-in and audited; or damaged but here; or still carried.
func (d *Door) lose(c *fiber.Ctx) error {
	id := c.Params("id")
	s := web.Stamp(c)
	in, err := web.Form[struct {
		Outcome  string `form:"outcome" max:"10"`
		Reason   string `form:"reason" max:"300"`
		Login    string `form:"supervisor" max:"64"`
		Password string `form:"password,raw" max:"200"`
	}](c)
	if err == nil && web.Check(c) {
		return d.refused(c, nil, d.leavePage)
	}
	switch in.Outcome {
	case "damaged", "carried":
		v, err := d.Book.Visit(c.UserContext(), s.Office, id)
		if err != nil {
			return err
		}
		if in.Outcome == "damaged" {
			if err := d.tickDamaged(c, v); err != nil {
				return err
			}
		}
		return web.Redirect(c, "/kunjungan/:id/leave", id)
	}
	m := visit.Lose{Reason: in.Reason}
	if err == nil && in.Login != "" {
		m.Supervisor, err = d.supervisor(c, s, in.Login, in.Password)
	}
	if err == nil {
		err = d.Book.Acting(c.UserContext(), s, "lose", id, in.Reason, func() error {
			_, err := d.Book.Move(c.UserContext(), s, id, m)
			return err
		})
	}
	if err != nil {
		return d.refused(c, err, d.leavePage)
	}
	return web.Redirect(c, "/kunjungan/:id/leave", id)
}

func (d *Door) tickDamaged(c *fiber.Ctx, v visit.Visit) error {
	if err := d.tickScanned(c, v, nil); err != nil {
		return err
	}
	keep, _ := handed.Load(c)
	keep.Damaged = append(keep.Damaged, memberKey(v))
	return handed.Save(c, keep)
}

// supervisor proves that a supervisor of this office stands at the desk.
func (d *Door) supervisor(c *fiber.Ctx, s account.Stamp, login, password string) (string, error) {
	a, err := d.Book.CheckPassword(c.UserContext(), login, password)
	if list := refusal.Of(err); list != nil {
		return "", list[0].At("password")
	}
	if err != nil {
		return "", err
	}
	if a.Office != s.Office || !a.Roles.Has(account.Supervisor) {
		return "", visit.ErrSupervisor.At("supervisor")
	}
	return a.Login, nil
}
