// Package spooltest is a print queue for tests.
package spooltest

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bukutamu/internal/spool"
)

// Queue is a print queue of the server: an lp and an lpstat that write down what
// they are given into a folder of the test's own.
type Queue struct {
	t   testing.TB
	dir string
}

// New makes a queue that takes every paper, whatever name it is called by.
func New(t testing.TB) *Queue {
	t.Helper()
	q := &Queue{t, t.TempDir()}
	for name, body := range map[string]string{
		"lpstat": `test -f stopped && { echo "printer $2 disabled since Mon -"; exit; }; echo "printer $2 is idle.  enabled since Mon"`,
		"lp":     `echo "$@" >> papers; cat > last.pdf`,
	} {
		if err := os.WriteFile(filepath.Join(q.dir, name), []byte("#!/bin/sh\ncd "+q.dir+"\n"+body+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return q
}

// Folder holds its lp and lpstat.
func (q *Queue) Folder() string { return q.dir }

// Spool finds this queue and no other.
func (q *Queue) Spool(log *slog.Logger) *spool.Spool {
	return spool.New(log, func(key string) string { return map[string]string{"PATH": q.dir + ":/usr/bin:/bin"}[key] })
}

// Stop is what the operator does with cupsdisable.
func (q *Queue) Stop() {
	if err := os.WriteFile(filepath.Join(q.dir, "stopped"), nil, 0o600); err != nil {
		q.t.Fatal(err)
	}
}

// Start undoes Stop.
func (q *Queue) Start() {
	if err := os.Remove(filepath.Join(q.dir, "stopped")); err != nil {
		q.t.Fatal(err)
	}
}

// Papers are the words that lp was called with, one line a paper.
func (q *Queue) Papers() []string {
	text, _ := os.ReadFile(filepath.Join(q.dir, "papers"))
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")[:strings.Count(string(text), "\n")]
}

// Last is the PDF that came last.
func (q *Queue) Last() string {
	pdf, err := os.ReadFile(filepath.Join(q.dir, "last.pdf"))
	if err != nil {
		q.t.Fatal(err)
	}
	return string(pdf)
}
