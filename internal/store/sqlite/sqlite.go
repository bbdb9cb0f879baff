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
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"bukutamu/internal/store"
)

// File is the database's name in its folder; SQLite puts two more beside it while it is open.
const File = "bukutamu.db"

// Store is an open database.
type Store struct {
	options store.Options
	path    string
	readers *sql.DB
	reads   sync.Map // query text → *sql.Stmt
	writer  *writer
	jobs    chan *job
	closing chan struct{}
	closed  func() error
}

var (
	_ store.Store    = (*Store)(nil)
	_ store.Walker   = (*Store)(nil)
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
// store.ErrWrongKey; everything else is store.ErrUnavailable.
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
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	n := max(2, runtime.NumCPU()) // more readers than cores are slower: their caches share a lock
	if s.readers, err = pool(path, n, "query_only(1)"); err == nil {
		err = s.readers.PingContext(ctx)
	}
	if err != nil {
		s.writer.close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	ended := make(chan struct{})
	go func() { // recovers by itself, job by job
		defer close(ended)
		s.writer.work(s.jobs, s.closing)
	}()
	s.closed = sync.OnceValue(func() error {
		close(s.closing)
		<-ended
		return errors.Join(s.readers.Close(), s.writer.close()) // the last to go empties the log
	})
	return s, nil
}

// Close waits for the batch at work and closes the file.
func (s *Store) Close() error { return store.Unavailable(s.closed()) }

// pool opens connections that all have the same settings: they stand in the address, because a
// PRAGMA statement reaches one connection only. page_size counts before WAL alone, so WAL has its
// own key, which the driver runs last.
func pool(path string, n int, more ...string) (*sql.DB, error) {
	q := url.Values{"_busy_timeout": {"5000"}, "_journal_mode": {"WAL"}}
	q["_pragma"] = append([]string{"page_size(8192)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-2000)",
		"mmap_size(0)", "temp_store(MEMORY)", "secure_delete(1)"}, more...)
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a Windows drive
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	db.SetConnMaxIdleTime(0)
	db.SetConnMaxLifetime(0)
	return db, nil
}

const columns = "d.n, d.office, d.kind, d.id, d.version, d.claim, d.at, d.changed, d.tags, d.brief"

const (
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

func (s *Store) one(ctx context.Context, query string, args ...any) (store.Doc, error) {
	st, err := s.read(ctx, query)
	if err != nil {
		return store.Doc{}, s.failed(ctx, err)
	}
	_, d, err := doc(st.QueryRowContext(ctx, args...), true)
	if errors.Is(err, sql.ErrNoRows) {
		return d, store.ErrNotFound
	}
	return d, s.failed(ctx, err)
}

// read returns the prepared statement of a query; there are some twenty different ones.
func (s *Store) read(ctx context.Context, query string) (*sql.Stmt, error) {
	select {
	case <-s.closing:
		return nil, store.ErrClosed
	default:
	}
	if st, ok := s.reads.Load(query); ok {
		return st.(*sql.Stmt), nil
	}
	st, err := s.readers.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if other, loaded := s.reads.LoadOrStore(query, st); loaded {
		st.Close()
		return other.(*sql.Stmt), nil
	}
	return st, nil
}

// failed names the failure of a read: the context's own error when that is why it ended.
func (s *Store) failed(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return store.Unavailable(err)
}

type scanner interface{ Scan(...any) error }

// doc reads one row of columns, with the body where asked, and its row number.
func doc(row scanner, body bool) (n int64, d store.Doc, err error) {
	var claim, tags sql.NullString
	var at, changed int64
	into := []any{&n, &d.Office, &d.Kind, &d.ID, &d.Version, &claim, &at, &changed, &tags, &d.Brief}
	if body {
		into = append(into, &d.Body)
	}
	if err = row.Scan(into...); err != nil {
		return 0, store.Doc{}, err
	}
	d.Claim, d.Tags, d.Brief, d.Body = claim.String, splitTags(tags.String), some(d.Brief), some(d.Body)
	d.At, d.Changed = store.FromMilli(at), store.FromMilli(changed)
	return n, d, nil
}

// some makes what is empty nil.
func some(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}
