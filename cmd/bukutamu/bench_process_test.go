//go:build linux

package main

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"bukutamu/internal/account"
)

// process measures the program as it is handed over: one static file, in a process of its
// own, on the book that w made.
func (b *bench) process(w *benchWorld) {
	b.code()
	sessions := b.sessions(w, benchStreams/3+1)
	binary := filepath.Join(b.TempDir(), "bukutamu")
	build := exec.Command("go", "build", "-buildvcs=false", "-trimpath", "-tags", "timetzdata", "-ldflags", "-s -w", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	file, err := os.Stat(binary)
	b.must(err)
	b.row("static binary", benchMB(int(file.Size()>>10)), "", 0, "", true)

	start := func() *crashed {
		cmd := exec.Command(binary, "serve")
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		return crashRun(b, cmd, w.folder)
	}
	var took, busy benchTimes
	for range 5 {
		begun := time.Now()
		p := start()
		status, _, err := crashBrowser().at(p.Staff).get("/")
		if took = append(took, time.Since(begun)); err != nil || status != http.StatusOK {
			b.Fatalf("the first page: %d %v", status, err)
		}
		p.Stop()
		busy = append(busy, p.cmd.ProcessState.UserTime()+p.cmd.ProcessState.SystemTime())
	}
	slices.Sort(took)
	slices.Sort(busy)
	b.row("start to first 200, 5 times: median, worst", benchMS(took.at(50))+", "+benchMS(took.at(100)), benchMS(busy.at(50))+" of processor time, the stop with it", 0, "<= 100 ms", took.at(100) <= 100*time.Millisecond)

	p := start()
	for _, door := range []string{p.Guest, p.Staff} {
		_, _, err := crashBrowser().at(door).get("/")
		b.must(err)
	}
	time.Sleep(2 * time.Second) // the first jobs are over
	idle := p.memory("Pss")
	b.row("idle memory, PSS of the process, 10k visits", benchMB(idle), benchMB(p.memory("Pss_Anon"))+" its own, the rest its mapped file", 0, "<= 20 MB", idle <= 20<<10)
	b.streams(p, sessions)
	p.Stop()
	p = start()
	b.crush(p)
	p.Stop()
}

// code compares a QR code as SVG with the library's bitmap, by the benchmark of internal/paper.
func (b *bench) code() {
	out, err := exec.Command("go", "test", "-run=^$", "-bench=^BenchmarkQRSVG$", "-benchtime=300x", "-count=5", "bukutamu/internal/paper").CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	var ratios, ns []float64
	for _, m := range regexp.MustCompile(`([0-9.]+) ns/op.* ([0-9.]+) ratio`).FindAllSubmatch(out, -1) {
		n, _ := strconv.ParseFloat(string(m[1]), 64)
		r, _ := strconv.ParseFloat(string(m[2]), 64)
		ns, ratios = append(ns, n), append(ratios, r)
	}
	if len(ratios) != 5 {
		b.Fatalf("no ratio in %s", out)
	}
	ratio, took := benchMedian(ratios), time.Duration(benchMedian(ns))
	b.row("QR code as SVG, cost over skip2's bitmap", benchMS(took), benchMS(time.Duration(float64(took)/ratio)), ratio, "<= 1.2", ratio <= 1.2)
}

// sessions signs the officer in n times by today's clock, as many browsers.
func (b *bench) sessions(w *benchWorld, n int) (cookies []string) {
	c := &console{ctx: context.Background(), settings: &Settings{Data: w.folder}, log: slog.New(slog.DiscardHandler)}
	book, s, _, err := c.openBook(c.ctx, false, time.Now, nil)
	b.must(err)
	defer s.Close()
	for range n {
		token, _, err := book.SignIn(c.ctx, "piket", crashPassword, account.Device{}, "bench")
		b.must(err)
		cookies = append(cookies, "staff="+token)
	}
	return cookies
}

const (
	benchStreams = 200
	benchEvents  = 100
)

// streams opens as many live streams as there may be, three to a browser and twelve to an
// address, and lets guests register: how long until every stream has told it.
func (b *bench) streams(p *crashed, sessions []string) {
	before := p.memory("Pss")
	type told struct {
		stream int
		id     string
		at     time.Time
	}
	heard := make(chan told, benchStreams*benchEvents)
	var all sync.WaitGroup
	var open atomic.Int64
	for n := range benchStreams {
		d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(1+n/12))}}
		c, err := d.Dial("tcp", address(p.Staff))
		b.must(err)
		defer c.Close()
		_, err = c.Write(benchGet(address(p.Staff), "/meja/aliran", sessions[n/3]))
		b.must(err)
		all.Go(func() {
			lines := bufio.NewScanner(c)
			for lines.Scan() {
				line := lines.Text()
				if line == ": open" {
					open.Add(1)
				}
				if id, ok := strings.CutPrefix(line, "data: visit "); ok {
					heard <- told{n, id, time.Now()}
				}
			}
		})
	}
	until(b, "all streams are open", func() bool { return open.Load() == benchStreams })
	each := (p.memory("Pss") - before) / benchStreams

	guest := crashBrowser().at(p.Guest)
	sent := map[string]time.Time{}
	for range benchEvents {
		_, page, err := guest.get("/")
		b.must(err)
		f := crashRegistration(page)
		sent[crashNonce(f)] = time.Now()
		if status, _, _, err := guest.post("/", f); err != nil || status != http.StatusSeeOther {
			b.Fatalf("registration: %d %v", status, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	var took benchTimes
	wait := time.After(5 * time.Second)
	for len(took) < benchStreams*benchEvents {
		select {
		case e := <-heard:
			took = append(took, e.at.Sub(sent[e.id]))
			continue
		case <-wait:
		}
		break
	}
	slices.Sort(took)
	lost := benchStreams*benchEvents - len(took)
	b.row(fmt.Sprintf("%d live streams, from the guest's POST to each stream", benchStreams),
		fmt.Sprintf("p50 %s, p99 %s, %d lost of %d", benchMS(took.at(50)), benchMS(took.at(99)), lost, benchStreams*benchEvents), "", 0,
		"p99 <= 50 ms, 0 lost", took.at(99) <= 50*time.Millisecond && lost == 0)
	b.row("a live stream's memory (PSS)", fmt.Sprintf("%d kB", each), "", 0, "<= 100 kB", each <= 100)
}

// crush posts registrations at c=64 for three seconds: the highest use of memory.
func (b *bench) crush(p *crashed) {
	guest := crashBrowser().at(p.Guest)
	_, page, err := guest.get("/")
	b.must(err)
	form := crashRegistration(page)
	form.Set("d", "tomorrow")
	form.Del("act") // the server draws one for each
	u, err := url.Parse(p.Guest)
	b.must(err)
	cookie := guest.client.Jar.Cookies(u)[0].String()
	conns := benchDials(b, p.Guest, 64)
	request := benchPost(address(p.Guest), "/", cookie, form.Encode())
	var rates []float64
	for range 6 {
		rates = append(rates, b.rate(64, func(worker int) error {
			_, err := conns[worker].ask(request, http.StatusSeeOther, false)
			return err
		}).wall)
	}
	peak := p.memory("VmHWM")
	b.row("highest memory (RSS) at c=64 posts", fmt.Sprintf("%s at %s", benchMB(peak), benchRate(benchMedian(rates))), "", 0, "<= 64 MB", peak <= 64<<10)
}
