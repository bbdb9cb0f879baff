// Package sqlite keeps documents in one SQLite file: a slim table that lists read, a second one
// with the bodies, and an index of tags. One goroutine writes, in batches that share one flush to
// the disk; as many readers as there are cores read. Other processes may use the same folder at
// the same time (backup, verify, staff): SQLite's own locks order the writers.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"bukutamu/internal/guard"
	"bukutamu/internal/store"
)

// File is the database's name in its folder; SQLite puts two more beside it while it is open.
const File = "bukutamu.db"

// ErrDamaged says that the file is there and is no database that can be opened.
var ErrDamaged = errors.New("sqlite: the file is not a whole database")

// Store is an open database.
type Store struct {
	options store.Options
	path    string
	pool    *sql.DB    // of the readers
	readers chan *conn // those that are free
	writer  *writer
	jobs    chan *job
	closing chan struct{}
	closed  func() error
}

var (
	_ store.Store    = (*Store)(nil)
	_ store.Walker   = (*Store)(nil)
	_ store.Loader   = (*Store)(nil)
	_ store.Scrubber = (*Store)(nil)
)

// Exists tells whether the folder holds a database: then its keys must be there too and are
// never made anew.
func Exists(folder string) bool {
	info, err := os.Stat(filepath.Join(folder, File))
	return err == nil && info.Size() > 0
}

// Open opens the database in the folder and makes what is missing (folder 0700, file 0600). An
// older schema is upgraded after a copy of the file was put beside it. Refusals: store.ErrNewer,
// store.ErrWrongKey; everything else is store.ErrUnavailable, among it ErrDamaged.
func Open(ctx context.Context, folder string, o store.Options) (*Store, error) {
	s, err := open(ctx, folder, o, steps)
	return s, store.Unavailable(err)
}

func open(ctx context.Context, folder string, o store.Options, steps []step) (_ *Store, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	path, err := filepath.Abs(filepath.Join(folder, File))
	if err != nil {
		return nil, err
	}
	// SQLite would make the file with the process's mask; its two companions take over this mode.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		err = f.Close()
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	s := &Store{options: o.Filled(), path: path, jobs: make(chan *job), closing: make(chan struct{})}
	if s.writer, err = openWriter(ctx, s, steps); err != nil {
		if isDamaged(err) {
			err = ErrDamaged
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if err = s.openReaders(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), s.writer.close())
	}
	ended := make(chan struct{})
	guard.Go(nil, "store writer", func() {
		defer close(ended)
		s.writer.work(s.jobs, s.closing) // recovers by itself, request by request
	})
	s.closed = sync.OnceValue(func() error {
		close(s.closing)
		<-ended
		return errors.Join(s.closeReaders(), s.writer.close()) // the last to go empties the log
	})
	return s, nil
}

// Close waits for the batch at work and closes the file.
func (s *Store) Close() error { return store.Unavailable(s.closed()) }

const (
	columns    = "d.office, d.kind, d.id, d.version, d.claim, d.at, d.changed, d.tags, d.brief"
	getByID    = "select " + columns + ", b.body from doc d join body b on b.n = d.n where d.office = ? and d.kind = ? and d.id = ?"
	getByClaim = "select " + columns + ", b.body from doc d join body b on b.n = d.n where d.office = ? and d.kind = ? and d.claim = ?"
)

// Get returns one document.
func (s *Store) Get(ctx context.Context, office, kind, id string) (store.Doc, error) {
	return s.one(ctx, getByID, office, kind, id)
}

// Claimed returns the holder of a claim.
func (s *Store) Claimed(ctx context.Context, office, kind, claim string) (store.Doc, error) {
	return s.one(ctx, getByClaim, office, kind, claim)
}

func (s *Store) one(ctx context.Context, query string, args ...any) (d store.Doc, err error) {
	err = s.reading(ctx, func(c *conn) error {
		d, err = c.doc(query, args...)
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrNotFound
	}
	return d, err
}
