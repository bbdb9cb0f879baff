package mongotest

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"
)

// by lets a hand into the database at that address that is not the program's.
func by(t testing.TB, address string, do func(ctx context.Context, db *mongo.Database) error) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	client, err := mongo.Connect(t.Context(), options.Client().ApplyURI(address))
	if err == nil {
		err = do(t.Context(), client.Database(strings.TrimPrefix(u.Path, "/")))
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = client.Disconnect(t.Context())
}

// Insert puts a document of these fields, name and text by turns, into a collection.
func Insert(t testing.TB, address, collection string, fields ...string) {
	t.Helper()
	var d bson.D
	for i := 0; i < len(fields); i += 2 {
		d = append(d, bson.E{Key: fields[i], Value: fields[i+1]})
	}
	by(t, address, func(ctx context.Context, db *mongo.Database) error {
		_, err := db.Collection(collection).InsertOne(ctx, d)
		return err
	})
}

// Update gives a field of the document with this id another number.
func Update(t testing.TB, address, collection, id, field string, n int64) {
	t.Helper()
	by(t, address, func(ctx context.Context, db *mongo.Database) error {
		_, err := db.Collection(collection).UpdateOne(ctx, bson.M{"_id": id}, bson.M{"$set": bson.M{field: n}})
		return err
	})
}

// Drop drops an index of the documents, and puts another of that name into its place where fields
// are given, downwards where a - stands before the field.
func Drop(t testing.TB, address, index string, fields ...string) {
	t.Helper()
	by(t, address, func(ctx context.Context, db *mongo.Database) error {
		all := db.Collection("documents").Indexes()
		if _, err := all.DropOne(ctx, index); err != nil || len(fields) == 0 {
			return err
		}
		var keys bson.D
		for _, f := range fields {
			way := int32(1)
			if strings.HasPrefix(f, "-") {
				way = -1
			}
			keys = append(keys, bson.E{Key: strings.TrimPrefix(f, "-"), Value: way})
		}
		_, err := all.CreateOne(ctx, mongo.IndexModel{Keys: keys, Options: options.Index().SetName(index)})
		return err
	})
}

// Collections are the names of a database's collections, in one text.
func Collections(t testing.TB, address string) (names string) {
	t.Helper()
	by(t, address, func(ctx context.Context, db *mongo.Database) error {
		list, err := db.ListCollectionNames(ctx, bson.D{})
		slices.Sort(list)
		names = strings.Join(list, " ")
		return err
	})
	return names
}

// Words are a greeting's words: a name and its number.
func Words(name string, n int32) bsoncore.Document {
	return bsoncore.NewDocumentBuilder().AppendInt32(name, n).Build()
}
