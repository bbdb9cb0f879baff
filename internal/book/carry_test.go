package book_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// hers is an earlier visit of Anggrek, and the one for which she stands at the desk.
func (l *lobby) hers() (old, now visit.Visit) {
	l.t.Helper()
	old = l.visited(form("Anggrek Contohwati"), func(m *visit.Verify) { m.From = "Dinas Contoh" })
	l.clock.pass(24 * time.Hour)
	return old, l.again(form("Anggrek Contohwati"))
}

func (l *lobby) filled(v visit.Visit) visit.Verify {
	l.t.Helper()
	m, _, err := l.Filled(l.ctx, l.officer(), v)
	good(l.t, err)
	return m
}

// The last four digits of the card open its earlier record, for this officer and for
// half an hour; the check-in tells where its document came from.
func TestTheDigitsCarryADocumentOver(t *testing.T) {
	l := enter(t)
	old, now := l.hers()
	if m := l.filled(now); m.Carried != "" || m.Number != "" {
		t.Fatalf("filled in before anything was compared: %+v", m)
	}
	good(t, l.CarryOver(l.ctx, l.officer(), now.ID, old.ID, " 00 01 "))
	m, when, err := l.Filled(l.ctx, l.officer(), now)
	good(t, err)
	want := visit.Verify{Document: identity.KTP, Number: "6203995508850001", Name: "Anggrek Contohwati", Sex: identity.Female, Origin: "masyarakat", From: "Dinas Contoh", Carried: old.ID}
	a, _ := json.Marshal(m)
	if b, _ := json.Marshal(want); string(a) != string(b) || !when.Equal(old.Facts.ArrivedAt) {
		t.Errorf("filled in with %s of %v", a, when)
	}
	if acts := l.allActs(); len(acts) != 1 || acts[0].What != book.ActCarry || acts[0].On != old.ID || acts[0].By != "piket" || acts[0].Done != "done" {
		t.Errorf("on record: %+v", acts)
	}
	good(t, l.CarryOver(l.ctx, l.officer(), now.ID, old.ID, "0001"))
	if n := len(l.allActs()); n != 1 {
		t.Errorf("the same form again is another act: %d", n)
	}
	card := verification(3)
	card.Carried = "whatever a caller says"
	s := l.officer()
	v := l.doAs(s, now.ID, card)
	if v.Facts.Carried != old.ID || !strings.Contains(v.Last().Details, old.ID) {
		t.Errorf("carried %q, log %s", v.Facts.Carried, v.Last().Details)
	}
	if v = l.doAs(s, now.ID, card); len(v.Log) != 3 { // sent again
		t.Errorf("%d entries", len(v.Log))
	}
	for _, d := range []store.Doc{l.raw(book.KindCarry, now.ID), l.raw(book.KindVisit, now.ID)} {
		if text := string(d.Body) + string(d.Brief) + strings.Join(d.Tags, " "); strings.Contains(text, old.ID) || strings.Contains(text, "0001") {
			t.Errorf("%s lies open: %s", d.Kind, text)
		}
	}
	l.clean()
}

// A match fills in nothing for somebody else, later, or for the next state.
func TestAMatchIsForOneOfficerAndHalfAnHour(t *testing.T) {
	l := enter(t)
	old, now := l.hers()
	good(t, l.CarryOver(l.ctx, l.officer(), now.ID, old.ID, "0001"))
	if m, _, err := l.Filled(l.ctx, l.supervisor(), now); err != nil || m.Number != "" {
		t.Errorf("somebody else: %+v, %v", m, err)
	}
	if v := l.doAs(l.supervisor(), now.ID, verification(3)); v.Facts.Carried != "" {
		t.Errorf("somebody else's check-in was carried from %s", v.Facts.Carried)
	}
	if m := l.filled(l.visit(now.ID)); m.Number != "" {
		t.Error("filled in after the check-in")
	}
	_, now = l.hers()
	good(t, l.CarryOver(l.ctx, l.officer(), now.ID, old.ID, "0001"))
	l.clock.pass(30*time.Minute - time.Second)
	if m := l.filled(now); m.Number == "" {
		t.Error("not filled in within the half hour")
	}
	l.clock.pass(time.Second)
	if m := l.filled(now); m.Number != "" {
		t.Error("filled in after half an hour")
	}
}

// What changed since the page was made, or was never on it, answers like wrong digits;
// and what changes after the match fills in nothing.
func TestTheMatchIsAskedAgain(t *testing.T) {
	facts := func(change func(f map[string]any)) func(*store.Doc, map[string]any) {
		return func(_ *store.Doc, v map[string]any) { change(v["facts"].(map[string]any)) }
	}
	for _, c := range []struct {
		what   string
		change func(l *lobby, old, now visit.Visit)
	}{
		{"made confidential", func(l *lobby, old, _ visit.Visit) {
			l.tamper(book.KindVisit, old.ID, facts(func(f map[string]any) { f["confidential"] = true }))
		}},
		{"erased", func(l *lobby, old, _ visit.Visit) {
			l.tamper(book.KindVisit, old.ID, facts(func(f map[string]any) {
				f["guest"], f["document"] = map[string]any{"name": ""}, map[string]any{"kind": "ktp", "number": ""}
			}))
		}},
		{"a year has passed", func(l *lobby, old, _ visit.Visit) {
			l.tamper(book.KindVisit, old.ID, facts(func(f map[string]any) { f["arrivedAt"] = nine.AddDate(-1, 0, 0) }))
		}},
		{"the present guest has another phone", func(l *lobby, _, now visit.Visit) {
			l.tamper(book.KindVisit, now.ID, facts(func(f map[string]any) { delete(f["guest"].(map[string]any), "phone") }))
		}},
	} {
		for _, after := range []bool{false, true} {
			l := enter(t)
			old, now := l.hers()
			if after {
				good(t, l.CarryOver(l.ctx, l.officer(), now.ID, old.ID, "0001"))
			}
			c.change(l, old, now)
			if after {
				if m := l.filled(l.visit(now.ID)); m.Number != "" || m.Name != "" {
					t.Errorf("%s after the match: filled in %+v", c.what, m)
				}
			}
			refused(t, c.what, l.CarryOver(l.ctx, l.officer(), now.ID, old.ID, "0001"), book.ErrNotSame)
		}
	}
	l := enter(t)
	old, now := l.hers()
	other := l.visited(func() visit.Register { m := form("Melur Contohsari"); m.Phone = "081200000009"; return m }())
	for what, id := range map[string]string{"another guest's": other.ID, "nobody's": "ZZZZ", "none": "", "her present one": now.ID} {
		refused(t, what, l.CarryOver(l.ctx, l.officer(), now.ID, id, "0001"), book.ErrNotSame)
	}
	for _, digits := range []string{"", "001", "00001", "000a", "٠٠٠١", "0001 0001"} {
		refused(t, digits, l.CarryOver(l.ctx, l.officer(), now.ID, old.ID, digits), book.ErrFourDigits)
	}
	if n, err := l.TriesLeft(l.ctx, "kapuas", now.ID); err != nil || n != 1 {
		t.Errorf("%d tries are left, %v", n, err)
	}
	gone := l.do(now.ID, visit.Withdraw{})
	refused(t, "gone again", l.CarryOver(l.ctx, l.officer(), gone.ID, old.ID, "0001"), visit.ErrState)
	refused(t, "no visit", l.CarryOver(l.ctx, l.officer(), "ZZZZ", old.ID, "0001"), visit.ErrNotFound)
}

// Two processes, many forms at the same moment: five tries are compared, no more, and
// the right digits among the others open nothing any more.
func TestAVisitHasFiveTries(t *testing.T) {
	for range rounds(3) {
		l := enter(t)
		old, now := l.hers()
		other, _ := l.another()
		books := []*book.Book{l.Book, other}
		var told [book.MaxDigits + 1]atomic.Int32
		together(50, func(i int) {
			err := books[i%2].CarryOver(l.ctx, l.officer(), now.ID, old.ID, "9999")
			switch list := refusal.Of(err); {
			case list.Is(book.ErrNotSame):
				told[list[0].Args["n"].(int)].Add(1)
			case list.Is(book.ErrNoTries):
				told[0].Add(1)
			default:
				t.Error(err)
			}
		})
		for n := 1; n < book.MaxDigits; n++ {
			if told[n].Load() != 1 {
				t.Errorf("%d times it was said that %d tries are left", told[n].Load(), n)
			}
		}
		refused(t, "the right digits", l.CarryOver(l.ctx, l.officer(), now.ID, old.ID, "0001"), book.ErrNoTries)
		if m := l.filled(now); m.Number != "" {
			t.Error("filled in all the same")
		}
		next := l.again(form("Anggrek Contohwati"))
		good(t, l.CarryOver(l.ctx, l.officer(), next.ID, old.ID, "0001")) // another visit, other tries
	}
}

// No record of who opened it, no number.
func TestNothingIsCarriedWithoutARecord(t *testing.T) {
	l := enter(t)
	old, now := l.hers()
	b, _ := l.over(deaf{l.store})
	if err := b.CarryOver(l.ctx, l.officer(), now.ID, old.ID, "0001"); !errors.Is(err, book.ErrUnavailable) {
		t.Error(err)
	}
	if m := l.filled(now); m.Number != "" {
		t.Error("filled in without a record")
	}
}

// A day after the check-in nothing is left of the page; a visit that is still to be
// checked in keeps its tries.
func TestTriesAreKeptAsLongAsTheyCount(t *testing.T) {
	l := enter(t)
	old, now := l.hers()
	for _, digits := range []string{"1111", "2222"} {
		refused(t, digits, l.CarryOver(l.ctx, l.officer(), now.ID, old.ID, digits), book.ErrNotSame)
	}
	l.clock.pass(25 * time.Hour)
	l.RunJobs(l.ctx)
	if n, err := l.TriesLeft(l.ctx, "kapuas", now.ID); err != nil || n != 3 {
		t.Errorf("%d tries are left, %v", n, err)
	}
	l.do(now.ID, visit.Withdraw{})
	l.clock.pass(time.Hour)
	l.RunJobs(l.ctx)
	if _, err := l.store.Get(context.Background(), "kapuas", book.KindCarry, now.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("it is still there: %v", err)
	}
}
