package spool

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bukutamu/internal/refusal"
)

// bench is a folder with an lp and an lpstat of its own, and a spool that finds
// no others. What lp was given lies in its files.
type bench struct {
	t testing.TB
	*Spool
	dir string
}

const idle = `echo "printer $2 is idle.  enabled since Mon 23 Nov 2026"; echo "$4 accepting requests since Mon 23 Nov 2026"`

func newBench(t testing.TB, lpstat, lp string) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir()}
	for name, body := range map[string]string{"lpstat": lpstat, "lp": lp} {
		if body == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(b.dir, name), []byte("#!/bin/sh\ncd "+b.dir+"\n"+body+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	env := map[string]string{"PATH": b.dir + ":/usr/bin:/bin", "HOME": b.dir, "CUPS_SERVER": "10.0.0.9", "SECRET": "keys"}
	if lp == "" {
		env["PATH"] = "relative:" + b.dir
	}
	b.Spool = New(slog.New(slog.DiscardHandler), func(key string) string { return env[key] })
	return b
}

func (b *bench) read(name string) string {
	text, err := os.ReadFile(filepath.Join(b.dir, name))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		b.t.Fatal(err)
	}
	return string(text)
}

// note writes down how lp was called: arguments, environment, paper.
const note = `printf '%s\n' "$@" >> args; env | sort > env; cat > paper; echo once >> count`

func TestAPaperIsHandedToItsQueue(t *testing.T) {
	b := newBench(t, idle, note)
	if err := b.Print(context.Background(), "k", "pengenal-depan", "86x54", []byte("%PDF-1.3 kertas")); err != nil {
		t.Fatal(err)
	}
	if got, want := b.read("args"), "-d\npengenal-depan\n-o\nmedia=Custom.86x54mm\n-o\nprint-scaling=none\n-\n"; got != want {
		t.Errorf("arguments %q, want %q", got, want)
	}
	if b.read("paper") != "%PDF-1.3 kertas" {
		t.Errorf("paper %q", b.read("paper"))
	}
	env := b.read("env")
	for _, want := range []string{"LC_ALL=C\n", "CUPS_SERVER=10.0.0.9\n", "HOME=" + b.dir + "\n", "PATH=" + b.dir} {
		if !strings.Contains(env, want) {
			t.Errorf("no %q in the environment:\n%s", want, env)
		}
	}
	for line := range strings.Lines(env) {
		if key, _, _ := strings.Cut(line, "="); !strings.Contains("PATH LC_ALL HOME CUPS_SERVER PWD OLDPWD SHLVL _", key) { // the last four are the shell's own
			t.Errorf("in the environment: %s", line)
		}
	}
}

// The same form sent twice, even at once, is one paper.
func TestOneKeyIsOnePaper(t *testing.T) {
	b := newBench(t, idle, note)
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if err := b.Print(context.Background(), "k", "q", "86x54", nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := b.read("count"); got != "once\n" {
		t.Errorf("printed %q", got)
	}
	if err := b.Print(context.Background(), "k2", "q", "86x54", nil); err != nil || b.read("count") != "once\nonce\n" {
		t.Errorf("another key: %v, %q", err, b.read("count"))
	}
}

func TestWhyAQueueDoesNotTakeAPaper(t *testing.T) {
	for _, x := range []struct {
		name, lpstat, lp, queue string
		want                    *refusal.Refusal
	}{
		{"no such queue", `echo "lpstat: Invalid destination name in list \"$2\"." >&2; exit 1`, note, "q", ErrNoQueue},
		{"an option as a queue", idle, note, "-h", ErrNoQueue},
		{"words for a shell", idle, note, "q;id", ErrNoQueue},
		{"another queue answers", `echo "printer q2 is idle."`, note, "q", ErrNoQueue},
		{"stopped", `printf 'printer %s disabled since Mon -\n\tPaused\n%s accepting requests\n' $2 $2`, note, "q", ErrStopped},
		{"not accepting", `printf 'printer %s is idle.\n%s not accepting requests since\n' $2 $2`, note, "q", ErrStopped},
		{"CUPS is away", `echo "lpstat: Scheduler is not running." >&2; exit 1`, note, "q", ErrAway},
		{"lp refuses", idle, `cat > /dev/null; echo "lp: Forbidden" >&2; exit 1`, "q", ErrAway},
		{"no programs here", "", "", "q", ErrNone},
	} {
		b := newBench(t, x.lpstat, x.lp)
		err := b.Print(context.Background(), "k", x.queue, "86x54", nil)
		if !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %s", x.name, err, x.want.Key)
		}
		if b.read("count") != "" {
			t.Errorf("%s: lp was given a paper", x.name)
		}
	}
	if b := newBench(t, idle, note); b.Print(context.Background(), "k", "q", "86x54 -o x", nil) == nil || b.read("args") != "" {
		t.Error("a size of other letters was handed on")
	}
	if err := newBench(t, idle, note).Check(context.Background(), "q"); err != nil {
		t.Errorf("a good queue: %v", err)
	}
}

// waits is an lp that stands until somebody writes into the pipe.
func waits(t testing.TB, b *bench) {
	t.Helper()
	body := "#!/bin/sh\ncd " + b.dir + "\nexec 3<>pipe\nread x <&3\n" + note + "\n"
	if err := errors.Join(os.WriteFile(filepath.Join(b.dir, "lp"), []byte(body), 0o700), exec.Command("mkfifo", filepath.Join(b.dir, "pipe")).Run()); err != nil {
		t.Fatal(err)
	}
}

// A request ends before its queue answers: the paper is still printed, once.
func TestAPaperOutlivesItsRequest(t *testing.T) {
	b := newBench(t, idle, note)
	waits(t, b)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := b.Print(ctx, "k", "q", "86x54", []byte("kertas")); !errors.Is(err, ErrSlow) {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, "pipe"), []byte("go\n"), 0); err != nil {
		t.Fatal(err)
	}
	if err := b.Print(context.Background(), "k", "q", "86x54", nil); err != nil || b.read("paper") != "kertas" {
		t.Errorf("%v, %q", err, b.read("paper"))
	}
}

func TestAQueueThatNeverAnswersIsGivenUp(t *testing.T) {
	b := newBench(t, idle, note)
	waits(t, b)
	b.limit = 200 * time.Millisecond
	if err := b.Print(context.Background(), "k", "q", "86x54", nil); !errors.Is(err, ErrSlow) {
		t.Error(err)
	}
}

func TestOldJobsAreForgotten(t *testing.T) {
	b := newBench(t, "", "")
	for i := range kept + 50 {
		b.job(string(rune('a' + i)))
	}
	if len(b.jobs) != kept || len(b.keys) != kept {
		t.Errorf("%d jobs, %d keys", len(b.jobs), len(b.keys))
	}
}
