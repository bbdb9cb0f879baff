package paper

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/skip2/go-qrcode"
)

// BenchmarkQRSVG makes a code as SVG and, in turn, the library's bitmap alone,
// which is its limit: ratio is ours to theirs (performance.md: at most 1.2).
func BenchmarkQRSVG(b *testing.B) {
	b.ReportAllocs()
	var ours, limit time.Duration
	for b.Loop() {
		start := time.Now()
		code, err := QR(address)
		if err != nil || code.SVG("QR tiket") == "" {
			b.Fatal(err)
		}
		ours += time.Since(start)

		b.StopTimer()
		start = time.Now()
		q, err := qrcode.New(address, qrcode.High)
		if err != nil {
			b.Fatal(err)
		}
		q.DisableBorder = true
		q.Bitmap()
		limit += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(float64(ours)/float64(limit), "ratio")
}

func BenchmarkBadge(b *testing.B) {
	p, one := press(b), badge()
	one.Photo = portrait()
	b.ReportAllocs()
	for b.Loop() {
		printed(b, p, Card, one)
	}
}

func BenchmarkLabel(b *testing.B) {
	p, one := press(b), badge()
	b.ReportAllocs()
	for b.Loop() {
		printed(b, p, Label, one)
	}
}

func BenchmarkSixBadges(b *testing.B) {
	p, one := press(b), badge()
	one.Photo = portrait()
	b.ReportAllocs()
	for b.Loop() {
		printed(b, p, Card, one, one, one, one, one, one)
	}
}

// BenchmarkBadgeTwoDesks prints at two desks at once and tells the slow ones.
func BenchmarkBadgeTwoDesks(b *testing.B) {
	p, one := press(b), badge()
	one.Photo = portrait()
	b.ReportAllocs()
	took := make([][]time.Duration, 2)
	var wg sync.WaitGroup
	b.ResetTimer()
	for desk := range took {
		wg.Go(func() {
			for range (b.N + 1) / 2 {
				start := time.Now()
				if _, err := p.Badges(context.Background(), Card, one); err != nil {
					b.Error(err)
				}
				took[desk] = append(took[desk], time.Since(start))
			}
		})
	}
	wg.Wait()
	all := slices.Sorted(slices.Values(slices.Concat(took...)))
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
}
