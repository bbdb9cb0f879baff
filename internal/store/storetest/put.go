package storetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/store"
)

func roundTrip(t *testing.T, p Place) {
	var clock Clock
	s := openWith(t, p, store.Options{Now: clock.Now})
	wib := time.FixedZone("WIB", 7*3600)
	d := visit("A")
	d.At = time.Date(2026, 3, 5, 8, 30, 15, 123_987_654, wib)
	d.Changed = Noon.Add(-time.Hour) // the engine's clock counts, not this
	want := d
	want.Version, want.Changed = 1, Noon
	want.At = time.Date(2026, 3, 5, 1, 30, 15, 123_000_000, time.UTC)
	same(t, put(t, s, d), want)
	same(t, get(t, s, "kapuas", "visit", "A"), want)
	held, err := s.Claimed(t.Context(), "kapuas", "visit", "id:A")
	if err != nil {
		t.Fatal(err)
	}
	same(t, held, want)

	clock.Go(1500 * time.Microsecond)
	want.Claim, want.Tags, want.At = "badge:17", []string{"holds", "open", "host:x"}, Noon
	want.Brief, want.Body = []byte(`{"n":"Ñandú “Ćirić” 你好"}`), []byte(`{"deep":{"list":[{"a":null},1.5,true,"\u0000\n"]}}`)
	next := put(t, s, want)
	want.Version, want.Changed = 2, Noon.Add(time.Millisecond)
	same(t, next, want)
	same(t, get(t, s, "kapuas", "visit", "A"), want)
}

func zeroTimes(t *testing.T, p Place) {
	s := open(t, p)
	d := visit("A")
	d.At = time.Time{}
	put(t, s, d)
	old := visit("B")
	old.At = time.Date(1957, 8, 17, 0, 0, 0, 0, time.UTC)
	put(t, s, old)
	if got := get(t, s, "kapuas", "visit", "A").At; !got.IsZero() || got != (time.Time{}) {
		t.Errorf("the zero time came back as %v", got)
	}
	if got := get(t, s, "kapuas", "visit", "B").At; !got.Equal(old.At) {
		t.Errorf("1957 came back as %v", got)
	}
	ids, _ := all(t, s, "kapuas", store.Query{Kind: "visit"})
	wantIDs(t, "zero is before everything", ids, "A", "B")
	ids, _ = all(t, s, "kapuas", store.Query{Kind: "visit", Tags: []string{"open"}, Newest: true, Limit: 1})
	wantIDs(t, "and last from behind", ids, "B", "A")
}

func emptyAndNil(t *testing.T, p Place) {
	s := open(t, p)
	for id, d := range map[string]store.Doc{
		"nil":    {},
		"empty":  {Tags: []string{}, Brief: []byte{}, Body: []byte{}},
		"blank":  {Tags: []string{"", ""}},
		"object": {Brief: []byte("{}"), Body: []byte("{}")},
	} {
		d.Office, d.Kind, d.ID = "kapuas", "setting", id
		want := d
		want.Version, want.Changed, want.Tags = 1, Noon, nil
		if id == "empty" {
			want.Brief, want.Body = nil, nil
		}
		same(t, put(t, s, d), want)
		same(t, get(t, s, "kapuas", "setting", id), want)
	}
	d := visit("A")
	d.Tags = []string{"open", "", "host:x", "open"}
	put(t, s, d)
	wantIDs(t, "tags once each, in order", get(t, s, "kapuas", "visit", "A").Tags, "open", "host:x")
	docs, c := scan(t, s, "kapuas", store.Query{Kind: "nothing"})
	if len(docs) != 0 || c.More || c.String() != "" {
		t.Errorf("nothing: %v %+v", docs, c)
	}
}

func apart(t *testing.T, p Place) {
	s := open(t, p)
	put(t, s, visit("A"))
	other := visit("A")
	other.Office = "pulpis"
	put(t, s, other)
	third := visit("A")
	third.Kind = "photo"
	put(t, s, third)
	for _, place := range [][2]string{{"kuala", "visit"}, {"kapuas", "complaint"}, {"kapua", "svisit"}} {
		_, err := s.Get(t.Context(), place[0], place[1], "A")
		wantErr(t, "get elsewhere", err, store.ErrNotFound)
		_, err = s.Claimed(t.Context(), place[0], place[1], "id:A")
		wantErr(t, "claimed elsewhere", err, store.ErrNotFound)
		wantErr(t, "remove elsewhere", s.Remove(t.Context(), place[0], place[1], "A", 1), store.ErrNotFound)
		docs, _ := scan(t, s, place[0], store.Query{Kind: place[1], Tags: []string{"open"}})
		wantIDs(t, "scan elsewhere", idsOf(docs))
	}
	if err := s.Remove(t.Context(), "pulpis", "visit", "A", 1); err != nil {
		t.Fatal(err)
	}
	get(t, s, "kapuas", "visit", "A")
	get(t, s, "kapuas", "photo", "A")
}

func exists(t *testing.T, p Place) {
	s := open(t, p)
	first := put(t, s, visit("A"))
	again := visit("A") // the same form posted twice: the same id and the same claim
	again.Body = []byte(`{"name":"other"}`)
	_, err := s.Put(t.Context(), again)
	var e *store.ExistsError
	if !errors.As(err, &e) || !errors.Is(err, store.ErrExists) {
		t.Fatalf("got %v", err)
	}
	same(t, e.Doc, first)
	same(t, get(t, s, "kapuas", "visit", "A"), first)
}

func stale(t *testing.T, p Place) {
	s := open(t, p)
	d := put(t, s, visit("A"))
	d2 := put(t, s, d)
	for _, version := range []int64{1, 3, 1 << 40} {
		wrong := d2
		wrong.Version, wrong.Tags, wrong.Claim = version, []string{"wrong"}, "badge:1"
		_, err := s.Put(t.Context(), wrong)
		wantErr(t, "put", err, store.ErrStale)
		wantErr(t, "remove", s.Remove(t.Context(), "kapuas", "visit", "A", version), store.ErrStale)
	}
	gone := visit("B")
	gone.Version = 1
	_, err := s.Put(t.Context(), gone)
	wantErr(t, "put of a missing one", err, store.ErrStale)
	same(t, get(t, s, "kapuas", "visit", "A"), d2)
	docs, _ := scan(t, s, "kapuas", store.Query{Kind: "visit", Tags: []string{"wrong"}})
	wantIDs(t, "left by refused puts", idsOf(docs))
}

func claims(t *testing.T, p Place) {
	s := open(t, p)
	a, b := visit("A"), visit("B")
	a.Claim = "badge:17"
	a = put(t, s, a)
	taken := func(what string, d store.Doc) {
		t.Helper()
		_, err := s.Put(t.Context(), d)
		var e *store.TakenError
		if !errors.As(err, &e) || !errors.Is(err, store.ErrTaken) || e.Claim != "badge:17" || e.By != "A" {
			t.Errorf("%s: got %v", what, err)
		}
	}
	b.Claim = "badge:17"
	taken("by a new one", b)
	b.Claim = "id:B"
	b = put(t, s, b)
	b.Claim = "badge:17"
	taken("by a change", b)
	same(t, get(t, s, "kapuas", "visit", "A"), a)
	if got := get(t, s, "kapuas", "visit", "B"); got.Claim != "id:B" || got.Version != 1 {
		t.Errorf("a refused change left %+v", got)
	}

	elsewhere := visit("A")
	elsewhere.Office, elsewhere.Claim = "pulpis", "badge:17"
	put(t, s, elsewhere)
	otherKind := visit("A")
	otherKind.Kind, otherKind.Claim = "locker", "badge:17"
	put(t, s, otherKind)
	a = put(t, s, a) // one's own claim is kept

	a.Claim = "" // a release frees
	a = put(t, s, a)
	_, err := s.Claimed(t.Context(), "kapuas", "visit", "badge:17")
	wantErr(t, "a free badge", err, store.ErrNotFound)
	b = put(t, s, b)
	none := visit("C")
	none.Claim = "" // many hold nothing
	put(t, s, none)
	if err := s.Remove(t.Context(), "kapuas", "visit", "B", b.Version); err != nil {
		t.Fatal(err)
	}
	a.Claim = "badge:17" // a removal frees
	put(t, s, a)
}

func remove(t *testing.T, p Place) {
	s := open(t, p)
	d := put(t, s, visit("A"))
	if err := s.Remove(t.Context(), "kapuas", "visit", "A", d.Version); err != nil {
		t.Fatal(err)
	}
	_, err := s.Get(t.Context(), "kapuas", "visit", "A")
	wantErr(t, "get", err, store.ErrNotFound)
	wantErr(t, "remove again", s.Remove(t.Context(), "kapuas", "visit", "A", d.Version), store.ErrNotFound)
	for _, q := range []store.Query{{Kind: "visit"}, {Kind: "visit", Tags: []string{"open"}}, {ByChange: true}} {
		docs, _ := scan(t, s, "kapuas", q)
		wantIDs(t, "what is left", idsOf(docs))
	}
	if again := put(t, s, visit("A")); again.Version != 1 {
		t.Errorf("made anew with version %d", again.Version)
	}
}

func invalid(t *testing.T, p Place) {
	s := open(t, p)
	for what, change := range map[string]func(*store.Doc){
		"no office":        func(d *store.Doc) { d.Office = "" },
		"no kind":          func(d *store.Doc) { d.Kind = "" },
		"no id":            func(d *store.Doc) { d.ID = "" },
		"long claim":       func(d *store.Doc) { d.Claim = strings.Repeat("x", 257) },
		"tag with a break": func(d *store.Doc) { d.Tags = []string{"a\nb"} },
		"id not UTF-8":     func(d *store.Doc) { d.ID = "a\xff" },
		"body is a list":   func(d *store.Doc) { d.Body = []byte(`[1]`) },
		"brief is half":    func(d *store.Doc) { d.Brief = []byte(`{"a":`) },
		"brief too long":   func(d *store.Doc) { d.Brief = []byte(`{"a":"` + strings.Repeat("x", 1024) + `"}`) },
		"version below 0":  func(d *store.Doc) { d.Version = -1 },
	} {
		d := visit("A")
		change(&d)
		_, err := s.Put(t.Context(), d)
		wantErr(t, what, err, store.ErrInvalid)
	}
	for what, q := range map[string]store.Query{
		"no kind":             {},
		"limit too high":      {Kind: "visit", Limit: 1001},
		"limit below 0":       {Kind: "visit", Limit: -1},
		"an empty tag":        {Kind: "visit", Tags: []string{"open", ""}},
		"by change with tags": {ByChange: true, Tags: []string{"open"}},
		"since by time":       {Kind: "visit", Since: Noon},
	} {
		_, _, err := s.Scan(t.Context(), "kapuas", q)
		wantErr(t, what, err, store.ErrInvalid)
	}
	for _, after := range []string{"x", "!!", "AAAA", strings.Repeat("A", 5000)} {
		_, _, err := s.Scan(t.Context(), "kapuas", store.Query{Kind: "visit", After: after})
		wantErr(t, "cursor "+after[:1], err, store.ErrCursor)
	}
}
