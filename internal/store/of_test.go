package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/store/sqlite"
)

// guest is a value as the domain has them: it knows nothing of the store but its tags.
type guest struct {
	ID, Name string
	Phone    phone  `json:"phone,omitempty" seal:"phone"`
	Photo    []byte `json:"photo,omitempty" seal:"photo"`
	Before   *facts
	Log      []entry
	Papers   map[string]facts
	At       time.Time
	Badge    int64
	note     string
}

type phone string

type facts struct {
	Number  string            `seal:"number"`
	Address *string           `seal:"address"`
	Lines   []string          `seal:"lines"`
	Answers map[string]string `seal:"answers"`
	Two     [2]string         `seal:"two"`
	Plain   string
}

type entry struct {
	Move    string
	Details json.RawMessage `json:",omitempty" seal:"details"`
}

type brief struct {
	N string `json:"n"`
	B int64  `json:"b,omitempty"`
}

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

func keep(g guest) store.Kept[brief] {
	k := store.Kept[brief]{ID: g.ID, Tags: []string{"open"}, At: g.At, Brief: brief{g.Name, g.Badge}}
	if g.Badge > 0 {
		k.Claim = fmt.Sprint("badge:", g.Badge)
	}
	return k
}

func siti(id string) guest {
	address := "Jl. Canary Address 1"
	f := facts{Number: "6203014507900001", Address: &address, Lines: []string{"canary line", "", "canary last"},
		Answers: map[string]string{"q": "canary answer"}, Two: [2]string{"canary one", ""}, Plain: "shown"}
	return guest{ID: id, Name: "Siti", Phone: "canary 0812", Photo: []byte("canary \x00\xff photo"), Before: &f,
		Log:    []entry{{Move: "arrive", Details: []byte(`{"said":"canary details"}`)}, {Move: "ask"}, {Move: "x", Details: []byte("null")}},
		Papers: map[string]facts{"ktp": f}, At: noon}
}

func open(t testing.TB) (*sqlite.Store, *secret.Keys, *store.Kind[guest, brief]) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), t.TempDir(), store.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	k := secret.Generate()
	return s, k, store.Of(s, k, "guest", keep)
}

func TestSealedFields(t *testing.T) {
	s, k, guests := open(t)
	in := siti("A")
	kept, made, err := guests.Add(t.Context(), "kapuas", in)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	if !reflect.DeepEqual(in, siti("A")) {
		t.Errorf("the caller's value was sealed: %+v", in)
	}
	got, err := guests.Get(t.Context(), "kapuas", "A")
	if err != nil || !reflect.DeepEqual(got, siti("A")) || !reflect.DeepEqual(kept, got) {
		t.Errorf("got  %+v\nadd  %+v\nwant %+v\n%v", got, kept, siti("A"), err)
	}
	raw, err := s.Get(t.Context(), "kapuas", "guest", "A")
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"canary", "620301", "Address 1", "Y2FuYXJ5"} { // the last is "canary" in base64
		if strings.Contains(string(raw.Body)+string(raw.Brief)+fmt.Sprint(raw.Tags), secret) {
			t.Errorf("%q stands in the store: %s", secret, raw.Body)
		}
	}
	if !strings.Contains(string(raw.Body), "shown") {
		t.Error("what bears no tag was sealed")
	}
	for what, change := range map[string]func(*store.Doc){
		"another id":     func(d *store.Doc) { d.ID = "B" },
		"another office": func(d *store.Doc) { d.Office = "pulpis" },
		"another kind":   func(d *store.Doc) { d.Kind = "visitor" },
		"fields swapped": func(d *store.Doc) {
			d.ID = "A"
			d.Version = raw.Version
			d.Body = []byte(strings.NewReplacer(`"phone":`, `"Name":`, `"Name":`, `"phone":`).Replace(string(d.Body)))
		},
	} {
		moved := raw
		moved.Version = 0
		change(&moved)
		if _, err := s.Put(t.Context(), moved); err != nil {
			t.Fatal(err)
		}
		_, err := store.Of(s, k, moved.Kind, keep).Get(t.Context(), moved.Office, moved.ID)
		if !errors.Is(err, secret.ErrSealed) {
			t.Errorf("a body with %s opens: %v", what, err)
		}
	}
	if _, err := store.Of(s, secret.Generate(), "guest", keep).Get(t.Context(), "kapuas", "A"); !errors.Is(err, secret.ErrSealed) {
		t.Errorf("other keys open it: %v", err)
	}
}

func TestEmptyStaysEmpty(t *testing.T) {
	_, _, guests := open(t)
	for _, g := range []guest{{ID: "zero"}, {ID: "empty", Before: &facts{Lines: []string{}, Answers: map[string]string{}}, Log: []entry{}, Papers: map[string]facts{}}} {
		if _, _, err := guests.Add(t.Context(), "kapuas", g); err != nil {
			t.Fatal(err)
		}
		got, err := guests.Get(t.Context(), "kapuas", g.ID)
		if err != nil || !reflect.DeepEqual(got, g) {
			t.Errorf("got %+v, want %+v (%v)", got, g, err)
		}
	}
}

func TestEachWriteHasAFreshKey(t *testing.T) {
	s, _, guests := open(t)
	key := func() (k struct{ Key []byte }) {
		d, err := s.Get(t.Context(), "kapuas", "guest", "A")
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(d.Body, &k); err != nil || len(k.Key) == 0 {
			t.Fatal(err, len(k.Key))
		}
		return k
	}
	if _, _, err := guests.Add(t.Context(), "kapuas", siti("A")); err != nil {
		t.Fatal(err)
	}
	first := key()
	if _, err := guests.Update(t.Context(), "kapuas", "A", func(g guest) (guest, error) { g.Name = "Rahayu"; return g, nil }); err != nil {
		t.Fatal(err)
	}
	if reflect.DeepEqual(first, key()) {
		t.Error("the second write has the first one's key")
	}
}

func TestAddTwice(t *testing.T) {
	_, _, guests := open(t)
	if _, _, err := guests.Add(t.Context(), "kapuas", siti("A")); err != nil {
		t.Fatal(err)
	}
	again := siti("A")
	again.Name = "somebody else"
	got, made, err := guests.Add(t.Context(), "kapuas", again)
	if err != nil || made || !reflect.DeepEqual(got, siti("A")) {
		t.Errorf("made %v, %+v, %v", made, got, err)
	}
	a, b := siti("B"), siti("C")
	a.Badge, b.Badge = 17, 17
	if _, _, err := guests.Add(t.Context(), "kapuas", a); err != nil {
		t.Fatal(err)
	}
	var taken *store.TakenError
	if _, made, err := guests.Add(t.Context(), "kapuas", b); !errors.As(err, &taken) || made || taken.By != "B" {
		t.Errorf("made %v, %v", made, err)
	}
	if g, err := guests.Claimed(t.Context(), "kapuas", "badge:17"); err != nil || g.ID != "B" {
		t.Errorf("%v %v", g.ID, err)
	}
}

// beaten is an engine on which somebody else is always faster, n times.
type beaten struct {
	store.Store
	left  atomic.Int64
	races int
}

func (b *beaten) Put(ctx context.Context, d store.Doc) (store.Doc, error) {
	if d.Version > 0 && b.left.Add(-1) >= 0 {
		b.races++
		return store.Doc{}, store.ErrStale
	}
	return b.Store.Put(ctx, d)
}

func TestUpdate(t *testing.T) {
	s, k, _ := open(t)
	b := &beaten{Store: s}
	guests := store.Of(b, k, "guest", keep)
	if _, _, err := guests.Add(t.Context(), "kapuas", siti("A")); err != nil {
		t.Fatal(err)
	}
	version := func() int64 {
		d, err := s.Get(t.Context(), "kapuas", "guest", "A")
		if err != nil {
			t.Fatal(err)
		}
		return d.Version
	}

	got, err := guests.Update(t.Context(), "kapuas", "A", func(g guest) (guest, error) { return g, nil })
	if err != nil || version() != 1 || !reflect.DeepEqual(got, siti("A")) {
		t.Errorf("unchanged: version %d, %v", version(), err)
	}
	// A field that JSON does not know is no change either, and is not given back.
	got, err = guests.Update(t.Context(), "kapuas", "A", func(g guest) (guest, error) { g.note = "x"; return g, nil })
	if err != nil || version() != 1 || got.note != "" {
		t.Errorf("unchanged but for a private field: version %d, %v", version(), err)
	}
	refusal := errors.New("not allowed")
	if _, err := guests.Update(t.Context(), "kapuas", "A", func(g guest) (guest, error) { g.Name = "x"; return g, refusal }); err != refusal || version() != 1 {
		t.Errorf("refused: %v, version %d", err, version())
	}
	// f may write into the value's own slices: it still counts as a change.
	got, err = guests.Update(t.Context(), "kapuas", "A", func(g guest) (guest, error) { g.Log[0].Move = "verify"; return g, nil })
	if err != nil || version() != 2 || got.Log[0].Move != "verify" {
		t.Errorf("in place: version %d, %v", version(), err)
	}
	b.left.Store(3)
	runs := 0
	got, err = guests.Update(t.Context(), "kapuas", "A", func(g guest) (guest, error) { runs++; g.Badge++; return g, nil })
	if err != nil || runs != 4 || got.Badge != 1 || version() != 3 {
		t.Errorf("beaten three times: %d runs, badge %d, version %d, %v", runs, got.Badge, version(), err)
	}
	b.left.Store(1 << 40)
	if _, err := guests.Update(t.Context(), "kapuas", "A", func(g guest) (guest, error) { g.Badge++; return g, nil }); !errors.Is(err, store.ErrContended) {
		t.Errorf("always beaten: %v", err)
	}
	b.left.Store(0)
	if _, err := guests.Update(t.Context(), "kapuas", "A", func(g guest) (guest, error) { g.ID = "B"; return g, nil }); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("a new id: %v", err)
	}
	if _, err := guests.Update(t.Context(), "kapuas", "none", func(g guest) (guest, error) { return g, nil }); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("missing: %v", err)
	}
}

func TestScanAndRemove(t *testing.T) {
	_, _, guests := open(t)
	for i := range 5 {
		g := siti(fmt.Sprint(i))
		g.Name, g.At = fmt.Sprint("Tamu ", i), noon.Add(time.Duration(i)*time.Minute)
		if _, _, err := guests.Add(t.Context(), "kapuas", g); err != nil {
			t.Fatal(err)
		}
	}
	q := store.Query{Tags: []string{"open"}, Newest: true, Limit: 2}
	page, err := guests.Scan(t.Context(), "kapuas", q)
	want := []store.Row[brief]{{ID: "4", At: noon.Add(4 * time.Minute), Changed: noon, Version: 1, Brief: brief{"Tamu 4", 0}},
		{ID: "3", At: noon.Add(3 * time.Minute), Changed: noon, Version: 1, Brief: brief{"Tamu 3", 0}}}
	if err != nil || !slices.Equal(page.Rows, want) || !page.More || page.Next == "" {
		t.Errorf("%+v %v", page, err)
	}
	q.After = page.Next
	full, err := guests.ScanFull(t.Context(), "kapuas", q)
	if err != nil || len(full.Values) != 2 || full.Values[0].ID != "2" || full.Values[1].Phone != "canary 0812" || !full.More {
		t.Errorf("%+v %v", full, err)
	}
	for range 2 { // the second time it is gone already
		if err := guests.Remove(t.Context(), "kapuas", "4"); err != nil {
			t.Error(err)
		}
	}
	if _, err := guests.Get(t.Context(), "kapuas", "4"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("removed: %v", err)
	}
}

func TestKindsWithoutSealsNeedNoKeys(t *testing.T) {
	s, _, _ := open(t)
	type setting struct{ Name, Value string }
	settings := store.Of(s, nil, "setting", func(v setting) store.Kept[*brief] { return store.Kept[*brief]{ID: v.Name} })
	if _, _, err := settings.Add(t.Context(), "_", setting{"zone", "Asia/Pontianak"}); err != nil {
		t.Fatal(err)
	}
	if got, err := settings.Get(t.Context(), "_", "zone"); err != nil || got.Value != "Asia/Pontianak" {
		t.Errorf("%v %v", got, err)
	}
	if page, err := settings.Scan(t.Context(), "_", store.Query{}); err != nil || len(page.Rows) != 1 || page.Rows[0].Brief != nil {
		t.Errorf("without a brief: %+v %v", page, err)
	}
}
