package main

import (
	"sync"

	"bukutamu/internal/store/mongo/mongotest"
)

// faultKind is what happens to everything between program and database from the act on, on the way
// there; or, on the way back, from its first write on: the server does it, and says so in vain.
type faultKind struct {
	name string
	back bool
}

func (k faultKind) String() string {
	if k.back {
		return k.name + ", on the way back"
	}
	return k.name + ", on the way there"
}

const (
	reset      = "connection reset"
	delay      = "delay" // longer than anybody waits: until the fault ends, and of writes until after the next try
	cut        = "cut in the middle"
	notPrimary = "not primary"
	gone       = "server gone"
)

var allFaults = func() (all []faultKind) {
	for _, name := range []string{reset, delay, cut, notPrimary, gone} {
		all = append(all, faultKind{name, false}, faultKind{name, true})
	}
	return all
}()

// pain is a fault that goes on.
type pain struct {
	front *mongotest.Front
	kind  faultKind

	mu    sync.Mutex
	on    bool
	once  sync.Once
	felt  chan struct{} // closes when the first command is hurt
	ended chan struct{}
	after chan struct{}  // opens when the act was made again
	tardy sync.WaitGroup // writes that wait for it
}

func begin(front *mongotest.Front, kind faultKind) *pain {
	p := &pain{front: front, kind: kind, felt: make(chan struct{}), ended: make(chan struct{}), after: make(chan struct{})}
	if !kind.back {
		p.on = true
		switch kind.name {
		case gone:
			close(p.felt)
			front.Leave()
		case notPrimary:
			front.Member("tamu", false)
		}
	}
	front.Break(p.act)
	return p
}

// act is what becomes of one command.
func (p *pain) act(name string) mongotest.Act {
	p.mu.Lock()
	defer p.mu.Unlock()
	write := name == "insert" || name == "update"
	if !p.on && !write {
		return mongotest.Act{}
	}
	if !p.on && p.kind.name == notPrimary {
		p.front.Member("tamu", false)
	}
	p.on = true
	if name != "hello" {
		p.once.Do(func() { close(p.felt) })
	}
	wait := func() { <-p.ended }
	switch p.kind.name {
	case reset:
		return mongotest.Act{Lose: !p.kind.back, Mute: p.kind.back}
	case cut:
		return mongotest.Act{Crumb: !p.kind.back, Half: p.kind.back}
	case gone:
		return mongotest.Act{After: p.front.Leave, Mute: true}
	case notPrimary:
		if name == "hello" {
			return mongotest.Act{}
		}
		if p.kind.back {
			return mongotest.Act{Deny: mongotest.No(11602, "InterruptedDueToReplStateChange", "operation was interrupted")}
		}
		return mongotest.Act{Refuse: mongotest.No(10107, "NotWritablePrimary", "not primary")}
	}
	switch { // a delay
	case p.kind.back:
		return mongotest.Act{After: wait}
	case write:
		p.tardy.Add(1)
		return mongotest.Act{Before: func() { <-p.after }, After: p.tardy.Done}
	}
	return mongotest.Act{Before: wait}
}

// end ends the fault.
func (p *pain) end() {
	p.front.Break(nil)
	p.front.Member("tamu", true)
	close(p.ended)
	if p.kind.name == gone {
		if err := p.front.Return(); err != nil {
			panic(err)
		}
	}
}

// late lets the writes pass that were on their way all the time.
func (p *pain) late() {
	close(p.after)
	p.tardy.Wait()
}
