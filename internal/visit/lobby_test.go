package visit_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/visit"
)

// lobby is what the walk knows apart from the program: which badge is on whom,
// whose card lies in which pocket, and whose things stand in the lockers.
type lobby struct {
	badge  map[int]string  // number → visit that has the badge
	pocket map[int]string  // number → visit whose card lies there
	items  map[string]bool // "visit/item" in custody
	visits map[string]visit.Visit
	kept   map[string]visit.Visit // the same, sharing nothing
	word   map[string]bool        // "visit/thing" that somebody said, with a reason, is lost or stays behind
	order  []string
	now    time.Time
	acts   int
	dice   *rand.Rand
	seen   map[string]int // how often what happened, so that the walk proves that it went somewhere
}

// took is the claim of the store: a number that another visit takes is refused.
func (l *lobby) took(id string, n int) bool {
	for _, other := range l.order {
		if other != id && n > 0 && l.visits[other].Facts.TakesNumber() == n {
			return true
		}
	}
	return false
}

func (l *lobby) add(t fataler, v visit.Visit) {
	if _, ok := l.visits[v.ID]; !ok {
		l.order = append(l.order, v.ID)
	}
	l.visits[v.ID], l.kept[v.ID] = v, frozen(t, v)
}

// unchanged checks that v is still what it was.
func (l *lobby) unchanged(t *rapid.T, what string, v visit.Visit) {
	if was := l.kept[v.ID]; !reflect.DeepEqual(was, v) {
		t.Fatalf("%s:\n%s", what, cmp.Diff(was, v))
	}
}

// register brings a new guest, some with companions, while there are few.
func (l *lobby) register(t *rapid.T) {
	if len(l.live()) >= 7 {
		return
	}
	l.throw(t)
	m := registration()
	m.ID = fmt.Sprintf("v%d", l.acts)
	if l.yes(70) {
		m.Companions = nil
	}
	v, err := visit.Do(visit.Visit{}, m, stamp(account.Guest, l.now), kapuas)
	if err != nil {
		t.Fatal(err)
	}
	l.add(t, v)
}

// live are the visits that still go on or hold something.
func (l *lobby) live() []string {
	var out []string
	for _, id := range l.order {
		if f := l.visits[id].Facts; f.State.Open() || f.Holds() {
			out = append(out, id)
		}
	}
	return out
}

// pick is such a visit, and now and then any other.
func (l *lobby) pick() visit.Visit {
	live := l.live()
	if len(live) == 0 || l.yes(3) {
		live = l.order
	}
	return l.visits[oneOf(l, live)]
}

// throw makes the dice of one step. Rapid draws small numbers and the first of a
// list more often, which is good for single values and bad for choosing moves,
// so it draws the seed alone.
func (l *lobby) throw(t *rapid.T) {
	l.acts++
	l.dice = rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "dice"), uint64(l.acts)))
}

func (l *lobby) yes(percent int) bool { return l.dice.IntN(100) < percent }

func oneOf[T any](l *lobby, of []T) T { return of[l.dice.IntN(len(of))] }

// some is a part of the list, most often all of it.
func (l *lobby) some(all ...string) []string {
	if l.yes(60) {
		return all
	}
	var out []string
	for _, s := range all {
		if l.yes(50) {
			out = append(out, s)
		}
	}
	return out
}

// any is a move of the table, filled in as people fill forms: mostly well.
func (l *lobby) any(v visit.Visit) visit.Move {
	reason := oneOf(l, []string{"", "Alasan", "Alasan", "Alasan"})
	var names []string
	for _, r := range visit.Moves {
		if r.From == nil {
			continue
		}
		names = append(names, r.Name)
		more := 20 // what the state allows comes up more often, unless it ends the visit early
		if !slices.Contains(r.From, v.Facts.State) || slices.Contains([]string{"withdraw", "refuse", "cancel", "expire", "close"}, r.Name) {
			more = 0
		}
		for range more {
			names = append(names, r.Name)
		}
	}
	things := []string{"badge", "card", "1", "2"}
	for i := 3; i <= len(v.Facts.Items); i++ {
		things = append(things, strconv.Itoa(i))
	}
	switch name := oneOf(l, names); name {
	case "arrive":
		return visit.Arrive{}
	case "here":
		return visit.Here{All: l.yes(50), Who: []string{"1"}, Inside: l.yes(50)}
	case "verify":
		m := visit.Verify{Document: identity.Other, Name: "Anggrek Contoh", Photo: true, Screening: visit.Nothing, Badge: l.dice.IntN(7), Unit: "pidum", Host: "melati", Ask: l.yes(70)}
		m.Seen, m.SeenWhy = l.yes(20), reason
		for i := range l.dice.IntN(3) {
			m.Items = append(m.Items, visit.TakenItem{What: fmt.Sprintf("Barang %d", i+1)})
		}
		return m
	case "custody":
		return visit.Custody{What: oneOf(l, []string{"", "Ponsel", "Tas"})}
	case "exchange":
		return visit.Exchange{Was: v.Facts.Badge.Number, Badge: l.dice.IntN(7), Old: oneOf(l, []visit.Outcome{visit.Whole, visit.Whole, visit.BadgeDamaged}), Token: "t"}
	case "correct":
		keys := []string{visit.KeyName, visit.KeyNote, visit.KeyFrom, visit.KeyConfidential, visit.KeyUnit, visit.KeyCompanion(1)}
		return visit.Correct{Fields: []visit.Corrected{{Key: oneOf(l, keys), To: oneOf(l, []string{"", "1", "Anggrek Contoh", "Contoh Anggrek", "pidum"})}}, Reason: reason}
	case "print":
		return visit.Print{Reason: reason, Token: "t"}
	case "receipt":
		return visit.PrintReceipt{}
	case "ticket":
		return visit.PrintTicket{}
	case "ask":
		return visit.Ask{}
	case "answer":
		return visit.Answer{Reply: oneOf(l, visit.Replies), Minutes: 5, Host: oneOf(l, []string{"melati", "kenanga"})}
	case "escort":
		return visit.Escort{By: "satria"}
	case "reschedule":
		return visit.Reschedule{Day: oneOf(l, []string{"", today, "2026-11-24", "2026-11-25"})}
	case "transfer":
		return visit.Transfer{Host: oneOf(l, []string{"melati", "kenanga"}), Reason: reason}
	case "out":
		return visit.Out{Back: l.some(things...)}
	case "in":
		return visit.In{Taken: l.some(things...)}
	case "lose":
		return visit.Lose{Reason: reason, Supervisor: "atasan"}
	case "leave":
		return visit.Leave{Back: l.some(things...), Behind: l.some(things...), Reason: reason, Damaged: l.yes(10), Ending: oneOf(l, []visit.Ending{"", "", visit.Met, visit.Rescheduled})}
	case "close":
		return visit.Close{Reason: reason}
	case "return":
		return visit.Return{Back: l.some(things...)}
	case "retire":
		return visit.Retire{Reason: reason}
	case "entered":
		return visit.Entered{Record: reason}
	case "withdraw":
		return visit.Withdraw{Reason: reason}
	case "refuse":
		return visit.Refuse{Reason: reason}
	case "cancel":
		return visit.Cancel{Reason: reason}
	case "expire":
		return visit.Expire{}
	case "undo":
		return visit.Undo{}
	default:
		panic("the walk does not know " + name)
	}
}

// stamp is somebody who may well make the move.
func (l *lobby) stamp(v visit.Visit, m visit.Move) account.Stamp {
	r, _ := visit.Find(visit.Name(m))
	role := oneOf(l, r.By)
	if l.yes(10) {
		role = oneOf(l, everybody)
	}
	s := stamp(role, l.now)
	s.Act = fmt.Sprintf("act-%d", l.acts)
	switch s.Seen = v.Seen(); {
	case l.yes(10):
		s.Seen = max(v.Seen()-1, 0)
	case l.yes(20):
		s.Seen = account.SeenAny
	}
	if l.yes(10) {
		s.By += ".2"
	}
	if l.yes(5) && v.Seen() > 0 {
		s.Act = v.Last().Act
	}
	return s
}
