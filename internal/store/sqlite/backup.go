package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"os"

	"bukutamu/internal/store"
)

// Snapshot writes a consistent copy of the whole database into a new file (mode 0600), while the
// store goes on serving. The file is flushed before it returns; on failure it is taken away.
// Another store.Store opens it when it lies in a folder of its own under the name File.
func (s *Store) Snapshot(ctx context.Context, path string) error {
	return s.aside(ctx, func(c *sql.Conn) error { return snapshot(ctx, c, path) })
}

// Scrub empties the write-ahead log into the database, where erased text was overwritten already
// (secure_delete), and cuts the log to nothing.
func (s *Store) Scrub(ctx context.Context) error {
	return s.aside(ctx, func(c *sql.Conn) error {
		var busy, inLog, moved int
		err := c.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)").Scan(&busy, &inLog, &moved)
		if err == nil && busy != 0 {
			err = errors.New("the log is still being read")
		}
		return err
	})
}

// aside gives a connection of its own to what takes long, so that no reader or writer waits.
func (s *Store) aside(ctx context.Context, do func(*sql.Conn) error) error {
	select {
	case <-s.closing:
		return store.ErrClosed
	default:
	}
	db, err := pool(s.path, 1)
	if err != nil {
		return store.Unavailable(err)
	}
	defer db.Close()
	c, err := db.Conn(ctx)
	if err == nil {
		err = do(c)
		c.Close()
	}
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return store.Unavailable(err)
}

func snapshot(ctx context.Context, c *sql.Conn, path string) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600) // SQLite fills an empty file
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close())
		if err != nil {
			os.Remove(path)
		}
	}()
	if _, err = c.ExecContext(ctx, "vacuum into ?", path); err != nil {
		return fmt.Errorf("copy into %s: %w", path, err)
	}
	return f.Sync()
}

// chunk is how many documents Each holds at a time.
const chunk = 256

// Each hands out everything in the order of adding.
func (s *Store) Each(ctx context.Context, visit func(store.Doc) error) error {
	for after, full := int64(math.MinInt64), true; full; {
		var docs []store.Doc
		err := s.reading(ctx, func(c *conn) (err error) {
			docs, after, err = c.chunk(after)
			return err
		})
		if err != nil {
			return err
		}
		for _, d := range docs {
			if err := visit(d); err != nil {
				return err
			}
		}
		full = len(docs) == chunk
	}
	return nil
}

func (c *conn) chunk(after int64) (docs []store.Doc, last int64, err error) {
	rows, err := c.query("select "+columns+", b.body, d.n from doc d join body b on b.n = d.n where d.n > ? order by d.n limit ?", after, chunk)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var r row
		if err := rows.Scan(append(r.into(), &r.body, &last)...); err != nil {
			return nil, 0, err
		}
		docs = append(docs, r.doc())
	}
	return docs, last, rows.Err()
}
