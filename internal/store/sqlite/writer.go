package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	engine "modernc.org/sqlite"

	"bukutamu/internal/store"
)

// maxBatch is how many waiting requests share one transaction and one flush.
const maxBatch = 64

// job is one request to write. Do may run twice: once in a batch that is then rolled back, and
// again alone.
type job struct {
	ctx  context.Context
	do   func(*writer) error
	done chan error
}

// write hands a request to the writer. Until the writer takes it the context may end it, with
// nothing written; from then on it is waited for, because only the writer knows how it ended.
func (s *Store) write(ctx context.Context, do func(*writer) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j := &job{ctx: ctx, do: do, done: make(chan error, 1)}
	select {
	case s.jobs <- j:
		return store.Unavailable(<-j.done)
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return store.ErrClosed
	}
}

// writer is the one connection that writes.
type writer struct {
	*conn
	pool *sql.DB
}

// openWriter waits for its turn as every write does: turning WAL on, and another process closing
// the file as the last one, answer busy at once, whatever busy_timeout says.
func openWriter(ctx context.Context, s *Store, steps []step) (*writer, error) {
	for began := time.Now(); ; {
		w, err := tryWriter(ctx, s, steps)
		if !isBusy(err) || time.Since(began) > 5*time.Second {
			return w, err
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func tryWriter(ctx context.Context, s *Store, steps []step) (*writer, error) {
	db, err := pool(s.path, 1)
	if err != nil {
		return nil, err
	}
	c, err := connect(ctx, db)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	w := &writer{conn: c, pool: db}
	if err = prepare(ctx, c.sql, s.path, s.options, steps); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *writer) close() error { return errors.Join(w.conn.close(), w.pool.Close()) }

// work takes requests until closing. Jobs has no buffer: who could not hand over yet waits as a
// sender, so that a commit's time gathers the next batch.
func (w *writer) work(jobs <-chan *job, closing <-chan struct{}) {
	batch := make([]*job, 0, maxBatch)
	for {
		select {
		case j := <-jobs:
			batch = append(batch[:0], j)
		case <-closing:
			return
		}
	fill:
		for len(batch) < maxBatch {
			select {
			case j := <-jobs:
				batch = append(batch, j)
			default:
				break fill
			}
		}
		w.batch(batch)
		clear(batch)
	}
}

// batch runs the requests in one transaction and answers each only after the commit. A refusal
// leaves nothing and the batch goes on; after any other error nothing of the batch can be trusted
// (a full disk may have ended the transaction by itself), so it is rolled back and each request
// runs alone.
func (w *writer) batch(jobs []*job) {
	results, err := w.together(jobs)
	if err != nil && len(jobs) > 1 && !errors.Is(err, errBegin) {
		for i := range jobs {
			var one []error
			if one, err = w.together(jobs[i : i+1]); err == nil {
				err = one[0]
			}
			jobs[i].done <- err
		}
		return
	}
	for i, j := range jobs {
		if err != nil {
			j.done <- err
		} else {
			j.done <- results[i]
		}
	}
}

// errBegin: no transaction was begun (another process writes for too long), so trying each request
// alone would only wait that long again and again.
var errBegin = errors.New("cannot begin to write")

// together returns what became of each request, or the error that undid all of them.
func (w *writer) together(jobs []*job) (results []error, err error) {
	if err := w.begin(); err != nil {
		return nil, err
	}
	for _, j := range jobs {
		r := w.run(j)
		if r != nil && !store.Refused(r) {
			w.rollback()
			return nil, r
		}
		results = append(results, r)
	}
	if _, err := w.exec("commit"); err != nil {
		w.rollback()
		return nil, err
	}
	return results, nil
}

func (w *writer) run(j *job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic while writing: %v", p)
		}
	}()
	if err := j.ctx.Err(); err != nil {
		return err
	}
	return j.do(w)
}

// begin takes the write lock at once: a read that turns into a write later would fail without
// waiting when another process was faster.
func (w *writer) begin() error {
	_, err := w.exec("begin immediate")
	if err != nil && !isBusy(err) {
		w.rollback() // should an earlier rollback have failed
		_, err = w.exec("begin immediate")
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errBegin, err)
	}
	return nil
}

// isBusy: another process kept the lock for longer than busy_timeout.
func isBusy(err error) bool {
	var e *engine.Error
	return errors.As(err, &e) && e.Code()&0xff == 5 // SQLITE_BUSY
}

// isDamaged reports whether SQLite found something else where its own data should be.
func isDamaged(err error) bool {
	var e *engine.Error
	return errors.As(err, &e) && (e.Code()&0xff == 11 || e.Code()&0xff == 26) // SQLITE_CORRUPT, SQLITE_NOTADB
}

// rollback may fail because SQLite already did it by itself; begin meets every other case.
func (w *writer) rollback() { _, _ = w.exec("rollback") }
