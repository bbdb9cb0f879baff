//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/sample"
	"bukutamu/internal/secret"
)

// crashProgram in the environment makes the test binary the program itself, in a process
// of its own that can be killed. Its value says what surrounds it; see crashAround.
const crashProgram = "BUKUTAMU_TEST_PROGRAM"

func init() {
	around, ok := os.LookupEnv(crashProgram)
	if !ok {
		return
	}
	go func() { // whoever started it holds the other end: it never outlives the test
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(4)
	}()
	if err := crashAround(around); err != nil {
		fmt.Fprintln(os.Stderr, "test:", err)
		os.Exit(3)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if kind, _, _ := strings.Cut(around, "="); kind == "room" && code == 0 {
		// The little disk is gone with this process, so it is checked here.
		code = run(context.Background(), []string{"verify"}, os.Stderr, os.Stderr)
	}
	os.Exit(code)
}

// crashAround prepares the process: "room=BYTES" puts a disk of that size at the data
// folder, with what the folder holds, visible to this process alone; "" does nothing.
func crashAround(what string) error {
	kind, size, _ := strings.Cut(what, "=")
	switch kind {
	case "":
		return nil
	case "room":
		folder := os.Getenv("BUKUTAMU_DATA")
		held, err := os.ReadDir(folder)
		if err != nil {
			return err
		}
		files := map[string][]byte{}
		for _, f := range held {
			if files[f.Name()], err = os.ReadFile(filepath.Join(folder, f.Name())); err != nil {
				return err
			}
		}
		if err := syscall.Mount("none", folder, "tmpfs", 0, "size="+size); err != nil {
			return err
		}
		for name, content := range files {
			if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("unknown surroundings %q", what)
}

// crashOfficer is the duty officer of crashFolder, signed in.
type crashOfficer struct{ cookie, csrf string }

const crashPassword = "kapal-pinisi-berlayar"

// crashFolder makes a data folder with the synthetic office and one officer, who is
// signed in.
func crashFolder(t testing.TB, folder string) crashOfficer {
	t.Helper()
	return crashFolderAt(t, folder, time.Now)
}

func crashFolderAt(t testing.TB, folder string, now func() time.Time) crashOfficer {
	t.Helper()
	c := &console{ctx: context.Background(), settings: &Settings{Data: folder}, log: slog.New(slog.DiscardHandler)}
	b, s, _, err := c.openBook(c.ctx, true, now, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	o := sample.Office()
	o.Demo = false
	o.Badges.Count = 200
	must := func(err error) {
		if t.Helper(); err != nil {
			t.Fatal(err)
		}
	}
	_, err = b.BeginSetup(c.ctx)
	must(err)
	must(b.SetupOffice(c.ctx, o))
	must(b.FinishSetup(c.ctx))
	hash, err := secret.HashPassword(c.ctx, crashPassword)
	must(err)
	must(b.KeepAccount(c.ctx, system(o.ID), account.Account{Login: "piket", Name: "Ratna Umpama", Roles: account.Roles{account.Officer}}, hash))
	token, _, err := b.SignIn(c.ctx, "piket", crashPassword, account.Device{}, "test")
	must(err)
	session, err := b.Session(c.ctx, token)
	must(err)
	return crashOfficer{token, session.CSRF}
}

// crashed is the program in a process of its own.
type crashed struct {
	t            testing.TB
	cmd          *exec.Cmd
	Guest, Staff string
	lines        []string // of stdout, up to "ready"
	ended        chan error
	stdin        io.Closer

	mu     sync.Mutex
	stderr bytes.Buffer
}

func (p *crashed) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stderr.Write(b)
}

// Stderr is what the program has said so far.
func (p *crashed) Stderr() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stderr.String()
}

// crashServe starts the program on the folder and waits until both doors answer.
func crashServe(t testing.TB, folder, around string, args ...string) *crashed {
	t.Helper()
	cmd := exec.Command(os.Args[0], append([]string{"serve"}, args...)...)
	cmd.Env = append(os.Environ(), crashProgram+"="+around)
	if around != "" {
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}},
		}
	}
	return crashRun(t, cmd, folder)
}

// crashRun starts the command as a server on the folder.
func crashRun(t testing.TB, cmd *exec.Cmd, folder string) *crashed {
	t.Helper()
	p := &crashed{t: t, cmd: cmd, ended: make(chan error, 1)}
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(cmd.Env, "BUKUTAMU_DATA="+folder, "BUKUTAMU_GUEST_LISTEN=127.0.0.1:0", "BUKUTAMU_STAFF_LISTEN=127.0.0.1:0")
	cmd.Stderr = p
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Skipf("no process with surroundings of its own can be started here: %v", err)
	}
	p.stdin = stdin
	t.Cleanup(p.Kill)
	ready := make(chan bool, 1)
	go func() {
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			if guest, staff, ok := strings.Cut(strings.TrimPrefix(lines.Text(), "ready guest="), " staff="); ok {
				p.Guest, p.Staff = guest, staff
				ready <- true
				continue
			}
			p.lines = append(p.lines, lines.Text())
		}
		err := cmd.Wait()
		p.ended <- err
		ready <- false
	}()
	select {
	case ok := <-ready:
		if !ok {
			t.Fatalf("the program did not start: %s", p.Stderr())
		}
	case <-time.After(30 * time.Second):
		t.Fatalf("the program is not ready after 30 s: %s", p.Stderr())
	}
	return p
}

// Kill ends the process as a power switch would; it may have ended before.
func (p *crashed) Kill() {
	_ = p.cmd.Process.Kill()
	p.stdin.Close()
	err := <-p.ended
	p.ended <- err
}

// Stop asks it to end and says how long that took; the exit code must be 0.
func (p *crashed) Stop() time.Duration {
	p.t.Helper()
	begun := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	select {
	case err := <-p.ended:
		p.ended <- err
		if err != nil {
			p.t.Errorf("after SIGTERM: %v\n%s", err, p.Stderr())
		}
	case <-time.After(15 * time.Second):
		p.t.Fatalf("still there 15 s after SIGTERM: %s", p.Stderr())
	}
	return time.Since(begun)
}

// memory is a figure of the process in kB, such as VmHWM, its highest use so far.
func (p *crashed) memory(what string) int {
	p.t.Helper()
	name := "status"
	if strings.HasPrefix(what, "Pss") {
		name = "smaps_rollup"
	}
	text, err := os.ReadFile(filepath.Join("/proc", fmt.Sprint(p.cmd.Process.Pid), name))
	if err != nil {
		p.t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var kb int
		if rest, ok := strings.CutPrefix(line, what+":"); ok {
			if _, err := fmt.Sscan(rest, &kb); err == nil {
				return kb
			}
		}
	}
	p.t.Fatalf("no %s in /proc", what)
	return 0
}
