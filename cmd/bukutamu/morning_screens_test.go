package main

import (
	"bufio"
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// watcher is a screen that follows the desk: it fetches the list and the counts after each
// change it hears of.
type watcher struct {
	*visitor
	heard atomic.Int64
}

// watch opens a screen; it is closed when the test ends.
func (m *morning) watch() *watcher {
	w := &watcher{visitor: m.signedIn()}
	ctx, stop := context.WithCancel(m.t.Context())
	changed := make(chan bool, 1)
	var all sync.WaitGroup
	m.t.Cleanup(func() { stop(); all.Wait() })
	all.Go(func() { // a stream has its planned end; the browser opens the next
		for ctx.Err() == nil {
			w.follow(ctx, changed)
		}
	})
	all.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-changed:
			}
			for _, part := range [][2]string{{"list after a change", "/meja/daftar"}, {"counts after a change", "/meja/hitungan"}} {
				_ = m.timed(part[0], func() error {
					_, err := w.get(part[1])
					if ctx.Err() != nil {
						return nil
					}
					return err
				})
			}
		}
	})
	return w
}

// follow reads one stream to its end.
func (w *watcher) follow(ctx context.Context, changed chan<- bool) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.door+"/meja/aliran", nil)
	if err != nil {
		return
	}
	answer, err := (&http.Client{Jar: w.client.Jar}).Do(r)
	if err != nil {
		return
	}
	defer answer.Body.Close()
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if lines.Text() == "event: changed" {
			w.heard.Add(1)
			select {
			case changed <- true:
			default: // one is to be fetched already
			}
		}
	}
}

// heard asks whether a screen hears of what happens now. A stream may just be at its planned
// end, so that a change is made until it does.
func (m *morning) heard(n int, w *watcher) {
	m.t.Helper()
	if w.heard.Load() == 0 {
		m.t.Errorf("screen %d heard nothing all morning", n)
	}
	before := w.heard.Load()
	kiosk := newVisitor(m.house.Guest)
	for range 20 {
		if _, err := kiosk.register(); err != nil {
			m.t.Error(err)
			return
		}
		for range 100 {
			if w.heard.Load() > before {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	m.t.Errorf("screen %d does not hear of a new guest", n)
}
