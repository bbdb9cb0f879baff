// Package mongo keeps documents in a MongoDB database: one collection, four indexes, every write
// acknowledged by the majority and on disk, every read from the primary. It runs on a replica set,
// on a sharded cluster (shard key: the office) and on a server of its own.
package mongo

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/event"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	"go.mongodb.org/mongo-driver/mongo/readconcern"
	"go.mongodb.org/mongo-driver/mongo/readpref"
	"go.mongodb.org/mongo-driver/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"
	"go.mongodb.org/mongo-driver/x/mongo/driver/connstring"

	"bukutamu/internal/store"
)

// How long one operation may take, and how long a primary is looked for: a person waits at most
// six seconds for an answer that says what happened.
const (
	opTime     = 4 * time.Second
	selectTime = 3 * time.Second
	overTime   = time.Second / 2  // past the caller's deadline, for a write that has begun
	lookTime   = time.Second      // to see whether a write took place whose answer was lost
	loadTime   = 30 * time.Second // of a tool that carries many documents at once
)

// database is the name where the address has none.
const database = "bukutamu"

// Store is an open database.
type Store struct {
	options store.Options
	client  *mongo.Client
	docs    *mongo.Collection
	meta    *mongo.Collection
	server  string
	closed  atomic.Bool
}

var (
	_ store.Store  = (*Store)(nil)
	_ store.Walker = (*Store)(nil)
	_ store.Loader = (*Store)(nil)
)

// Open connects to mongodb://HOST/DB (database "bukutamu" when the address names none), makes the
// collections and indexes that are missing and checks those that are there. Refusals:
// store.ErrNewer, store.ErrWrongKey, store.ErrInvalid for an address that is none; everything else
// is store.ErrUnavailable. watch may be nil; tests see each command through it.
func Open(ctx context.Context, uri string, o store.Options, watch *event.CommandMonitor) (*Store, error) {
	client, name, err := connect(ctx, uri, watch)
	if err != nil {
		return nil, err
	}
	s := &Store{options: o.Filled(), client: client, docs: client.Database(name).Collection(documents), meta: client.Database(name).Collection(meta)}
	if s.server, err = greet(ctx, client); err == nil {
		err = s.prepare(ctx)
	}
	if err != nil {
		_ = client.Disconnect(context.WithoutCancel(ctx))
		return nil, store.Unavailable(err)
	}
	return s, nil
}

// Exists tells whether the database was made before: then its keys must be there too and are never
// made anew. Where it was not, an error says what keeps the program from making it.
func Exists(ctx context.Context, uri string) (bool, error) {
	client, name, err := connect(ctx, uri, nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = client.Disconnect(context.WithoutCancel(ctx)) }()
	if _, err := greet(ctx, client); err != nil {
		return false, store.Unavailable(err)
	}
	n, err := made(ctx, client.Database(name))
	if err == nil && n == 0 {
		err = fresh(ctx, client.Database(name))
	}
	return n > 0, store.Unavailable(err)
}

func connect(ctx context.Context, uri string, watch *event.CommandMonitor) (*mongo.Client, string, error) {
	address, err := connstring.ParseAndValidate(uri)
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", store.ErrInvalid, err)
	}
	name := address.Database
	if name == "" {
		name = database
	}
	journal := true
	majority := &writeconcern.WriteConcern{W: "majority", Journal: &journal}
	client, err := mongo.Connect(ctx, options.Client().ApplyURI(uri).SetMonitor(watch).SetAppName("bukutamu").
		SetReadConcern(readconcern.Majority()).SetReadPreference(readpref.Primary()).SetWriteConcern(majority).
		SetMaxPoolSize(64).SetMaxConnIdleTime(10*time.Minute).
		SetConnectTimeout(selectTime).SetServerSelectionTimeout(selectTime))
	return client, name, store.Unavailable(err)
}

const alone = "a server of its own, without a replica set"

// wire44 is what MongoDB 4.4 speaks, the oldest server that this program was written for.
const wire44 = 9

// greet asks the server what it is.
func greet(ctx context.Context, client *mongo.Client) (string, error) {
	var hello struct {
		Set  string `bson:"setName"`
		Msg  string `bson:"msg"`
		Wire int32  `bson:"maxWireVersion"`
	}
	if err := client.Database("admin").RunCommand(ctx, bson.D{{Key: "hello", Value: int32(1)}}).Decode(&hello); err != nil {
		return "", err
	}
	switch {
	case hello.Wire < wire44:
		return "", ErrOld
	case hello.Msg == "isdbgrid":
		return "a sharded cluster", nil
	case hello.Set != "":
		return "the replica set " + hello.Set, nil
	}
	return alone, nil
}

// Server says in a few words what the program met: a replica set, a sharded cluster, or a single
// server.
func (s *Store) Server() string { return s.server }

// Alone reports whether nothing takes over when the server fails.
func (s *Store) Alone() bool { return s.server == alone }

// Close ends all connections.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), opTime)
	defer cancel()
	return store.Unavailable(s.client.Disconnect(ctx))
}

// Get returns one document.
func (s *Store) Get(ctx context.Context, office, kind, id string) (store.Doc, error) {
	return s.one(ctx, bson.D{{Key: "_id", Value: key(office, kind, id)}, {Key: "office", Value: office}})
}

// Claimed returns the holder of a claim.
func (s *Store) Claimed(ctx context.Context, office, kind, claim string) (store.Doc, error) {
	return s.one(ctx, bson.D{{Key: "office", Value: office}, {Key: "kind", Value: kind}, {Key: "claim", Value: claim}})
}

func (s *Store) one(ctx context.Context, filter bson.D) (d store.Doc, err error) {
	err = s.reading(ctx, func(ctx context.Context) error {
		raw, err := s.docs.FindOne(ctx, filter).Raw()
		if errors.Is(err, mongo.ErrNoDocuments) {
			return store.ErrNotFound
		}
		if err != nil {
			return err
		}
		d, err = toDoc(bsoncore.Document(raw))
		return err
	})
	return d, err
}

// reading gives an operation its time and says whose fault its end was.
func (s *Store) reading(ctx context.Context, do func(context.Context) error) error {
	return s.within(ctx, opTime, do)
}

func (s *Store) within(ctx context.Context, most time.Duration, do func(context.Context) error) error {
	if s.closed.Load() {
		return store.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	err := do(limited)
	if err != nil && !store.Refused(err) || isContext(err) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	return err
}

// writing is like reading, but what has begun is waited for even past the caller's deadline, by a
// little: an answer should say whether it is written, and should come before the person gives up.
func (s *Store) writing(ctx context.Context, do func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	most := opTime
	if end, ok := ctx.Deadline(); ok {
		most = min(most, time.Until(end)+overTime)
	}
	return s.within(context.WithoutCancel(ctx), most, do)
}

func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// chunk is how many documents Each holds at a time.
const chunk = 256

// Each hands out everything, all offices, in the order of the keys.
func (s *Store) Each(ctx context.Context, visit func(store.Doc) error) error {
	for after, full := "", true; full; {
		var docs []store.Doc
		err := s.reading(ctx, func(ctx context.Context) (err error) {
			docs, err = s.find(ctx, bson.D{{Key: "_id", Value: bson.D{{Key: "$gt", Value: after}}}},
				options.Find().SetSort(bson.D{{Key: "_id", Value: int32(1)}}).SetLimit(chunk))
			return err
		})
		if err != nil {
			return err
		}
		for _, d := range docs {
			after = key(d.Office, d.Kind, d.ID)
			if err := visit(d); err != nil {
				return err
			}
		}
		full = len(docs) == chunk
	}
	return nil
}

func (s *Store) find(ctx context.Context, filter bson.D, o *options.FindOptions) ([]store.Doc, error) {
	rows, err := s.docs.Find(ctx, filter, o)
	if err != nil {
		return nil, err
	}
	return collect(ctx, rows)
}

// collect reads all rows and closes them.
func collect(ctx context.Context, rows *mongo.Cursor) (docs []store.Doc, err error) {
	defer func() { err = errors.Join(err, rows.Close(ctx)) }()
	for rows.Next(ctx) {
		d, err := toDoc(bsoncore.Document(rows.Current))
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	return docs, rows.Err()
}
