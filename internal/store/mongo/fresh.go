package mongo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"bukutamu/internal/store"
)

// ErrForeign says that the database holds another program's data: nothing is written into it.
var ErrForeign = errors.New("it holds the data of another program: name another database in the address")

// ErrOld says that the server is too old.
var ErrOld = errors.New("its server is too old: the program needs MongoDB 4.4 or newer")

// Collections are all that this program ever makes.
const (
	documents = "documents"
	meta      = "meta"
)

// made reads the schema's number: 0 in a database that this program has not written into yet.
func made(ctx context.Context, db *mongo.Database) (int64, error) {
	raw, err := db.Collection(meta).FindOne(ctx, bson.M{"_id": "schema"}).Raw()
	if errors.Is(err, mongo.ErrNoDocuments) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n, ok := raw.Lookup("number").AsInt64OK()
	if !ok || n < 1 {
		return 0, ErrForeign
	}
	return n, nil
}

// fresh says whether this program may begin in a database that it has not written into yet: there
// is nothing of anybody else, and its user may write. It writes nothing.
func fresh(ctx context.Context, db *mongo.Database) error {
	names, err := db.ListCollectionNames(ctx, bson.D{})
	if err != nil {
		return err
	}
	names = slices.DeleteFunc(names, func(n string) bool { return strings.HasPrefix(n, "system.") })
	for _, n := range names {
		if n != documents && n != meta {
			return ErrForeign
		}
	}
	// Both names may be there by another process of ours, which writes the number first; or by
	// somebody who does not.
	if n, err := made(ctx, db); err != nil || n > 0 {
		return err
	}
	for _, n := range names {
		err := db.Collection(n).FindOne(ctx, bson.D{}, options.FindOne().SetProjection(bson.D{{Key: "_id", Value: int32(1)}})).Err()
		if err == nil {
			return ErrForeign
		}
		if !errors.Is(err, mongo.ErrNoDocuments) {
			return err
		}
	}
	_, err = db.Collection(meta).DeleteOne(ctx, bson.M{"_id": "nothing"})
	return err
}

// Why says in a few plain words why a database cannot be used. Nothing of the address stands in it,
// which may hold a password.
func Why(err error) string {
	var server mongo.ServerError
	text := err.Error()
	switch {
	case errors.Is(err, store.ErrInvalid):
		return "this is no address of a MongoDB: it is written mongodb://USER:PASSWORD@HOST:PORT/DATABASE?OPTIONS, and in a password %-signs stand for what is no letter or digit (%40 is @)"
	case errors.Is(err, ErrForeign):
		return ErrForeign.Error()
	case errors.As(err, &server) && server.HasErrorCode(18), strings.Contains(text, "auth error"):
		return "its server does not accept the user and the password"
	case errors.As(err, &server) && server.HasErrorCode(13), strings.Contains(text, "(Unauthorized)"):
		return "its user may not do there what the program needs: give the role readWrite on this database"
	case errors.Is(err, ErrOld), strings.Contains(text, "wire version"): // the driver's own limit is older still
		return ErrOld.Error()
	case mongo.IsTimeout(err), strings.Contains(text, "server selection"):
		return "no server that takes writes answers there"
	}
	return fmt.Sprint(err)
}
