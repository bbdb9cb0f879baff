package book_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/sample"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/store/opentest"
	"bukutamu/internal/visit"
)

// nine is 09:00 in Kapuas on a Monday.
var nine = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

const today = "2026-11-23"

// clock stands still until a test sets it.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = t
}

func (c *clock) pass(d time.Duration) { c.set(c.now().Add(d)) }

// heard collects what the feed told.
type heard struct {
	mu  sync.Mutex
	all []string
}

func (h *heard) tell(_, kind, id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.all = append(h.all, kind+" "+id)
}

// since gives what was told after the call before, and forgets it.
func (h *heard) since() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := h.all
	h.all = nil
	return out
}

// lobby is a book on a real database, in the demo's office, at nine o'clock.
type lobby struct {
	*book.Book
	t      testing.TB
	ctx    context.Context
	folder string
	store  store.Store
	keys   *secret.Keys
	clock  *clock
	feed   *heard
	office office.Office
}

func enter(t testing.TB) *lobby { return enterWith(t, sample.Office(), store.Options{}) }

func enterWith(t testing.TB, o office.Office, options store.Options) *lobby {
	t.Helper()
	l := &lobby{t: t, ctx: context.Background(), folder: t.TempDir(), keys: secret.Generate(), clock: &clock{at: nine}, office: o}
	l.openStore(options)
	if _, err := l.BeginSetup(l.ctx); err != nil {
		t.Fatal(err)
	}
	if err := l.SetupOffice(l.ctx, o); err != nil {
		t.Fatal(err)
	}
	var err error
	if l.office, err = l.Home(l.ctx); err != nil {
		t.Fatal(err)
	}
	l.feed.since()
	return l
}

// openStore opens the folder's database and a book over it.
func (l *lobby) openStore(options store.Options) {
	l.t.Helper()
	options.Now = l.clock.now
	l.store = opentest.Open(l.t, l.folder, options)
	l.Book, l.feed = l.another()
}

// another is a second process's book over the same store.
func (l *lobby) another() (*book.Book, *heard) { return l.over(l.store) }

func (l *lobby) over(s store.Store) (*book.Book, *heard) {
	h := &heard{}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	return book.New(book.Config{Store: s, Keys: l.keys, Now: l.clock.now, Log: log, Changed: h.tell}), h
}

// stamp is an act of its own by somebody who saw whatever there was.
func (l *lobby) stamp(by string, roles ...account.Role) account.Stamp {
	return account.Stamp{At: l.clock.now(), Office: l.office.ID, By: by, Roles: roles, Device: "Meja depan", Act: secret.Nonce(), Seen: account.SeenAny}
}

func (l *lobby) officer() account.Stamp    { return l.stamp("piket", account.Officer) }
func (l *lobby) supervisor() account.Stamp { return l.stamp("atasan", account.Supervisor) }
func (l *lobby) guest() account.Stamp      { return l.stamp(account.ByGuest, account.Guest) }
func (l *lobby) admin() account.Stamp      { return l.stamp("admin", account.Admin) }

// saw is the officer's stamp with the last entry that the page showed.
func (l *lobby) saw(v visit.Visit) account.Stamp {
	s := l.officer()
	s.Seen = v.Seen()
	return s
}

// form is a registration at the kiosk that has nothing wrong with it.
func form(name string, companions ...string) visit.Register {
	return visit.Register{
		Purpose: "bertemu", Host: "galih-misal", Name: name, Salute: visit.Ibu, Phone: "0812 0000 0001",
		Companions: companions, Weapon: "no", Read: true, Source: visit.AtKiosk, Lang: "id",
	}
}

// verification takes the card into the pocket of the badge's number.
func verification(badge int) visit.Verify {
	return visit.Verify{
		Document: identity.KTP, Number: "6203995508850001", Name: "ANGGREK CONTOHWATI", Sex: identity.Female, Origin: "masyarakat",
		PhotoWhy: "Kamera rusak", Screening: visit.Nothing, Badge: badge, Unit: "pidum", Host: "galih-misal",
	}
}

func (l *lobby) register(m visit.Register) visit.Visit {
	l.t.Helper()
	v, made, err := l.Register(l.ctx, l.guest(), m)
	if err != nil || !made {
		l.t.Fatalf("register: made %v, %v", made, err)
	}
	return v
}

// do makes a move that must not be refused.
func (l *lobby) do(id string, m visit.Move) visit.Visit {
	l.t.Helper()
	return l.doAs(l.officer(), id, m)
}

func (l *lobby) doAs(s account.Stamp, id string, m visit.Move) visit.Visit {
	l.t.Helper()
	v, err := l.Move(l.ctx, s, id, m)
	if err != nil {
		l.t.Fatalf("%s: %v", visit.Name(m), err)
	}
	return v
}

func (l *lobby) arrived(name string, companions ...string) visit.Visit {
	l.t.Helper()
	return l.do(l.register(form(name, companions...)).ID, visit.Arrive{})
}

func (l *lobby) waiting(badge int) visit.Visit {
	l.t.Helper()
	return l.do(l.arrived("Anggrek Contohwati").ID, verification(badge))
}

func (l *lobby) meeting(badge int) visit.Visit {
	l.t.Helper()
	v := l.waiting(badge)
	l.do(v.ID, visit.Ask{})
	l.do(v.ID, visit.Answer{Reply: visit.Accepted})
	return l.do(v.ID, visit.Escort{By: "elang-umpamanto", Room: "Ruang 2.04"})
}

// everything is back.
var everything = visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey, "1", "2"}}

// visit reads a visit as it stands.
func (l *lobby) visit(id string) visit.Visit {
	l.t.Helper()
	v, err := l.Visit(l.ctx, l.office.ID, id)
	if err != nil {
		l.t.Fatal(err)
	}
	return v
}

// refused checks that err is exactly this one refusal and gives it.
func refused(t testing.TB, what string, err error, want *refusal.Refusal) *refusal.Refusal {
	t.Helper()
	got := refusal.Of(err)
	if len(got) != 1 || got[0].Key != want.Key {
		t.Errorf("%s: %v, want %s", what, err, want.Key)
		return &refusal.Refusal{}
	}
	return got[0]
}

// good fails the test on an error.
func good(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// clean checks the whole store.
func (l *lobby) clean() {
	l.t.Helper()
	if _, err := l.Check(l.ctx); err != nil {
		l.t.Errorf("the book is not clean: %v", err)
	}
}

// raw is a document as it lies in the store.
func (l *lobby) raw(kind, id string) store.Doc {
	l.t.Helper()
	d, err := l.store.Get(l.ctx, l.office.ID, kind, id)
	if err != nil {
		l.t.Fatal(err)
	}
	return d
}

// count counts the errors that match.
func count(all []error, want error) int {
	n := 0
	for _, err := range all {
		if want == nil && err == nil || want != nil && errors.Is(err, want) {
			n++
		}
	}
	return n
}

func ids(rows []store.Row[book.Line]) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

func names(rows []store.Row[book.Line]) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Brief.Name)
	}
	slices.Sort(out)
	return out
}
