package live_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"bukutamu/internal/guard"
	"bukutamu/internal/live"
)

var desk = live.Event{Office: "kapuas", Kind: "visit", ID: "K7P4M2", Version: 3}

func who(n int) live.Who {
	return live.Who{Session: fmt.Sprint("s", n), Address: fmt.Sprint("a", n)}
}

func listen(t *testing.T, h *live.Hub, w live.Who) *live.Subscription {
	t.Helper()
	s, err := h.Subscribe("kapuas", w, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// drained counts the events up to the channel's end.
func drained(s *live.Subscription) (n int) {
	for range s.C {
		n++
	}
	return n
}

func TestASlowReaderIsDroppedAndNobodyElse(t *testing.T) {
	h := live.New()
	slow, quick := listen(t, h, who(1)), listen(t, h, who(2))
	for range 33 { // one more than a reader may be behind
		h.Publish(desk)
		<-quick.C
	}
	if n := drained(slow); n != 32 {
		t.Errorf("the slow one got %d events before its end", n)
	}
	h.Publish(desk)
	if e := <-quick.C; e != desk {
		t.Errorf("the quick one got %+v", e)
	}
	if h.Open() != 1 {
		t.Errorf("%d open", h.Open())
	}
}

func TestLimits(t *testing.T) {
	h := live.New()
	var open []*live.Subscription
	for range 3 {
		open = append(open, listen(t, h, who(1)))
	}
	fourth := listen(t, h, who(1)) // the first was a page that nobody looks at any more
	if n := drained(open[0]); n != 0 || h.Open() != 3 {
		t.Errorf("%d open after a fourth of one session", h.Open())
	}
	open[0].Close()
	open[0].Close()
	open[0] = fourth
	for n := range 9 {
		open = append(open, listen(t, h, live.Who{Session: fmt.Sprint("t", n), Address: "a1"}))
	}
	for n := range 2 { // the oldest of the session with several makes room
		open[1+n] = listen(t, h, live.Who{Session: fmt.Sprint("u", n), Address: "a1"})
	}
	if h.Open() != 12 {
		t.Errorf("%d open of one address", h.Open())
	}
	if _, err := h.Subscribe("kapuas", live.Who{Session: "t9", Address: "a1"}, nil); !errors.Is(err, live.ErrFull) {
		t.Errorf("a thirteenth of one address, twelve sessions: %v", err)
	}
	for n := h.Open(); n < 200; n++ {
		listen(t, h, who(1000+n))
	}
	if _, err := h.Subscribe("kapuas", who(5000), nil); !errors.Is(err, live.ErrFull) {
		t.Errorf("the 201st: %v", err)
	}
	h.Close()
	for _, s := range open {
		if n := drained(s); n != 0 {
			t.Errorf("%d events out of nothing", n)
		}
	}
	if _, err := h.Subscribe("kapuas", who(1), nil); !errors.Is(err, live.ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
}

func TestPublishingAndLeavingAtOnce(t *testing.T) {
	h := live.New()
	var done sync.WaitGroup
	for n := range 12 {
		done.Add(1)
		guard.Go(nil, "reader", func() {
			defer done.Done()
			for range 100 {
				s, err := h.Subscribe("kapuas", who(n), func(e live.Event) bool { return e.ID != "" })
				if err != nil {
					t.Error(err)
					return
				}
				h.Publish(desk)
				<-s.C
				s.Close()
			}
		})
	}
	done.Wait()
	if h.Open() != 0 {
		t.Errorf("%d open", h.Open())
	}
}
