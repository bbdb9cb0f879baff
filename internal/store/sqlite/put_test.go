package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"bukutamu/internal/store"
)

func ask(s *Store, into any, query string) error {
	c := <-s.readers
	defer func() { s.readers <- c }()
	return c.get([]any{into}, query)
}

// whole checks that every document has its body, its tags and nothing more: what verify will
// look for.
func whole(t *testing.T, s *Store) map[string]store.Doc {
	t.Helper()
	for what, query := range map[string]string{
		"documents without a body": "select count(*) from doc where n not in (select n from body)",
		"bodies without document":  "select count(*) from body where n not in (select n from doc)",
		"tags without document":    "select count(*) from tag where not exists (select 1 from doc where doc.n = tag.n and doc.at = tag.at)",
	} {
		var n int
		if err := ask(s, &n, query); err != nil || n != 0 {
			t.Errorf("%d %s (%v)", n, what, err)
		}
	}
	var check string
	if err := ask(s, &check, "pragma integrity_check"); err != nil || check != "ok" {
		t.Errorf("integrity: %s %v", check, err)
	}
	docs := map[string]store.Doc{}
	tags := 0
	if err := s.Each(t.Context(), func(d store.Doc) error {
		docs[d.ID] = d
		tags += len(d.Tags)
		if string(d.Body) != string(visit(d.ID).Body) {
			t.Errorf("%s has the body %q", d.ID, d.Body)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := ask(s, &n, "select count(*) from tag"); err != nil || n != tags {
		t.Errorf("%d rows in the tag index, %d tags in documents (%v)", n, tags, err)
	}
	return docs
}

// A disk that fills in the middle of a batch: no half-written document, no acknowledged one lost,
// and it goes on when there is room again.
func TestDiskFullInTheMiddle(t *testing.T) {
	folder := t.TempDir()
	s := begin(t, folder)
	var pages int
	if err := s.writer.sql.QueryRowContext(t.Context(), "pragma page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		if _, err := s.writer.sql.ExecContext(t.Context(), fmt.Sprintf("pragma max_page_count = %d", n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 3)
	said := make([]error, 200)
	var all sync.WaitGroup
	for i := range said {
		all.Go(func() { _, said[i] = s.Put(t.Context(), visit(fmt.Sprintf("%03d", i))) })
	}
	all.Wait()
	docs := whole(t, s)
	full := 0
	for i, err := range said {
		_, there := docs[fmt.Sprintf("%03d", i)]
		switch {
		case err == nil && !there:
			t.Errorf("%03d was acknowledged and is lost", i)
		case err != nil && there:
			t.Errorf("%03d was refused and is there", i)
		case err != nil && !errors.Is(err, store.ErrUnavailable):
			t.Errorf("%03d: %v", i, err)
		}
		if err != nil {
			full++
		}
	}
	if full == 0 || full == len(said) {
		t.Fatalf("%d of %d failed: the limit is not in the middle", full, len(said))
	}
	limit(1 << 20)
	for i, err := range said {
		if err != nil {
			if _, err := s.Put(t.Context(), visit(fmt.Sprintf("%03d", i))); err != nil {
				t.Errorf("with room again: %v", err)
			}
		}
	}
	s.Close()
	if got := whole(t, begin(t, folder)); len(got) != len(said) {
		t.Errorf("%d documents, want %d", len(got), len(said))
	}
}

// batchOf runs requests as one batch, as the writer does when they wait together.
func batchOf(w *writer, jobs ...*job) []error {
	w.batch(jobs)
	var said []error
	for _, j := range jobs {
		said = append(said, <-j.done)
	}
	return said
}

func adding(ctx context.Context, id string, then error) *job {
	return &job{ctx: ctx, done: make(chan error, 1), do: func(w *writer) error {
		d := visit(id)
		d.Version = 1
		if err := w.add(d); err != nil {
			return err
		}
		return then
	}}
}

// beside opens a store and a writer of its own beside it, which no goroutine uses: the test is it.
func beside(t *testing.T) (*Store, *writer) {
	s := begin(t, t.TempDir())
	w, err := openWriter(t.Context(), s, steps)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.close() })
	return s, w
}

func TestBatchGoesOnAfterRefusals(t *testing.T) {
	s, w := beside(t)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	said := batchOf(w, adding(t.Context(), "A", nil), adding(t.Context(), "A", nil), adding(ended, "B", nil), adding(t.Context(), "C", nil))
	if said[0] != nil || !errors.Is(said[1], store.ErrExists) || !errors.Is(said[2], context.Canceled) || said[3] != nil {
		t.Errorf("said %v", said)
	}
	if docs := whole(t, s); len(docs) != 2 {
		t.Errorf("%d documents, want A and C", len(docs))
	}
}

func TestBatchFaultUndoesOneAlone(t *testing.T) {
	s, w := beside(t)
	broken := errors.New("disk on fire")
	panics := adding(t.Context(), "P", nil)
	panics.do = func(*writer) error { panic("a fault of the program") }
	said := batchOf(w, adding(t.Context(), "A", nil), adding(t.Context(), "B", broken), panics, adding(t.Context(), "C", nil), adding(t.Context(), "A", nil))
	if said[0] != nil || !errors.Is(said[1], broken) || said[2] == nil || said[3] != nil || !errors.Is(said[4], store.ErrExists) {
		t.Errorf("said %v", said)
	}
	docs := whole(t, s)
	if _, half := docs["B"]; len(docs) != 2 || half {
		t.Errorf("left %v", docs)
	}
}

// A full disk can make SQLite end the transaction by itself, without being told to.
func TestBatchSurvivesATransactionThatEndedItself(t *testing.T) {
	s, w := beside(t)
	once := true
	ends := adding(t.Context(), "B", nil)
	inner := ends.do
	ends.do = func(w *writer) error {
		if err := inner(w); err != nil || !once {
			return err
		}
		once = false
		if _, err := w.exec("rollback"); err != nil {
			return err
		}
		return errors.New("database or disk is full")
	}
	said := batchOf(w, adding(t.Context(), "A", nil), ends, adding(t.Context(), "C", nil))
	for i, err := range said {
		if err != nil {
			t.Errorf("request %d: %v", i, err)
		}
	}
	if docs := whole(t, s); len(docs) != 3 {
		t.Errorf("%d documents, want 3", len(docs))
	}
}

// Once the writer has taken a request, the answer is what became of it, whatever the context says.
func TestTakenIsWaitedForPastTheDeadline(t *testing.T) {
	s := begin(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	err := s.write(ctx, func(w *writer) error {
		cancel() // the deadline passes while the writer is at work
		d := visit("A")
		d.Version = 1
		return w.add(d)
	})
	if err != nil {
		t.Errorf("a finished write was answered with %v", err)
	}
	if _, err := s.Get(t.Context(), "kapuas", "visit", "A"); err != nil {
		t.Error(err)
	}
}

// Before it is taken, the deadline counts and nothing is written.
func TestNotTakenIsNotWritten(t *testing.T) {
	s := begin(t, t.TempDir())
	busy, release := make(chan struct{}), make(chan struct{})
	first := make(chan error, 1)
	go func() {
		first <- s.write(t.Context(), func(*writer) error { close(busy); <-release; return nil })
	}()
	<-busy
	ctx, cancel := context.WithCancel(t.Context())
	second := make(chan error, 1)
	go func() { _, err := s.Put(ctx, visit("A")); second <- err }()
	cancel()
	if err := <-second; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Error(err)
	}
	if _, err := s.Get(t.Context(), "kapuas", "visit", "A"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

// Two processes on one folder (serve and staff): nothing is lost, one claim has one holder.
func TestTwoProcessesOneFolder(t *testing.T) {
	folder := t.TempDir()
	two := []*Store{begin(t, folder), begin(t, folder)}
	var all sync.WaitGroup
	won := make([]error, 40)
	for i := range won {
		all.Go(func() {
			d := visit(fmt.Sprintf("%02d", i))
			if i%4 == 0 {
				d.Claim = "login:piket"
			}
			_, won[i] = two[i%2].Put(t.Context(), d)
		})
	}
	all.Wait()
	winners := 0
	for i, err := range won {
		switch {
		case i%4 == 0 && err == nil:
			winners++
		case i%4 == 0 && !errors.Is(err, store.ErrTaken), i%4 != 0 && err != nil:
			t.Errorf("%d: %v", i, err)
		}
	}
	if winners != 1 {
		t.Errorf("%d hold one login", winners)
	}
	if docs := whole(t, two[0]); len(docs) != 31 {
		t.Errorf("%d documents, want 31", len(docs))
	}
}
