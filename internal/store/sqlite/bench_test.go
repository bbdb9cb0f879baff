package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bukutamu/internal/store"
)

// full is a visit as large as a real one: 20 tags, a brief of 300 bytes, a body of 1.4 kB.
func full(i int) store.Doc {
	d := store.Doc{Office: fmt.Sprint("office", i%10), Kind: "visit", ID: fmt.Sprintf("%026d", i*7919),
		Claim: fmt.Sprint("id:", i), At: time.Date(2026, 1, 1, 1, 0, i*5, 0, time.UTC)}
	d.Tags = append(d.Tags, fmt.Sprintf("doc:%026d", i%5000), fmt.Sprintf("tel:%026d", i%5000), fmt.Sprintf("qr:%026d", i),
		fmt.Sprintf("code:%06d", i), fmt.Sprintf("host:%d", i%12), fmt.Sprintf("officer:%d", i%3), fmt.Sprintf("unit:%d", i/10%7),
		fmt.Sprintf("purpose:%d", i/10%13), "state:left")
	if i%20 == 0 {
		d.Tags = append(d.Tags, "open")
	}
	for n := range 5 {
		w := fmt.Sprintf("%06d", (i*31+n*977)%20000)
		d.Tags = append(d.Tags, "w:"+w, "w5:"+w[:5])
	}
	d.Brief = []byte(`{"n":"` + strings.Repeat("n", 280) + `"}`)
	d.Body = []byte(`{"log":"` + strings.Repeat("b", 1376) + `"}`)
	return d
}

func filled(b *testing.B, n int) *Store {
	s := begin(b, b.TempDir())
	fill(b, s, 0, n)
	return s
}

func fill(b *testing.B, s *Store, from, n int) {
	var next atomic.Int64
	next.Store(int64(from) - 1)
	done := make(chan error)
	for range 64 {
		go func() {
			for {
				i := int(next.Add(1))
				if i >= from+n {
					done <- nil
					return
				}
				if _, err := s.Put(context.Background(), full(i)); err != nil {
					done <- err
					return
				}
			}
		}()
	}
	for range 64 {
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
}

// each runs f for b.N numbers on c goroutines, with a deadline as every request has.
func each(b *testing.B, c int, f func(ctx context.Context, i int) error) {
	ctx, cancel := context.WithTimeout(b.Context(), time.Hour)
	defer cancel()
	var next atomic.Int64
	done := make(chan error, c)
	b.ResetTimer()
	for range c {
		go func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= b.N {
					done <- nil
					return
				}
				if err := f(ctx, i); err != nil {
					done <- err
					return
				}
			}
		}()
	}
	for range c {
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "per_s")
}

const benchRows = 20_000

// BenchmarkFsync is the limit beside which write figures are read: 4 KiB written over and flushed.
func BenchmarkFsync(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "probe"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page := make([]byte, 4096)
	each(b, 1, func(context.Context, int) error {
		if _, err := f.WriteAt(page, 0); err != nil {
			return err
		}
		return f.Sync()
	})
}

func BenchmarkPut(b *testing.B) {
	for _, c := range []int{1, 16, 64} {
		b.Run(fmt.Sprint("c=", c), func(b *testing.B) {
			s := filled(b, 2000)
			each(b, c, func(ctx context.Context, i int) error {
				_, err := s.Put(ctx, full(2000+i))
				return err
			})
		})
	}
}

// BenchmarkChange is compare-and-swap: read, put the next version with two other tags.
func BenchmarkChange(b *testing.B) {
	for _, c := range []int{1, 16} {
		b.Run(fmt.Sprint("c=", c), func(b *testing.B) {
			s := filled(b, 2000)
			each(b, c, func(ctx context.Context, i int) error {
				want := full(i % 2000)
				for {
					d, err := s.Get(ctx, want.Office, want.Kind, want.ID)
					if err != nil {
						return err
					}
					d.Tags = append(d.Tags[:8], fmt.Sprint("state:", i%2))
					if _, err = s.Put(ctx, d); err == nil || !store.Refused(err) {
						return err
					}
				}
			})
		})
	}
}

func BenchmarkRead(b *testing.B) {
	s := filled(b, benchRows)
	scan := func(q store.Query, want int) func(context.Context, int) error {
		q.Kind = "visit"
		return func(ctx context.Context, i int) error {
			docs, _, err := s.Scan(ctx, fmt.Sprint("office", i%10), q)
			if err == nil && len(docs) != want {
				err = fmt.Errorf("%d rows, want %d", len(docs), want)
			}
			return err
		}
	}
	for _, c := range []int{1, 16} {
		b.Run(fmt.Sprint("get/c=", c), func(b *testing.B) {
			each(b, c, func(ctx context.Context, i int) error {
				d := full(i * 31 % benchRows)
				_, err := s.Get(ctx, d.Office, d.Kind, d.ID)
				return err
			})
		})
		b.Run(fmt.Sprint("by tag/c=", c), func(b *testing.B) {
			each(b, c, func(ctx context.Context, i int) error {
				d := full(i * 31 % benchRows)
				docs, _, err := s.Scan(ctx, d.Office, store.Query{Kind: "visit", Tags: d.Tags[2:3], Limit: 2})
				if err == nil && len(docs) != 1 {
					err = fmt.Errorf("%d rows", len(docs))
				}
				return err
			})
		})
		b.Run(fmt.Sprint("scan 60/c=", c), func(b *testing.B) { each(b, c, scan(store.Query{Limit: 60, Newest: true}, 60)) })
		b.Run(fmt.Sprint("scan 60 by tag/c=", c), func(b *testing.B) {
			each(b, c, scan(store.Query{Limit: 60, Newest: true, Tags: []string{"state:left"}}, 60))
		})
		b.Run(fmt.Sprint("history 50 of two tags/c=", c), func(b *testing.B) {
			each(b, c, scan(store.Query{Limit: 20, Newest: true, Tags: []string{"purpose:3", "unit:2"}}, 20))
		})
	}
	b.Run("2,000 examined in vain", func(b *testing.B) { each(b, 1, scan(store.Query{Tags: []string{"state:left", "none"}}, 0)) })
}
