package book_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bukutamu/internal/book"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// tamper is somebody with the database in their hands and without the keys.
func (l *lobby) tamper(kind, id string, change func(d *store.Doc, value map[string]any)) {
	l.t.Helper()
	d := l.raw(kind, id)
	var body map[string]any
	good(l.t, json.Unmarshal(d.Body, &body))
	change(&d, body["value"].(map[string]any))
	var err error
	d.Body, err = json.Marshal(body)
	good(l.t, err)
	_, err = l.store.Put(l.ctx, d)
	good(l.t, err)
}

func log(value map[string]any) []any { return value["log"].([]any) }

func entry(value map[string]any, n int) map[string]any { return log(value)[n-1].(map[string]any) }

// The visit has six entries: register, arrive, verify, ask, answer, escort.
func TestEveryAttackOnALogIsNamed(t *testing.T) {
	for _, c := range []struct {
		name   string
		attack func(d *store.Doc, value map[string]any)
		names  string
	}{
		{"change who", func(_ *store.Doc, v map[string]any) { entry(v, 3)["by"] = "atasan" }, "log entry 3"},
		{"change when", func(_ *store.Doc, v map[string]any) { entry(v, 6)["at"] = "2026-11-23T03:00:00Z" }, "log entry 6"},
		{"change the device", func(_ *store.Doc, v map[string]any) { entry(v, 2)["device"] = "Kios" }, "log entry 2"},
		{"change the move", func(_ *store.Doc, v map[string]any) { entry(v, 5)["move"] = "ask" }, "log entry 5"},
		{"change the act", func(_ *store.Doc, v map[string]any) { entry(v, 1)["act"] = secret.Nonce() }, "log entry 1"},
		{"swap what was said", func(_ *store.Doc, v map[string]any) {
			a, b := entry(v, 4), entry(v, 5)
			a["details"], b["details"] = b["details"], a["details"]
		}, "log entry 4"},
		{"swap it with its digest", func(_ *store.Doc, v map[string]any) {
			a, b := entry(v, 4), entry(v, 5)
			a["details"], b["details"] = b["details"], a["details"]
			a["digest"], b["digest"] = b["digest"], a["digest"]
		}, "log entry 4"},
		{"delete one", func(_ *store.Doc, v map[string]any) { v["log"] = slices.Delete(log(v), 3, 4) }, "entry 5 stands in place 4"},
		{"delete one and count anew", func(_ *store.Doc, v map[string]any) {
			v["log"] = slices.Delete(log(v), 3, 4)
			entry(v, 4)["n"], entry(v, 5)["n"] = 4, 5
		}, "log entry 4"},
		{"delete the first", func(_ *store.Doc, v map[string]any) {
			v["log"] = log(v)[1:]
			for i := range log(v) {
				entry(v, i+1)["n"] = i + 1
			}
		}, "log entry 1"},
		{"delete all", func(_ *store.Doc, v map[string]any) { v["log"] = []any{} }, "without a log"},
		{"insert a copy", func(_ *store.Doc, v map[string]any) {
			e := map[string]any{}
			for k, x := range entry(v, 4) {
				e[k] = x
			}
			v["log"] = slices.Insert(log(v), 4, any(e))
			for i := range log(v) {
				entry(v, i+1)["n"] = i + 1
			}
		}, "log entry 5"},
		{"append one", func(_ *store.Doc, v map[string]any) {
			v["log"] = append(log(v), map[string]any{"n": 7, "at": "2026-11-23T02:00:00Z", "by": "piket", "act": "x", "move": "print", "state": "meeting"})
		}, "log entry 7"},
		{"reorder", func(_ *store.Doc, v map[string]any) {
			log(v)[3], log(v)[4] = log(v)[4], log(v)[3]
			entry(v, 4)["n"], entry(v, 5)["n"] = 4, 5
		}, "log entry 4"},
		{"cut the tail", func(_ *store.Doc, v map[string]any) { v["log"] = log(v)[:5] }, "entry 5"},
		{"rewrite without hashes", func(_ *store.Doc, v map[string]any) {
			for i := 2; i < 6; i++ {
				e := entry(v, i+1)
				e["by"] = "jaga"
				delete(e, "hash")
			}
		}, "log entry 3"},
		{"rewrite with another key", func(_ *store.Doc, v map[string]any) {
			k := secret.Generate()
			for i := range log(v) {
				e := entry(v, i+1)
				e["by"], e["hash"] = "jaga", k.MAC("visit log", []byte{byte(i)})
			}
		}, "log entry 1"},
		{"free the badge", func(d *store.Doc, v map[string]any) {
			v["facts"].(map[string]any)["badge"].(map[string]any)["backAt"] = "2026-11-23T02:00:00Z"
			v["facts"].(map[string]any)["card"].(map[string]any)["backAt"] = "2026-11-23T02:00:00Z"
		}, `it holds "badge:16"`},
		{"give the number away", func(d *store.Doc, _ map[string]any) { d.Claim = "badge:17" }, `it holds "badge:17"`},
		{"hide from the desk", func(d *store.Doc, _ map[string]any) {
			d.Tags = slices.DeleteFunc(slices.Clone(d.Tags), func(t string) bool { return t == "open" || t == "holds" })
		}, "tags"},
		{"move to another day", func(d *store.Doc, _ map[string]any) { d.At = d.At.AddDate(0, 0, -1) }, "filed under"},
		{"another name in the lists", func(d *store.Doc, _ map[string]any) {
			d.Brief = []byte(strings.Replace(string(d.Brief), "ANGGREK", "MELUR", 1))
		}, "line"},
		{"another state", func(_ *store.Doc, v map[string]any) { v["facts"].(map[string]any)["state"] = "waiting" }, "its log ends with meeting in entry 6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := enter(t)
			v := l.meeting(16)
			l.clean()
			l.tamper(book.KindVisit, v.ID, c.attack)
			_, err := l.Check(l.ctx)
			if err == nil || !strings.Contains(err.Error(), v.ID) || !strings.Contains(err.Error(), c.names) {
				t.Errorf("found %v, want %s of visit %s", err, c.names, v.ID)
			}
		})
	}
}

// A move must not make good what somebody rewrote: an entry without a hash stays
// without one.
func TestNextMoveDoesNotLaunderARewrittenEntry(t *testing.T) {
	l := enter(t)
	v := l.waiting(16)
	l.tamper(book.KindVisit, v.ID, func(_ *store.Doc, value map[string]any) {
		e := entry(value, 3)
		e["by"] = "atasan"
		delete(e, "hash")
		delete(e, "digest")
	})
	l.do(v.ID, visit.Ask{})
	if _, err := l.Check(l.ctx); err == nil || !strings.Contains(err.Error(), "log entry 3") {
		t.Errorf("found %v", err)
	}
}

func TestARecordMovedToAnotherDoesNotOpen(t *testing.T) {
	l := enter(t)
	v, w := l.waiting(1), l.waiting(2)
	body := l.raw(book.KindVisit, v.ID).Body
	d := l.raw(book.KindVisit, w.ID)
	d.Body = []byte(strings.ReplaceAll(string(body), v.ID, w.ID))
	_, err := l.store.Put(l.ctx, d)
	good(t, err)
	if _, err = l.Visit(l.ctx, l.office.ID, w.ID); !errors.Is(err, secret.ErrSealed) {
		t.Errorf("opened: %v", err)
	}
	if _, err = l.Check(l.ctx); err == nil || !strings.Contains(err.Error(), w.ID) {
		t.Errorf("found %v", err)
	}
}

func TestErasureLeavesTheChainWhole(t *testing.T) {
	l := enter(t)
	v := l.waiting(1)
	l.tamper(book.KindVisit, v.ID, func(_ *store.Doc, value map[string]any) {
		for i := range log(value) {
			delete(entry(value, i+1), "details")
		}
	})
	l.clean()
}

func TestTwoVisitsWithOneBadgeAreNamed(t *testing.T) {
	l := enter(t)
	v, w := l.waiting(1), l.waiting(2)
	l.tamper(book.KindVisit, w.ID, func(d *store.Doc, value map[string]any) {
		value["facts"].(map[string]any)["badge"].(map[string]any)["number"] = 1
		d.Brief = []byte(strings.NewReplacer(`"b":2`, `"b":1`, `"#":2`, `"#":1`).Replace(string(d.Brief)))
	})
	if _, err := l.Check(l.ctx); err == nil || !strings.Contains(err.Error(), w.ID) || !strings.Contains(err.Error(), "badge:1") {
		t.Errorf("visits %s and %s have badge 1: %v", v.ID, w.ID, err)
	}
}

func (l *lobby) acts(n int) {
	l.t.Helper()
	for i := range n {
		good(l.t, l.Acting(l.ctx, l.officer(), "reveal", fmt.Sprintf("v%d", i), "Diminta tamunya", func() error { return nil }))
	}
}

func act(n int) string { return fmt.Sprintf("%012d", n) }

func TestEveryAttackOnTheActsIsNamed(t *testing.T) {
	swap := func(l *lobby, a, b int) {
		one, two := l.raw(book.KindAct, act(a)), l.raw(book.KindAct, act(b))
		one.Body, two.Body = two.Body, one.Body
		for _, d := range []store.Doc{one, two} {
			_, err := l.store.Put(l.ctx, d)
			good(l.t, err)
		}
	}
	drop := func(l *lobby, n int) {
		good(l.t, l.store.Remove(l.ctx, l.office.ID, book.KindAct, act(n), l.raw(book.KindAct, act(n)).Version))
	}
	for _, c := range []struct {
		name   string
		attack func(l *lobby)
		names  string
	}{
		{"change who", func(l *lobby) {
			l.tamper(book.KindAct, act(3), func(_ *store.Doc, v map[string]any) { v["by"] = "atasan" })
		}, "act 3"},
		{"change on whom", func(l *lobby) {
			l.tamper(book.KindAct, act(6), func(_ *store.Doc, v map[string]any) { v["on"] = "v9" })
		}, "act 6"},
		{"delete", func(l *lobby) { drop(l, 4) }, "act 4"},
		{"delete the first", func(l *lobby) { drop(l, 1) }, "act 1"},
		{"delete and count anew", func(l *lobby) {
			drop(l, 5)
			d := l.raw(book.KindAct, act(6))
			d.ID, d.Claim, d.Version = act(5), "n:"+act(5), 0
			d.Body = []byte(strings.Replace(string(d.Body), `"n":6`, `"n":5`, 1))
			drop(l, 6)
			_, err := l.store.Put(l.ctx, d)
			good(l.t, err)
		}, act(5)}, // its reason does not even open there
		{"reorder", func(l *lobby) { swap(l, 2, 3) }, act(2)},
		{"insert", func(l *lobby) {
			_, err := l.store.Put(l.ctx, store.Doc{Office: l.office.ID, Kind: book.KindAct, ID: act(7), At: nine,
				Body: []byte(`{"value":{"n":7,"at":"2026-11-23T02:00:00Z","by":"piket","what":"sign-in","done":"done","hash":""}}`)})
			good(l.t, err)
		}, act(7)},
		{"rewrite", func(l *lobby) {
			for n := 4; n <= 6; n++ {
				l.tamper(book.KindAct, act(n), func(_ *store.Doc, v map[string]any) { v["by"] = "jaga"; v["hash"] = "AAAA" })
			}
		}, "act 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := enter(t)
			l.acts(6)
			l.clean()
			c.attack(l)
			if _, err := l.Check(l.ctx); err == nil || !strings.Contains(err.Error(), c.names) {
				t.Errorf("found %v, want %s", err, c.names)
			}
		})
	}
}

func TestCheckCountsWhatItLookedAt(t *testing.T) {
	l := enter(t)
	l.waiting(1)
	l.acts(2)
	n, err := l.Check(l.ctx)
	if err != nil || n.Visits != 1 || n.Entries != 3 || n.Acts != 2 || n.Documents != 5 { // with office and set-up
		t.Errorf("%+v, %v", n, err)
	}
}

// While the book is in use a badge goes from one visit to the next.
func TestCheckingWhileTheBookIsInUse(t *testing.T) {
	l := enter(t)
	waiting := l.stand(rounds(60))
	done := make(chan struct{})
	together(2, func(i int) {
		if i == 0 {
			defer close(done)
			for _, id := range waiting {
				l.do(id, verification(1))
				good(t, l.Note(l.ctx, l.officer(), "reveal", id))
				l.do(id, everything)
			}
			return
		}
		for {
			if _, err := l.Check(l.ctx); err != nil {
				t.Errorf("found %v", err)
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
}
