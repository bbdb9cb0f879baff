//go:build linux

package main

import (
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"bukutamu/internal/store/sqlite"
)

// A disk that takes nothing more while guests register and an officer works: the pages
// answer 503 and say so, everything typed stands in them, what was acknowledged stays, and
// with room again the same forms go through, once.
//
// Two disks: a real one without room (ENOSPC, SQLite's "full"), and a file that may not
// grow (EFBIG, SQLite's "I/O error"): the two take different ways through SQLite and the
// group commit.
func TestDiskFull(t *testing.T) {
	for _, disk := range []struct {
		name, around string
		fill, free   func(t *testing.T, p *crashed, folder string)
	}{
		{"no room", "room=12m", crashFill, crashFree},
		{"no growth", "", crashForbidGrowth, crashAllowGrowth},
	} {
		t.Run(disk.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			officer := crashFolder(t, folder)
			p := crashServe(t, folder, disk.around)
			w := &crashDisk{t: t, p: p, clerk: crashBrowser().at(p.Staff).signedIn(officer)}
			w.fill = func() { disk.fill(t, p, folder) }
			w.free = func() { disk.free(t, p, folder) }
			w.run()
			p.Stop() // of "no room" the exit code is also that of verify
			if disk.around == "" {
				if code := run(t.Context(), []string{"verify", "--data", folder}, p, p); code != 0 {
					t.Errorf("verify: exit code %d", code)
				}
			}
			visits := fmt.Sprintf(" %d visits with %d log entries", w.acked.Load(), w.acked.Load()+2) // one arrived and was verified
			if !strings.Contains(p.Stderr(), visits) {
				t.Errorf("verify does not count%s: %s", visits, p.Stderr()[max(0, len(p.Stderr())-600):])
			}
		})
	}
}

// crashFill takes all the room there is on the program's disk.
func crashFill(t *testing.T, p *crashed, folder string) {
	f, err := os.Create(crashBallast(p, folder))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err = f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
}

func crashFree(t *testing.T, p *crashed, folder string) {
	if err := os.Remove(crashBallast(p, folder)); err != nil {
		t.Fatal(err)
	}
}

// crashBallast is a file on the disk that the program alone sees.
func crashBallast(p *crashed, folder string) string {
	return filepath.Join("/proc", fmt.Sprint(p.cmd.Process.Pid), "root", folder, "ballast")
}

// crashForbidGrowth lets no file of the program become larger than its log is now.
func crashForbidGrowth(t *testing.T, p *crashed, folder string) {
	log, err := os.Stat(filepath.Join(folder, sqlite.File+"-wal"))
	if err != nil {
		t.Fatal(err)
	}
	crashGrowth(t, p, uint64(log.Size()))
}

func crashAllowGrowth(t *testing.T, p *crashed, _ string) { crashGrowth(t, p, unix.RLIM_INFINITY) }

func crashGrowth(t *testing.T, p *crashed, most uint64) {
	var now unix.Rlimit
	if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_FSIZE, nil, &now); err != nil {
		t.Fatal(err)
	}
	now.Cur = min(most, now.Max)
	if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_FSIZE, &now, nil); err != nil {
		t.Fatal(err)
	}
}

// crashDisk is the lobby and the desk in front of a disk that fills up.
type crashDisk struct {
	t          *testing.T
	p          *crashed
	clerk      *crashPerson
	fill, free func()
	acked      atomic.Int64 // registrations
}

func (w *crashDisk) run() {
	t := w.t
	// One guest is at the desk, and the officer has the check-in open and filled in.
	id := w.register(crashBrowser().at(w.p.Guest))
	card := w.read(w.clerk, "/kunjungan/"+id)
	if status, to, _, err := w.clerk.post("/kunjungan/"+id+"/arrive", form(card)); err != nil || status != http.StatusSeeOther {
		t.Fatalf("arrive: %d %s %v", status, to, err)
	}
	check := form(w.read(w.clerk, "/kunjungan/"+id+"/verify"))
	typed := map[string]string{"document": "ktp", "number": "6203990101900017", "name": "Andai Beban Panjang", "sex": "male",
		"origin": "masyarakat", "from": "Koperasi Contoh", "photo_why": "Kamera sedang diperbaiki", "screening": "none",
		"badge": "17", "unit": "pidum", "items[0].what": "Payung hitam", "items[0].locker": "7"}
	for name, value := range typed {
		check.Set(name, value)
	}

	// Eight phones register without a pause; the disk fills up in the middle.
	var all sync.WaitGroup
	var refused atomic.Int64
	stop := make(chan struct{})
	for n := range 8 {
		all.Go(func() { w.phone(n, &refused, stop) })
	}
	w.until("the first 20 registrations", func() bool { return w.acked.Load() >= 20 })
	w.fill()
	w.until("503 for every phone", func() bool { return refused.Load() >= 24 })

	status, _, page, err := w.clerk.post("/kunjungan/"+id+"/verify", check)
	if err != nil || status != http.StatusServiceUnavailable {
		t.Errorf("verify on a full disk: %d %v", status, err)
	}
	w.stands(page, check, "number", "name", "from", "photo_why", "items[0].what", "items[0].locker", "act")
	for _, path := range []string{"/", "/kunjungan/" + id, "/riwayat"} { // reading goes on
		w.read(w.clerk, path)
	}
	for _, path := range []string{"/", "/kios", "/kios/standar"} {
		w.read(crashBrowser().at(w.p.Guest), path)
	}

	w.free()
	before := w.acked.Load()
	w.until("registrations after there is room again", func() bool { return w.acked.Load() >= before+16 })
	close(stop)
	all.Wait()
	if status, to, page, err := w.clerk.post("/kunjungan/"+id+"/verify", check); err != nil || status != http.StatusSeeOther {
		t.Errorf("the same check-in with room again: %d %s %v\n%s", status, to, err, page)
	}
}

// phone registers guest after guest; what was refused with 503 is sent again as it stood.
func (w *crashDisk) phone(n int, refused *atomic.Int64, stop chan struct{}) {
	g := crashBrowser().at(w.p.Guest)
	var open url.Values
	bad := 0
	for {
		if open == nil {
			select {
			case <-stop:
				return
			default:
			}
			open = crashRegistration(w.read(g, "/"))
			open.Set("name", "Andai Beban"+strings.Repeat(" Contoh", n+1))
			open.Set("tel", "0812 0000 0017")
		}
		status, to, page, err := g.post("/", open)
		switch {
		case err != nil:
			w.t.Error(err)
			return
		case status == http.StatusSeeOther:
			w.acked.Add(1)
			open = nil
		case status == http.StatusServiceUnavailable:
			if bad++; bad <= 3 { // 3 for each of 8 phones
				refused.Add(1)
			}
			w.stands(page, open, "name", "tel", "act")
			if !strings.Contains(page, "tidak akan tercatat dua kali") {
				w.t.Errorf("the page does not say what to do: %s", page)
			}
		default:
			w.t.Errorf("registration: %d %s", status, to)
			return
		}
		if w.t.Failed() {
			return
		}
	}
}

func (w *crashDisk) register(g *crashPerson) string {
	f := crashRegistration(w.read(g, "/"))
	if status, to, _, err := g.post("/", f); err != nil || status != http.StatusSeeOther {
		w.t.Fatalf("registration: %d %s %v", status, to, err)
	}
	w.acked.Add(1)
	return crashNonce(f)
}

func (w *crashDisk) read(p *crashPerson, path string) string {
	status, page, err := p.get(path)
	if err != nil || status != http.StatusOK {
		w.t.Errorf("GET %s: %d %v", path, status, err)
	}
	return page
}

// stands says that what was typed into the fields stands in the page that came back.
func (w *crashDisk) stands(page string, f url.Values, fields ...string) {
	page = strings.ReplaceAll(page, " ", "") // a number is shown in fours
	for _, name := range fields {
		if !strings.Contains(page, `value="`+strings.ReplaceAll(html.EscapeString(f.Get(name)), " ", "")+`"`) {
			w.t.Errorf("%s = %q is not in the page that came back", name, f.Get(name))
		}
	}
}

func (w *crashDisk) until(what string, done func() bool) {
	deadline := time.Now().Add(15 * time.Second)
	for !done() && !w.t.Failed() {
		if time.Now().After(deadline) {
			w.t.Fatalf("waited 15 s for %s: %s", what, w.p.Stderr())
		}
		<-time.After(time.Millisecond)
	}
}
