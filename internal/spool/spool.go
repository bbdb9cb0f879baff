// Package spool hands papers to the print queues of the server, through the
// programs lp and lpstat of CUPS.
//
// It starts them without a shell and with fixed arguments; the one word that comes
// from the settings is the name of the queue, of a strict alphabet. A queue that is
// unknown or stopped is refused before anything is handed over: paper of a guest
// must not come out by itself an hour later.
package spool

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"bukutamu/internal/guard"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Why a paper was not taken by its queue. The sentences stand beside the button
// that prints again.
var (
	ErrNone    = refusal.New(refusal.Busy, "spool.none")     // no lp on this machine
	ErrNoQueue = refusal.New(refusal.Busy, "spool.no-queue") // {queue}
	ErrStopped = refusal.New(refusal.Busy, "spool.stopped")  // {queue}
	ErrAway    = refusal.New(refusal.Busy, "spool.away")     // CUPS does not answer, or refuses
	ErrSlow    = refusal.New(refusal.Busy, "spool.slow")     // {queue} has not answered yet
)

const (
	limit = 10 * time.Second // of all the programs of one job
	kept  = 256              // jobs that are remembered, so that none is printed twice
)

// Spool prints. Its zero value is of no use; New makes one.
type Spool struct {
	log   *slog.Logger
	env   func(string) string
	limit time.Duration

	mu   sync.Mutex
	jobs map[string]*job
	keys []string // of jobs, oldest first
}

type job struct {
	done chan struct{}
	err  error
}

// New makes a spool. env gives the environment that lp is found and started with:
// PATH, HOME and CUPS_SERVER, nothing else.
func New(log *slog.Logger, env func(string) string) *Spool {
	return &Spool{log: log, env: env, limit: limit, jobs: map[string]*job{}}
}

// Print hands a PDF of one paper size ("86x54") to a queue, once for each key: the
// same key again gives what came of the first. The error is one of the refusals.
//
// The programs may take ten seconds and a request ends after five, so they run on a
// goroutine of their own and go on when ctx ends; Print then gives ErrSlow, which
// means that nobody knows yet.
func (s *Spool) Print(ctx context.Context, key, queue, size string, pdf []byte) error {
	j, mine := s.job(key)
	if mine {
		ctx := context.WithoutCancel(ctx)
		guard.Go(s.log, "spool", func() {
			defer close(j.done)
			j.err = ErrAway // of a panic
			j.err = s.hand(ctx, queue, size, pdf)
		})
	}
	select {
	case <-j.done:
		return j.err
	case <-ctx.Done():
		return ErrSlow.With("queue", queue)
	}
}

// job finds the job of a key; mine says that it is a new one.
func (s *Spool) job(key string) (j *job, mine bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if j, ok := s.jobs[key]; ok {
		return j, false
	}
	j = &job{done: make(chan struct{})}
	s.jobs[key] = j
	if s.keys = append(s.keys, key); len(s.keys) > kept {
		delete(s.jobs, s.keys[0])
		s.keys = s.keys[1:]
	}
	return j, true
}

var sizePattern = regexp.MustCompile(`^[1-9][0-9]{1,2}x[1-9][0-9]{1,2}$`)

func (s *Spool) hand(ctx context.Context, queue, size string, pdf []byte) error {
	ctx, cancel := context.WithTimeout(ctx, s.limit)
	defer cancel()
	if !sizePattern.MatchString(size) {
		return fmt.Errorf("spool: unknown size %q", size)
	}
	if err := s.look(ctx, queue); err != nil {
		return err
	}
	_, said, err := s.run(ctx, pdf, "lp", "-d", queue, "-o", "media=Custom."+size+"mm", "-o", "print-scaling=none", "-")
	return s.why(ctx, queue, said, err)
}

// Check asks whether a queue is there and takes papers; nil when it does.
func (s *Spool) Check(ctx context.Context, queue string) error {
	ctx, cancel := context.WithTimeout(ctx, s.limit)
	defer cancel()
	return s.look(ctx, queue)
}

func (s *Spool) look(ctx context.Context, queue string) error {
	if !office.ValidQueue(queue) {
		return ErrNoQueue.With("queue", queue)
	}
	out, said, err := s.run(ctx, nil, "lpstat", "-p", queue, "-a", queue)
	switch {
	case err != nil && strings.Contains(said, "nvalid destination"):
		return ErrNoQueue.With("queue", queue)
	case err != nil:
		return s.why(ctx, queue, said, err)
	case strings.Contains(out, "printer "+queue+" disabled"), strings.Contains(out, queue+" not accepting"):
		return ErrStopped.With("queue", queue)
	case !strings.Contains(out, "printer "+queue+" "):
		return ErrNoQueue.With("queue", queue)
	}
	return nil
}

// why says in our words why a program failed, and logs the program's own.
func (s *Spool) why(ctx context.Context, queue, said string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrNone):
		return ErrNone
	case ctx.Err() != nil:
		return ErrSlow.With("queue", queue)
	}
	s.log.Warn("the print queue did not take a paper", "queue", queue, "said", strings.TrimSpace(said), "error", err)
	return ErrAway.With("queue", queue)
}

// run starts one of the two programs and gives what it wrote.
func (s *Spool) run(ctx context.Context, in []byte, name string, args ...string) (out, said string, err error) {
	path, err := s.find(name)
	if err != nil {
		return "", "", err
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = []string{"LC_ALL=C"} // its words are read
	for _, key := range []string{"PATH", "HOME", "CUPS_SERVER"} {
		if v := s.env(key); v != "" {
			cmd.Env = append(cmd.Env, key+"="+v)
		}
	}
	cmd.WaitDelay = time.Second // of a child that keeps the pipe
	var o, e bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &o, &e
	err = cmd.Run()
	return o.String(), e.String(), err
}

// find looks for a program in the folders of PATH; the current folder is none.
func (s *Spool) find(name string) (string, error) {
	for _, dir := range filepath.SplitList(s.env("PATH")) {
		if !filepath.IsAbs(dir) {
			continue
		}
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path, nil
		}
	}
	return "", ErrNone
}
