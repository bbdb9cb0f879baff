package book_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/sample"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

func (l *lobby) anchor(day time.Time) string {
	l.t.Helper()
	v, err := l.Anchor(l.ctx, l.office.ID, day)
	good(l.t, err)
	return v
}

func TestAnAnchorOutlivesLaterDays(t *testing.T) {
	l := enter(t)
	v := l.meeting(1)
	ahead := form("Bima Umpamanto")
	ahead.Day = "2026-11-30"
	w := l.register(ahead) // recorded today, for another day
	l.acts(2)
	l.clock.pass(24 * time.Hour)
	value := l.anchor(nine)
	if !regexp.MustCompile(`^2400(-[0-9A-HJKMNP-TV-Z]{4}){4}$`).MatchString(value) {
		t.Errorf("the value reads %q", value)
	}
	l.do(v.ID, everything) // the next day
	l.do(w.ID, visit.Arrive{Today: true, Reason: "Datang lebih awal"})
	l.arrived("Galuh Misalnya")
	l.acts(3)
	l.RunJobs(l.ctx)
	if again := l.anchor(nine.Add(5 * time.Hour)); again != value {
		t.Errorf("%s became %s", value, again)
	}
	tomorrow := l.anchor(nine.AddDate(0, 0, 1))
	if tomorrow[5:] == value[5:] {
		t.Error("two days have one value")
	}
	for _, typed := range []string{value, strings.ToLower(value), strings.ReplaceAll(value, "-", " "), strings.NewReplacer("0", "O", "1", "l").Replace(value)} {
		good(t, l.CheckAnchor(l.ctx, l.office.ID, nine, typed))
	}
	for _, wrong := range []string{tomorrow, value[:len(value)-1], "", value[:5] + "0000-0000-0000-0000", "2460" + value[4:], "0900" + value[4:]} {
		refused(t, wrong, l.CheckAnchor(l.ctx, l.office.ID, nine, wrong), book.ErrAnchor)
	}
	other := *l
	other.keys = secret.Generate()
	b, _ := other.over(other.store)
	if _, err := b.Anchor(l.ctx, l.office.ID, nine); err == nil {
		t.Error("other keys made a value") // they do not even open the visits
	}
}

// A sheet printed in the afternoon stands for the afternoon: what happens in the
// evening does not make it wrong.
func TestAnAnchorOfTodaySaysUntilWhen(t *testing.T) {
	o := sample.Office()
	o.Zone = "Asia/Jayapura"
	l := enterWith(t, o, store.Options{})
	v := l.waiting(1)
	l.acts(1)
	l.clock.pass(90 * time.Second)
	value := l.anchor(l.clock.now())
	if value[:5] != "1101-" { // 02:00 UTC is 11:00 there
		t.Errorf("it reads %s", value)
	}
	l.do(v.ID, visit.Ask{})
	l.acts(1)
	l.clock.pass(time.Hour)
	good(t, l.CheckAnchor(l.ctx, l.office.ID, l.clock.now(), value))
	if now := l.anchor(l.clock.now()); now[5:] == value[5:] {
		t.Error("what was recorded since changes nothing")
	}
	l.tamper(book.KindVisit, v.ID, func(d *store.Doc, value map[string]any) { value["log"] = log(value)[:2] })
	refused(t, "the log cut", l.CheckAnchor(l.ctx, l.office.ID, l.clock.now(), value), book.ErrAnchor)
	if early := l.anchor(l.clock.now().AddDate(0, 0, 1)); early[:5] != "0000-" {
		t.Errorf("tomorrow reads %s", early)
	}
}

// What the chain alone does not show: a tail cut together with its facts, an
// older copy put back, a visit or the last acts gone. The day's anchor does.
func TestTheAnchorShowsWhatTheChainCannot(t *testing.T) {
	for name, attack := range map[string]func(l *lobby, v, old store.Doc){
		"the last entry cut off": func(l *lobby, v, _ store.Doc) {
			l.tamper(book.KindVisit, v.ID, func(d *store.Doc, value map[string]any) {
				value["log"] = log(value)[:3]
				d.Brief = []byte(strings.Replace(string(d.Brief), `"y":4`, `"y":3`, 1))
			})
		},
		"an older copy put back": func(l *lobby, v, old store.Doc) {
			old.Version = v.Version
			_, err := l.store.Put(l.ctx, old)
			good(l.t, err)
		},
		"the visit taken out": func(l *lobby, v, _ store.Doc) {
			good(l.t, l.store.Remove(l.ctx, v.Office, v.Kind, v.ID, v.Version))
		},
		"the last act taken out": func(l *lobby, _, _ store.Doc) {
			d := l.raw(book.KindAct, act(3))
			good(l.t, l.store.Remove(l.ctx, d.Office, d.Kind, d.ID, d.Version))
		},
		"all acts taken out": func(l *lobby, _, _ store.Doc) {
			for n := range 3 {
				d := l.raw(book.KindAct, act(n+1))
				good(l.t, l.store.Remove(l.ctx, d.Office, d.Kind, d.ID, d.Version))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := enter(t)
			id := l.waiting(1).ID
			l.waiting(2)
			l.acts(3)
			old := l.raw(book.KindVisit, id)
			l.do(id, visit.Ask{})
			l.clock.pass(24 * time.Hour)
			value, err := l.Anchor(l.ctx, l.office.ID, nine)
			good(t, err)
			good(t, l.CheckAnchor(l.ctx, l.office.ID, nine, value))
			printed, err := l.Heads(l.ctx, l.office.ID, nine, value)
			good(t, err)
			attack(l, l.raw(book.KindVisit, id), old)
			l.clean() // this is what the chain says of it
			now, err := l.Heads(l.ctx, l.office.ID, nine, value)
			good(t, err)
			if named := !strings.Contains(name, "act"); named != differs(printed, now, id) {
				t.Errorf("beside the sheet, the visit is named: %v\n%v\n%v", !named, printed, now)
			}
			refused(t, "the anchor", l.CheckAnchor(l.ctx, l.office.ID, nine, value), book.ErrAnchor)
		})
	}
}

// differs reports whether the ends of the logs differ in this visit, and in no other.
func differs(printed, now []book.Head, id string) bool {
	is := map[book.Head]bool{}
	for _, h := range now {
		is[h] = true
	}
	var odd []string
	for _, h := range printed {
		if !is[h] {
			odd = append(odd, h.Visit)
		}
	}
	return len(odd) == 1 && odd[0] == id
}
