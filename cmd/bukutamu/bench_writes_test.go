//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/lang"
	"bukutamu/internal/paper"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// writes are the works that end on the disk.
func (b *bench) writes(w *benchWorld) {
	for _, c := range []struct {
		clients, n int
		bar        string
	}{{1, 300, ""}, {benchClients, 1500, ">= 0.5"}} {
		post, used := b.posts(w, c.clients, c.n), 0.0
		o, l, ratio := b.pair(func() benchPace {
			p := post()
			used = 1000 / p.cpu
			return p
		}, func() benchPace { return b.flushes(w.folder) }, benchByTime)
		b.row(fmt.Sprintf("post a registration, durable, c=%d", c.clients), fmt.Sprintf("%s, %.2f ms of processor time each", benchRate(o), used),
			benchRate(l)+" 4 KiB fdatasync", ratio, c.bar, ratio >= 0.5)
	}
	b.arrivals(w)
}

// flushes is the limit of everything durable: 4 KiB written over and flushed, by one writer,
// on the disk that the book is on.
func (b *bench) flushes(folder string) benchPace {
	f, err := os.Create(filepath.Join(folder, "probe"))
	b.must(err)
	defer os.Remove(f.Name())
	defer f.Close()
	page := make([]byte, 4096)
	return b.rate(1, func(int) error {
		if _, err := f.WriteAt(page, 0); err != nil {
			return err
		}
		return unix.Fdatasync(int(f.Fd()))
	})
}

var benchAct = regexp.MustCompile(`name="act" value="([^"]*)"`)

// posts sends registrations for tomorrow, each with the form of a page of its own, which is
// fetched before the time is taken.
func (b *bench) posts(w *benchWorld, clients, n int) func() benchPace {
	guest := crashBrowser().at(w.Guest)
	_, page, err := guest.get("/")
	b.must(err)
	form := crashRegistration(page)
	form.Set("d", "tomorrow")
	u, err := url.Parse(w.Guest)
	b.must(err)
	cookie := guest.client.Jar.Cookies(u)[0].String()
	conns := benchDials(b, w.Guest, benchClients)
	fetch := benchGet(address(w.Guest), "/", cookie)
	return func() benchPace {
		requests := make([][]byte, n)
		b.batch(benchClients, n, func(worker, i int) error {
			a, err := conns[worker].ask(fetch, 200, true)
			if err != nil {
				return err
			}
			one := url.Values{}
			for k, v := range form {
				one[k] = v
			}
			one.Set("act", string(benchAct.FindSubmatch(a.Body)[1]))
			requests[i] = benchPost(address(w.Guest), "/", cookie, one.Encode())
			return nil
		})
		return b.batch(clients, n, func(worker, i int) error {
			_, err := conns[worker].ask(requests[i], http.StatusSeeOther, false)
			return err
		})
	}
}

// arrivals are scan, card and arrival: the officer's most frequent act. Its limit is the
// store's bare compare-and-swap on documents like these.
func (b *bench) arrivals(w *benchWorld) {
	conns := benchDials(b, w.Staff, benchClients)
	whole := func(conn *benchConn, v visit.Visit) error {
		code := url.Values{"csrf": {w.officer.csrf}, "q": {w.baseURL() + "/t/kapuas." + v.Ticket}}
		a, err := conn.ask(benchPost(conn.host, "/pindai", w.cookie(), code.Encode()), 303, false)
		if err != nil {
			return err
		}
		if a, err = conn.ask(benchGet(conn.host, a.Location, w.cookie()), 200, true); err != nil {
			return err
		}
		if !bytes.Contains(a.Body, []byte("/kunjungan/"+v.ID+"/arrive")) {
			return fmt.Errorf("no card of %s", v.ID)
		}
		m := benchAct.FindSubmatch(a.Body)
		return b.arrive(w, conn, v, string(m[1]))
	}
	alone := func(conn *benchConn, v visit.Visit) error { return b.arrive(w, conn, v, "") }

	swap := b.swaps(w)
	who := &benchExpected{b: b, w: w}
	for _, c := range []struct {
		work string
		do   func(*benchConn, visit.Visit) error
		bar  string
	}{
		{"arrive: the POST alone, c=16", alone, ""},
		{"scan, card, arrive: three requests, c=16", whole, ">= 0.5"},
	} {
		o, l, ratio := b.pair(func() benchPace {
			guests := who.some(32)
			defer who.back()
			return b.batch(benchClients, len(guests), func(worker, i int) error { return c.do(conns[worker], guests[i]) })
		}, func() benchPace { return b.rate(benchClients, swap) }, benchByTime)
		b.row(c.work, benchRate(o), benchRate(l)+" bare grouped CAS", ratio, c.bar, ratio >= 0.5)
	}
	var took benchTimes
	var used time.Duration
	for range 20 {
		guests, spent := who.some(10), benchCPU()
		took = append(took, b.each(len(guests), func(i int) error { return whole(conns[0], guests[i]) })...)
		used += benchCPU() - spent
		who.back()
	}
	slices.Sort(took)
	b.row("scan, card, arrive, c=1", fmt.Sprintf("p50 %s, p99 %s", benchMS(took.at(50)), benchMS(took.at(99))), benchMS(used/time.Duration(len(took)))+" of processor time", 0, "p99 <= 10 ms", took.at(99) <= 10*time.Millisecond)
}

// arrive posts the arrival; without an act of the page the server draws one.
func (b *bench) arrive(w *benchWorld, conn *benchConn, v visit.Visit, act string) error {
	form := url.Values{"csrf": {w.officer.csrf}, "act": {act}, "seen": {fmt.Sprint(v.Seen())}}
	_, err := conn.ask(benchPost(conn.host, "/kunjungan/"+v.ID+"/arrive", w.cookie(), form.Encode()), 303, false)
	return err
}

// benchExpected are guests who are expected today. Each arrives a few times: an arrival is
// undone, and only then is the registration cancelled, so that the day's list stays as long
// as a day's list is.
type benchExpected struct {
	b      *bench
	w      *benchWorld
	guests []visit.Visit
	turns  int
}

// some gives n of them as they are in the book now.
func (x *benchExpected) some(n int) []visit.Visit {
	if x.turns++; len(x.guests) != n || x.turns > 4 {
		x.each(visit.Cancel{})
		x.guests, x.turns = make([]visit.Visit, n), 1
		x.b.batch(8, n, func(_, i int) (err error) {
			s := account.Stamp{At: x.w.clock.now(), Office: x.w.office.ID, By: account.ByGuest, Roles: account.Roles{account.Guest}, Act: secret.Nonce()}
			x.guests[i], _, err = x.w.Book.Register(context.Background(), s, visit.Register{Purpose: "koordinasi", Unit: "pidum", Name: "Andai Beban", Weapon: "no", Read: true, Source: visit.ByPhone})
			return err
		})
	}
	return x.guests
}

// back undoes their arrivals.
func (x *benchExpected) back() { x.each(visit.Undo{}) }

func (x *benchExpected) each(m visit.Move) {
	x.b.batch(8, len(x.guests), func(_, i int) (err error) {
		s := x.w.stamp()
		s.Act = secret.Nonce()
		x.guests[i], err = x.w.Book.Move(context.Background(), s, x.guests[i].ID, m)
		return err
	})
}

// swaps is the store's compare-and-swap: read a visit's document, put it back with another tag.
func (b *bench) swaps(w *benchWorld) func(worker int) error {
	ctx := context.Background()
	ids := make([]string, len(w.some))
	for i, v := range w.some {
		d, err := w.store.Get(ctx, w.office.ID, book.KindVisit, v.ID)
		b.must(err)
		d.Kind, d.Version = "bench", 0
		_, err = w.store.Put(ctx, d)
		b.must(err)
		ids[i] = v.ID
	}
	turn := make([]int, benchClients)
	return func(worker int) error {
		for {
			turn[worker]++
			d, err := w.store.Get(ctx, w.office.ID, "bench", ids[(turn[worker]*benchClients+worker)%len(ids)])
			if err != nil {
				return err
			}
			d.Tags[len(d.Tags)-1] = fmt.Sprint("state:", turn[worker]%2)
			if _, err = w.store.Put(ctx, d); err == nil || !store.Refused(err) {
				return err
			}
		}
	}
}

// paper prints badges with a photo at two desks at once.
func (b *bench) paper(w *benchWorld) {
	picture, err := portrait(3)
	b.must(err)
	badge := paper.Badge{
		Number: "T-014", Name: "Anggrek Contohwati", Unit: "Seksi Tindak Pidana Umum", Room: "Ruang 2.04", In: w.clock.now(),
		Address: "HTTP://TAMU.CONTOH.EXAMPLE/B/KAPUAS.0123456789ABCDEFGHJKMNPQRS", Photo: picture,
		Chain: "Kejaksaan Tinggi Kalimantan Tengah", Office: w.office.Name, Lang: lang.ID,
	}
	const each = 150
	took := make([]benchTimes, 2)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	spent := benchCPU()
	b.crowd(len(took), func(desk int) error {
		for range each {
			begun := time.Now()
			if _, err := w.press.Badges(context.Background(), paper.Card, badge); err != nil {
				return err
			}
			took[desk] = append(took[desk], time.Since(begun))
		}
		return nil
	})
	runtime.ReadMemStats(&after)
	used := benchUsed(spent, 2*each)
	p := slices.Concat(took...)
	slices.Sort(p)
	b.row("badge PDF with photo, c=2", fmt.Sprintf("p50 %s, p99 %s", benchMS(p.at(50)), benchMS(p.at(99))), used, 0, "p99 <= 12 ms", p.at(99) <= 12*time.Millisecond)
	kb := int((after.TotalAlloc - before.TotalAlloc) / (2 * each) / 1024)
	b.row("badge PDF, allocated", benchMB(kb), "", 0, "<= 15 MB", kb <= 15<<10)
}
