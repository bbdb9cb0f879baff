package admin

import (
	"strings"
	"time"

	"bukutamu/internal/visit"
)

func (t *teller) lose(_ int, e visit.Entry) said {
	m := details[visit.Lose](e)
	return said{head: t.T("log-lose"), rest: []string{t.reason(m.Reason), t.T("confirmed-by", "who", t.who(m.Supervisor))}, dot: "warn"}
}

func (t *teller) leave(_ int, e visit.Entry) said {
	m := details[visit.Leave](e)
	f := t.v.Facts
	s := said{head: t.T("log-leave"), rest: []string{t.T("everything-back")}, dot: "fill"}
	if len(m.Behind) > 0 {
		var left []string
		for _, key := range m.Behind {
			left = append(left, thingName(t.p.Page, f, key))
		}
		s.rest = []string{t.T("left-behind", "what", strings.Join(left, ", ")), t.reason(m.Reason)}
		s.dot = "warn"
	} else if lost := t.lostBefore(e); lost {
		s.rest = []string{t.T("without-badge")}
		s.dot = "warn"
	}
	if m.Damaged {
		s.rest = append(s.rest, t.T("damaged"))
	}
	if m.Ending != "" && m.Ending != visit.Met {
		s.rest = append(s.rest, lowerFirst(t.p.T("visit.ending-"+string(m.Ending))))
	}
	if m.Day != "" {
		s.rest = append(s.rest, t.T("back-on", "day", t.day(m.Day)))
	}
	return s
}

// lostBefore reports whether the badge was recorded as lost before the entry.
func (t *teller) lostBefore(e visit.Entry) bool {
	for _, x := range t.v.Log[:e.N-1] {
		if x.Move == "lose" {
			return true
		}
	}
	return false
}

func (t *teller) close(_ int, e visit.Entry) said {
	return said{head: t.T("log-close"), rest: []string{t.T("nothing-returned"), t.reason(details[visit.Close](e).Reason)}, dot: "warn"}
}

func (t *teller) back(_ int, e visit.Entry) said {
	var what []string
	m := details[visit.Return](e)
	for _, key := range m.Back {
		what = append(what, thingName(t.p.Page, t.v.Facts, key))
	}
	if m.Damaged {
		what = append(what, t.T("damaged"))
	}
	return said{head: t.T("log-return"), rest: what, dot: "fill"}
}

func (t *teller) retire(_ int, e visit.Entry) said {
	number := visit.BadgeName(t.p.Office, t.v.Facts.Badge.Number)
	return said{head: t.T("log-retire"), rest: []string{number, t.reason(details[visit.Retire](e).Reason)}}
}

func (t *teller) withdraw(_ int, e visit.Entry) said {
	return said{head: t.T("log-withdraw"), rest: []string{t.T("nothing-taken"), t.reason(details[visit.Withdraw](e).Reason)}, dot: "fill"}
}

func (t *teller) refuse(_ int, e visit.Entry) said {
	return said{head: t.T("log-refuse"), rest: []string{t.reason(details[visit.Refuse](e).Reason)}, dot: "warn"}
}

func (t *teller) cancel(_ int, e visit.Entry) said {
	return said{head: t.T("log-cancel"), rest: []string{t.reason(details[visit.Cancel](e).Reason)}}
}

func (t *teller) expire(int, visit.Entry) said {
	return said{head: t.T("log-expire"), rest: []string{t.T("day-over")}}
}

// undo names the step that it takes back: the entry before it.
func (t *teller) undo(i int, e visit.Entry) said {
	s := said{head: t.T("log-undo"), dot: "warn"}
	if i > 0 {
		undone := t.line(i-1, t.v.Log[i-1])
		s.rest = []string{t.T("undone", "step", undone.Head)}
	}
	return s
}

// day is a day as it is stored, in words.
func (t *teller) day(day string) string {
	d, err := time.ParseInLocation(time.DateOnly, day, t.p.Now.Location())
	if err != nil {
		return day
	}
	return t.p.Page.Day(d)
}

// late is a visit that was copied from paper.
func (t *teller) late(_ int, e visit.Entry) said {
	m := details[visit.LateEntry](e)
	when := t.p.Clock(m.Arrived) + "–" + t.p.Clock(m.Left)
	return said{head: t.T("log-late"), rest: []string{m.Sheet, t.p.T("late.why-" + m.Why), when}, dot: "warn"}
}

// entered is that somebody copied the visit into the official guest-book.
func (t *teller) entered(_ int, e visit.Entry) said {
	return said{head: t.T("log-entered"), rest: []string{details[visit.Entered](e).Record}}
}
