package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"bukutamu/internal/store"
)

func TestSnapshotWhileWriting(t *testing.T) {
	s := begin(t, t.TempDir())
	for i := range 200 {
		if _, err := s.Put(t.Context(), visit(fmt.Sprintf("%04d", i))); err != nil {
			t.Fatal(err)
		}
	}
	var end atomic.Bool
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 200; !end.Load() && i < 5000; i++ {
			if _, err := s.Put(t.Context(), visit(fmt.Sprintf("%04d", i))); err != nil {
				t.Error(err)
			}
		}
	}()
	folder := t.TempDir()
	path := filepath.Join(folder, File)
	err := s.Snapshot(t.Context(), path)
	end.Store(true)
	<-stopped
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	copied := begin(t, folder)
	docs := whole(t, copied)
	for i := range docs { // what it has is a beginning of what was written, without holes
		if i >= fmt.Sprintf("%04d", len(docs)) {
			t.Errorf("%s is there, but only %d documents", i, len(docs))
		}
	}
	if len(docs) < 200 {
		t.Errorf("%d documents", len(docs))
	}
	if _, err := copied.Put(t.Context(), visit("new")); err != nil {
		t.Error(err)
	}
	if err := s.Snapshot(t.Context(), path); err == nil {
		t.Error("wrote over a file")
	}
	missing := filepath.Join(folder, "none", "x.db")
	if err := s.Snapshot(t.Context(), missing); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("into no folder: %v", err)
	}
}

// After an erasure and Scrub no file of the folder holds the erased text.
func TestScrub(t *testing.T) {
	folder := t.TempDir()
	s := begin(t, folder)
	canary := []byte("CANARY6203014507900001")
	holds := func() (n int) {
		files, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if b, err := os.ReadFile(f); err == nil && bytes.Contains(b, canary) {
				n++
			}
		}
		return n
	}
	var kept []store.Doc
	for i := range 50 {
		d := visit(fmt.Sprint(i))
		d.Claim, d.Tags = string(canary)+fmt.Sprint(i), []string{string(canary)}
		d.Brief = []byte(`{"n":"` + string(canary) + `"}`)
		d.Body = []byte(`{"n":"` + string(bytes.Repeat(canary, 300)) + `"}`)
		d, err := s.Put(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, d)
	}
	if holds() == 0 {
		t.Fatal("the canary is nowhere: this test cannot fail")
	}
	for i, d := range kept {
		if i%2 == 0 {
			if err := s.Remove(t.Context(), d.Office, d.Kind, d.ID, d.Version); err != nil {
				t.Fatal(err)
			}
			continue
		}
		d.Claim, d.Tags, d.Brief, d.Body = "", nil, []byte("{}"), []byte("{}")
		if _, err := s.Put(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := holds(); n != 0 {
		t.Errorf("%d files still hold what was erased", n)
	}
}
