//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/store"
)

// benchClients is how many people ask at once where the bars say so.
const benchClients = 16

// asks gives the rate of one request, asked by many clients.
func (b *bench) asks(door, path, cookie string) func() benchPace {
	conns := benchDials(b, door, benchClients)
	request := benchGet(address(door), path, cookie)
	return func() benchPace {
		return b.rate(benchClients, func(w int) error {
			_, err := conns[w].ask(request, 200, false)
			return err
		})
	}
}

// pages are the works that write nothing.
func (b *bench) pages(w *benchWorld) {
	first, err := benchDial(b, w.Guest).ask(benchGet(address(w.Guest), "/kios", ""), 200, true)
	b.must(err)
	page := bytes.Clone(first.Body)
	o, l, ratio := b.pair(b.asks(w.Guest, "/kios", ""), b.asks(w.bytes(page), "/", ""), benchByCPU)
	b.row(fmt.Sprintf("kiosk first page, %.1f kB, c=16", float64(len(page))/1000), benchRate(o), benchRate(l)+" Fiber, same bytes", ratio, ">= 0.8", ratio >= 0.8)

	for _, c := range []struct{ work, path, bar string }{
		{"desk, 60 open, c=16", "/", ">= 0.7"},
		{"history, 50 of 10k, c=16", "/riwayat", ""}, // its bar is a multiple of other programs
	} {
		a, err := benchDial(b, w.Staff).ask(benchGet(address(w.Staff), c.path, w.cookie()), 200, true)
		b.must(err)
		size := len(a.Body)
		o, l, ratio := b.pair(b.asks(w.Staff, c.path, w.cookie()), b.asks(w.inMemory(c.path), "/", ""), benchByCPU)
		b.row(fmt.Sprintf("%s, %d kB", c.work, size/1000), benchRate(o), benchRate(l)+" same template, rows in memory", ratio, c.bar, ratio >= 0.7)
	}
	b.lookUp(w)
	b.names(w, "name search in 10k, 50 rows", "<= 5 ms p99 (at 1M)")
}

// lookUp finds visits by the QR code of their ticket: the scan field's POST, which leads on,
// beside the bare look-up of the store.
func (b *bench) lookUp(w *benchWorld) {
	var requests [][]byte
	var tags []string
	for _, v := range w.some {
		form := url.Values{"csrf": {w.officer.csrf}, "q": {w.baseURL() + "/t/kapuas." + v.Ticket}}
		requests = append(requests, benchPost(address(w.Staff), "/pindai", w.cookie(), form.Encode()))
		tags = append(tags, w.tag(v.ID, "qr:"))
	}
	conns := benchDials(b, w.Staff, benchClients)
	turn := make([]int, benchClients)
	next := func(worker int) int { turn[worker]++; return (turn[worker]*31 + worker*7) % len(tags) }
	o, l, ratio := b.pair(func() benchPace {
		return b.rate(benchClients, func(c int) error {
			_, err := conns[c].ask(requests[next(c)], 303, false)
			return err
		})
	}, func() benchPace {
		return b.rate(benchClients, func(c int) error {
			docs, _, err := w.store.Scan(context.Background(), w.office.ID, store.Query{Kind: book.KindVisit, Tags: []string{tags[next(c)]}, Limit: 1, Body: true})
			if err == nil && len(docs) != 1 {
				err = fmt.Errorf("%d visits with one ticket", len(docs))
			}
			return err
		})
	}, benchByCPU)
	b.row("look-up by QR (scan field), c=16", benchRate(o), benchRate(l)+" store alone", ratio, "", true)
}

// names searches the history for names: the book, without a page.
func (b *bench) names(w *benchWorld, work, bar string) {
	var names []string
	for _, v := range w.some {
		names = append(names, v.Facts.Guest.Name)
	}
	find := func(i int) error {
		rows, _, _, err := w.Book.History(context.Background(), w.office.ID, book.Filter{Name: names[i%len(names)], Limit: 50})
		if err == nil && len(rows) == 0 {
			err = fmt.Errorf("nobody called %s", names[i%len(names)])
		}
		return err
	}
	b.each(50, find)
	spent := benchCPU()
	took := b.each(1000, find)
	b.row(work, fmt.Sprintf("p50 %s, p99 %s", benchMS(took.at(50)), benchMS(took.at(99))), benchUsed(spent, len(took)), 0, bar, took.at(99) <= 5*time.Millisecond)
}

// growth compares what a page costs over a large book with what it costs over ten thousand
// visits: one client, warm, in turn.
func (b *bench) growth(small, large *benchWorld, size string) {
	b.names(large, "name search in "+size+", 50 rows", "<= 5 ms p99")
	scan := func(w *benchWorld) []byte {
		form := url.Values{"csrf": {w.officer.csrf}, "q": {w.baseURL() + "/t/kapuas." + w.some[len(w.some)-1].Ticket}}
		return benchPost(address(w.Staff), "/pindai", w.cookie(), form.Encode())
	}
	page := func(path string) func(w *benchWorld) []byte {
		return func(w *benchWorld) []byte { return benchGet(address(w.Staff), path, w.cookie()) }
	}
	for _, c := range []struct {
		work    string
		request func(w *benchWorld) []byte
		status  int
	}{
		{"desk", page("/"), 200}, {"history", page("/riwayat"), 200},
		{"history of a unit", page("/riwayat?bagian=pidum&dari=2026-10-01"), 200}, {"look-up by QR", scan, 303},
	} {
		rate := func(w *benchWorld) func() benchPace {
			conn, request := benchDial(b, w.Staff), c.request(w)
			return func() benchPace {
				return b.batch(1, 200, func(int, int) error { _, err := conn.ask(request, c.status, false); return err })
			}
		}
		o, l, ratio := b.pair(rate(small), rate(large), benchByCPU)
		b.row("growth of "+c.work+", "+size+" / 10k, c=1", benchMS(time.Duration(float64(time.Second)/l)), benchMS(time.Duration(float64(time.Second)/o))+" at 10k", ratio, "<= 1.3", ratio <= 1.3)
	}
	o, l, ratio := b.pair(b.nameRate(small), b.nameRate(large), benchByCPU)
	b.row("growth of name search, "+size+" / 10k, c=1", benchMS(time.Duration(float64(time.Second)/l)), benchMS(time.Duration(float64(time.Second)/o))+" at 10k", ratio, "<= 1.3", ratio <= 1.3)
	large.close()
}

func (b *bench) nameRate(w *benchWorld) func() benchPace {
	return func() benchPace {
		return b.batch(1, 300, func(_, i int) error {
			_, _, _, err := w.Book.History(context.Background(), w.office.ID, book.Filter{Name: w.some[i%len(w.some)].Facts.Guest.Name, Limit: 50})
			return err
		})
	}
}
