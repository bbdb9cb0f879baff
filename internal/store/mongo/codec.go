package mongo

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"

	"bukutamu/internal/store"
)

// The codec turns the JSON of store.Of into a nested document and back, token by token: the
// driver's own would name fields otherwise and read {"$date": …} as a command. What comes back has
// equal values in equal order, not equal bytes.

// sealedLen is the least length of a sealed text: nonce and tag.
const sealedLen = 28

// Sealed strings are base64 without padding, bytes with: the binary's subtype says which.
var forms = map[byte]*base64.Encoding{bson.TypeBinaryGeneric: base64.StdEncoding, bson.TypeBinaryUserDefined: base64.RawStdEncoding}

// toBSON reads one JSON object. Numbers become int64 where they are whole, else doubles; long
// base64, which is how sealed texts and photos come, becomes binary.
func toBSON(object []byte) (bsoncore.Document, error) {
	d := json.NewDecoder(bytes.NewReader(object))
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, fmt.Errorf("%w: no JSON object", store.ErrInvalid)
	}
	out, err := members(d, nil, '}')
	if err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrInvalid, err)
	}
	return out, nil
}

// members appends a document of what the decoder reads up to the closing sign.
func members(d *json.Decoder, out []byte, end json.Delim) ([]byte, error) {
	start, out := bsoncore.AppendDocumentStart(out)
	for n := 0; ; n++ {
		key := strconv.Itoa(n)
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		if t == end {
			return bsoncore.AppendDocumentEnd(out, start)
		}
		if end == '}' {
			key = escape(t.(string)) // the decoder lets nothing else stand there
			if t, err = d.Token(); err != nil {
				return nil, err
			}
		}
		if out, err = value(d, out, key, t); err != nil {
			return nil, err
		}
	}
}

func value(d *json.Decoder, out []byte, key string, t json.Token) ([]byte, error) {
	switch t := t.(type) {
	case json.Delim:
		kind, end := bson.TypeEmbeddedDocument, json.Delim('}')
		if t == '[' {
			kind, end = bson.TypeArray, ']'
		}
		return members(d, bsoncore.AppendHeader(out, kind, key), end)
	case json.Number:
		if n, err := strconv.ParseInt(string(t), 10, 64); err == nil {
			return bsoncore.AppendInt64Element(out, key, n), nil
		}
		f, err := t.Float64()
		return bsoncore.AppendDoubleElement(out, key, f), err
	case string:
		for _, subtype := range []byte{bson.TypeBinaryGeneric, bson.TypeBinaryUserDefined} {
			if len(t) < forms[subtype].EncodedLen(sealedLen) {
				continue
			}
			if raw, err := forms[subtype].DecodeString(t); err == nil && forms[subtype].EncodeToString(raw) == t {
				return bsoncore.AppendBinaryElement(out, key, subtype, raw), nil
			}
		}
		return bsoncore.AppendStringElement(out, key, t), nil
	case bool:
		return bsoncore.AppendBooleanElement(out, key, t), nil
	}
	return bsoncore.AppendNullElement(out, key), nil
}

// Names that a server reads as a path or an operator, or cannot hold, are written with a percent
// sign, as in an address.
var (
	toName   = strings.NewReplacer("%", "%25", ".", "%2E", "$", "%24", "\x00", "%00")
	fromName = strings.NewReplacer("%25", "%", "%2E", ".", "%24", "$", "%00", "\x00")
)

func escape(name string) string { return toName.Replace(name) }

// toJSON writes one document as JSON.
func toJSON(d bsoncore.Document) ([]byte, error) {
	var out bytes.Buffer
	err := writeDocument(&out, d, '{', '}')
	return out.Bytes(), err
}

func writeDocument(out *bytes.Buffer, d bsoncore.Document, open, end byte) error {
	elements, err := d.Elements()
	if err != nil {
		return err
	}
	out.WriteByte(open)
	for i, e := range elements {
		if i > 0 {
			out.WriteByte(',')
		}
		if open == '{' {
			writeString(out, fromName.Replace(e.Key()))
			out.WriteByte(':')
		}
		if err := writeValue(out, e.Value()); err != nil {
			return fmt.Errorf("%s: %w", e.Key(), err)
		}
	}
	return out.WriteByte(end)
}

func writeValue(out *bytes.Buffer, v bsoncore.Value) error {
	switch v.Type {
	case bson.TypeEmbeddedDocument:
		return writeDocument(out, v.Document(), '{', '}')
	case bson.TypeArray:
		return writeDocument(out, bsoncore.Document(v.Array()), '[', ']')
	case bson.TypeString:
		writeString(out, v.StringValue())
	case bson.TypeBinary:
		subtype, raw := v.Binary()
		form, ok := forms[subtype]
		if !ok {
			return fmt.Errorf("binary of subtype %d, which this program never writes", subtype)
		}
		writeString(out, form.EncodeToString(raw))
	case bson.TypeInt64:
		out.WriteString(strconv.FormatInt(v.Int64(), 10))
	case bson.TypeInt32:
		out.WriteString(strconv.FormatInt(int64(v.Int32()), 10))
	case bson.TypeDouble:
		f := v.Double()
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return errors.New("a number that JSON does not have")
		}
		b, err := json.Marshal(f)
		out.Write(b)
		return err
	case bson.TypeBoolean:
		out.WriteString(strconv.FormatBool(v.Boolean()))
	case bson.TypeNull:
		out.WriteString("null")
	default:
		return fmt.Errorf("a value of type %s, which this program never writes", v.Type)
	}
	return nil
}

func writeString(out io.Writer, s string) {
	b, _ := json.Marshal(s) // a string always has a JSON form
	out.Write(b)
}

// fromDoc is a document as the server keeps it. Who holds no claim keeps one that nobody can ask
// for, so that one plain unique index serves all.
func fromDoc(d store.Doc) (bsoncore.Document, error) {
	claim := d.Claim
	if claim == "" {
		claim = "\t" + d.ID
	}
	start, out := bsoncore.AppendDocumentStart(nil)
	out = bsoncore.AppendStringElement(out, "_id", key(d.Office, d.Kind, d.ID))
	out = bsoncore.AppendStringElement(out, "office", d.Office)
	out = bsoncore.AppendStringElement(out, "kind", d.Kind)
	out = bsoncore.AppendStringElement(out, "id", d.ID)
	out = bsoncore.AppendInt64Element(out, "version", d.Version)
	out = bsoncore.AppendStringElement(out, "claim", claim)
	out = bsoncore.AppendDateTimeElement(out, "at", d.At.UnixMilli())
	out = bsoncore.AppendDateTimeElement(out, "changed", d.Changed.UnixMilli())
	tags, out := bsoncore.AppendArrayElementStart(out, "tags")
	for i, t := range d.Tags {
		out = bsoncore.AppendStringElement(out, strconv.Itoa(i), t)
	}
	out, err := bsoncore.AppendArrayEnd(out, tags)
	for _, part := range []struct {
		name string
		json []byte
	}{{"brief", d.Brief}, {"body", d.Body}} {
		if err == nil && len(part.json) > 0 {
			var sub bsoncore.Document
			sub, err = toBSON(part.json)
			out = bsoncore.AppendDocumentElement(out, part.name, sub)
		}
	}
	if err != nil {
		return nil, err
	}
	return bsoncore.AppendDocumentEnd(out, start)
}

// toDoc reads a document of the server; fields that a projection left out stay empty.
func toDoc(raw bsoncore.Document) (d store.Doc, err error) {
	elements, err := raw.Elements()
	if err != nil {
		return d, err
	}
	for _, e := range elements {
		v := e.Value()
		ok := true
		switch e.Key() {
		case "office":
			d.Office, ok = v.StringValueOK()
		case "kind":
			d.Kind, ok = v.StringValueOK()
		case "id":
			d.ID, ok = v.StringValueOK()
		case "version":
			d.Version, ok = v.AsInt64OK()
		case "claim":
			if d.Claim, ok = v.StringValueOK(); strings.HasPrefix(d.Claim, "\t") {
				d.Claim = ""
			}
		case "at":
			var ms int64
			ms, ok = v.DateTimeOK()
			d.At = store.FromMilli(ms)
		case "changed":
			var ms int64
			ms, ok = v.DateTimeOK()
			d.Changed = store.FromMilli(ms)
		case "tags":
			var list bsoncore.Array
			if list, ok = v.ArrayOK(); ok {
				d.Tags, err = texts(list)
			}
		case "brief":
			d.Brief, err = toJSON(v.Document())
		case "body":
			d.Body, err = toJSON(v.Document())
		}
		if err == nil && !ok {
			err = errors.New("another type")
		}
		if err != nil {
			return d, fmt.Errorf("a document of another program: %s: %w", e.Key(), err)
		}
	}
	return d, nil
}

func texts(list bsoncore.Array) (out []string, err error) {
	values, err := list.Values()
	for _, v := range values {
		s, ok := v.StringValueOK()
		if !ok {
			return nil, errors.New("a tag that is no text")
		}
		out = append(out, s)
	}
	return out, err
}

// key is the document's id on the server. None of its parts has a line break.
func key(office, kind, id string) string { return office + "\n" + kind + "\n" + id }

func date(ms int64) primitive.DateTime { return primitive.DateTime(ms) }
