package book_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/store"
)

// BenchmarkHistory reads pages of 50, the newest, an old one, of a unit and by name;
// with BUKUTAMU_BENCH_LARGE=1 also of a million visits, in turns with 10,000:
// "growth" is how much dearer that is.
func BenchmarkHistory(b *testing.B) {
	small := enter(b)
	small.crowd(10_000, 0)
	queries := map[string]func(n int) book.Filter{
		"newest": func(int) book.Filter { return book.Filter{Limit: 50} },
		"older": func(n int) book.Filter {
			return book.Filter{Limit: 50, To: nine.Add(-time.Duration(n/2) * time.Minute)}
		},
		"unit": func(int) book.Filter { return book.Filter{Limit: 50, Unit: "pidsus"} },
		"name": func(int) book.Filter { return book.Filter{Limit: 50, Name: "gunung contohn"} },
	}
	read := func(l *lobby, f book.Filter) func(int) error {
		return func(int) error {
			rows, _, _, err := l.History(l.ctx, "kapuas", f)
			if err == nil && len(rows) == 0 {
				err = fmt.Errorf("no rows")
			}
			return err
		}
	}
	names := []string{"newest", "older", "unit", "name"}
	for _, name := range names {
		b.Run("10k/"+name, func(b *testing.B) {
			f := queries[name](10_000)
			q := store.Query{Kind: book.KindVisit, From: f.From, To: f.To, Newest: true, Limit: 50}
			beside(b, 1, 1, read(small, f), func(int) error {
				_, _, err := small.store.Scan(small.ctx, "kapuas", q)
				return err
			})
		})
	}
	if os.Getenv("BUKUTAMU_BENCH_LARGE") == "" {
		return
	}
	large := enter(b)
	large.crowd(1_000_000, 0)
	for _, name := range names {
		b.Run("1M/"+name, func(b *testing.B) {
			var mine, its time.Duration
			var each []time.Duration
			b.ResetTimer()
			for from := 0; from < b.N; from += block {
				n := min(block, b.N-from)
				took, times := run(b, 1, n, read(large, queries[name](1_000_000)))
				mine, each = mine+took, append(each, times...)
				took, _ = run(b, 1, n, read(small, queries[name](10_000)))
				its += took
			}
			slices.Sort(each)
			b.ReportMetric(float64(b.N)/mine.Seconds(), "per_s")
			b.ReportMetric(mine.Seconds()/its.Seconds(), "growth")
			b.ReportMetric(float64(each[len(each)*99/100].Microseconds())/1000, "p99_ms")
		})
	}
}
