package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	engine "modernc.org/sqlite" // it registers the driver "sqlite" too

	"bukutamu/internal/store"
)

// pool opens connections that all have the same settings: they stand in the address, because a
// PRAGMA statement reaches one connection only. page_size counts before WAL alone, so WAL has its
// own key, which the driver runs last.
func pool(path string, n int, more ...string) (*sql.DB, error) {
	// As every Linux distribution's SQLite: the data and the size are flushed, the time of change
	// is not. As durable, and up to a third quicker. Where there is no such call, fsync stays.
	if _, err := engine.Fdatasync(true); err != nil && !errors.Is(err, engine.ErrFdatasyncUnavailable) {
		return nil, err
	}
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

// conn is one connection with its prepared statements, for one goroutine at a time. Its
// statements run without the caller's context: each is short by construction, an interrupt could
// end another one of the batch, and watching a context costs as much as a look-up.
type conn struct {
	sql   *sql.Conn
	ready map[string]*sql.Stmt // some twenty different ones
}

func connect(ctx context.Context, db *sql.DB) (*conn, error) {
	c, err := db.Conn(ctx)
	return &conn{sql: c, ready: map[string]*sql.Stmt{}}, err
}

func (c *conn) close() error {
	var errs []error
	for _, st := range c.ready {
		errs = append(errs, st.Close())
	}
	return errors.Join(append(errs, c.sql.Close())...)
}

func (c *conn) statement(query string) (*sql.Stmt, error) {
	if st, ok := c.ready[query]; ok {
		return st, nil
	}
	st, err := c.sql.PrepareContext(context.Background(), query)
	if err == nil {
		c.ready[query] = st
	}
	return st, err
}

func (c *conn) exec(query string, args ...any) (sql.Result, error) {
	st, err := c.statement(query)
	if err != nil {
		return nil, err
	}
	return st.Exec(args...)
}

func (c *conn) query(query string, args ...any) (*sql.Rows, error) {
	st, err := c.statement(query)
	if err != nil {
		return nil, err
	}
	return st.Query(args...)
}

// get reads one row into the places given, or sql.ErrNoRows.
func (c *conn) get(into []any, query string, args ...any) error {
	st, err := c.statement(query)
	if err != nil {
		return err
	}
	return st.QueryRow(args...).Scan(into...)
}

// doc reads one document with its body, or sql.ErrNoRows.
func (c *conn) doc(query string, args ...any) (store.Doc, error) {
	var r row
	if err := c.get(append(r.into(), &r.body), query, args...); err != nil {
		return store.Doc{}, err
	}
	return r.doc(), nil
}

// row is what a query reads of one document; all is null where a scan leaves a document out.
type row struct {
	office, kind, id, claim, tags sql.NullString
	version, at, changed          sql.NullInt64
	brief, body                   []byte
}

// into are the places of columns.
func (r *row) into() []any {
	return []any{&r.office, &r.kind, &r.id, &r.version, &r.claim, &r.at, &r.changed, &r.tags, &r.brief}
}

func (r *row) doc() store.Doc {
	return store.Doc{Office: r.office.String, Kind: r.kind.String, ID: r.id.String, Version: r.version.Int64,
		Claim: r.claim.String, Tags: splitTags(r.tags.String), At: store.FromMilli(r.at.Int64),
		Changed: store.FromMilli(r.changed.Int64), Brief: some(r.brief), Body: some(r.body)}
}

// some makes what is empty nil.
func some(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}

// openReaders opens as many readers as there are cores. More are slower: the page caches of all
// connections share one lock.
func (s *Store) openReaders(ctx context.Context) (err error) {
	n := max(2, runtime.NumCPU())
	if s.pool, err = pool(s.path, n, "query_only(1)"); err != nil {
		return err
	}
	s.readers = make(chan *conn, n)
	for range n {
		c, err := connect(ctx, s.pool)
		if err != nil {
			return errors.Join(err, s.pool.Close())
		}
		s.readers <- c
	}
	return nil
}

// closeReaders waits for those at work; none can be taken any more.
func (s *Store) closeReaders() error {
	var errs []error
	for range cap(s.readers) {
		errs = append(errs, (<-s.readers).close())
	}
	return errors.Join(append(errs, s.pool.Close())...)
}

// reading lends a reader. The context ends the wait for one.
func (s *Store) reading(ctx context.Context, do func(*conn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-s.closing: // first, since a free reader may be there as well
		return store.ErrClosed
	default:
	}
	select {
	case c := <-s.readers:
		defer func() { s.readers <- c }()
		err := do(c)
		if errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return store.Unavailable(err)
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return store.ErrClosed
	}
}
