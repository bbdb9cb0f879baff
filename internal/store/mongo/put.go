package mongo

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"

	"bukutamu/internal/store"
)

// Put writes one document: a new one by its id, a change by its version.
func (s *Store) Put(ctx context.Context, d store.Doc) (store.Doc, error) {
	d, err := d.Normal()
	if err != nil {
		return store.Doc{}, err
	}
	next := d
	next.Version++
	next.Changed, next.Dated = s.options.Written(d), false
	raw, err := fromDoc(next)
	if err != nil {
		return store.Doc{}, err
	}
	err = s.writing(ctx, func(ctx context.Context) error {
		err := s.write(ctx, d, raw)
		if err != nil && !store.Refused(err) && ctx.Err() == nil && s.written(ctx, raw) {
			return nil
		}
		return err
	})
	if err != nil {
		return store.Doc{}, err
	}
	return next, nil
}

func (s *Store) write(ctx context.Context, d store.Doc, raw bsoncore.Document) error {
	if d.Version == 0 {
		_, err := s.docs.InsertOne(ctx, raw)
		return s.refused(ctx, d, err)
	}
	r, err := s.docs.ReplaceOne(ctx, version(d.Office, d.Kind, d.ID, d.Version), raw)
	if err == nil && r.MatchedCount == 0 {
		return store.ErrStale
	}
	return s.refused(ctx, d, err)
}

// written looks whether a write whose answer was lost took place after all: the document there is
// the very one that was sent, its version and its time included. Whatever else is found, or
// nothing, leaves the outcome unknown: the write may still be on its way.
func (s *Store) written(ctx context.Context, raw bsoncore.Document) bool {
	sent, err := toDoc(raw)
	if err != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	there, err := s.Get(ctx, sent.Office, sent.Kind, sent.ID)
	return err == nil && reflect.DeepEqual(there, sent)
}

// version finds a document at one version only: that is the compare of compare-and-swap.
func version(office, kind, id string, n int64) bson.D {
	return bson.D{{Key: "_id", Value: key(office, kind, id)}, {Key: "office", Value: office}, {Key: "version", Value: n}}
}

// refused says what a write ran into: the same id first, so that a form posted twice finds what it
// made, then the claim.
func (s *Store) refused(ctx context.Context, d store.Doc, err error) error {
	if !mongo.IsDuplicateKeyError(err) {
		return err
	}
	if d.Version == 0 {
		there, err := s.Get(ctx, d.Office, d.Kind, d.ID)
		if err == nil {
			return &store.ExistsError{Doc: there}
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	holder, cerr := s.Claimed(ctx, d.Office, d.Kind, d.Claim)
	if errors.Is(cerr, store.ErrNotFound) {
		return fmt.Errorf("a write was refused by what is gone by now: %w", err)
	}
	if cerr != nil {
		return cerr
	}
	return &store.TakenError{Claim: d.Claim, By: holder.ID}
}

// Load writes documents as they are, each by itself: new ones together, those that are there one
// by one.
func (s *Store) Load(ctx context.Context, docs []store.Doc) error {
	normal, err := store.Loaded(docs)
	if err != nil || len(docs) == 0 {
		return err
	}
	var all []any
	for _, d := range normal {
		raw, err := fromDoc(d)
		if err != nil {
			return err
		}
		all = append(all, raw)
	}
	return s.within(ctx, loadTime, func(ctx context.Context) error {
		_, err := s.docs.InsertMany(ctx, all, options.InsertMany().SetOrdered(false))
		var failed mongo.BulkWriteException
		if !errors.As(err, &failed) || failed.WriteConcernError != nil {
			return err
		}
		for _, w := range failed.WriteErrors {
			d := normal[w.Index]
			if w.Code != duplicate {
				return failed
			}
			r, err := s.docs.ReplaceOne(ctx, bson.D{{Key: "_id", Value: key(d.Office, d.Kind, d.ID)}, {Key: "office", Value: d.Office}}, all[w.Index])
			if err == nil && r.MatchedCount == 0 {
				err = fmt.Errorf("load %s %s: its claim is held by another", d.Kind, d.ID)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// duplicate is the server's code for a broken unique index.
const duplicate = 11000

// Remove deletes one document of that version.
func (s *Store) Remove(ctx context.Context, office, kind, id string, n int64) error {
	return s.writing(ctx, func(ctx context.Context) error {
		r, err := s.docs.DeleteOne(ctx, version(office, kind, id, n))
		if err != nil || r.DeletedCount == 1 {
			return err
		}
		if _, err := s.Get(ctx, office, kind, id); err != nil {
			return err
		}
		return store.ErrStale
	})
}
