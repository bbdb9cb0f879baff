package storetest

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"bukutamu/internal/store"
)

func equalTimes(t *testing.T, p Place) {
	s := open(t, p)
	for _, id := range []string{"C", "A", "E", "B", "D"} {
		d := visit(id)
		if id == "E" {
			d.At = Noon.Add(-time.Millisecond)
		}
		put(t, s, d)
	}
	for _, tags := range [][]string{nil, {"open"}} {
		for _, limit := range []int{1, 2, 3, 50} {
			ids, _ := all(t, s, "kapuas", store.Query{Kind: "visit", Tags: tags, Limit: limit})
			wantIDs(t, "oldest first", ids, "E", "A", "B", "C", "D")
			ids, _ = all(t, s, "kapuas", store.Query{Kind: "visit", Tags: tags, Limit: limit, Newest: true})
			wantIDs(t, "newest first", ids, "D", "C", "B", "A", "E")
		}
	}
}

func timeRange(t *testing.T, p Place) {
	s := open(t, p)
	for i := range 5 {
		d := visit(fmt.Sprint(i))
		d.At = Noon.Add(time.Duration(i) * time.Second)
		put(t, s, d)
	}
	at := func(i int) time.Time { return Noon.Add(time.Duration(i) * time.Second) }
	for _, tags := range [][]string{nil, {"open"}} {
		for _, newest := range []bool{false, true} {
			for _, c := range []struct {
				from, to time.Time
				want     []string
			}{
				{at(1), at(3), []string{"1", "2"}}, // the end is outside
				{at(3), time.Time{}, []string{"3", "4"}},
				{time.Time{}, at(1), []string{"0"}},
				{at(2), at(2), nil},
				{at(1).Add(time.Microsecond), at(2), []string{"1"}}, // whole milliseconds only
			} {
				want := slices.Clone(c.want)
				if newest {
					slices.Reverse(want)
				}
				ids, _ := all(t, s, "kapuas", store.Query{Kind: "visit", Tags: tags, From: c.from, To: c.to, Newest: newest, Limit: 1})
				wantIDs(t, fmt.Sprint(c.from, c.to), ids, want...)
			}
		}
	}
}

func tags(t *testing.T, p Place) {
	s := open(t, p)
	for i, tags := range [][]string{
		{"open", "unit:pidum", "w:siti", "w3:sit"},
		{"open", "unit:pidum"},
		{"open", "unit:datun", "w:siti"},
		{"unit:pidum", "w:siti"},
		{"Open"},
	} {
		d := visit(fmt.Sprint(i))
		d.Tags, d.At = tags, Noon.Add(time.Duration(i)*time.Second)
		put(t, s, d)
	}
	find := func(want []string, tags ...string) {
		t.Helper()
		ids, _ := all(t, s, "kapuas", store.Query{Kind: "visit", Tags: tags})
		wantIDs(t, fmt.Sprint(tags), ids, want...)
	}
	find([]string{"0", "1", "2"}, "open")
	find([]string{"0", "2"}, "w:siti", "open")
	find([]string{"0"}, "w:siti", "unit:pidum", "open")
	find([]string{"0"}, "open", "unit:pidum", "w:siti") // the order is for speed alone
	find([]string{"0", "3"}, "w:siti", "unit:pidum")
	find([]string{"0", "1", "2"}, "open", "open")
	find(nil, "w:sit")
	find(nil, "unit:pidum", "none")

	d := get(t, s, "kapuas", "visit", "0") // tags follow a change, and a moved time
	d.Tags, d.At = []string{"unit:pidum", "state:left"}, Noon.Add(time.Minute)
	put(t, s, d)
	find([]string{"1", "2"}, "open")
	find([]string{"1", "3", "0"}, "unit:pidum")
	find([]string{"0"}, "state:left")
	docs, _ := scan(t, s, "kapuas", store.Query{Kind: "visit", Tags: []string{"unit:pidum"}, To: Noon.Add(time.Second)})
	wantIDs(t, "at the old time", idsOf(docs))
}

func pages(t *testing.T, p Place) {
	s := open(t, p)
	var want []string
	for i := range 97 {
		d := visit(fmt.Sprintf("%02d", i))
		d.At = Noon.Add(time.Duration(i/7) * time.Millisecond) // seven at a time
		if d.Tags = []string{"all"}; i%3 == 0 {
			d.Tags = append(d.Tags, "third")
		}
		put(t, s, d)
		want = append(want, d.ID)
	}
	back := slices.Clone(want)
	slices.Reverse(back)
	for _, limit := range []int{1, 7, 10, 96, 97, 98} {
		for _, tags := range [][]string{nil, {"all"}} {
			q := store.Query{Kind: "visit", Tags: tags, Limit: limit}
			ids, n := all(t, s, "kapuas", q)
			wantIDs(t, fmt.Sprintf("limit %d tags %v", limit, tags), ids, want...)
			if most := (97 + limit - 1) / limit; n != most {
				t.Errorf("limit %d: %d pages, want %d", limit, n, most)
			}
			q.Newest = true
			ids, _ = all(t, s, "kapuas", q)
			wantIDs(t, fmt.Sprintf("limit %d tags %v newest", limit, tags), ids, back...)
		}
		ids, _ := all(t, s, "kapuas", store.Query{Kind: "visit", Tags: []string{"third", "all"}, Limit: limit})
		if len(ids) != 33 || !slices.IsSorted(ids) {
			t.Errorf("limit %d: every third is %v", limit, ids)
		}
	}
}

func pagesUnderInserts(t *testing.T, p Place) {
	s := open(t, p)
	there := map[string]bool{}
	for i := range 60 {
		d := visit(fmt.Sprintf("old%02d", i))
		d.At = Noon.Add(time.Duration(i/3) * time.Millisecond)
		put(t, s, d)
		there[d.ID] = true
	}
	var end atomic.Bool
	var stopped = make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; !end.Load() && i < 2000; i++ {
			d := visit(fmt.Sprintf("new%04d", i))
			d.At = Noon.Add(time.Duration(i%20) * time.Millisecond) // among the pages, before and behind
			if _, err := s.Put(t.Context(), d); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	for round := range 6 {
		q := store.Query{Kind: "visit", Limit: 7, Newest: round%2 == 1}
		if round >= 2 {
			q.Tags = []string{"open"}
		}
		ids, _ := all(t, s, "kapuas", q)
		seen := map[string]int{}
		for _, id := range ids {
			seen[id]++
		}
		for id, n := range seen {
			if n > 1 {
				t.Errorf("%s came %d times", id, n)
			}
		}
		for id := range there {
			if seen[id] != 1 {
				t.Errorf("%s, there from the start, was skipped", id)
			}
		}
	}
	end.Store(true)
	<-stopped
}

func examineLimit(t *testing.T, p Place) {
	s := openWith(t, p, store.Options{Examine: 200})
	together(8, func(w int) {
		for i := w; i < 500; i += 8 {
			d := visit(fmt.Sprintf("%03d", i))
			d.At = Noon.Add(time.Duration(i/2) * time.Millisecond)
			if d.Tags = []string{"common"}; i == 499 || i == 100 {
				d.Tags = append(d.Tags, "rare")
			}
			if _, err := s.Put(t.Context(), d); err != nil {
				t.Error(err)
			}
		}
	})
	q := store.Query{Kind: "visit", Tags: []string{"common", "rare"}}
	docs, c := scan(t, s, "kapuas", q)
	if !c.More || len(docs) != 1 {
		t.Errorf("a short page that says there may be more: %d rows, more %v", len(docs), c.More)
	}
	ids, n := all(t, s, "kapuas", q)
	wantIDs(t, "searched further", ids, "100", "499")
	if n != 3 {
		t.Errorf("%d pages of at most 200 rows for 500 rows", n)
	}
	q.Newest = true
	ids, _ = all(t, s, "kapuas", q)
	wantIDs(t, "searched further back", ids, "499", "100")
	q.Tags = []string{"rare", "common"} // along the rare tag nothing is examined in vain
	if docs, c := scan(t, s, "kapuas", q); len(docs) != 2 || c.More {
		t.Errorf("narrowest first: %d rows, more %v", len(docs), c.More)
	}
	ids, n = all(t, s, "kapuas", store.Query{Kind: "visit", Tags: []string{"common"}, Limit: 1000})
	if len(ids) != 500 || n != 3 {
		t.Errorf("%d rows in %d pages", len(ids), n)
	}
}

func byChange(t *testing.T, p Place) {
	var clock Clock
	s := openWith(t, p, store.Options{Now: clock.Now})
	for i, id := range []string{"B", "A", "D", "C"} {
		put(t, s, visit(id))
		if i == 1 {
			clock.Go(time.Second)
		}
	}
	photo := visit("A") // the same id in another kind
	photo.Kind = "photo"
	put(t, s, photo)
	other := visit("X")
	other.Office = "pulpis"
	put(t, s, other)
	find := func(what string, q store.Query, want ...string) {
		t.Helper()
		q.ByChange = true
		for _, q.Limit = range []int{1, 2, 50} {
			ids, _ := all(t, s, "kapuas", q)
			wantIDs(t, what, ids, want...)
		}
	}
	find("every kind, equal times by kind and id", store.Query{}, "A", "B", "A", "C", "D")
	find("one kind", store.Query{Kind: "visit"}, "A", "B", "C", "D")
	find("since", store.Query{Kind: "visit", Since: Noon.Add(time.Second)}, "C", "D")
	clock.Go(time.Second)
	d := get(t, s, "kapuas", "visit", "B")
	d.At = Noon.Add(-time.Hour)
	put(t, s, d)
	find("a change goes to the end", store.Query{Kind: "visit"}, "A", "C", "D", "B")
	docs, _ := scan(t, s, "kapuas", store.Query{ByChange: true, Since: Noon.Add(2 * time.Second)})
	if len(docs) != 1 || docs[0].Version != 2 || docs[0].Kind != "visit" || !docs[0].Changed.Equal(Noon.Add(2*time.Second)) {
		t.Errorf("the last change: %+v", docs)
	}
}

func bodies(t *testing.T, p Place) {
	s := open(t, p)
	want := put(t, s, visit("A"))
	for _, q := range []store.Query{{Kind: "visit"}, {Kind: "visit", Tags: []string{"open"}}, {ByChange: true}} {
		q.Body = true
		docs, _ := scan(t, s, "kapuas", q)
		same(t, docs[0], want)
		q.Body = false
		docs, _ = scan(t, s, "kapuas", q)
		brief := want
		brief.Body = nil
		same(t, docs[0], brief)
	}
}
