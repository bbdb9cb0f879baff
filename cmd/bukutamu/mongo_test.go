package main

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/live"
	"bukutamu/internal/secret"
	"bukutamu/internal/store/mongo"
	"bukutamu/internal/store/mongo/mongotest"
	"bukutamu/internal/visit"
)

// From an empty database to the first printed badge and out again, on MongoDB; every query on the
// way is served by a declared index.
func TestTheRoadOnMongo(t *testing.T) {
	front := mongotest.Before(t)
	var mu sync.Mutex
	by := map[string]int{}
	front.Judge(mongo.Indexes(), func(index string, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			t.Error(err)
		}
		by[index]++
	})
	h := open(t, Settings{Data: t.TempDir(), Store: mongotest.At(t, front.Address())})
	desk := freshOffice(t, h)
	code := codeOf(t, takeTicket(h.guest(t), "Melur Contohwati"))
	straightRoad(t, h, desk, code, "Melur Contohwati")
	if _, err := h.Book.Catch(t.Context(), h.Book.Now()); err != nil { // the road may end before the first regular look
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	for _, name := range []string{"_id", "claim", "tag", "time", "changed"} {
		if by[name] == 0 {
			t.Errorf("no query used the index %s: %v", name, by)
		}
	}
	t.Logf("queries by index: %v", by)
}

// mongoOffice makes the demo's office without its ninety days, which the test server would search
// through at every question, and gives the folder of its keys.
func mongoOffice(t testing.TB, uri string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	c := consoleOf(t, folder, uri)
	c.settings.DemoPassword = password
	b, d, _, err := c.openBook(t.Context(), true, newClock(nine).now, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	o, err := c.newDemo(b)
	if err == nil {
		_, err = c.demoPasswords(b, o)
	}
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// process is one of several on one database: it has a folder of its own and the others' keys.
func process(t testing.TB, uri, keys string) *house {
	t.Helper()
	return open(t, Settings{Data: t.TempDir(), Keys: filepath.Join(keys, "keys"), Store: uri})
}

// Two servers on one database are one office: a session of one is good at the other, each hears of
// the other's acts within two seconds, one badge has one holder, a job runs once.
func TestSeveralProcesses(t *testing.T) {
	uri := mongotest.Database(t)
	keys := mongoOffice(t, uri)
	one, two := process(t, uri, keys), process(t, uri, keys)

	desk := signIn(t, one, "piket")
	desk.Base = two.Staff // cookies know no port
	if page := desk.Get("/").Want(200); !page.Has("textbox", "Pindai QR, ketik kode, nama, atau nomor ponsel") {
		t.Fatalf("a session of one is nothing at the other: %s", page.Text())
	}

	o := stampOf(one).Office
	heard, err := two.hub.Subscribe(o, live.Who{Session: "test", Address: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer heard.Close()
	v, _ := ticketed(t, one, "Melur Contohwati")
	said := time.Now()
	for e := range heard.C {
		if e.ID == v.ID {
			break
		}
	}
	if took := time.Since(said); took > 2*time.Second {
		t.Errorf("the other heard of it after %v", took)
	} else {
		t.Logf("the other heard of a registration after %v", took)
	}

	rounds := 5
	if mongotest.Real() {
		rounds = 50
	}
	for range rounds {
		badge := freeBadge(t, one)
		ids := []string{arrivedAt(t, one, "Mawar Contohwati"), arrivedAt(t, two, "Teratai Contohwati")}
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, h := range []*house{one, two} {
			both.Go(func() {
				m := visit.Verify{Document: identity.KTP, Number: nik, Name: "Tamu Contohwati", Sex: identity.Female, Screening: visit.Nothing,
					Badge: badge, Unit: "pidum", PhotoWhy: "Kamera rusak"}
				_, errs[i] = h.Book.Move(t.Context(), deskStamp(h), ids[i], m)
			})
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), visit.ErrBadgeTaken) {
			t.Fatalf("badge %d: %v and %v", badge, errs[0], errs[1])
		}
		for i, h := range []*house{one, two} { // fifty rounds would use up the office's badges
			if errs[i] != nil {
				continue
			}
			if _, err := h.Book.Move(t.Context(), deskStamp(h), ids[i], visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}}); err != nil {
				t.Fatal(err)
			}
		}
	}

	late, _ := ticketed(t, one, "Kenanga Contohwati")
	for _, h := range []*house{one, two} {
		h.clock.forward(3 * 24 * time.Hour)
	}
	var both sync.WaitGroup
	for _, h := range []*house{one, two} {
		both.Go(func() { h.Book.RunJobs(t.Context()) })
	}
	both.Wait()
	got, err := two.Book.Visit(t.Context(), o, late.ID)
	if err != nil || got.Facts.State != visit.Expired || len(got.Log) != 2 {
		t.Errorf("expired by two processes: %s with %d entries, %v", got.Facts.State, len(got.Log), err)
	}
}

// deskStamp is an act of its own by the duty officer.
func deskStamp(h *house) account.Stamp {
	s := stampOf(h)
	s.Act, s.Device = secret.Nonce(), "Meja depan"
	return s
}

// arrivedAt is a guest who stands at that desk.
func arrivedAt(t testing.TB, h *house, name string) string {
	t.Helper()
	v, _ := ticketed(t, h, name)
	if _, err := h.Book.Move(t.Context(), deskStamp(h), v.ID, visit.Arrive{}); err != nil {
		t.Fatal(err)
	}
	return v.ID
}

// One process loses the database in the middle of an act that touches several visits: the other
// goes on, and nothing is lost or double.
func TestAProcessThatDiesInTheMiddleOfAnAct(t *testing.T) {
	front := mongotest.Before(t)
	uri := mongotest.At(t, front.Address())
	keys := mongoOffice(t, uri)
	dying, other := process(t, uri, keys), process(t, mongotest.Beside(t, uri), keys)
	code := codeOf(t, takeTicket(dying.guest(t), "Melur Contohwati", "Bima Umpamanto", "Cakra Misalnya"))
	found, err := other.Book.Find(t.Context(), deskStamp(other), code)
	if err != nil {
		t.Fatal(err)
	}
	lead := found.Visit.ID
	if _, err := dying.Book.Move(t.Context(), deskStamp(dying), lead, visit.Arrive{}); err != nil {
		t.Fatal(err)
	}
	updates := 0
	front.Break(func(name string) mongotest.Act { // the lead is written, the companions are not
		if name == "update" {
			updates++
		}
		return mongotest.Act{Lose: updates > 0 && name == "insert"}
	})
	if _, err := dying.Book.Move(t.Context(), deskStamp(dying), lead, visit.Here{All: true}); err == nil {
		t.Fatal("nothing was cut: this test cannot fail")
	}
	v, err := other.Book.Visit(t.Context(), stampOf(other).Office, lead)
	if err != nil {
		t.Fatal(err)
	}
	party, err := other.Book.Party(t.Context(), stampOf(other).Office, v)
	if err != nil || len(party) != 3 {
		t.Fatalf("the other process finds %d of the party, %v", len(party), err)
	}
	front.Break(nil)
	if again, err := dying.Book.Party(t.Context(), stampOf(other).Office, v); err != nil || len(again) != 3 {
		t.Errorf("back again: %d, %v", len(again), err)
	}
	if n, err := other.Book.Check(t.Context()); err != nil {
		t.Errorf("after %+v: %v", n, err)
	}
	dying.log = &buffer{} // what it could not do meanwhile, its jobs too, is an error in its log
}
