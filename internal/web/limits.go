package web

import (
	"net/netip"
	"sync"
	"time"
)

// rate counts acts by address in a window of one minute that slides: the share of
// the minute before that still counts is added. Addresses live in memory only and
// are forgotten after two minutes.
type rate struct {
	max    int
	mu     sync.Mutex
	minute int64
	now    map[netip.Addr]int
	before map[netip.Addr]int
}

// crowd is how many addresses are told apart in a minute; beyond it all newcomers
// share one counter, so that memory stays bounded.
const crowd = 20_000

func newRate(perMinute int) *rate {
	return &rate{max: perMinute, now: map[netip.Addr]int{}, before: map[netip.Addr]int{}}
}

// take counts one act and reports whether it may be done; wait is how long to hold
// back otherwise.
func (l *rate) take(a netip.Addr, at time.Time) (ok bool, wait time.Duration) {
	if l.max < 0 {
		return true, 0
	}
	if a.Is6() {
		p, _ := a.Prefix(64) // one subscriber holds a whole /64
		a = p.Addr()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch m := at.Unix() / 60; {
	case m == l.minute+1:
		l.minute, l.before, l.now = m, l.now, map[netip.Addr]int{}
	case m != l.minute:
		l.minute, l.before, l.now = m, map[netip.Addr]int{}, map[netip.Addr]int{}
	}
	if _, known := l.now[a]; !known && len(l.now) >= crowd {
		a = netip.Addr{}
	}
	rest := 60 - at.Unix()%60
	if l.now[a]+l.before[a]*int(rest)/60 >= l.max {
		return false, time.Duration(rest) * time.Second
	}
	l.now[a]++
	return true, 0
}
