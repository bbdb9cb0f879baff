package main

import (
	"bufio"
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

var readyLine = regexp.MustCompile(`^ready guest=(http://127\.0\.0\.1:\d+) staff=(http://127\.0\.0\.1:\d+)$`)

// The program as a process: what it prints, in which order, and how it ends.
func TestTheProcess(t *testing.T) {
	for _, c := range []struct {
		name   string
		args   []string
		before string // what each line before "ready" begins with
		lines  int
		signal os.Signal
	}{
		{"an empty folder, told to end", nil, "setup http://127.0.0.1:", 1, syscall.SIGTERM},
		{"the demo, Ctrl-C", []string{"--demo", "--demo-password", password}, "account ", 6, os.Interrupt},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "data")
			if len(c.args) > 0 {
				folder = demoOnSQLite(t)
			}
			cmd := exec.Command(os.Args[0], append([]string{"serve", "--guest-listen=127.0.0.1:0", "--staff-listen=127.0.0.1:0", "--data", folder}, c.args...)...)
			cmd.Env = append(os.Environ(), asProgram+"=1")
			stderr := &bytes.Buffer{}
			cmd.Stderr = stderr
			stdout, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer cmd.Process.Kill() //nolint:errcheck // it has ended long since
			lines := bufio.NewScanner(stdout)
			n := 0
			for lines.Scan() && strings.HasPrefix(lines.Text(), c.before) {
				n++
			}
			doors := readyLine.FindStringSubmatch(lines.Text())
			if n != c.lines || doors == nil {
				t.Fatalf("%d lines, then %q; stderr: %s", n, lines.Text(), stderr)
			}
			for _, door := range doors[1:] {
				for _, path := range []string{"/healthz", "/readyz"} {
					r, err := http.Get(door + path)
					if err != nil || r.StatusCode != http.StatusOK {
						t.Fatalf("%s%s: %v %v", door, path, r, err)
					}
					r.Body.Close()
				}
			}
			if err := cmd.Process.Signal(c.signal); err != nil {
				t.Fatal(err)
			}
			for lines.Scan() {
				t.Errorf("stdout also says %q", lines.Text())
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			select {
			case err := <-ended:
				if err != nil {
					t.Errorf("%v; stderr: %s", err, stderr)
				}
			case <-time.After(15 * time.Second):
				t.Error("it does not end")
			}
		})
	}
}

// A bounded load on the demo ends by itself, with a table and no error.
func TestLoadOnTheDemo(t *testing.T) {
	h := demo(t)
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, log bytes.Buffer
	exit := run(t.Context(), []string{"load", "--guest", h.Guest, "--staff", h.Staff, "--login", "piket", "--password-file", file, "--seconds", "1", "--clients", "2"}, &out, &log)
	if exit != 0 || !strings.Contains(out.String(), "registration") || !strings.Contains(out.String(), "fsync") {
		t.Errorf("exit %d\n%s%s", exit, &out, &log)
	}
}
