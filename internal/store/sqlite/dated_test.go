package sqlite

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"bukutamu/internal/store"
)

// The number of a row is the order of writing. That of a dated document is by chance, so
// that it does not stand between two documents whose minutes are known.
func TestADatedRowHasNoPlaceInTheOrder(t *testing.T) {
	folder := t.TempDir()
	s, err := Open(t.Context(), folder, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)
	for i, id := range []string{"a", "x", "b", "y", "c"} {
		d := store.Doc{Office: "kapuas", Kind: "visit", ID: id, At: day, Tags: []string{"open"}, Body: []byte("{}")}
		if i%2 == 1 {
			d.Dated, d.Changed = true, day
		}
		if _, err := s.Put(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.db"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	db, err := sql.Open("sqlite", files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	n := map[string]int64{}
	rows, err := db.Query("select id, n from doc union all select 'body ' || n, n from body")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var at int64
		if err := rows.Scan(&id, &at); err != nil {
			t.Fatal(err)
		}
		n[id] = at
	}
	if n["a"] != 1 || n["b"] != 2 || n["c"] != 3 {
		t.Errorf("a dated document moved the others: %v", n)
	}
	if n["x"] >= 0 || n["y"] >= 0 || n["x"]-n["y"] == 1 || n["y"]-n["x"] == 1 || len(n) != 10 {
		t.Errorf("a dated document stands in the order of writing: %v", n)
	}
}
