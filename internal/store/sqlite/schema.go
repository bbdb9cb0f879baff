package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bukutamu/internal/store"
)

// step brings the schema from one number to the next; the numbers are the places in steps.
type step func(ctx context.Context, c *sql.Conn) error

// steps make every schema from an empty file on; the file's user_version is how many were taken.
// A released step is never changed: a new one is added.
var steps = []step{first}

// first is schema 1. Times are milliseconds since 1970. n ties the tables together and says
// nothing outside the file. A tag's key is a hash of 64 bits, so that a tag costs about 20 bytes
// however long it is; whoever reads by it compares the tags themselves.
func first(ctx context.Context, c *sql.Conn) error {
	for _, q := range []string{
		`create table meta (name text primary key, value text not null) without rowid`,
		`create table doc (
			n       integer primary key,
			office  text    not null,
			kind    text    not null,
			id      text    not null,
			version integer not null,
			claim   text,
			at      integer not null,
			changed integer not null,
			tags    text,
			brief   blob
		)`,
		`create unique index doc_id on doc (office, kind, id)`,
		`create unique index doc_claim on doc (office, kind, claim) where claim is not null`,
		`create index doc_at on doc (office, kind, at, id)`,
		`create index doc_changed on doc (office, changed)`,
		`create table body (n integer primary key, body blob)`,
		`create table tag (key integer not null, at integer not null, n integer not null,
			primary key (key, at, n)) without rowid`,
	} {
		if _, err := c.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// prepare brings the file to the newest schema and checks that it belongs to the keys.
func prepare(ctx context.Context, c *sql.Conn, path string, o store.Options, steps []step) error {
	at, err := number(ctx, c, "pragma user_version")
	if err != nil {
		return err
	}
	if at > 0 && at < int64(len(steps)) {
		to := filepath.Join(filepath.Dir(path), fmt.Sprintf("before-schema-%d.db", len(steps)))
		err := os.Remove(to) // of an upgrade that did not come to its end
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			err = snapshot(ctx, c, to)
		}
		if err != nil {
			return fmt.Errorf("no copy before the upgrade: %w", err)
		}
	}
	if _, err := c.ExecContext(ctx, "begin immediate"); err != nil {
		return err
	}
	err = inside(ctx, c, o, steps)
	if err == nil {
		_, err = c.ExecContext(ctx, "commit")
	}
	if err != nil {
		_, _ = c.ExecContext(context.WithoutCancel(ctx), "rollback")
	}
	return err
}

func inside(ctx context.Context, c *sql.Conn, o store.Options, steps []step) error {
	at, err := number(ctx, c, "pragma user_version") // again: another process may have been here
	if err != nil {
		return err
	}
	tables, err := number(ctx, c, "select count(*) from sqlite_schema")
	switch {
	case err != nil:
		return err
	case at > int64(len(steps)):
		return fmt.Errorf("%w: its schema is %d, this program knows up to %d", store.ErrNewer, at, len(steps))
	case at == 0 && tables > 0:
		return errors.New("this is the database of another program")
	}
	for i := at; i < int64(len(steps)); i++ {
		if err := steps[i](ctx, c); err != nil {
			return fmt.Errorf("upgrade to schema %d: %w", i+1, err)
		}
	}
	if at < int64(len(steps)) { // else nothing is written: a full disk can still be opened
		if _, err := c.ExecContext(ctx, fmt.Sprintf("pragma user_version = %d", len(steps))); err != nil {
			return err
		}
	}
	if at == 0 {
		created := o.Stamp().Format(time.RFC3339)
		if _, err := c.ExecContext(ctx, "insert into meta (name, value) values ('created', ?)", created); err != nil {
			return err
		}
	}
	if o.Fingerprint == "" {
		return nil
	}
	if _, err := c.ExecContext(ctx, "insert into meta (name, value) values ('keys', ?) on conflict do nothing", o.Fingerprint); err != nil {
		return err
	}
	var have string
	if err := c.QueryRowContext(ctx, "select value from meta where name = 'keys'").Scan(&have); err != nil {
		return err
	}
	if have != o.Fingerprint {
		return fmt.Errorf("%w: it was made with keys %s, these are %s", store.ErrWrongKey, have, o.Fingerprint)
	}
	return nil
}

func number(ctx context.Context, c *sql.Conn, query string) (n int64, err error) {
	err = c.QueryRowContext(ctx, query).Scan(&n)
	return n, err
}

// tagKey is the index key of a tag: 16 bits of the office, so that an office's tags lie together,
// and 48 of kind and tag.
func tagKey(office, kind, tag string) int64 {
	o, k := fnv.New64a(), fnv.New64a()
	o.Write([]byte(office))
	k.Write([]byte(office + "\n" + kind + "\n" + tag))
	return int64(o.Sum64()&^(1<<48-1) | k.Sum64()&(1<<48-1))
}

// joinTags keeps the tags of a document in one text, each between line breaks, which no tag has.
func joinTags(tags []string) any {
	if len(tags) == 0 {
		return nil
	}
	return "\n" + strings.Join(tags, "\n") + "\n"
}

func splitTags(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s[1:len(s)-1], "\n")
}
