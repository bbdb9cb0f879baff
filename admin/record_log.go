package admin

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
)

// LogLine is one entry of a visit's log in words.
type LogLine struct {
	Time string
	Day  string // when it is another day than the entry before
	Dot  string // "fill", "warn" or nothing
	Head string
	Rest string
	By   string
}

// tell puts a visit's log into words.
func (d *Door) tell(c *fiber.Ctx, p RecordPage, v visit.Visit) ([]LogLine, error) {
	names := map[string]string{}
	t := teller{p: p, v: v, who: func(login string) string {
		if _, ok := names[login]; !ok {
			names[login] = d.who(c, login)
		}
		return names[login]
	}}
	var out []LogLine
	before := p.Office.Day(v.Log[0].At)
	for i, e := range v.Log {
		l := t.line(i, e)
		l.Time = p.Clock(e.At)
		if day := p.Office.Day(e.At); !day.Equal(before) {
			before, l.Day = day, p.ShortDay(e.At)
		}
		out = append(out, l)
	}
	return out, nil
}

// teller knows what an entry alone does not say.
type teller struct {
	p   RecordPage
	v   visit.Visit
	who func(login string) string // the name of an account
}

func (t *teller) T(key string, args ...any) string { return t.p.T("record."+key, args...) }

// said is what one entry amounts to: the first words, in bold, the rest, and the dot.
type said struct {
	head string
	rest []string
	dot  string
}

func (t *teller) line(i int, e visit.Entry) LogLine {
	s := said{head: t.T("log-" + e.Move)}
	if say := tale(e.Move); say != nil && e.Details != "" {
		s = say(t, i, e)
	} else if e.Details == "" {
		s.rest = []string{t.T("erased")}
	}
	rest := slices.DeleteFunc(s.rest, func(x string) bool { return x == "" })
	l := LogLine{Dot: s.dot, Head: s.head, Rest: strings.Join(rest, ", ")}
	l.By = join(t.who(e.By), e.Device)
	if e.By == account.ByGuest && e.Device != "" {
		l.By = e.Device
	}
	return l
}

// words are somebody's own; of a confidential visit they may tell who it is.
func (t *teller) words(s string) string {
	if s != "" && t.p.Secret {
		return t.T("hidden-words")
	}
	return s
}

// reason is words with what they are.
func (t *teller) reason(s string) string {
	if s == "" {
		return ""
	}
	return t.T("reason", "reason", t.words(s))
}

// details reads back what was said with a move.
func details[M visit.Move](e visit.Entry) M {
	var m M
	_ = json.Unmarshal([]byte(e.Details), &m) // what cannot be read is as if nothing was said
	return m
}

// tale finds the words of a move; a test looks that none is without.
func tale(move string) func(t *teller, i int, e visit.Entry) said {
	return map[string]func(t *teller, i int, e visit.Entry) said{
		"register": (*teller).register, "late": (*teller).late, "entered": (*teller).entered, "arrive": (*teller).arrive, "here": (*teller).here, "verify": (*teller).verify,
		"custody": (*teller).custody, "print": (*teller).print, "receipt": (*teller).copy, "ticket": (*teller).copy, "ask": (*teller).ask, "answer": (*teller).answer, "escort": (*teller).escort,
		"reschedule": (*teller).reschedule, "transfer": (*teller).transfer, "out": (*teller).out, "in": (*teller).in,
		"exchange": (*teller).exchange, "correct": (*teller).correct,
		"lose": (*teller).lose, "leave": (*teller).leave, "close": (*teller).close, "return": (*teller).back, "retire": (*teller).retire,
		"withdraw": (*teller).withdraw, "refuse": (*teller).refuse, "cancel": (*teller).cancel,
		"expire": (*teller).expire, "undo": (*teller).undo,
	}[move]
}

func (t *teller) register(_ int, e visit.Entry) said {
	m := details[visit.Register](e)
	s := said{head: t.T("log-register"), rest: []string{t.T("source-" + string(m.Source))}}
	if n := len(m.Companions); n > 0 {
		s.rest = append(s.rest, t.T("with", "n", n))
	}
	if m.Day != "" && t.p.Office.Day(e.At).Format("2006-01-02") != m.Day {
		s.rest = append(s.rest, t.T("for-day", "day", t.day(m.Day)))
	}
	if m.Prior != "" {
		s.rest = append(s.rest, t.T("continues"))
	}
	return s
}

func (t *teller) arrive(_ int, e visit.Entry) said {
	m := details[visit.Arrive](e)
	s := said{head: t.T("log-arrive"), rest: []string{t.T("confirmed")}, dot: "fill"}
	if m.Today {
		s.rest = []string{t.T("other-day"), t.reason(m.Reason)}
	}
	return s
}

// here also begins the log of a companion's own visit.
func (t *teller) here(i int, e visit.Entry) said {
	if i == 0 {
		return said{head: t.T("log-arrive"), rest: []string{t.T("with-party")}, dot: "fill"}
	}
	m := details[visit.Here](e)
	if m.All {
		return said{head: t.T("log-here"), rest: []string{t.T("all-here")}, dot: "fill"}
	}
	n := len(m.Who)
	if m.Name != "" {
		n++
	}
	return said{head: t.T("log-here"), rest: []string{t.T("some-here", "n", n)}, dot: "fill"}
}

func (t *teller) verify(_ int, e visit.Entry) said {
	m := details[visit.Verify](e)
	p := t.p.Page
	number := visit.BadgeName(p.Office, m.Badge)
	kind := p.T(m.Document.TextKey())
	s := said{head: t.T("log-verify"), rest: []string{kind}, dot: "fill"}
	add := func(text string) { s.rest = append(s.rest, text) }
	if m.Carried != "" && !t.p.Secret {
		add(t.p.T("returning.log"))
	}
	if m.AsWritten && m.NumberWhy != "" {
		add(t.T("as-written", "why", t.words(m.NumberWhy)))
	}
	if m.PhotoWhy == "" {
		add(t.T("photo"))
	} else {
		add(t.T("no-photo", "why", t.words(m.PhotoWhy)))
	}
	add(t.T("badge-given", "number", number))
	switch {
	case m.Document.Digital():
	case m.Seen:
		add(t.T("only-seen", "why", t.words(m.SeenWhy)))
	default:
		add(t.T("in-pocket", "number", number))
	}
	for _, it := range m.Items {
		add(t.item(it.What, it.Locker))
	}
	if m.Screening != "" {
		text := lowerFirst(p.T("visit.screening-" + string(m.Screening)))
		if m.ScreenNote != "" {
			text += ": " + t.words(m.ScreenNote)
		}
		add(text)
	}
	if m.Confidential {
		add(t.T("made-secret"))
	}
	if old := t.written(); !t.p.Secret && old != "" && old != strings.TrimSpace(m.Name) {
		add(t.T("name-changed", "from", old, "to", m.Name))
	}
	if m.Ask {
		add(t.T("asked-at-once", "channel", t.channel(m.Channel, visit.Telephone)))
	}
	return s
}

// item says that a thing was handed in, and where it lies; nothing of an empty line.
func (t *teller) item(what, locker string) string {
	switch {
	case locker != "":
		return t.T("item-locker", "what", what, "locker", locker)
	case what != "":
		return t.T("item", "what", what)
	}
	return ""
}

func (t *teller) custody(_ int, e visit.Entry) said {
	m := details[visit.Custody](e)
	return said{head: t.T("log-custody"), rest: []string{t.item(strings.TrimSpace(m.What), strings.TrimSpace(m.Locker))}}
}

// lowerFirst puts a text of its own into the middle of a sentence.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// written is the name as the guest wrote it, from the first entry of the log.
func (t *teller) written() string {
	if e := t.v.Log[0]; e.Move == "register" {
		return strings.TrimSpace(details[visit.Register](e).Name)
	}
	return ""
}

func (t *teller) print(i int, e visit.Entry) said {
	copies := 1
	for _, x := range t.v.Log[:i+1] {
		if x.Move == "print" {
			copies++
		}
	}
	return said{head: t.T("log-print"), rest: []string{t.T("copy", "n", copies), t.reason(details[visit.Print](e).Reason)}}
}

func (t *teller) ask(_ int, e visit.Entry) said {
	m := details[visit.Ask](e)
	s := said{head: t.T("log-ask"), rest: []string{t.channel(m.Channel, visit.Telephone)}}
	for _, a := range t.v.Facts.Asks {
		if a.At.Equal(e.At) {
			s.rest = []string{t.T("asked-host", "host", hostName(t.p.Page, t.p.Office, a.Unit, a.Host)), s.rest[0]}
		}
	}
	return s
}

func (t *teller) answer(_ int, e visit.Entry) said {
	m := details[visit.Answer](e)
	s := said{head: t.T("answer-"+string(m.Reply), "n", m.Minutes), dot: "fill"}
	if m.Reply != visit.Accepted {
		s.dot = "warn"
	}
	if m.Reply == visit.Forwarded {
		s.rest = append(s.rest, t.T("to-host", "host", hostName(t.p.Page, t.p.Office, m.Unit, m.Host)))
	}
	channel := t.channel(m.Channel, visit.Telephone)
	for _, a := range t.v.Facts.Answers {
		if a.At.Equal(e.At) {
			s.rest = append([]string{t.T("by-host", "host", hostName(t.p.Page, t.p.Office, a.Unit, a.Host))}, s.rest...)
			channel = t.channel(a.Channel, visit.Telephone)
		}
	}
	s.rest = append(s.rest, channel, t.reason(m.Reason))
	return s
}

func (t *teller) escort(_ int, e visit.Entry) said {
	m := details[visit.Escort](e)
	s := said{head: t.T("log-escort"), dot: "fill"}
	by, _ := t.p.Office.Person(m.By)
	s.rest = append(s.rest, t.T("escorted", "who", address(t.p.Page, by)))
	if m.Room != "" {
		s.rest = append(s.rest, t.T("to-room", "room", roomName(t.p.Page, m.Room)))
	}
	return s
}

func (t *teller) channel(c, or visit.Channel) string {
	if c == "" {
		c = or
	}
	return t.T("channel-" + string(c))
}
