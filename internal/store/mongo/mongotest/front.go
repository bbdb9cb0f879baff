package mongotest

import (
	"errors"
	"net"
	"net/url"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"
)

// Front stands between a program and a server, reads the messages that pass, and can hurt them.
// In front of the test server it also lets one command through at a time, because that one
// compares and swaps in two steps, and gives a broken unique index its proper number, 11000.
type Front struct {
	listener net.Listener
	server   string
	turn     sync.Mutex // one command at a time

	mu    sync.Mutex
	fault Fault
	greet bsoncore.Document
	seen  func(bsoncore.Document)
	conns map[net.Conn]bool
}

// Before stands in front of the server that all tests share, with faults of its own; it ends with
// the test. On a real replica set the program would find its way past it, so it is for the test
// server alone.
func Before(t testing.TB) *Front {
	t.Helper()
	if Real() {
		t.Skip("a front stands before the test server alone")
	}
	u, err := url.Parse(server(t))
	if err != nil {
		t.Fatal(err)
	}
	f, err := NewFront(u.Host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

// See makes the front show each command that passes from now on.
func (f *Front) See(seen func(bsoncore.Document)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen = seen
}

// Fault decides what happens to a command. The name is that of the command ("insert", "find").
type Fault func(name string) Act

// Act is what a front does with one command.
type Act struct {
	Before func()            // runs before the command reaches the server
	Refuse bsoncore.Document // answered in the server's place
	Lose   bool              // the connection is cut before the server has the command
	Crumb  bool              // the connection is cut in the middle of the command
	After  func()            // runs when the server has answered, before the answer goes on
	Deny   bsoncore.Document // answered when the server has done it: the outcome is unknown
	Mute   bool              // the connection is cut when the server has done it: the outcome is unknown
	Half   bool              // the connection is cut in the middle of the answer
}

// NewFront begins to listen on a free port of the loopback, in front of the server at host:port.
func NewFront(server string) (*Front, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	f := &Front{listener: l, server: server, conns: map[net.Conn]bool{}}
	go f.accept(l)
	return f, nil
}

// Address is what a program connects to.
func (f *Front) Address() string { return "mongodb://" + f.listener.Addr().String() + "/" }

// Member makes the front greet as the only member of a replica set, its primary or not. What a program does beyond the greeting is the same as with a server of its own.
func (f *Front) Member(set string, primary bool) {
	me := f.listener.Addr().String()
	hosts := bsoncore.NewArrayBuilder().AppendString(me).Build()
	f.Greet(bsoncore.NewDocumentBuilder().AppendString("setName", set).AppendArray("hosts", hosts).AppendString("me", me).AppendInt32("setVersion", 1).
		AppendBoolean("isWritablePrimary", primary).AppendBoolean("ismaster", primary).AppendBoolean("secondary", !primary).Build())
}

// Greet puts words into the server's greetings from now on, in place of those of the same names.
func (f *Front) Greet(words bsoncore.Document) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.greet = words
}

// Break makes the front ask fault about each command from now on; nil ends it.
func (f *Front) Break(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = fault
}

// Cut closes all connections that are open.
func (f *Front) Cut() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.conns {
		c.Close()
	}
}

// Close ends the front.
func (f *Front) Close() { f.Leave() }

// Leave is a server that is gone: nobody listens, and every connection ends.
func (f *Front) Leave() {
	f.mu.Lock()
	f.listener.Close()
	f.mu.Unlock()
	f.Cut()
}

// Return listens again on the same port.
func (f *Front) Return() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	l, err := net.Listen("tcp", f.listener.Addr().String())
	if err == nil {
		f.listener = l
		go f.accept(l)
	}
	return err
}

func (f *Front) accept(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		f.mu.Lock()
		f.conns[c] = true
		f.mu.Unlock()
		go func() {
			_ = f.serve(c)
			c.Close()
			f.mu.Lock()
			delete(f.conns, c)
			f.mu.Unlock()
		}()
	}
}

// serve carries messages of one connection, each with its answer.
func (f *Front) serve(c net.Conn) error {
	s, err := net.Dial("tcp", f.server)
	if err != nil {
		return err
	}
	defer s.Close()
	for {
		ask, err := message(c)
		if err != nil {
			return err
		}
		answer, err := f.exchange(s, ask)
		if err != nil {
			if answer != nil {
				_, _ = c.Write(answer)
			}
			return err
		}
		if _, err := c.Write(answer); err != nil {
			return err
		}
	}
}

var errCut = errors.New("cut on purpose")

func (f *Front) exchange(s net.Conn, ask []byte) ([]byte, error) {
	name := command(ask)
	f.mu.Lock()
	fault, seen, words := f.fault, f.seen, f.greet
	f.mu.Unlock()
	if d := whole(ask); seen != nil && d != nil {
		seen(d)
	}
	var act Act
	if fault != nil {
		act = fault(name)
	}
	if act.Before != nil {
		act.Before()
	}
	if act.Lose {
		return nil, errCut
	}
	if act.Crumb {
		_, _ = s.Write(ask[:len(ask)/2])
		return nil, errCut
	}
	if act.Refuse != nil {
		return reply(ask, act.Refuse), nil
	}
	answer, err := f.pass(s, ask)
	if err != nil {
		return nil, err
	}
	if act.After != nil {
		act.After()
	}
	switch {
	case act.Deny != nil:
		return reply(ask, act.Deny), nil
	case act.Mute:
		return nil, errCut
	case act.Half:
		return answer[:len(answer)/2], errCut
	}
	if words != nil && name == "hello" {
		return greeting(answer, words), nil
	}
	return repair(ask, answer), nil
}

func (f *Front) pass(s net.Conn, ask []byte) ([]byte, error) {
	f.turn.Lock()
	defer f.turn.Unlock()
	if _, err := s.Write(ask); err != nil {
		return nil, err
	}
	return message(s)
}
