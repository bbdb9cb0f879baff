package book_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/sample"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// What the book does is read beside what the machine could do, measured
// alternately in one run (performance.md 5). "ratio" is our rate over that of the
// limit, "p99_ms" the time within which 99 of 100 were done.

// block is how many of ours and of the limit's are done in turns.
const block = 400

// run does f for n numbers on c goroutines and gives the time of all and of each.
func run(b *testing.B, c, n int, f func(i int) error) (time.Duration, []time.Duration) {
	b.Helper()
	each := make([]time.Duration, n)
	var next atomic.Int64
	var failed atomic.Value
	var done sync.WaitGroup
	begun := time.Now()
	for range c {
		done.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				at := time.Now()
				if err := f(i); err != nil {
					failed.Store(err)
					return
				}
				each[i] = time.Since(at)
			}
		})
	}
	done.Wait()
	took := time.Since(begun)
	if err := failed.Load(); err != nil {
		b.Fatal(err)
	}
	return took, each
}

// beside runs ours b.N times, in turns with the limit, and reports both. The
// limit's work is done by one goroutine when it is the disk's.
func beside(b *testing.B, c, limitC int, ours, limit func(i int) error) {
	b.Helper()
	var mine, its time.Duration
	var each []time.Duration
	for from := 0; from < b.N; from += block {
		n := min(block, b.N-from)
		b.StartTimer()
		took, times := run(b, c, n, func(i int) error { return ours(from + i) })
		b.StopTimer()
		mine, each = mine+took, append(each, times...)
		took, _ = run(b, limitC, n, func(i int) error { return limit(from + i) })
		its += took
	}
	slices.Sort(each)
	b.ReportMetric(float64(b.N)/mine.Seconds(), "per_s")
	b.ReportMetric(float64(b.N)/its.Seconds(), "limit_per_s")
	b.ReportMetric(its.Seconds()/mine.Seconds(), "ratio")
	b.ReportMetric(float64(each[len(each)*99/100].Microseconds())/1000, "p99_ms")
}

// disk gives the limit of every durable write: 4 KiB written over and flushed.
func disk(b *testing.B) func(int) error {
	b.Helper()
	f, err := os.Create(filepath.Join(b.TempDir(), "probe"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() })
	page := make([]byte, 4096)
	return func(int) error {
		if _, err := f.WriteAt(page, 0); err != nil {
			return err
		}
		return f.Sync()
	}
}

// crowd keeps n visits of the sample's people: one in every minute of the days
// before today, all gone home; and the last so many are at the desk this morning.
func (l *lobby) crowd(n, here int) []visit.Visit {
	l.t.Helper()
	people := sample.New(1)
	type guest struct {
		i int
		c sample.Call
	}
	calls := make(chan guest, 64)
	last := make([]visit.Visit, here)
	var done sync.WaitGroup
	for range 64 {
		done.Go(func() {
			for g := range calls {
				v, err := l.came(g.c, g.i, n, here)
				if err == nil {
					_, err = l.Keep(l.ctx, l.office.ID, v)
				}
				if err != nil {
					l.t.Error(err)
				}
				if k := g.i - (n - here); k >= 0 {
					last[k] = v
				}
			}
		})
	}
	for i := range n {
		calls <- guest{i, people.Call()}
	}
	close(calls)
	done.Wait()
	return last
}

func (l *lobby) came(c sample.Call, i, n, here int) (visit.Visit, error) {
	at := l.office.Day(nine).Add(-time.Duration(n-i) * time.Minute)
	if i >= n-here {
		at = nine.Add(-time.Duration(n-i) * time.Second)
	}
	s := l.officer()
	s.At, s.Act = at, ""
	m := visit.Register{
		Purpose: c.Purpose, Letter: c.Letter, Unit: c.Unit, Name: c.Guest.Name, Salute: c.Guest.Salute, Phone: c.Guest.Phone,
		Companions: c.Companions, Source: visit.AtDesk, ID: fmt.Sprintf("%026d", i), Code: secret.Code(), Ticket: secret.Token(),
	}
	v, err := visit.Do(visit.Visit{}, m, s, l.office)
	if err == nil {
		v, err = visit.Do(v, visit.Arrive{}, s, l.office)
	}
	if err == nil && i < n-here {
		v, err = visit.Do(v, visit.Withdraw{}, s, l.office)
	}
	return v, err
}

// BenchmarkScan is a ticket's address read and looked up, without the page: beside
// the bare look-up by its tag.
func BenchmarkScan(b *testing.B) {
	l := enter(b)
	here := l.crowd(10_000, 500)
	for _, c := range []int{1, 16} {
		b.Run(fmt.Sprint("c=", c), func(b *testing.B) {
			tag := func(i int) []string {
				d, err := l.store.Get(l.ctx, "kapuas", book.KindVisit, here[i].ID)
				if err != nil {
					b.Fatal(err)
				}
				return d.Tags[slices.IndexFunc(d.Tags, func(t string) bool { return t[:3] == "qr:" }):][:1]
			}
			tags := make([][]string, len(here))
			for i := range here {
				tags[i] = tag(i)
			}
			b.ResetTimer()
			beside(b, c, c, func(i int) error {
				f, err := l.Find(l.ctx, l.officer(), "https://tamu.contoh/t/kapuas."+here[i%len(here)].Ticket)
				if err == nil && f.Outcome != book.FoundUsed {
					err = fmt.Errorf("it is %s", f.Outcome)
				}
				return err
			}, func(i int) error {
				_, _, err := l.store.Scan(l.ctx, "kapuas", store.Query{Kind: book.KindVisit, Tags: tags[i%len(here)], Limit: 1, Body: true})
				return err
			})
		})
	}
}

// BenchmarkArrive is scan and confirmation, durable: beside a bare compare-and-swap
// of a document of that size.
func BenchmarkArrive(b *testing.B) {
	for _, c := range []int{1, 16} {
		b.Run(fmt.Sprint("c=", c), func(b *testing.B) {
			l := enter(b)
			waiting, others := make([]visit.Visit, b.N), make([]string, b.N)
			run(b, 64, b.N, func(i int) (err error) {
				if waiting[i], _, err = l.Register(l.ctx, l.guest(), form("Anggrek Contohwati")); err != nil {
					return err
				}
				v, _, err := l.Register(l.ctx, l.guest(), form("Anggrek Contohwati"))
				others[i] = v.ID
				return err
			})
			b.ResetTimer()
			beside(b, c, c, func(i int) error {
				f, err := l.Find(l.ctx, l.officer(), "https://tamu.contoh/t/kapuas."+waiting[i].Ticket)
				if err == nil {
					_, err = l.Move(l.ctx, l.saw(f.Visit), f.Visit.ID, visit.Arrive{})
				}
				return err
			}, func(i int) error {
				d, err := l.store.Get(l.ctx, "kapuas", book.KindVisit, others[i])
				if err == nil {
					d.Claim, d.At = "id:"+d.ID, nine
					d.Tags = append(slices.Clone(d.Tags[:len(d.Tags)-1]), "state:arrived")
					_, err = l.store.Put(l.ctx, d)
				}
				return err
			})
		})
	}
}

// BenchmarkRegister is a posted registration, durable: beside the disk.
func BenchmarkRegister(b *testing.B) {
	for _, c := range []int{1, 16} {
		b.Run(fmt.Sprint("c=", c), func(b *testing.B) {
			l := enter(b)
			m := form("Anggrek Contohwati", "Bima Umpamanto")
			limit := disk(b)
			b.ResetTimer()
			beside(b, c, 1, func(int) error {
				_, _, err := l.Register(l.ctx, l.guest(), m)
				return err
			}, limit)
		})
	}
}

// BenchmarkDesk60 reads the desk's day with 60 open visits: beside the store's own
// page of as many rows.
func BenchmarkDesk60(b *testing.B) {
	l := enter(b)
	l.crowd(10_000, 60)
	today := l.office.Day(nine)
	q := store.Query{Kind: book.KindVisit, From: nine.Add(-time.Hour / 2), To: today.AddDate(0, 0, 1), Limit: store.MaxLimit}
	for _, c := range []int{1, 16} {
		b.Run(fmt.Sprint("c=", c), func(b *testing.B) {
			beside(b, c, c, func(i int) error {
				d, err := l.Desk(l.ctx, l.office, nine.Add(time.Duration(i%1000)*time.Second)) // another moment: it is read, not kept
				if err == nil && len(d.Act) != 60 {
					err = fmt.Errorf("%d rows", len(d.Act))
				}
				return err
			}, func(int) error {
				_, _, err := l.store.Scan(l.ctx, "kapuas", q)
				return err
			})
		})
	}
}
