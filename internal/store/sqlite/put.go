package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"bukutamu/internal/store"
)

// Put writes one document, in one batch with whoever else is waiting.
func (s *Store) Put(ctx context.Context, d store.Doc) (store.Doc, error) {
	d, err := d.Normal()
	if err != nil {
		return store.Doc{}, err
	}
	var kept store.Doc
	err = s.write(ctx, func(w *writer) (err error) {
		next := d
		next.Version++
		next.Changed = s.options.Written(d) // in the batch: the order of changes is that of writes
		kept = next
		kept.Dated = false
		if d.Version == 0 {
			return w.add(next)
		}
		return w.change(next)
	})
	if err != nil {
		return store.Doc{}, err
	}
	return kept, nil
}

// Load writes documents as they are, all or none.
func (s *Store) Load(ctx context.Context, docs []store.Doc) error {
	normal, err := store.Loaded(docs)
	if err != nil {
		return err
	}
	return s.write(ctx, func(w *writer) error {
		for _, d := range normal {
			if err := w.load(d); err != nil {
				return fmt.Errorf("load %s %s: %v", d.Kind, d.ID, err) // no refusal to the batch: it must roll back
			}
		}
		return nil
	})
}

func (w *writer) load(d store.Doc) error {
	old, err := w.find(d.Office, d.Kind, d.ID)
	if err == nil {
		err = w.drop(d.Office, d.Kind, old)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return w.add(d)
}

// Remove deletes one document of that version.
func (s *Store) Remove(ctx context.Context, office, kind, id string, version int64) error {
	return s.write(ctx, func(w *writer) error {
		old, err := w.find(office, kind, id)
		if errors.Is(err, sql.ErrNoRows) {
			return store.ErrNotFound
		}
		if err != nil {
			return err
		}
		if old.version != version {
			return store.ErrStale
		}
		return w.drop(office, kind, old)
	})
}

func (w *writer) drop(office, kind string, old found) error {
	if _, err := w.exec("delete from doc where n = ?", old.n); err != nil {
		return err
	}
	if err := w.untag(office, kind, old, old.tags); err != nil {
		return err
	}
	_, err := w.exec("delete from body where n = ?", old.n)
	return err
}

// add writes a new document. The first statement is the one that can refuse, and a refusal leaves
// nothing behind: the batch goes on.
func (w *writer) add(d store.Doc) error {
	r, err := w.exec(`insert into doc (n, office, kind, id, version, claim, at, changed, tags, brief)
		values (?, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?, ?) on conflict do nothing`,
		place(d), d.Office, d.Kind, d.ID, d.Version, d.Claim, d.At.UnixMilli(), d.Changed.UnixMilli(), joinTags(d.Tags), d.Brief)
	if err != nil {
		return err
	}
	if rows, err := r.RowsAffected(); err != nil {
		return err
	} else if rows == 0 {
		return w.why(d)
	}
	n, err := r.LastInsertId()
	if err != nil {
		return err
	}
	if err := w.tag(d, n, d.Tags); err != nil {
		return err
	}
	_, err = w.exec("insert into body (n, body) values (?, ?)", n, d.Body)
	return err
}

// place is the number of a new row: the next one, by leaving it to SQLite. That of a dated document
// is by chance and below zero, where it neither stands in the order of writing nor moves it.
func place(d store.Doc) any {
	if !d.Dated {
		return nil
	}
	return -1 - rand.Int64N(1<<62)
}

// why says what an add ran into: the same id first, so that a form posted twice finds what it
// made, then the claim.
func (w *writer) why(d store.Doc) error {
	there, err := w.doc(getByID, d.Office, d.Kind, d.ID)
	if err == nil {
		return &store.ExistsError{Doc: there}
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return w.taken(d)
}

func (w *writer) taken(d store.Doc) error {
	var by string
	err := w.get([]any{&by}, "select id from doc where office = ? and kind = ? and claim = ?", d.Office, d.Kind, d.Claim)
	if err != nil {
		return fmt.Errorf("a write was ignored without a reason: %w", err)
	}
	return &store.TakenError{Claim: d.Claim, By: by}
}

// change writes the next version of a document. Until its update has run, which can still refuse,
// nothing is written.
func (w *writer) change(d store.Doc) error {
	old, err := w.find(d.Office, d.Kind, d.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return store.ErrStale
	}
	if err != nil {
		return err
	}
	if old.version != d.Version-1 {
		return store.ErrStale
	}
	r, err := w.exec(`update or ignore doc set version = ?, claim = nullif(?, ''), at = ?, changed = ?, tags = ?, brief = ?
		where n = ?`, d.Version, d.Claim, d.At.UnixMilli(), d.Changed.UnixMilli(), joinTags(d.Tags), d.Brief, old.n)
	if err != nil {
		return err
	}
	if rows, err := r.RowsAffected(); err != nil {
		return err
	} else if rows == 0 {
		return w.taken(d)
	}
	gone, fresh := old.tags, d.Tags
	if old.at == d.At.UnixMilli() {
		gone, fresh = without(old.tags, d.Tags), without(d.Tags, old.tags)
	}
	if err := w.untag(d.Office, d.Kind, old, gone); err != nil {
		return err
	}
	if err := w.tag(d, old.n, fresh); err != nil {
		return err
	}
	_, err = w.exec("update body set body = ? where n = ?", d.Body, old.n)
	return err
}

// found is what a change must know of the row before.
type found struct {
	n, version, at int64
	tags           []string
}

func (w *writer) find(office, kind, id string) (f found, err error) {
	var tags sql.NullString
	err = w.get([]any{&f.n, &f.version, &f.at, &tags},
		"select n, version, at, tags from doc where office = ? and kind = ? and id = ?", office, kind, id)
	f.tags = splitTags(tags.String)
	return f, err
}

// tag and untag change the tag index by one statement however many tags there are.
func (w *writer) tag(d store.Doc, n int64, tags []string) error {
	if len(tags) == 0 {
		return nil
	}
	_, err := w.exec("insert into tag (key, at, n) select value, ?, ? from json_each(?)",
		d.At.UnixMilli(), n, keys(d.Office, d.Kind, tags))
	return err
}

func (w *writer) untag(office, kind string, old found, tags []string) error {
	if len(tags) == 0 {
		return nil
	}
	_, err := w.exec("delete from tag where key in (select value from json_each(?)) and at = ? and n = ?",
		keys(office, kind, tags), old.at, old.n)
	return err
}

// keys are the index keys of tags as a JSON array, sorted and each once: two tags may share one.
func keys(office, kind string, tags []string) string {
	k := make([]int64, len(tags))
	for i, t := range tags {
		k[i] = tagKey(office, kind, t)
	}
	slices.Sort(k)
	b, _ := json.Marshal(slices.Compact(k)) // numbers always have a JSON form
	return string(b)
}

func without(tags, gone []string) (left []string) {
	for _, t := range tags {
		if !slices.Contains(gone, t) {
			left = append(left, t)
		}
	}
	return left
}
