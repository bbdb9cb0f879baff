package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	engine "modernc.org/sqlite"

	"bukutamu/internal/store"
)

func begin(t testing.TB, folder string) *Store {
	t.Helper()
	s, err := Open(t.Context(), folder, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func visit(id string) store.Doc {
	return store.Doc{Office: "kapuas", Kind: "visit", ID: id, Claim: "id:" + id, Tags: []string{"open", "w:" + id},
		At: time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC), Brief: []byte(`{"n":"Tamu"}`), Body: []byte(`{"name":"Tamu ` + id + `"}`)}
}

// Every connection of both pools must have every setting: a setting given to one connection
// alone is the usual mistake.
func TestSettings(t *testing.T) {
	s := begin(t, t.TempDir())
	check := func(pool string, c *sql.Conn, want map[string]string) {
		for pragma, value := range want {
			var got string
			if err := c.QueryRowContext(t.Context(), "pragma "+pragma).Scan(&got); err != nil || got != value {
				t.Errorf("%s: %s is %s, want %s (%v)", pool, pragma, got, value, err)
			}
		}
	}
	want := map[string]string{"page_size": "8192", "journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000",
		"foreign_keys": "1", "cache_size": "-2000", "mmap_size": "0", "temp_store": "2", "secure_delete": "1", "query_only": "0"}
	check("writer", s.writer.sql, want)
	if !engine.FdatasyncEnabled() && runtime.GOOS == "linux" {
		t.Error("commits wait for the file's time of change")
	}
	want["query_only"] = "1"
	n := max(2, runtime.NumCPU())
	if cap(s.readers) != n {
		t.Errorf("%d readers, want %d", cap(s.readers), n)
	}
	for i := range n { // all held at once, so each is another connection
		reader := <-s.readers
		defer func() { s.readers <- reader }()
		c := reader.sql
		check(fmt.Sprint("reader ", i), c, want)
		if _, err := c.ExecContext(t.Context(), "delete from doc"); err == nil {
			t.Error("a reader writes")
		}
	}
}

// Every query must find its index; "SCAN" alone would read the whole table.
func TestQueriesUseIndexes(t *testing.T) {
	s := begin(t, t.TempDir())
	at := time.Now()
	after := store.Cursor{At: at, ID: "A", More: true}.String()
	changed := store.Cursor{At: at, ID: "visit\nA", More: true}.String()
	queries := map[string]string{"get": getByID, "claimed": getByClaim}
	for _, q := range []store.Query{
		{Kind: "visit"}, {Kind: "visit", From: at, To: at, Newest: true, After: after}, {Kind: "visit", Tags: []string{"a", "b"}},
		{Kind: "visit", Tags: []string{"a"}, From: at, To: at, After: after, Body: true}, {ByChange: true, Since: at, After: changed},
	} {
		w, err := walking("kapuas", q, 200)
		if err != nil {
			t.Fatal(err)
		}
		queries[w.text()] = w.text()
	}
	for name, q := range queries {
		rows, err := s.writer.sql.QueryContext(t.Context(), "explain query plan "+q, make([]any, strings.Count(q, "?"))...)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var plan []string
		for rows.Next() {
			var a, b, c int
			var detail string
			if err := rows.Scan(&a, &b, &c, &detail); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, detail)
		}
		all := strings.Join(plan, "; ")
		if strings.Contains(all, "SCAN") || strings.Contains(all, "TEMP B-TREE FOR ORDER BY") || all == "" {
			t.Errorf("%s\n\t%s", name, all)
		}
		t.Log(all)
	}
}

func TestFilesAreTheOwnersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes there")
	}
	folder := filepath.Join(t.TempDir(), "a", "data")
	if Exists(folder) {
		t.Error("a store before there is one")
	}
	s := begin(t, folder)
	if _, err := s.Put(t.Context(), visit("A")); err != nil {
		t.Fatal(err)
	}
	if !Exists(folder) {
		t.Error("no store where there is one")
	}
	n := 0
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, _ error) error {
		info, err := d.Info()
		if err != nil {
			return err
		}
		if n++; info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %o", path, info.Mode().Perm())
		}
		return nil
	})
	if err != nil || n < 3 {
		t.Errorf("%d files looked at: %v", n, err)
	}
}

func TestNewerAndForeignFilesAreRefused(t *testing.T) {
	folder := t.TempDir()
	s := begin(t, folder)
	if _, err := s.writer.sql.ExecContext(t.Context(), "pragma user_version = 99"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	_, err := Open(t.Context(), folder, store.Options{})
	if !errors.Is(err, store.ErrNewer) || !strings.Contains(err.Error(), "schema is 99") {
		t.Errorf("newer: %v", err)
	}

	folder = t.TempDir()
	db, err := pool(filepath.Join(folder, File), 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("create table other (a)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if _, err := Open(t.Context(), folder, store.Options{}); err == nil || !strings.Contains(err.Error(), "another program") {
		t.Errorf("foreign database: %v", err)
	}

	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, File), []byte(strings.Repeat("no database ", 900)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), folder, store.Options{}); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("no database at all: %v", err)
	}
}

func TestUpgrade(t *testing.T) {
	folder := t.TempDir()
	s := begin(t, folder)
	if _, err := s.Put(t.Context(), visit("A")); err != nil {
		t.Fatal(err)
	}
	s.Close()
	fails := append(steps[:len(steps):len(steps)], func(ctx context.Context, c *sql.Conn) error {
		if _, err := c.ExecContext(ctx, "alter table doc add column extra text"); err != nil {
			return err
		}
		return errors.New("power cut")
	})
	if _, err := open(t.Context(), folder, store.Options{}, fails); err == nil {
		t.Fatal("a failed step was not told")
	}
	begin(t, folder).Close() // the file is as before the failed step
	copied := filepath.Join(folder, fmt.Sprintf("before-schema-%d.db", len(steps)+1))
	if _, err := os.Stat(copied); err != nil {
		t.Error("no copy before the upgrade")
	}
	works := append(steps[:len(steps):len(steps)], func(ctx context.Context, c *sql.Conn) error {
		_, err := c.ExecContext(ctx, "alter table doc add column extra text")
		return err
	})
	s, err := open(t.Context(), folder, store.Options{}, works)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(t.Context(), "kapuas", "visit", "A"); err != nil {
		t.Error(err)
	}
	s.Close()
	if _, err := Open(t.Context(), folder, store.Options{}); !errors.Is(err, store.ErrNewer) {
		t.Errorf("the old program on the upgraded file: %v", err)
	}
	before := t.TempDir() // the copy is a whole store of the old schema
	if err := os.Rename(copied, filepath.Join(before, File)); err != nil {
		t.Fatal(err)
	}
	if _, err := begin(t, before).Get(t.Context(), "kapuas", "visit", "A"); err != nil {
		t.Error(err)
	}
}

// Two tags may share an index key; the answer must not.
func TestTagHashesAreCompared(t *testing.T) {
	s := begin(t, t.TempDir())
	for _, id := range []string{"A", "B"} {
		if _, err := s.Put(t.Context(), visit(id)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.writer.sql.ExecContext(t.Context(), "insert into tag select ?, at, n from tag where key = ?",
		tagKey("kapuas", "visit", "w:A"), tagKey("kapuas", "visit", "w:B")); err != nil {
		t.Fatal(err)
	}
	docs, _, err := s.Scan(t.Context(), "kapuas", store.Query{Kind: "visit", Tags: []string{"w:A"}})
	if err != nil || len(docs) != 1 || docs[0].ID != "A" {
		t.Errorf("got %v %v", docs, err)
	}
}

const tagKeyOfOpen = -3906733130540533453

func TestTagKeyStaysAsReleased(t *testing.T) {
	if got := tagKey("kapuas", "visit", "open"); got != tagKeyOfOpen {
		t.Errorf("the key of a tag became %d: stored indexes would be void", got)
	}
	if tagKey("kapuas", "visit", "open") == tagKey("kapuas", "photo", "open") {
		t.Error("kinds share keys")
	}
}

// serve and staff may start at the same moment in an empty folder.
func TestOpenedTwiceAtOnce(t *testing.T) {
	for range 10 {
		folder := t.TempDir()
		said := make(chan error)
		for range 2 {
			go func() {
				s, err := Open(t.Context(), folder, store.Options{Fingerprint: "one"})
				if err == nil {
					err = s.Close()
				}
				said <- err
			}()
		}
		for range 2 {
			if err := <-said; err != nil {
				t.Error(err)
			}
		}
	}
}

// Opening a store that is up to date writes nothing, so that verify and backup work on a full disk.
func TestOpeningWritesNothing(t *testing.T) {
	folder := t.TempDir()
	begin(t, folder).Close()
	begin(t, folder)
	if log, err := os.Stat(filepath.Join(folder, File+"-wal")); err == nil && log.Size() > 0 {
		t.Errorf("%d bytes were written", log.Size())
	}
}
