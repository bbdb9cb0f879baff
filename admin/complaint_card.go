package admin

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/complaint"
	"bukutamu/internal/identity"
	"bukutamu/internal/web"
)

// ComplaintCard is one complaint: what was said, the thread, what can be done now.
type ComplaintCard struct {
	ID, Heading     string
	Naming, State   Pill
	Rule            string // received when, and which days run
	Due             DueClock
	Text            []string
	Facts           []Fact
	Files           []ComplaintFile
	Thread          []ComplaintMessage
	Log             []LogLine
	Can             map[string]bool
	Open            string // the move whose form is open
	Draft           string // the answer to begin from
	Templates       []Option
	Units           []Option // that the complaint may be about
	About           string
	To              []Option
	Persons         []Option
	Classes         []Option
	Title           string
	Name, Phone     string // of the complainant, where it may be seen
	Secret          bool   // a name is kept in confidence
	Shown           bool   // and was opened a moment ago
	Erased          bool
	Rated           string
	Silent          bool
	WithName, Plain string // addresses of the paper
}

// ComplaintFile is an attachment that can be downloaded.
type ComplaintFile struct{ Href, Name, What string }

// ComplaintMessage is one message of the thread.
type ComplaintMessage struct {
	Who, Day string
	Text     []string
	Mine     bool // the office's own
	Internal bool
}

// nameShown keeps which complainant's name an officer opened, for a few minutes.
var nameShown = web.NewSealed[openedName]("complainant", 5*time.Minute)

// complaint shows one complaint beside the inbox, with the form of a move open where the
// address names one.
func (d *Door) complaint(c *fiber.Ctx) error {
	p, err := d.complaintsPage(c)
	if err != nil {
		return err
	}
	s := web.Stamp(c)
	v, err := d.Book.Complaint(c.UserContext(), s, p.Chosen)
	if err != nil {
		return err
	}
	p.Seen = v.Seen()
	if p.Refusals.Is(complaint.ErrOther) {
		p.Act = ""
	}
	p.Path = "/pengaduan/" + v.ID
	f := v.Facts
	card := &ComplaintCard{
		ID: v.ID, Heading: f.Heading(), Due: p.due(f.Next(p.Now, p.Office)), Can: map[string]bool{}, Title: f.Title,
		Text: paragraphs(f.Text), Erased: !f.Erased.IsZero(), Silent: f.Silent, Plain: "/pengaduan/" + v.ID + "/berkas.pdf",
	}
	if card.Erased {
		card.Heading = p.T("complaint.erased")
	}
	for _, r := range complaint.Moves {
		card.Can[r.Name] = r.May(v, p.Person.Roles) && !card.Erased
	}
	_, move, _ := strings.Cut(strings.TrimPrefix(c.Path(), "/pengaduan/"), "/")
	if card.Can[move] && move != "answer" && move != "progress" && move != "close" {
		card.Open = move
		p.Path += "/" + move
	}
	card.Naming, card.State = Pill{"pill--plain", p.T("complaint.naming-" + string(f.Naming))}, Pill{complaintPills[f.State], p.T("complaint.state-" + string(f.State))}
	card.Rule = p.rule(f)
	card.Facts = p.complaintFacts(f)
	if err := d.names(c, s, card, v); err != nil {
		return err
	}
	for _, x := range f.Files {
		card.Files = append(card.Files, ComplaintFile{"/pengaduan/" + v.ID + "/lampiran/" + x.ID, x.Name, join(p.T("complaint.kind-"+kindOf(x.Kind)), p.T("complaint.kb", "n", (x.Size+1023)/1024))})
	}
	for _, m := range f.Thread {
		card.Thread = append(card.Thread, ComplaintMessage{Who: d.writer(c, m.By), Day: p.ShortDay(m.At), Text: paragraphs(m.Text), Mine: !m.Mine(), Internal: m.Internal})
	}
	if f.Rating.Stars > 0 {
		card.Rated = p.T("complaint.rated", "n", f.Rating.Stars)
		if f.Rating.Note != "" {
			card.Rated += " " + p.T("complaint.rated-note", "note", f.Rating.Note)
		}
	}
	card.Log = d.complaintLog(c, p.Page, v)
	p.choices(c, card, f)
	p.Card = card
	return web.Show(c, "admin/complaints", p)
}

// complaintPills are the shapes of the states: those of a visit that say the same.
var complaintPills = map[complaint.State]string{
	complaint.Received: "pill--registered", complaint.Verified: "pill--arrived", complaint.Assigned: "pill--waiting", complaint.Progress: "pill--meeting",
	complaint.Answered: "pill--left", complaint.Closed: "pill--left", complaint.NeedsData: "pill--outside", complaint.Elsewhere: "pill--left pill--forced", complaint.Withdrawn: "pill--refused",
}

// rule says when it was received and which days run now.
func (p ComplaintsPage) rule(f complaint.Facts) string {
	c := p.Office.Complaints.Filled()
	said := p.T("complaint.received", "day", p.Day(f.FiledAt))
	d := f.Next(p.Now, p.Office)
	if d.What == complaint.Nothing {
		return said
	}
	n := map[complaint.What]int{complaint.ToForward: c.Forward, complaint.ToCoordinate: c.Coordinate, complaint.ToAnswer: c.Ordinary, complaint.ToReply: c.Silence, complaint.Silence: c.Silence}[d.What]
	if d.What == complaint.ToAnswer && f.Class == complaint.Supervisory {
		n = c.Supervisory
	}
	return join(said, p.T("complaint.rule-"+string(d.What), "n", n))
}

func (p ComplaintsPage) complaintFacts(f complaint.Facts) []Fact {
	var out []Fact
	add := func(key, text string) {
		if text != "" {
			out = append(out, Fact{Term: p.T(key), Text: text})
		}
	}
	add("complaint.about", unitOf(p.Page, f.Unit))
	add("complaint.when", f.When)
	add("complaint.where", f.Where)
	add("complaint.wish", f.Wish)
	add("complaint.class", p.T("complaint.class-"+string(f.Class)))
	to := unitOf(p.Page, f.To.Unit)
	if x, ok := p.Office.Person(f.To.Person); ok {
		to = join(x.Name, to)
	}
	add("complaint.to", to)
	if by := f.AnswerBy(p.Office); f.State.Working() {
		add("complaint.answer-by", p.Date(by))
	}
	return out
}

// names puts the complainant's name on the card where it may be seen: an open one, and a
// confidential one that this officer opened a moment ago.
func (d *Door) names(c *fiber.Ctx, s account.Stamp, card *ComplaintCard, v complaint.Complaint) error {
	who := v.Facts.Complainant
	if card.Secret = v.Facts.Naming == complaint.Confidential && !card.Erased; card.Secret && nameOpened(c, v.ID) {
		var err error
		if who, err = d.Book.Revealed(c.UserContext(), s, v.ID); err != nil {
			return err
		}
		card.Shown = who.Name != ""
	}
	card.Name, card.Phone = who.Name, identity.ShowPhone(who.Phone)
	if card.Name != "" {
		card.WithName = card.Plain + "?identitas=1"
	}
	return nil
}

// nameOpened reports whether this officer opened the complainant's name a moment ago.
func nameOpened(c *fiber.Ctx, id string) bool {
	who, ok := nameShown.Load(c)
	return ok && who.Visit == id && who.By == web.Person(c).Login
}

// choices fills in what the forms need.
func (p *ComplaintsPage) choices(c *fiber.Ctx, card *ComplaintCard, f complaint.Facts) {
	about := p.Typed("unit", f.Unit)
	for _, u := range p.Office.Units {
		if card.Units = append(card.Units, Option{u.ID, unitName(p.Page, u), u.ID == about}); !u.Hidden {
			card.To = append(card.To, Option{u.ID, unitName(p.Page, u), u.ID == p.Typed("unit", f.To.Unit)})
		}
	}
	for _, x := range p.Office.Persons {
		if !x.Gone {
			card.Persons = append(card.Persons, Option{x.ID, join(x.Name, shortUnit(p.Page, x.Unit)), x.ID == p.Typed("person", f.To.Person)})
		}
	}
	for _, k := range complaint.Classes {
		card.Classes = append(card.Classes, Option{string(k), p.T("complaint.class-" + string(k)), string(k) == p.Typed("class", f.Class)})
	}
	templates := p.Office.Complaints.Filled().Templates
	for i, t := range templates {
		card.Templates = append(card.Templates, Option{strconv.Itoa(i + 1), t.Name, false})
	}
	if n, err := strconv.Atoi(c.Query("templat")); err == nil && n >= 1 && n <= len(templates) {
		card.Draft = templates[n-1].Body
	}
}

// writer is who wrote: an officer's name, or the complainant.
func (d *Door) writer(c *fiber.Ctx, by string) string {
	if by == complaint.ByComplainant {
		return web.Lang(c).T("complaint.by-complainant")
	}
	return d.who(c, by)
}

// complaintLog tells each step with its day; the hour is nobody's business here.
func (d *Door) complaintLog(c *fiber.Ctx, p web.Page, v complaint.Complaint) []LogLine {
	var out []LogLine
	for _, e := range v.Log {
		l := LogLine{Time: p.ShortDay(e.At), Head: p.T("complaint.did-" + e.Move), By: d.writer(c, e.By), Dot: "fill"}
		switch e.Move {
		case "assign":
			var m complaint.Assign
			if json.Unmarshal([]byte(e.Details), &m) == nil {
				if x, ok := p.Office.Person(m.Person); ok {
					m.Unit = x.Unit
					l.Rest = x.Name
				}
				if to := shortUnit(p, m.Unit); to != "" {
					l.Head = p.T("complaint.did-assign-to", "unit", to)
				}
			}
		case "reveal":
			var m complaint.Reveal
			if json.Unmarshal([]byte(e.Details), &m) == nil {
				l.Rest = m.Reason
			}
			l.Dot = "warn"
		case "note", "attach", "reply", "rate":
			l.Dot = ""
		}
		out = append(out, l)
	}
	return out
}

// paragraphs are a text's lines; html/template writes each as text.
func paragraphs(s string) []string {
	return slices.DeleteFunc(strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n"), func(l string) bool { return strings.TrimSpace(l) == "" })
}

func kindOf(kind string) string {
	if kind == complaint.PDF {
		return "pdf"
	}
	return "photo"
}
