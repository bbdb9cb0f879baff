// Package storetest holds the tests that every engine must pass, written as examples of what the
// store promises.
package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"bukutamu/internal/store"
)

// Place opens one and the same database at each call. It closes by itself when the test ends,
// unless the test did.
type Place func(t *testing.T, o store.Options) (store.Store, error)

// Run runs every case, each in a fresh place.
func Run(t *testing.T, fresh func(t *testing.T) Place) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, Place)
	}{
		{"round trip", roundTrip},
		{"zero times", zeroTimes},
		{"empty and nil", emptyAndNil},
		{"offices and kinds are apart", apart},
		{"an id exists once", exists},
		{"stale versions", stale},
		{"claims", claims},
		{"remove", remove},
		{"what is refused as invalid", invalid},
		{"equal times both ways", equalTimes},
		{"range of times", timeRange},
		{"tags", tags},
		{"pages", pages},
		{"pages while others insert", pagesUnderInserts},
		{"examine limit", examineLimit},
		{"by change", byChange},
		{"dated", dated},
		{"bodies only when asked", bodies},
		{"sixteen writers, one version", writersOneVersion},
		{"sixteen claims, one badge", claimsOneBadge},
		{"sixteen counters", counters},
		{"cancelled context", cancelled},
		{"get inside scan", getInsideScan},
		{"reopen", reopen},
		{"closed", closed},
		{"keys of another store", wrongKeys},
		{"walk over everything", walk},
		{"load as it was", load},
		{"against a model", model},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, fresh(t)) })
	}
}

// Clock is a clock that stands still until it is told to go on. Its zero value stands at Noon.
type Clock struct {
	mu sync.Mutex
	on time.Duration
}

// Noon is where the clock begins: an ordinary day.
var Noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// Now is for store.Options.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Noon.Add(c.on)
}

// Go moves the clock on.
func (c *Clock) Go(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.on += by
}

func open(t *testing.T, p Place) store.Store { return openWith(t, p, store.Options{}) }

func openWith(t *testing.T, p Place, o store.Options) store.Store {
	t.Helper()
	if o.Now == nil {
		o.Now = new(Clock).Now
	}
	s, err := p(t, o)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return s
}

// visit is a document that is as full as can be.
func visit(id string) store.Doc {
	return store.Doc{Office: "kapuas", Kind: "visit", ID: id, Claim: "id:" + id, Tags: []string{"open", "state:waiting"},
		At: Noon, Brief: []byte(`{"n":"Tamu ` + id + `"}`), Body: []byte(`{"name":"Tamu ` + id + `","log":[1,2,3]}`)}
}

func put(t *testing.T, s store.Store, d store.Doc) store.Doc {
	t.Helper()
	kept, err := s.Put(t.Context(), d)
	if err != nil {
		t.Fatalf("put %s %s: %v", d.Kind, d.ID, err)
	}
	return kept
}

func get(t *testing.T, s store.Store, office, kind, id string) store.Doc {
	t.Helper()
	d, err := s.Get(t.Context(), office, kind, id)
	if err != nil {
		t.Fatalf("get %s %s: %v", kind, id, err)
	}
	return d
}

func scan(t *testing.T, s store.Store, office string, q store.Query) ([]store.Doc, store.Cursor) {
	t.Helper()
	docs, c, err := s.Scan(t.Context(), office, q)
	if err != nil {
		t.Fatalf("scan %+v: %v", q, err)
	}
	return docs, c
}

// all follows the cursors to the end and returns the ids of each page.
func all(t *testing.T, s store.Store, office string, q store.Query) (ids []string, pages int) {
	t.Helper()
	for pages < 10_000 {
		docs, c := scan(t, s, office, q)
		pages++
		ids = append(ids, idsOf(docs)...)
		if !c.More {
			if c.String() != "" {
				t.Errorf("the last page has a cursor: %q", c)
			}
			return ids, pages
		}
		q.After = c.String()
	}
	t.Fatalf("scan %+v does not end", q)
	return nil, 0
}

func idsOf(docs []store.Doc) []string {
	var ids []string
	for _, d := range docs {
		ids = append(ids, d.ID)
	}
	return ids
}

// same compares documents; bodies and briefs as values, since engines may write JSON otherwise.
func same(t *testing.T, got, want store.Doc) {
	t.Helper()
	for _, p := range [][2][]byte{{got.Brief, want.Brief}, {got.Body, want.Body}} {
		if !sameJSON(p[0], p[1]) {
			t.Errorf("%s %s: got %s, want %s", want.Kind, want.ID, p[0], p[1])
		}
	}
	got.Brief, got.Body, want.Brief, want.Body = nil, nil, nil, nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func sameJSON(a, b []byte) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

func wantErr(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got %v, want %v", what, err, want)
	}
}

func wantIDs(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// together runs f n times at once and waits.
func together(n int, f func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { f(i) })
	}
	all.Wait()
}
