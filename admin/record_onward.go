package admin

import (
	"strings"
	"time"

	"bukutamu/internal/visit"
)

// reschedule says from which day to which: the entry before that set a day knows.
func (t *teller) reschedule(i int, e visit.Entry) said {
	m := details[visit.Reschedule](e)
	before := ""
	for _, x := range t.v.Log[:i] {
		switch x.Move {
		case "register":
			if before = details[visit.Register](x).Day; before == "" {
				before = t.p.Office.Day(x.At).Format(time.DateOnly)
			}
		case "reschedule":
			before = details[visit.Reschedule](x).Day
		}
	}
	return said{head: t.T("log-reschedule"), rest: []string{t.T("from-to", "from", t.day(before), "to", t.day(m.Day)), t.reason(m.Reason)}}
}

func (t *teller) transfer(_ int, e visit.Entry) said {
	m := details[visit.Transfer](e)
	unit := m.Unit
	if x, ok := t.p.Office.Person(m.Host); ok {
		unit = x.Unit
	}
	return said{head: t.T("log-transfer"), rest: []string{t.T("to-host", "host", hostName(t.p.Page, t.p.Office, unit, m.Host)), t.reason(m.Reason)}, dot: "fill"}
}

func (t *teller) out(_ int, e visit.Entry) said {
	s := said{head: t.T("log-out"), rest: []string{t.T("badge-at-desk", "number", visit.BadgeName(t.p.Office, t.v.Facts.Badge.Number))}}
	if what := t.things(details[visit.Out](e).Back); what != "" {
		s.rest = append(s.rest, t.T("takes-along", "what", what))
	}
	return s
}

func (t *teller) in(_ int, e visit.Entry) said {
	s := said{head: t.T("log-in"), dot: "fill"}
	if what := t.things(details[visit.In](e).Taken); what != "" {
		s.rest = append(s.rest, t.T("hands-again", "what", what))
	}
	return s
}

// things names the things of the keys.
func (t *teller) things(keys []string) string {
	var out []string
	for _, key := range keys {
		out = append(out, thingName(t.p.Page, t.v.Facts, key))
	}
	return strings.Join(out, ", ")
}
