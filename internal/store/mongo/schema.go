package mongo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"bukutamu/internal/store"
)

// schema is the number of the layout of documents and indexes. A newer one is refused.
const schema = 1

// index is one index of the documents. The office comes first in each: it is the shard key.
type index struct {
	name   string
	keys   []string
	unique bool
}

// Indexes are the declared indexes by name: their fields in order.
func Indexes() map[string][]string {
	out := map[string][]string{}
	for _, i := range indexes {
		out[i.name] = slices.Clone(i.keys)
	}
	return out
}

// indexes are all there are; every query of scan.go and mongo.go is served by one of them:
// equality first, then the order.
var indexes = []index{
	{"claim", []string{"office", "kind", "claim"}, true},
	{"tag", []string{"office", "kind", "tags", "at", "id"}, false},
	{"time", []string{"office", "kind", "at", "id"}, false},
	{"changed", []string{"office", "changed", "kind", "id"}, false},
}

func (i index) model() mongo.IndexModel {
	var keys bson.D
	for _, k := range i.keys {
		keys = append(keys, bson.E{Key: k, Value: int32(1)})
	}
	o := options.Index().SetName(i.name)
	if i.unique {
		o.SetUnique(true)
	}
	return mongo.IndexModel{Keys: keys, Options: o}
}

func (i index) named(have *mongo.IndexSpecification) bool { return have.Name == i.name }

// prepare makes what is missing and checks what is there.
func (s *Store) prepare(ctx context.Context) error {
	if err := s.number(ctx); err != nil {
		return err
	}
	have, err := s.docs.Indexes().ListSpecifications(ctx)
	if err != nil {
		return fmt.Errorf("the indexes: %w", err)
	}
	for _, i := range indexes {
		if slices.ContainsFunc(have, i.named) {
			continue
		}
		if _, err := s.docs.Indexes().CreateOne(ctx, i.model()); err != nil {
			return fmt.Errorf("the index %q is missing and cannot be made: %w", i.name, err)
		}
	}
	if err := s.checkIndexes(ctx); err != nil {
		return err
	}
	return s.belongs(ctx)
}

// number writes the schema's number into a new store, or compares it.
func (s *Store) number(ctx context.Context) error {
	have, err := made(ctx, s.docs.Database())
	switch {
	case err != nil:
		return err
	case have > schema:
		return fmt.Errorf("%w: its schema is %d, this program knows up to %d", store.ErrNewer, have, schema)
	case have > 0:
		return nil
	}
	if err := fresh(ctx, s.docs.Database()); err != nil {
		return err
	}
	_, err = s.meta.InsertOne(ctx, bson.D{{Key: "_id", Value: "schema"}, {Key: "number", Value: int64(schema)},
		{Key: "created", Value: s.options.Stamp().Format(time.RFC3339)}})
	if mongo.IsDuplicateKeyError(err) {
		return s.number(ctx) // another process was here
	}
	return err
}

// checkIndexes names the first index that is missing or different: without the unique one two
// guests could hold one badge.
func (s *Store) checkIndexes(ctx context.Context) error {
	list, err := s.docs.Indexes().ListSpecifications(ctx)
	if err != nil {
		return fmt.Errorf("the indexes: %w", err)
	}
	for _, want := range indexes {
		at := slices.IndexFunc(list, want.named)
		if at < 0 {
			return fmt.Errorf("the index %q is missing", want.name)
		}
		var keys bson.D
		if err := bson.Unmarshal(list[at].KeysDocument, &keys); err != nil {
			return err
		}
		var have []string
		for _, k := range keys {
			if way := fmt.Sprint(k.Value); way != "1" { // downwards, or of another kind
				k.Key += ":" + way
			}
			have = append(have, k.Key)
		}
		if unique := list[at].Unique != nil && *list[at].Unique; !slices.Equal(have, want.keys) || unique != want.unique {
			return fmt.Errorf("the index %q is another one: of %v (unique: %v) instead of %v (unique: %v)", want.name, have, unique, want.keys, want.unique)
		}
	}
	return nil
}

// belongs compares the fingerprint of the keys with the one the store was made with.
func (s *Store) belongs(ctx context.Context) error {
	if s.options.Fingerprint == "" {
		return nil
	}
	_, err := s.meta.InsertOne(ctx, bson.D{{Key: "_id", Value: "keys"}, {Key: "value", Value: s.options.Fingerprint}})
	if err != nil && !mongo.IsDuplicateKeyError(err) {
		return err
	}
	var have struct{ Value string }
	if err := s.meta.FindOne(ctx, bson.M{"_id": "keys"}).Decode(&have); err != nil {
		return err
	}
	if have.Value != s.options.Fingerprint {
		return fmt.Errorf("%w: it was made with keys %s, these are %s", store.ErrWrongKey, have.Value, s.options.Fingerprint)
	}
	return nil
}
