// Command gotest runs `go test` and says in the end what happened, in lines that a person
// and a build server can read: go test's own closing line of each package, everything that
// a failed test printed, what was skipped and why, the ten slowest tests, and last
// "N passed, N failed, N skipped".
//
//	go run ./scripts/gotest -race ./internal/... -- -timeout=14m ./cmd/...
//
// Its arguments are those of go test; "--" begins another run, with other flags, that is
// counted together with the first. What stands before them as NAME=value is that run's
// environment, and is told with what failed in it. It exits with 1 when anything failed, also when a package
// did not build or ran no test to its end, and when there was no test at all.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// event is one line of go test -json (see go doc test2json).
type event struct {
	Action     string
	Package    string
	ImportPath string // of build-output
	Test       string
	Elapsed    float64 // seconds
	Output     string
}

type test struct {
	pkg, name string
	took      float64 // seconds
	why       string  // of a skip
}

// tally is what the runs came to.
type tally struct {
	out     io.Writer
	passed  int
	failed  []test
	skipped []test
	slow    []test

	with  string                 // the environment of this run
	said  map[[2]string][]string // package and test → what it printed so far
	built map[string][]string    // what the compiler said
	sour  map[string]bool        // packages with a failed test
}

func newTally(out io.Writer) *tally {
	return &tally{out: out, said: map[[2]string][]string{}, built: map[string][]string{}, sour: map[string]bool{}}
}

func main() {
	began := time.Now()
	sum := newTally(os.Stdout)
	ok := true
	for _, args := range split(os.Args[1:]) {
		fmt.Printf("go test %s\n", short(args))
		before := len(sum.failed)
		if err := run(sum, args); err != nil {
			ok = false
			if len(sum.failed) == before { // else it is known what is wrong
				fmt.Println("go test:", err)
			}
		}
	}
	sum.report(time.Since(began))
	if !ok || len(sum.failed) > 0 || sum.passed == 0 {
		os.Exit(1)
	}
}

// split cuts the arguments into runs.
func split(args []string) (runs [][]string) {
	for {
		i := slices.Index(args, "--")
		if i < 0 {
			return append(runs, args)
		}
		runs, args = append(runs, args[:i]), args[i+1:]
	}
}

// environment cuts off what stands before the arguments as NAME=value.
func environment(args []string) (env, rest []string) {
	n := 0
	for n < len(args) && !strings.HasPrefix(args[n], "-") && strings.Contains(args[n], "=") {
		n++
	}
	return args[:n], args[n:]
}

// short is the arguments with a long list of packages cut.
func short(args []string) string {
	if len(args) > 6 {
		return fmt.Sprintf("%s … (%d more)", strings.Join(args[:5], " "), len(args)-5)
	}
	return strings.Join(args, " ")
}

func run(sum *tally, args []string) error {
	env, args := environment(args)
	sum.with = strings.Join(env, " ")
	cmd := exec.Command("go", append([]string{"test", "-json"}, args...)...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	err = sum.read(pipe)
	return errors.Join(err, cmd.Wait())
}

// read takes the events of one run.
func (s *tally) read(r io.Reader) error {
	for d := json.NewDecoder(r); ; {
		var e event
		switch err := d.Decode(&e); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("its output cannot be read: %w", err)
		}
		s.take(e)
	}
}

func (s *tally) take(e event) {
	at := [2]string{e.Package, e.Test}
	this := test{e.Package, strings.TrimSpace(e.Test + " " + s.with), e.Elapsed, ""}
	switch e.Action {
	case "build-output":
		s.built[e.ImportPath] = append(s.built[e.ImportPath], e.Output)
	case "build-fail":
		s.print(s.built[e.ImportPath])
	case "output":
		if e.Test == "" {
			if e.Output != "PASS\n" && e.Output != "FAIL\n" {
				fmt.Fprint(s.out, e.Output) // among them "ok  …", "FAIL …", "no test files"
			}
		} else if !strings.HasPrefix(e.Output, "=== ") {
			s.said[at] = append(s.said[at], e.Output)
		}
	case "pass", "fail", "skip":
		if e.Test == "" {
			if e.Action == "fail" && !s.sour[e.Package] {
				// Not a test but the package: it does not build, or ended in the middle.
				for k, said := range s.said {
					if k[0] == e.Package {
						s.print(said)
					}
				}
				s.failed = append(s.failed, this)
			}
			return
		}
		said := s.said[at]
		delete(s.said, at)
		switch e.Action {
		case "pass":
			s.passed++
		case "skip":
			this.why = reason(said)
			s.skipped = append(s.skipped, this)
		case "fail":
			s.sour[e.Package] = true
			s.failed = append(s.failed, this)
			s.print(said)
		}
		if !strings.Contains(e.Test, "/") {
			s.slow = append(s.slow, this)
		}
	}
}

func (s *tally) print(lines []string) {
	for _, l := range lines {
		fmt.Fprint(s.out, l)
	}
}

// reason is what a skipped test said: "x_test.go:12: no camera here".
func reason(said []string) string {
	for _, l := range said {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "--- SKIP") {
			return l
		}
	}
	return "no reason given"
}

func (s *tally) report(took time.Duration) {
	slices.SortStableFunc(s.slow, func(a, b test) int { return int(1000 * (b.took - a.took)) })
	fmt.Fprintln(s.out, "\nThe slowest tests:")
	for _, t := range s.slow[:min(10, len(s.slow))] {
		fmt.Fprintf(s.out, "%8.2f s  %s %s\n", t.took, t.pkg, t.name)
	}
	for _, t := range s.skipped {
		fmt.Fprintf(s.out, "skipped: %s %s (%s)\n", t.pkg, t.name, t.why)
	}
	for _, t := range s.failed {
		fmt.Fprintf(s.out, "FAILED: %s %s\n", t.pkg, t.name)
	}
	fmt.Fprintf(s.out, "All of it took %s.\n", took.Round(time.Second))
	fmt.Fprintf(s.out, "%d passed, %d failed, %d skipped\n", s.passed, len(s.failed), len(s.skipped))
}
