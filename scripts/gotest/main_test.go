package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// one run as go test -json prints it: a pass, a failure in a subtest, a skip, and a package
// that does not build.
const oneRun = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestBadge"}
{"Action":"output","Package":"p","Test":"TestBadge","Output":"=== RUN   TestBadge\n"}
{"Action":"output","Package":"p","Test":"TestBadge","Output":"--- PASS: TestBadge (0.10s)\n"}
{"Action":"pass","Package":"p","Test":"TestBadge","Elapsed":0.1}
{"Action":"output","Package":"p","Test":"TestNIK/zero","Output":"    nik_test.go:9: no zero\n"}
{"Action":"output","Package":"p","Test":"TestNIK","Output":"--- FAIL: TestNIK (2.00s)\n"}
{"Action":"output","Package":"p","Test":"TestNIK/zero","Output":"    --- FAIL: TestNIK/zero (0.00s)\n"}
{"Action":"fail","Package":"p","Test":"TestNIK/zero","Elapsed":0}
{"Action":"fail","Package":"p","Test":"TestNIK","Elapsed":2}
{"Action":"output","Package":"p","Test":"TestCamera","Output":"    cam_test.go:3: no browser here\n"}
{"Action":"output","Package":"p","Test":"TestCamera","Output":"--- SKIP: TestCamera (0.00s)\n"}
{"Action":"skip","Package":"p","Test":"TestCamera","Elapsed":0}
{"Action":"output","Package":"p","Output":"FAIL\n"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t2.1s\n"}
{"Action":"fail","Package":"p","Elapsed":2.1}
{"ImportPath":"q","Action":"build-output","Output":"q/q.go:3:1: syntax error\n"}
{"ImportPath":"q","Action":"build-fail"}
{"Action":"output","Package":"q","Output":"FAIL\tq [build failed]\n"}
{"Action":"fail","Package":"q","Elapsed":0}
`

func TestTally(t *testing.T) {
	var out strings.Builder
	s := newTally(&out)
	if err := s.read(strings.NewReader(oneRun)); err != nil {
		t.Fatal(err)
	}
	s.report(3 * time.Second)
	told := out.String()
	for _, want := range []string{
		"nik_test.go:9: no zero", "--- FAIL: TestNIK (2.00s)", "FAIL\tp\t2.1s", // as go test says it
		"q/q.go:3:1: syntax error", "FAIL\tq [build failed]",
		"2.00 s  p TestNIK\n", "skipped: p TestCamera (cam_test.go:3: no browser here)", "FAILED: q",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not said", want)
		}
	}
	if !strings.HasSuffix(told, "\n1 passed, 3 failed, 1 skipped\n") {
		t.Errorf("the last line is wrong:\n%s", told)
	}
	if strings.Contains(told, "=== RUN") || strings.Contains(told, "PASS: TestBadge") {
		t.Error("what went well is told at length")
	}
	if i, j := strings.Index(told, "p TestNIK"), strings.Index(told, "p TestBadge"); i > j {
		t.Error("the slowest test is not the first")
	}
}

// A package that panics outside every test has no failed test: it counts as one.
func TestAPackageThatEndsInTheMiddle(t *testing.T) {
	var out strings.Builder
	s := newTally(&out)
	const run = `{"Action":"output","Package":"p","Test":"TestLoop","Output":"panic: test timed out\n"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t840s\n"}
{"Action":"fail","Package":"p","Elapsed":840}`
	if err := s.read(strings.NewReader(run)); err != nil {
		t.Fatal(err)
	}
	if len(s.failed) != 1 || !strings.Contains(out.String(), "panic: test timed out") {
		t.Errorf("%d failed; said: %s", len(s.failed), out.String())
	}
}

func TestSplit(t *testing.T) {
	got := split([]string{"-race", "./a", "--", "-short", "./b"})
	if len(got) != 2 || !slices.Equal(got[0], []string{"-race", "./a"}) || !slices.Equal(got[1], []string{"-short", "./b"}) {
		t.Errorf("%q", got)
	}
}

// A run may have an environment of its own; what failed in it says so.
func TestEnvironment(t *testing.T) {
	env, rest := environment([]string{"STORE=mongo", "-run=a=b", "./p"})
	if !slices.Equal(env, []string{"STORE=mongo"}) || !slices.Equal(rest, []string{"-run=a=b", "./p"}) {
		t.Errorf("%q %q", env, rest)
	}
	var out strings.Builder
	s := newTally(&out)
	s.with = "STORE=mongo"
	s.take(event{Action: "fail", Package: "p", Test: "TestBadge"})
	if s.report(0); !strings.Contains(out.String(), "FAILED: p TestBadge STORE=mongo\n") {
		t.Error(out.String())
	}
}
