package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"bukutamu/internal/secret"
)

// Kept is what the store is told of a value: the rest of it is a closed book.
type Kept[B any] struct {
	// ID never changes. Claim and Tags as in Doc.
	ID, Claim string
	Tags      []string
	At        time.Time
	// Dated is the Changed of what must not say at which hour it was written; zero: the clock's.
	Dated time.Time
	// Brief is what lists and reports need: at most MaxBrief bytes as JSON, nothing sealed.
	Brief B
}

// Kind is the typed view of one kind of document. Fields of T with a struct tag `seal:"name"`
// (strings, bytes, and slices, maps and pointers of them, wherever they stand) are sealed on the
// way in and opened on the way out, bound to office|kind|id|name.
type Kind[T, B any] struct {
	store Store
	keys  *secret.Keys
	kind  string
	keep  func(T) Kept[B]
	plan  *plan
}

// Of makes the typed view. It panics when a seal tag stands on a field that cannot be sealed, or
// when there is one and no keys: faults of the program, found by its first test.
func Of[T, B any](s Store, k *secret.Keys, kind string, keep func(T) Kept[B]) *Kind[T, B] {
	p := planOf(reflect.TypeFor[T]())
	if p != nil && k == nil {
		panic("store: " + kind + " has sealed fields and no keys")
	}
	return &Kind[T, B]{store: s, keys: k, kind: kind, keep: keep, plan: p}
}

// Row is what a list gets of one document.
type Row[B any] struct {
	ID string
	// At orders the kind; Changed is the last write. Both UTC, milliseconds.
	At, Changed time.Time
	Version     int64
	Brief       B
}

// Page is one page of a list.
type Page[B any] struct {
	Rows []Row[B]
	// Next goes into Query.After; empty when there is nothing further.
	Next string
	// More with a short page means: the engine looked at as many rows as it may.
	More bool
}

// Full is one page of values.
type Full[T any] struct {
	Values []T
	Next   string
	More   bool
}

// Get returns the value, or ErrNotFound.
func (k *Kind[T, B]) Get(ctx context.Context, office, id string) (T, error) {
	d, err := k.store.Get(ctx, office, k.kind, id)
	return k.open(d, err)
}

// Claimed returns the value that holds the claim now, or ErrNotFound.
func (k *Kind[T, B]) Claimed(ctx context.Context, office, claim string) (T, error) {
	d, err := k.store.Claimed(ctx, office, k.kind, claim)
	return k.open(d, err)
}

// Scan returns a page of briefs; the query's Kind and Body are set here.
func (k *Kind[T, B]) Scan(ctx context.Context, office string, q Query) (Page[B], error) {
	q.Kind, q.Body = k.kind, false
	docs, c, err := k.store.Scan(ctx, office, q)
	if err != nil {
		return Page[B]{}, err
	}
	page := Page[B]{Rows: make([]Row[B], len(docs)), Next: c.String(), More: c.More}
	for i, d := range docs {
		r := &page.Rows[i]
		r.ID, r.At, r.Changed, r.Version = d.ID, d.At, d.Changed, d.Version
		if len(d.Brief) > 0 {
			if err := json.Unmarshal(d.Brief, &r.Brief); err != nil {
				return Page[B]{}, fmt.Errorf("store: brief of %s %s: %w", k.kind, d.ID, err)
			}
		}
	}
	return page, nil
}

// ScanFull returns a page of whole values: for few, since each is decoded and opened.
func (k *Kind[T, B]) ScanFull(ctx context.Context, office string, q Query) (Full[T], error) {
	q.Kind, q.Body = k.kind, true
	docs, c, err := k.store.Scan(ctx, office, q)
	if err != nil {
		return Full[T]{}, err
	}
	page := Full[T]{Values: make([]T, len(docs)), Next: c.String(), More: c.More}
	for i, d := range docs {
		if page.Values[i], err = k.open(d, nil); err != nil {
			return Full[T]{}, err
		}
	}
	return page, nil
}

// Open makes the value of a document that was read by other means, such as a Walker's.
func (k *Kind[T, B]) Open(d Doc) (T, error) { return k.open(d, nil) }

// Add keeps a new value and returns it as it will be read. Made is false when its id is there
// already: then the value is the one that was there, so that a form posted twice finds what it
// made. *TakenError when another document holds the claim.
func (k *Kind[T, B]) Add(ctx context.Context, office string, value T) (kept T, made bool, err error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return kept, false, fmt.Errorf("store: %s: %w", k.kind, err)
	}
	d, err := k.doc(office, value, plain)
	if err != nil {
		return kept, false, err
	}
	_, err = k.store.Put(ctx, d)
	var exists *ExistsError
	if errors.As(err, &exists) {
		kept, err = k.open(exists.Doc, nil)
		return kept, false, err
	}
	if err != nil {
		return kept, false, err
	}
	kept, err = k.reread(plain)
	return kept, err == nil, err
}

// reread gives what a later Get will give: what JSON does not keep is gone at once, not only then.
func (k *Kind[T, B]) reread(plain []byte) (value T, err error) {
	if err = json.Unmarshal(plain, &value); err != nil {
		err = fmt.Errorf("store: %s: %w", k.kind, err)
	}
	return value, err
}

// maxTries bounds Update. Each failed try means that somebody else's write went through.
const maxTries = 200

// Update reads the value, changes it by f and writes it back, again from the start whenever
// somebody was faster; so f may run several times and must not do anything else. An error of f is
// returned as it is. Nothing is written when the value's JSON is unchanged. *TakenError when the
// new claim is another's; ErrContended when the tries are used up.
func (k *Kind[T, B]) Update(ctx context.Context, office, id string, f func(T) (T, error)) (T, error) {
	var none T
	for range maxTries {
		d, err := k.store.Get(ctx, office, k.kind, id)
		value, err := k.open(d, err)
		if err != nil {
			return none, err
		}
		before, err := json.Marshal(value) // before f: it may write into the value's slices
		if err != nil {
			return none, fmt.Errorf("store: %s: %w", k.kind, err)
		}
		if value, err = f(value); err != nil {
			return none, err
		}
		after, err := json.Marshal(value)
		if err != nil {
			return none, fmt.Errorf("store: %s: %w", k.kind, err)
		}
		if string(before) == string(after) {
			return k.reread(after)
		}
		next, err := k.doc(office, value, after)
		if err != nil {
			return none, err
		}
		if next.ID != id {
			return none, fmt.Errorf("%w: the id of %s %s became %s", ErrInvalid, k.kind, id, next.ID)
		}
		next.Version = d.Version
		_, err = k.store.Put(ctx, next)
		if err == nil {
			return k.reread(after)
		}
		if !errors.Is(err, ErrStale) {
			return none, err
		}
	}
	return none, ErrContended
}

// Remove deletes the document, whatever its version; nil when it is gone already. For retention
// and expiry, nothing else.
func (k *Kind[T, B]) Remove(ctx context.Context, office, id string) error {
	for range maxTries {
		d, err := k.store.Get(ctx, office, k.kind, id)
		if err == nil {
			err = k.store.Remove(ctx, office, k.kind, id, d.Version)
		}
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if !errors.Is(err, ErrStale) {
			return err
		}
	}
	return ErrContended
}

// body is the form of Doc.Body: the wrapped data key beside the value.
type body[T any] struct {
	Key   []byte `json:"key,omitempty"`
	Value T      `json:"value"`
}

// doc makes the document of a value whose JSON is plain.
func (k *Kind[T, B]) doc(office string, value T, plain []byte) (Doc, error) {
	kept := k.keep(value)
	d := Doc{Office: office, Kind: k.kind, ID: kept.ID, Claim: kept.Claim, Tags: kept.Tags, At: kept.At, Changed: kept.Dated, Dated: !kept.Dated.IsZero()}
	var err error
	if d.Brief, err = json.Marshal(kept.Brief); err != nil {
		return d, fmt.Errorf("store: brief of %s: %w", k.kind, err)
	}
	if string(d.Brief) == "null" {
		d.Brief = nil
	}
	if k.plan == nil {
		d.Body, err = json.Marshal(body[json.RawMessage]{Value: plain})
	} else {
		place := k.place(d)
		e := k.keys.Envelope(place)
		sealed := body[T]{Key: e.Wrapped(), Value: value}
		if err = k.plan.run(reflect.ValueOf(&sealed.Value).Elem(), act{e, place, false}); err == nil {
			d.Body, err = json.Marshal(sealed)
		}
	}
	if err != nil {
		return d, fmt.Errorf("store: %s %s: %w", k.kind, d.ID, err)
	}
	return d, nil
}

// open makes the value of a document; err is that of reading it.
func (k *Kind[T, B]) open(d Doc, err error) (T, error) {
	var b body[T]
	if err != nil {
		return b.Value, err
	}
	if err = json.Unmarshal(d.Body, &b); err == nil && k.plan != nil {
		place := k.place(d)
		var e *secret.Envelope
		if e, err = k.keys.Unwrap(b.Key, place); err == nil {
			err = k.plan.run(reflect.ValueOf(&b.Value).Elem(), act{e, place, true})
		}
	}
	if err != nil {
		var none T
		return none, fmt.Errorf("store: %s %s: %w", k.kind, d.ID, err)
	}
	return b.Value, nil
}

func (k *Kind[T, B]) place(d Doc) string { return d.Office + "|" + k.kind + "|" + d.ID }
