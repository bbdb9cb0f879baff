package admin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Next is what can be done with a visit now, by this person: the buttons of the
// card, and what their forms need.
type Next struct {
	Arrive, OtherDay, Cancel         bool
	Verify, Refuse, Withdraw         bool
	Ask, Answer, Escort, Leave, Copy bool
	Custody, Close, Receipt          bool
	Exchange, Correct                bool
	Swap                             Exchange // what the form of another badge needs
	Moved                            string   // where the card lies since the exchange
	Stale                            bool     // the badge shows what was corrected since
	Onward
	Back, Retire bool
	Other        string // the day a ticket is for, when it is not today

	Asked    string // who was asked, when, how, and what they said
	AskText  string // of the button that asks, again or for the first time
	Away     string // the host is away, and who stands in
	Accepted bool   // the host will see the guest: the escort comes next
	Channels []Option
	Channel  visit.Channel
	Reply    visit.Reply // the answer whose form is open
	Minutes  []int
	Units    []Option
	Hosts    HostChoice

	Escorts []Option
	Room    string
	Blocked string   // why nobody can be escorted yet
	Joins   []Join   // others of the party who go along
	Awaited []Option // companions who are not here yet
	Gone    string   // what to do with a companion who comes when all others have left
	Lead    string   // whose visit the companions stand on
	LeadN   int      // and the number of its last log entry
	Out     []Tick   // what is still out of a visit that was left
	Broken  bool     // the badge is among it, and may come back broken
	Undo    string   // what the last move was, when it can be taken back
	Name    bool     // the name can be opened
}

// Join is a guest of the same party who can go along.
type Join struct{ ID, Name, Saw string }

// channels are the ways to ask a host, the chosen one marked.
func channels(p web.Page, chosen visit.Channel) []Option {
	if chosen == "" {
		chosen = visit.Telephone
	}
	var out []Option
	for _, ch := range []visit.Channel{visit.Telephone, visit.InPerson, visit.Online} {
		out = append(out, Option{string(ch), p.T("visit.channel-" + string(ch)), p.Ticked("channel", string(ch), ch == chosen)})
	}
	return out
}

// next says what can be done now.
func (d *Door) next(c *fiber.Ctx, p web.Page, v visit.Visit, party []visit.Visit) Next {
	f := v.Facts
	n := Next{
		Arrive: may(p, v, "arrive"), Cancel: may(p, v, "cancel"), Verify: may(p, v, "verify"), Refuse: may(p, v, "refuse"), Withdraw: may(p, v, "withdraw"),
		Ask: may(p, v, "ask"), Answer: may(p, v, "answer"), Escort: may(p, v, "escort"), Leave: may(p, v, "leave"), Copy: may(p, v, "print") && prints(c, p, office.BadgePaper), Receipt: may(p, v, "receipt") && f.Taken() > 0 && prints(c, p, office.ReceiptPaper), Custody: may(p, v, "custody") && !f.Outside(), Close: may(p, v, "close"),
		Exchange: may(p, v, "exchange") && f.Badge.Number > 0 && !f.Outside(), Correct: may(p, v, "correct"), Moved: moved(p, v), Stale: v.StalePaper(),
		Back:   may(p, v, "return") && f.Holds(),
		Retire: may(p, v, "retire") && f.Retirable(),
		Name:   f.Confidential && f.Erased.IsZero(),
	}
	if n.Arrive && !v.ForToday(p.Now, p.Office) {
		day, _ := time.ParseInLocation(time.DateOnly, f.Day, p.Now.Location())
		n.OtherDay, n.Other = true, p.Date(day)
	}
	if v.Undoable(web.Stamp(c), p.Office) == nil && may(p, v, "undo") {
		last := v.Last()
		n.Undo = p.T("visit.undo-what", "what", p.T("visit.did-"+last.Move), "time", p.Clock(last.At))
	}
	switch lead := party[0]; {
	case has(lead, visit.Left) && lead.Awaited() && !anyInside(party):
		n.Gone = p.T("visit.party-gone")
	case may(p, lead, "here") && anyInside(party):
		n.Lead, n.LeadN = lead.ID, lead.Seen()
		for i, w := range lead.Facts.Companions {
			if w.Here.IsZero() {
				n.Awaited = append(n.Awaited, Option{strconv.Itoa(i + 1), companionName(p, lead.Facts, w), p.Ticked("who", strconv.Itoa(i+1), false)})
			}
		}
	}
	if n.Answer {
		d.asking(c, p, v, &n)
	}
	if n.Escort {
		d.escorting(p, v, party, &n)
	}
	n.Onward = onward(p, v, party)
	if n.Back {
		for _, t := range ticks(p, v, func(key string) bool { return p.Ticked("back", key, false) }) {
			if _, t.Value, _ = strings.Cut(t.Value, ":"); t.Note == "" || t.Behind || !t.On {
				n.Out = append(n.Out, t)
				n.Broken = n.Broken || t.Value == visit.BadgeKey
			}
		}
	}
	return n
}

func anyInside(party []visit.Visit) bool {
	return slices.ContainsFunc(party, func(w visit.Visit) bool { return w.Facts.State.Inside() })
}

// asking fills in what the host's answer needs.
func (d *Door) asking(c *fiber.Ctx, p web.Page, v visit.Visit, n *Next) {
	f := v.Facts
	asked, reply := f.Question(), f.Reply()
	host := hostName(p, p.Office, f.Unit, f.Host)
	n.Channel = asked.Channel
	if ch := visit.Channel(c.Query("lewat")); ch != "" && ch.Valid() {
		n.Channel = ch
	}
	n.Channels = channels(p, n.Channel)
	switch {
	case asked.At.IsZero():
		n.Asked, n.AskText = p.T("visit.not-asked", "host", host), p.T("visit.ask")
	default:
		n.Asked = p.T("visit.asked", "host", host, "time", p.Clock(asked.At), "by", p.T("visit.by-"+string(asked.Channel)))
		n.AskText = p.T("visit.ask-again")
		if asked.Channel == visit.Online {
			n.AskText = p.T("visit.ask-link")
		}
	}
	switch reply.Reply {
	case "":
		if !asked.At.IsZero() {
			n.Asked += " " + p.T("visit.silent")
		}
	case visit.Wait:
		n.Asked += " " + p.T("visit.said-wait", "n", reply.Minutes, "time", p.Clock(reply.At))
	default:
		n.Asked += " " + p.T("visit.said", "what", p.T("visit.reply-"+string(reply.Reply)), "time", p.Clock(reply.At))
	}
	if reply.Reason != "" {
		n.Asked += " " + p.T("visit.because", "reason", d.words(c, p, v, reply.Reason))
	}
	n.Accepted = reply.Reply == visit.Accepted
	n.Reply = visit.Reply(p.Typed("answer", c.Query("jawab")))
	if !n.Reply.Valid() {
		n.Reply = ""
	}
	n.Minutes = []int{5, 10, 20, 30}
	n.Units = unitChoice(p, p.Typed("unit", ""))
	deputy, _ := p.Office.Stands(f.Host)
	n.Hosts = hostChoice(p, "", p.Typed("host", deputy.ID))
	if h, ok := p.Office.Person(f.Host); ok && (h.Away || h.Gone) {
		n.Away = p.T("visit.away-alone", "name", address(p, h))
		if deputy.ID != "" {
			n.Away = p.T("visit.deputy", "name", address(p, h), "deputy", address(p, deputy))
		}
	}
}

// escorting fills in who can bring the guest, where to, and who goes along.
func (d *Door) escorting(p web.Page, v visit.Visit, party []visit.Visit, n *Next) {
	f := v.Facts
	for _, x := range p.Office.Escorts() {
		n.Escorts = append(n.Escorts, Option{x.ID, join(x.Name, shortUnit(p, x.Unit)), p.Typed("by", "") == x.ID})
	}
	n.Room = p.Typed("room", room(p.Office, f))
	switch reply := f.Reply().Reply; {
	case f.Outside():
		n.Blocked = p.T("visit.blocked-outside")
	case reply == visit.Declines || reply == visit.NotHere:
		n.Blocked = p.T("visit.blocked-no")
	case reply == "" && f.Question().At.IsZero():
		n.Blocked = p.T("visit.blocked-ask")
	}
	n.Joins = joins(p, v, party, func(w visit.Visit) bool {
		return has(w, visit.Waiting) && !w.Facts.Outside() && w.Facts.Unit == f.Unit && w.Facts.Host == f.Host
	})
}

// joins are the others of the party that may go along.
func joins(p web.Page, v visit.Visit, party []visit.Visit, may func(visit.Visit) bool) []Join {
	var out []Join
	for _, w := range party {
		if w.ID != v.ID && may(w) {
			out = append(out, Join{w.ID, shortName(p, w), saw(w)})
		}
	}
	return out
}

// saw writes down which log entry of a visit the page showed.
func saw(v visit.Visit) string { return fmt.Sprintf("%s:%d", v.ID, v.Seen()) }

// sawNumbers reads them back; what is not a number has seen nothing.
func sawNumbers(list []string) map[string]int {
	out := map[string]int{}
	for _, s := range list {
		id, n, _ := strings.Cut(s, ":")
		if k, err := strconv.Atoi(n); err == nil && k >= 0 {
			out[id] = k
		}
	}
	return out
}
