//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"
)

// TestBenchTable is what `make bench` runs: each work of the program beside the limit that
// this machine showed for it in the same minutes. Both are measured in turn, and the ratio is
// the median of the rounds, since other work on the cores slows both. Nothing here fails for
// being slow: the table says pass or not.
//
// BUKUTAMU_BENCH_LARGE=1 adds a book of a million visits (some minutes, 4 GB of disk);
// another number is how many visits it shall have.
func TestBenchTable(t *testing.T) {
	if os.Getenv("BUKUTAMU_BENCH") == "" {
		t.Skip("measures for minutes: make bench")
	}
	b := &bench{T: t}
	begun := time.Now()
	w := benchOpen(t, 10_000)
	b.pages(w)
	if large, err := strconv.Atoi(os.Getenv("BUKUTAMU_BENCH_LARGE")); err == nil {
		if large == 1 {
			large = 1_000_000
		}
		b.growth(w, benchOpen(t, large), fmt.Sprintf("%dk", large/1000))
	} else {
		b.none("growth 1M / 10k of desk, history, name search, look-up", "<= 1.3", "BUKUTAMU_BENCH_LARGE=1")
	}
	b.writes(w)
	b.paper(w)
	w.close()
	b.process(w)
	b.stores()
	b.print(time.Since(begun))
}

// bench collects the rows of the table.
type bench struct {
	*testing.T
	rows  []benchRow
	sides []string // both stores beside each other
}

type benchRow struct{ work, ours, limit, ratio, bar, pass string }

// row adds a line; bar "" is a work that has none.
func (b *bench) row(work, ours, limit string, ratio float64, bar string, ok bool) {
	r := benchRow{work, ours, limit, "", bar, ""}
	if ratio > 0 {
		r.ratio = fmt.Sprintf("%.2f", ratio)
	}
	if bar != "" {
		if r.pass = "pass"; !ok {
			r.pass = "NOT"
		}
	}
	b.rows = append(b.rows, r)
	fmt.Fprintf(os.Stderr, "  %s: %s\n", work, ours) // so that whoever waits sees it go on
}

// none adds a work that was not measured, and how it would be.
func (b *bench) none(work, bar, how string) {
	b.rows = append(b.rows, benchRow{work, "-", how, "", bar, "-"})
}

func (b *bench) print(took time.Duration) {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "work\tours\tlimit in this run\tratio\tbar\t")
	for _, r := range b.rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.work, r.ours, r.limit, r.ratio, r.bar, r.pass)
	}
	fmt.Fprintf(w, "\n%s\n", strings.Join(b.sides, "\n"))
	if err := w.Flush(); err != nil {
		b.Error(err)
	}
	load, err := os.ReadFile("/proc/loadavg")
	b.must(err)
	fmt.Printf("\n%s\nmeasured in %s; clients and servers share %d cores; load averages at the end %s", out.String(), took.Round(time.Second), runtime.NumCPU(), load)
}

// must ends the run: the table is not about what goes wrong.
func (b *bench) must(err error) {
	if err != nil {
		b.Helper()
		b.Fatal(err)
	}
}

// benchRounds is how often a work and its limit take turns.
const benchRounds = 5

// benchSpan is how long one turn of a rate lasts.
const benchSpan = 500 * time.Millisecond

// benchPace is how often something was done, a second and a second of processor time.
type benchPace struct{ wall, cpu float64 }

// pair measures ours and the limit in turn (more is better) and gives the medians of what was
// done a second, and the median of the rounds' ratios. The first round warms up.
func (b *bench) pair(ours, limit func() benchPace, by func(benchPace) float64) (o, l, ratio float64) {
	var all [3][]float64
	for round := range benchRounds + 1 {
		x, y := ours(), limit()
		if round == 0 {
			continue
		}
		for i, v := range []float64{x.wall, y.wall, by(x) / by(y)} {
			all[i] = append(all[i], v)
		}
	}
	return benchMedian(all[0]), benchMedian(all[1]), benchMedian(all[2])
}

func benchByTime(p benchPace) float64 { return p.wall }

func benchByCPU(p benchPace) float64 { return p.cpu }

// benchCPU is the processor time of this process so far.
func benchCPU() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func benchMedian(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

// rate lets c workers do the work again and again for a turn, and gives how many a second.
func (b *bench) rate(c int, do func(worker int) error) benchPace {
	var n atomic.Int64
	begun, spent := time.Now(), benchCPU()
	end := begun.Add(benchSpan)
	b.crowd(c, func(worker int) error {
		for time.Now().Before(end) {
			if err := do(worker); err != nil {
				return err
			}
			n.Add(1)
		}
		return nil
	})
	return benchPace{float64(n.Load()) / time.Since(begun).Seconds(), float64(n.Load()) / (benchCPU() - spent).Seconds()}
}

// batch lets c workers share n pieces of work, and gives how many a second.
func (b *bench) batch(c, n int, do func(worker, i int) error) benchPace {
	var next atomic.Int64
	begun, spent := time.Now(), benchCPU()
	b.crowd(c, func(worker int) error {
		for {
			i := int(next.Add(1)) - 1
			if i >= n {
				return nil
			}
			if err := do(worker, i); err != nil {
				return err
			}
		}
	})
	return benchPace{float64(n) / time.Since(begun).Seconds(), float64(n) / (benchCPU() - spent).Seconds()}
}

func (b *bench) crowd(c int, do func(worker int) error) {
	b.Helper()
	var all sync.WaitGroup
	errs := make(chan error, c)
	for worker := range c {
		all.Go(func() { errs <- do(worker) })
	}
	all.Wait()
	close(errs)
	for err := range errs {
		b.must(err)
	}
}

// each does a work n times in a row and gives the times, sorted.
func (b *bench) each(n int, do func(i int) error) benchTimes {
	b.Helper()
	out := make(benchTimes, 0, n)
	for i := range n {
		begun := time.Now()
		b.must(do(i))
		out = append(out, time.Since(begun))
	}
	slices.Sort(out)
	return out
}

// benchTimes are sorted.
type benchTimes []time.Duration

func (t benchTimes) at(percent int) time.Duration { return t[min(len(t)-1, len(t)*percent/100)] }

// benchUsed is the processor time that each of n pieces of work took, for times that other
// work on the cores made longer.
func benchUsed(spent time.Duration, n int) string {
	return benchMS((benchCPU()-spent)/time.Duration(n)) + " of processor time"
}

func benchRate(v float64) string { return fmt.Sprintf("%.0f/s", v) }

func benchMS(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000) }

func benchMB(kb int) string { return fmt.Sprintf("%.1f MB", float64(kb)/1024) }
