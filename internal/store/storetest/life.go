package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"bukutamu/internal/store"
)

func reopen(t *testing.T, p Place) {
	s := open(t, p)
	d := visit("A")
	d.Claim = "badge:17"
	want := put(t, s, put(t, s, d))
	put(t, s, visit("B"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, p)
	same(t, get(t, s, "kapuas", "visit", "A"), want)
	ids, _ := all(t, s, "kapuas", store.Query{Kind: "visit", Tags: []string{"open"}})
	wantIDs(t, "tags", ids, "A", "B")
	d = visit("C")
	d.Claim = "badge:17"
	_, err := s.Put(t.Context(), d)
	wantErr(t, "the claim still holds", err, store.ErrTaken)
	if got := put(t, s, want); got.Version != 3 {
		t.Errorf("version %d", got.Version)
	}
}

func closed(t *testing.T, p Place) {
	s := open(t, p)
	put(t, s, visit("A"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	_, err := s.Get(t.Context(), "kapuas", "visit", "A")
	wantErr(t, "get", err, store.ErrUnavailable)
	_, err = s.Put(t.Context(), visit("B"))
	wantErr(t, "put", err, store.ErrUnavailable)
	_, _, err = s.Scan(t.Context(), "kapuas", store.Query{Kind: "visit"})
	wantErr(t, "scan", err, store.ErrUnavailable)
}

func wrongKeys(t *testing.T, p Place) {
	s := openWith(t, p, store.Options{Fingerprint: "first"})
	put(t, s, visit("A"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := p(t, store.Options{Fingerprint: "second"})
	wantErr(t, "other keys", err, store.ErrWrongKey)
	if errors.Is(err, store.ErrUnavailable) {
		t.Error("other keys are no failure of the engine")
	}
	s = openWith(t, p, store.Options{Fingerprint: "first"})
	get(t, s, "kapuas", "visit", "A")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openWith(t, p, store.Options{}) // a tool that needs no keys
}

func walk(t *testing.T, p Place) {
	s := open(t, p)
	w, ok := s.(store.Walker)
	if !ok {
		t.Skip("this engine has no walk")
	}
	want := map[string]store.Doc{}
	for i := range 600 {
		d := visit(fmt.Sprintf("%03d", i))
		d.Office = []string{"kapuas", "pulpis", store.Everywhere}[i%3]
		d.Kind = []string{"visit", "photo"}[i%2]
		want[d.ID] = put(t, s, d)
	}
	seen := map[string]int{}
	err := w.Each(t.Context(), func(d store.Doc) error {
		seen[d.ID]++
		same(t, d, want[d.ID])
		_, err := s.Get(t.Context(), d.Office, d.Kind, d.ID)
		return err
	})
	if err != nil || len(seen) != len(want) {
		t.Errorf("saw %d of %d: %v", len(seen), len(want), err)
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
	stop := errors.New("enough")
	n := 0
	if err := w.Each(t.Context(), func(store.Doc) error { n++; return stop }); err != stop || n != 1 {
		t.Errorf("the first error ends the walk: %v after %d", err, n)
	}
}

// load takes documents as they were elsewhere, again and again.
func load(t *testing.T, p Place) {
	s := open(t, p)
	l, ok := s.(store.Loader)
	if !ok {
		t.Skip("this engine loads nothing")
	}
	a, b := visit("A"), visit("B")
	a.Version, a.Changed = 7, Noon.Add(-time.Hour)
	b.Version, b.Changed, b.Claim, b.Tags = 2, Noon.Add(-time.Minute), "", nil
	for range 2 {
		if err := l.Load(t.Context(), []store.Doc{a, b}); err != nil {
			t.Fatal(err)
		}
		same(t, get(t, s, "kapuas", "visit", "A"), a)
		same(t, get(t, s, "kapuas", "visit", "B"), b)
	}
	a.Version, a.Claim, a.Tags = 8, "badge:3", []string{"holds"}
	if err := l.Load(t.Context(), []store.Doc{a}); err != nil {
		t.Fatal(err)
	}
	ids, _ := all(t, s, "kapuas", store.Query{Kind: "visit", Tags: []string{"open"}})
	wantIDs(t, "tags of before", ids)
	if next := put(t, s, a); next.Version != 9 {
		t.Errorf("goes on with version %d", next.Version)
	}
	c := visit("C")
	wantErr(t, "never written", l.Load(t.Context(), []store.Doc{c}), store.ErrInvalid)
	c.Version, c.Claim = 1, "badge:3"
	if err := l.Load(t.Context(), []store.Doc{c}); err == nil {
		t.Error("loaded a claim that another holds")
	}
}

// model does the same random acts on the store and on a map, and compares every answer.
func model(t *testing.T, p Place) {
	var clock Clock
	s := openWith(t, p, store.Options{Now: clock.Now, Examine: 25})
	r := rand.New(rand.NewSource(7))
	docs := map[string]store.Doc{}
	holder := func(d store.Doc) string {
		for id, o := range docs {
			if d.Claim != "" && o.Claim == d.Claim && id != d.ID {
				return id
			}
		}
		return ""
	}
	tags := []string{"a", "b", "c", "d"}
	for step := range 1500 {
		clock.Go(time.Duration(r.Intn(3)) * time.Millisecond)
		id := fmt.Sprintf("%02d", r.Intn(40))
		old, there := docs[id]
		switch act := r.Intn(10); {
		case act < 6:
			d := store.Doc{Office: "kapuas", Kind: "visit", ID: id, Version: old.Version, At: Noon.Add(time.Duration(r.Intn(12)) * time.Millisecond),
				Brief: []byte(fmt.Sprintf(`{"step":%d}`, step)), Body: []byte(fmt.Sprintf(`{"body":%d}`, step))}
			if r.Intn(8) == 0 {
				d.Version = int64(r.Intn(3))
			}
			if r.Intn(2) == 0 {
				d.Claim = fmt.Sprintf("badge:%d", r.Intn(12))
			}
			for _, tag := range tags {
				if r.Intn(2) == 0 {
					d.Tags = append(d.Tags, tag)
				}
			}
			got, err := s.Put(t.Context(), d)
			switch {
			case d.Version == 0 && there:
				wantErr(t, "put", err, store.ErrExists)
			case d.Version != old.Version:
				wantErr(t, "put", err, store.ErrStale)
			case holder(d) != "":
				wantErr(t, "put", err, store.ErrTaken)
			case err != nil:
				t.Fatalf("step %d: put: %v", step, err)
			default:
				d.Version, d.Changed = d.Version+1, store.Cut(clock.Now())
				same(t, got, d)
				docs[id] = d
			}
		case act < 7:
			version := old.Version + int64(r.Intn(2))
			switch err := s.Remove(t.Context(), "kapuas", "visit", id, version); {
			case !there:
				wantErr(t, "remove", err, store.ErrNotFound)
			case version != old.Version:
				wantErr(t, "remove", err, store.ErrStale)
			case err != nil:
				t.Fatalf("step %d: remove: %v", step, err)
			default:
				delete(docs, id)
			}
		default:
			q := store.Query{Kind: "visit", Limit: 1 + r.Intn(15), Newest: r.Intn(2) == 0, Body: true}
			for range r.Intn(3) {
				q.Tags = append(q.Tags, tags[r.Intn(len(tags))])
			}
			if r.Intn(2) == 0 {
				q.From = Noon.Add(time.Duration(r.Intn(12)) * time.Millisecond)
			}
			if r.Intn(2) == 0 {
				q.To = Noon.Add(time.Duration(r.Intn(14)) * time.Millisecond)
			}
			if r.Intn(4) == 0 {
				q = store.Query{Kind: "visit", ByChange: true, Since: q.From, Limit: q.Limit}
			}
			got, _ := all(t, s, "kapuas", q)
			wantIDs(t, fmt.Sprintf("step %d: %+v", step, q), got, answer(docs, q)...)
		}
		if t.Failed() {
			t.Fatalf("step %d", step)
		}
	}
	for id, d := range docs {
		same(t, get(t, s, "kapuas", "visit", id), d)
	}
}

func answer(docs map[string]store.Doc, q store.Query) (ids []string) {
	var found []store.Doc
	for _, d := range docs {
		fits := q.ByChange && !d.Changed.Before(q.Since) ||
			!q.ByChange && !d.At.Before(q.From) && (q.To.IsZero() || d.At.Before(q.To))
		for _, tag := range q.Tags {
			fits = fits && slices.Contains(d.Tags, tag)
		}
		if fits {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(a, b store.Doc) int {
		c := cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
		switch {
		case q.ByChange:
			c = cmp.Or(a.Changed.Compare(b.Changed), cmp.Compare(a.ID, b.ID))
		case q.Newest:
			c = -c
		}
		return c
	})
	return idsOf(found)
}
