package mongotest

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"
	"go.mongodb.org/mongo-driver/x/mongo/driver/wiremessage"
)

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

// document is the first document of an OP_MSG, or of the older answer to the first greeting; nil
// for another kind of message.
func document(m []byte) bsoncore.Document {
	_, _, _, op, rest, ok := wiremessage.ReadHeader(m)
	switch {
	case ok && op == wiremessage.OpMsg && len(rest) > 5 && rest[4] == 0:
		rest = rest[5:]
	case ok && op == wiremessage.OpReply && len(rest) > 20:
		rest = rest[20:]
	default:
		return nil
	}
	d, _, ok := bsoncore.ReadDocument(rest)
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
	if e, err := document(m).IndexErr(0); err == nil && !strings.EqualFold(e.Key(), "ismaster") {
		return e.Key()
	}
	return "hello" // the first greeting comes in an older form, and later ones by an older name
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

// greeting is an answer to hello with other words: those of the member of a replica set.
func greeting(answer []byte, words bsoncore.Document) []byte {
	d := document(answer)
	if d == nil {
		return answer
	}
	list, _ := words.Elements()
	said := bsoncore.NewDocumentBuilder()
	for _, e := range list {
		said.AppendValue(e.Key(), e.Value())
	}
	old, _ := d.Elements()
	for _, e := range old {
		if words.Lookup(e.Key()).Type == 0 {
			said.AppendValue(e.Key(), e.Value())
		}
	}
	out := append(append([]byte(nil), answer[:len(answer)-len(d)]...), said.Build()...)
	return bsoncore.UpdateLength(out, 0, int32(len(out)))
}

// No is a server's answer that refuses a command.
func No(code int32, name, text string) bsoncore.Document {
	return bsoncore.NewDocumentBuilder().AppendDouble("ok", 0).AppendString("errmsg", text).AppendInt32("code", code).AppendString("codeName", name).Build()
}
