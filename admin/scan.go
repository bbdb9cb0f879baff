package admin

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// read is one thing that was scanned or typed. The last few travel in a sealed
// cookie: a name or phone number never stands in an address, and the page of
// results can be loaded again.
type read struct {
	At      int64        `json:"a"` // ms
	By      string       `json:"b"`
	Outcome book.Outcome `json:"o"`
	Visit   string       `json:"v,omitempty"`
	Office  string       `json:"f,omitempty"`
	Text    string       `json:"t"`
}

var reads = web.NewSealed[[]read]("scan", 30*time.Minute)

// readsKept is how many results stay on the page as a log.
const readsKept = 3

// scan takes what the scan field read. given are the ticks of an open check-out.
func (d *Door) scan(c *fiber.Ctx) error {
	in, err := web.Form[struct {
		Text  string   `form:"q" max:"200"`
		Given []string `form:"given" max:"12"`
	}](c)
	if err != nil || in.Text == "" {
		return web.Redirect(c, "/")
	}
	return d.scanned(c, web.Stamp(c), in.Text, in.Given)
}

// scanned looks up what was read and leads to where a person decides. It changes
// nothing in the book.
func (d *Door) scanned(c *fiber.Ctx, s account.Stamp, text string, given []string) error {
	found, err := d.Book.Find(c.UserContext(), s, text)
	if err != nil {
		return err
	}
	id := found.Visit.ID
	switch found.Outcome {
	case book.FoundReady:
		return web.Redirect(c, "/kunjungan/:id?pindai=1", id)
	case book.FoundBadge:
		if found.Visit.Facts.Outside() { // the badge lay at the desk: its guest is back
			return web.Redirect(c, "/kunjungan/:id/in?pindai=1", id)
		}
		switch found.Visit.Facts.State {
		case visit.Waiting, visit.Meeting:
			if err := d.tickScanned(c, found.Visit, given); err != nil {
				return err
			}
			return web.Redirect(c, "/kunjungan/:id/leave?pindai=1", id)
		case visit.Left:
			return web.Redirect(c, "/kunjungan/:id/return?pindai=1", id)
		}
		return web.Redirect(c, "/kunjungan/:id?pindai=1", id)
	case book.FoundList:
		if len(found.Rows) == 1 && !found.More {
			return web.Redirect(c, "/kunjungan/:id", found.Rows[0].ID)
		}
	}
	if runes := []rune(text); len(runes) > 80 {
		text = string(runes[:80])
	}
	all, _ := reads.Load(c)
	all = append([]read{{At: s.At.UnixMilli(), By: s.By, Outcome: found.Outcome, Visit: id, Office: found.Office, Text: text}}, all...)
	if err := reads.Save(c, all[:min(len(all), readsKept)]); err != nil {
		return err
	}
	return web.Redirect(c, "/pindai")
}

// ScanPage tells what became of the newest scan, and under it of those before.
type ScanPage struct {
	Frame
	Results []Result
	Found   []Row // for a name or number that several visits match
	More    bool
}

// Result is one scan in words. Only the newest holds Enter.
type Result struct {
	Class, Icon string // of the band
	Sound       string
	Head        string
	Name, Text  string
	Read, Code  string // when it was read, and what
	Newest      bool
	Actions     []Action
}

// Action is a link with its letter.
type Action struct {
	Text, Href, Access, Cap string
	Primary                 bool
}

// looks are band, icon and sound of each outcome.
var looks = map[book.Outcome]struct{ class, icon, sound string }{
	book.FoundUsed:      {"scan--warn", "history", "used"},
	book.FoundOtherDay:  {"scan--info", "calendar-x", "refused"},
	book.FoundCancelled: {"scan--danger", "ban", "refused"},
	book.FoundExpired:   {"scan--danger", "hourglass", "refused"},
	book.FoundDeadBadge: {"scan--warn", "id-card", "used"},
	book.FoundUnknown:   {"scan--danger", "circle-alert", "refused"},
	book.FoundElsewhere: {"scan--danger", "building-2", "refused"},
	book.FoundNone:      {"scan--info", "search", ""},
	book.FoundList:      {"scan--info", "users", ""},
}

func (d *Door) scanResult(c *fiber.Ctx) error {
	all, _ := reads.Load(c)
	if len(all) == 0 || all[0].By != web.Person(c).Login {
		return c.Redirect("/", fiber.StatusSeeOther)
	}
	f, err := d.frame(c, all[0].Visit, "desk.scan-head")
	if err != nil {
		return err
	}
	p := ScanPage{Frame: f}
	for i, r := range all {
		if r.By != all[0].By {
			continue
		}
		one, err := d.result(c, p.Page, r)
		if err != nil {
			return err
		}
		one.Newest = i == 0
		if i > 0 {
			one.Sound = ""
			for j := range one.Actions {
				one.Actions[j].Primary, one.Actions[j].Access, one.Actions[j].Cap = false, "", ""
			}
		}
		p.Results = append(p.Results, one)
	}
	if all[0].Outcome == book.FoundList {
		found, err := d.Book.Find(c.UserContext(), web.Stamp(c), all[0].Text)
		if err != nil {
			return err
		}
		for _, r := range found.Rows {
			p.Found = append(p.Found, f.row(r))
		}
		p.More = found.More
	}
	p.Focus = len(p.Results[0].Actions) > 0 && p.Results[0].Actions[0].Primary
	p.Keys = []web.Key{{Cap: "Enter", Text: p.T("desk.key-main")}, {Cap: "F2", Text: p.T("desk.key-scan-again")}, {Cap: "Esc", Text: p.T("desk.key-close")}}
	return web.Show(c, "admin/scan", p)
}

// result words one scan.
func (d *Door) result(c *fiber.Ctx, p web.Page, r read) (Result, error) {
	look := looks[r.Outcome]
	key := "desk.scan-" + string(r.Outcome)
	out := Result{Class: look.class, Icon: look.icon, Sound: look.sound, Head: p.T(key)}
	out.Read, out.Code = p.T("desk.scan-read", "time", p.Clock(time.UnixMilli(r.At))), r.Text
	walkIn := Action{Text: p.T("desk.walk-in"), Href: "/tamu/baru", Cap: "W"}
	switch r.Outcome {
	case book.FoundUnknown, book.FoundNone:
		out.Text = p.T(key + "-text")
		out.Actions = []Action{{Text: p.T("desk.find-name"), Href: "#scan", Cap: "F2"}, walkIn}
		return out, nil
	case book.FoundElsewhere:
		out.Text = p.T(key+"-text", "office", r.Office)
		out.Actions = []Action{{Text: p.T("desk.find-name"), Href: "#scan", Cap: "F2"}, walkIn}
		return out, nil
	case book.FoundList:
		out.Text = p.T(key + "-text")
		return out, nil
	}
	v, err := d.Book.Visit(c.UserContext(), p.Office.ID, r.Visit)
	if err != nil {
		return out, err
	}
	facts := v.Facts
	out.Name, out.Code = fullName(p, v), shownCode(v.Code)
	day, _ := time.ParseInLocation(time.DateOnly, facts.Day, p.Now.Location())
	last := v.Last()
	args := []any{
		"by", d.who(c, last.By), "time", p.Clock(last.At), "date", p.Day(last.At), "day", p.Date(day),
		"what", join(purposeOf(p, v), shortUnit(p, facts.Unit)), "state", p.T("visit.now-" + string(facts.State)),
	}
	if facts.Outside() {
		args[len(args)-1] = p.T("visit.now-outside", "time", p.Clock(facts.OutAt))
	}
	open := Action{Text: p.T("desk.open-visit"), Href: visitPath(v.ID), Primary: true, Cap: "Enter"}
	out.Actions = []Action{open, walkIn}
	switch r.Outcome {
	case book.FoundUsed:
		for _, e := range v.Log {
			if e.Move == "arrive" || e.Move == "here" && v.Party != "" {
				args[1], args[3], args[5] = d.who(c, e.By), p.Clock(e.At), p.Day(e.At)
				if e.Device != "" {
					args[1] = p.T("desk.by-at", "by", d.who(c, e.By), "device", e.Device)
				}
			}
		}
		walkIn.Text, walkIn.Cap = p.T("desk.as-other"), ""
		out.Actions = []Action{open, walkIn}
	case book.FoundOtherDay:
		first := v.Log[0]
		args[1], args[5] = d.who(c, first.By), p.Day(first.At)
		out.Actions = []Action{
			{Text: p.T("desk.accept-today"), Href: visitPath(v.ID) + "/arrive", Access: "t", Cap: "T"},
			{Text: p.T("desk.leave-be"), Href: "/"},
		}
	case book.FoundDeadBadge:
		args[1], args[3], args[5] = d.who(c, facts.Badge.BackBy), p.Clock(facts.Badge.BackAt), p.Day(facts.Badge.BackAt)
		if facts.Badge.BackAt.IsZero() {
			args[1], args[3], args[5] = d.who(c, last.By), p.Clock(facts.Badge.RetiredAt), p.Day(facts.Badge.RetiredAt)
		}
		out.Actions = []Action{open}
	}
	out.Text = p.T(key+"-text", args...)
	return out, nil
}
