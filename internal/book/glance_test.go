package book_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// glance is what a kiosk learns; tries of other tests do not count.
func (l *lobby) glance(text string) (book.Glance, error) {
	return l.Glance(l.ctx, l.guest(), secret.ID(), text)
}

// Each state of a visit, by everything its guest may hold in front of the kiosk.
func TestWhatAKioskIsTold(t *testing.T) {
	l := enter(t)
	ahead := form("Anggrek Contohwati")
	ahead.Day = "2026-11-25"
	take := verification(5)
	take.Items = []visit.TakenItem{{What: "Ponsel", Locker: "3"}, {What: "Tas"}}
	seen := verification(6)
	seen.Seen, seen.SeenWhy = true, "KTP digital"
	asked := l.waiting(1)
	l.do(asked.ID, visit.Ask{})
	lost := l.meeting(7)
	l.doAs(l.officer(), lost.ID, visit.Lose{Reason: "Jatuh di parkiran", Supervisor: "atasan"})
	for _, c := range []struct {
		what string
		v    visit.Visit
		want book.Glance
	}{
		{"for today", l.register(form("Anggrek Contohwati")), book.Glance{Stand: book.StandToday}},
		{"for another day", l.register(ahead), book.Glance{Stand: book.StandOtherDay, Day: "2026-11-25"}},
		{"arrived", l.arrived("Anggrek Contohwati"), book.Glance{Stand: book.StandArrived}},
		{"waiting", l.waiting(2), book.Glance{Stand: book.StandWaiting, Badge: true, Card: true}},
		{"asked", l.visit(asked.ID), book.Glance{Stand: book.StandAsked, Badge: true, Card: true}},
		{"meeting", l.meeting(3), book.Glance{Stand: book.StandMeeting, Badge: true, Card: true}},
		{"things in custody", l.do(l.arrived("Anggrek Contohwati").ID, take), book.Glance{Stand: book.StandWaiting, Badge: true, Card: true, Items: 2}},
		{"stepped out, the card along", l.do(l.meeting(8).ID, visit.Out{Back: []string{visit.CardKey}}), book.Glance{Stand: book.StandOut}},
		{"stepped out, the card still held", l.do(l.waiting(10).ID, visit.Out{}), book.Glance{Stand: book.StandOut, Card: true}},
		{"the badge is lost", l.visit(lost.ID), book.Glance{Stand: book.StandMeeting, Card: true}},
	} {
		texts := []string{
			"http://tamu.contoh/t/kapuas." + c.v.Ticket, "HTTPS://TAMU.CONTOH/T/KAPUAS." + c.v.Ticket + "/", c.v.Ticket, strings.ToLower(c.v.Ticket),
			c.v.Code, c.v.Code[:3] + "-" + c.v.Code[3:], strings.ToLower(c.v.Code[:3]) + " " + c.v.Code[3:],
			strings.NewReplacer("0", "o", "1", "l").Replace(c.v.Code), strings.NewReplacer("0", "O", "1", "I").Replace(c.v.Code),
		}
		if token := l.visit(c.v.ID).Facts.Badge.Token; token != "" {
			texts = append(texts, "https://tamu.contoh/b/kapuas."+token)
		}
		for _, text := range texts {
			if got, err := l.glance(text); err != nil || got != c.want {
				t.Errorf("%s by %q: %+v, %v; want %+v", c.what, text, got, err, c.want)
			}
		}
		before := l.visit(c.v.ID)
		if after := l.visit(c.v.ID); len(after.Log) != len(before.Log) {
			t.Errorf("%s: looking wrote", c.what)
		}
	}
	if v := l.do(l.arrived("Bima Umpamanto").ID, seen); v.Facts.Card.Held {
		t.Error("the card was taken")
	} else if got, err := l.glance(v.Code); err != nil || got.Card || !got.Badge {
		t.Errorf("a card that was only seen is to be collected: %+v, %v", got, err)
	}
}

// A glance has no room for anything that says who the guest is.
func TestAGlanceNamesNobody(t *testing.T) {
	l := enter(t)
	m := form("Kenanga Rahasiawati")
	m.Note, m.Letter = "Kata-kata sendiri", "B-777/O.2.12"
	v := l.do(l.register(m).ID, visit.Arrive{})
	l.do(v.ID, verification(9))
	g, err := l.glance(v.Code)
	good(t, err)
	text, err := json.Marshal(g)
	good(t, err)
	for _, no := range []string{"enanga", "ANGGREK", "0812", "8120000", "6203", "pidum", "galih", "bertemu", "B-777", "sendiri", v.ID, v.Ticket, v.Code, `9`} {
		if strings.Contains(string(text), no) {
			t.Errorf("%s holds %q", text, no)
		}
	}
}

// What is over, what never was and what is another office's are one refusal.
func TestWhatAKioskIsNotTold(t *testing.T) {
	l := enter(t)
	left := l.do(l.meeting(1).ID, everything)
	gone := l.doAs(l.guest(), l.register(form("Anggrek Contohwati")).ID, visit.Cancel{})
	sent := l.do(l.arrived("Anggrek Contohwati").ID, visit.Refuse{Reason: "Membawa pisau"})
	late := l.register(form("Anggrek Contohwati"))
	now := l.waiting(2)
	old := l.visit(now.ID).Facts.Badge.Token
	l.do(now.ID, visit.Print{Reason: "Macet", Token: secret.Token()})
	for what, text := range map[string]string{
		"left": left.Code, "left, by ticket": left.Ticket, "left, by badge": "https://x.contoh/b/kapuas." + left.Facts.Badge.Token,
		"cancelled": gone.Code, "refused": sent.Ticket, "unknown": "000000", "unknown token": secret.Token(),
		"another office": "https://x.contoh/t/pulangpisau." + now.Ticket, "another's QR": "https://contoh.example/menu?meja=12",
		"a reprinted badge": old, "a badge number": "T-002 ANGGREK CONTOHWATI", "a name": "ANGGREK CONTOHWATI", "a phone number": "+62 812 0000 0001",
	} {
		_, err := l.glance(text)
		refused(t, what, err, book.ErrGlanceUnknown)
	}
	for _, text := range []string{"", " ", "K7P", "K7P-4M", "K7P-4M2X", "T-002", "K7P4U2"} {
		_, err := l.glance(text)
		refused(t, text, err, book.ErrGlanceText)
	}
	l.clock.pass(24 * time.Hour)
	_, err := l.glance(late.Code)
	refused(t, "yesterday's", err, book.ErrGlanceUnknown)
}

// A short code is unique among open visits alone: an open one is meant.
func TestAnOpenVisitIsPreferred(t *testing.T) {
	l := enter(t)
	open := l.register(form("Anggrek Contohwati"))
	ahead := form("Bakung Contohwati")
	ahead.Day = "2026-11-30"
	past := l.doAs(l.guest(), l.register(ahead).ID, visit.Cancel{}) // newer, by its day
	l.tamper(book.KindVisit, past.ID, func(d *store.Doc, _ map[string]any) { d.Tags = append(d.Tags, "code:"+open.Code) })
	if f := l.find(open.Code); f.Outcome != book.FoundCancelled {
		t.Fatalf("the older one is found anyway, so this shows nothing: %s", f.Outcome)
	}
	if g, err := l.glance(open.Code); err != nil || g.Stand != book.StandToday {
		t.Errorf("%+v, %v", g, err)
	}
}

// Five unknown codes, then the desk: a known one is refused in the same words, and ten
// minutes later it is told again. Known codes and slips of the finger do not count.
func TestFiveTries(t *testing.T) {
	l := enter(t)
	v := l.register(form("Anggrek Contohwati"))
	ask := func(kiosk, text string) error {
		_, err := l.Glance(l.ctx, l.guest(), kiosk, text)
		return err
	}
	for i := range 5 {
		good(t, ask("lobi", v.Code))
		refused(t, "a slip", ask("lobi", "K7P"), book.ErrGlanceText)
		if l.GlanceRests("lobi") {
			t.Fatalf("resting after %d", i)
		}
		refused(t, "a guess", ask("lobi", fmt.Sprintf("00000%d", i)), book.ErrGlanceUnknown)
		l.clock.pass(time.Minute)
	}
	known, unknown := ask("lobi", v.Code), ask("lobi", "000009")
	refused(t, "the sixth", unknown, book.ErrGlanceOften)
	refused(t, "the sixth, though it is known", known, book.ErrGlanceOften)
	if refusal.Of(known).Error() != refusal.Of(unknown).Error() || !l.GlanceRests("lobi") {
		t.Errorf("%v and %v", known, unknown)
	}
	good(t, ask("samping", v.Code)) // another kiosk's guests are not to blame
	l.clock.pass(5 * time.Minute)   // ten since the first
	good(t, ask("lobi", v.Code))
	refused(t, "a guess again", ask("lobi", "000009"), book.ErrGlanceUnknown)
	refused(t, "and one too many", ask("lobi", v.Code), book.ErrGlanceOften)
}

// Many guesses at once are not more than one after the other.
func TestRaceOfGuesses(t *testing.T) {
	l := enter(t)
	for range rounds(5) {
		kiosk := secret.ID()
		errs := make([]error, 20)
		together(20, func(i int) { _, errs[i] = l.Glance(l.ctx, l.guest(), kiosk, "000000") })
		if unknown, often := count(errs, book.ErrGlanceUnknown), count(errs, book.ErrGlanceOften); unknown != 5 || often != 15 {
			t.Fatalf("%d looked up, %d refused", unknown, often)
		}
	}
}

// reads counts what is asked of the store.
type reads struct {
	store.Store
	n int
}

func (r *reads) Scan(ctx context.Context, office string, q store.Query) ([]store.Doc, store.Cursor, error) {
	r.n++
	return r.Store.Scan(ctx, office, q)
}

func (r *reads) Get(ctx context.Context, office, kind, id string) (store.Doc, error) {
	r.n++
	return r.Store.Get(ctx, office, kind, id)
}

// What is known, over and unknown is read in as many steps.
func TestAGlanceTakesOnePath(t *testing.T) {
	l := enter(t)
	open, gone := l.register(form("Anggrek Contohwati")), l.do(l.meeting(1).ID, everything)
	r := &reads{Store: l.store}
	b, _ := l.over(r)
	steps := func(text string) int {
		_, _ = b.Glance(l.ctx, l.guest(), secret.ID(), text) // what the book remembers is read once
		r.n = 0
		_, _ = b.Glance(l.ctx, l.guest(), secret.ID(), text)
		return r.n
	}
	if a, b, c := steps(open.Code), steps(gone.Code), steps("000000"); a != b || b != c || a == 0 {
		t.Errorf("by code: %d, %d, %d reads", a, b, c)
	}
	badge := gone.Facts.Badge.Token
	if a, b, c, d := steps(open.Ticket), steps(gone.Ticket), steps(badge), steps(secret.Token()); a != b || b != c || c != d || a == 0 {
		t.Errorf("by QR: %d, %d, %d, %d reads", a, b, c, d)
	}
}

// A store that is away costs no try.
func TestAnAwayStoreIsNoGuess(t *testing.T) {
	l := enter(t)
	v := l.register(form("Anggrek Contohwati"))
	good(t, l.store.Close())
	for range 8 {
		if _, err := l.Glance(l.ctx, l.guest(), "lobi", v.Code); err == nil || refusal.Of(err) != nil {
			t.Fatalf("%v", err)
		}
	}
	if l.GlanceRests("lobi") {
		t.Error("the kiosk rests")
	}
}
