package mongotest

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"
	"go.mongodb.org/mongo-driver/x/mongo/driver/wiremessage"
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
	After  func()            // runs when the server has answered, before the answer goes on
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
	go f.accept()
	return f, nil
}

// Address is what a program connects to.
func (f *Front) Address() string { return "mongodb://" + f.listener.Addr().String() + "/" }

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
func (f *Front) Close() { f.listener.Close(); f.Cut() }

func (f *Front) accept() {
	for {
		c, err := f.listener.Accept()
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
	fault, seen := f.fault, f.seen
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
	case act.Mute:
		return nil, errCut
	case act.Half:
		return answer[:len(answer)/2], errCut
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

// message reads one message of the wire protocol: its length stands in front.
func message(r io.Reader) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(head[:])
	if n < 16 || n > 48<<20 {
		return nil, errors.New("no message of the wire protocol")
	}
	out := make([]byte, n)
	copy(out, head[:])
	_, err := io.ReadFull(r, out[4:])
	return out, err
}

// document is the first document of an OP_MSG; nil for another kind of message.
func document(m []byte) bsoncore.Document {
	_, _, _, op, rest, ok := wiremessage.ReadHeader(m)
	if !ok || op != wiremessage.OpMsg || len(rest) < 5 || rest[4] != 0 {
		return nil
	}
	d, _, ok := bsoncore.ReadDocument(rest[5:])
	if !ok {
		return nil
	}
	return d
}

// whole is a command with the documents that came in a section of their own ("updates", "deletes")
// as its arrays.
func whole(m []byte) bsoncore.Document {
	d := document(m)
	if d == nil {
		return nil
	}
	_, _, _, _, rest, _ := wiremessage.ReadHeader(m)
	rest = rest[5+len(d):]
	for len(rest) > 1 && rest[0] == 1 {
		n := int(binary.LittleEndian.Uint32(rest[1:]))
		if n > len(rest)-1 {
			break
		}
		section := rest[5 : 1+n]
		rest = rest[1+n:]
		name, list, ok := strings.Cut(string(section), "\x00")
		if !ok {
			break
		}
		array := bsoncore.NewArrayBuilder()
		for docs := []byte(list); len(docs) > 0; {
			one, left, ok := bsoncore.ReadDocument(docs)
			if !ok {
				break
			}
			array.AppendDocument(one)
			docs = left
		}
		elements := append([]byte(nil), d[4:len(d)-1]...)
		elements = bsoncore.AppendArrayElement(elements, name, array.Build())
		d = bsoncore.BuildDocument(nil, elements)
	}
	return d
}

// command is the name of the command that a message asks for.
func command(m []byte) string {
	if e, err := document(m).IndexErr(0); err == nil {
		return e.Key()
	}
	return "hello" // the first greeting comes in an older form
}

// reply is a message that answers ask.
func reply(ask []byte, d bsoncore.Document) []byte {
	_, id, _, _, _, _ := wiremessage.ReadHeader(ask)
	at, out := wiremessage.AppendHeaderStart(nil, id+1, id, wiremessage.OpMsg)
	out = wiremessage.AppendMsgFlags(out, 0)
	out = wiremessage.AppendMsgSectionType(out, wiremessage.SingleDocument)
	out = append(out, d...)
	return bsoncore.UpdateLength(out, at, int32(len(out)))
}

// repair turns the test server's word for a broken unique index on update into MongoDB's.
func repair(ask, answer []byte) []byte {
	d := document(answer)
	text, _ := d.Lookup("errmsg").StringValueOK()
	if command(ask) != "update" || !strings.Contains(text, "UNIQUE constraint failed") {
		return answer
	}
	failed := bsoncore.NewDocumentBuilder().AppendInt32("index", 0).AppendInt32("code", 11000).AppendString("errmsg", "E11000 duplicate key error").Build()
	list := bsoncore.NewArrayBuilder().AppendDocument(failed).Build()
	fixed := bsoncore.NewDocumentBuilder().AppendInt32("n", 0).AppendInt32("nModified", 0).
		AppendValue("writeErrors", bsoncore.Value{Type: bson.TypeArray, Data: list}).AppendDouble("ok", 1).Build()
	return reply(ask, fixed)
}
