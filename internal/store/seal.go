package store

import (
	"encoding"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"sync"

	"bukutamu/internal/secret"
)

// A plan says where in a type the sealed texts are; it is made once a type. A plan is nil where
// there is nothing to seal, so that the walk never enters what holds no secret.
type plan struct {
	leaf   string // name of the seal tag; empty above the leaves
	fields []fieldPlan
	elem   *plan // of a pointer, slice, array or map
	raw    bool  // json.RawMessage: what is sealed must still be JSON
}

type fieldPlan struct {
	index int
	plan  *plan
}

var plans sync.Map // reflect.Type → *plan, nil where nothing is sealed

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p := (&planner{open: map[reflect.Type]*plan{}}).plan(t, "")
	plans.Store(t, p)
	return p
}

// planner keeps the structs it is in the middle of, since a type may hold itself.
type planner struct{ open map[reflect.Type]*plan }

func (b *planner) plan(t reflect.Type, tag string) *plan {
	if tag != "" && (t.Kind() == reflect.String || isBytes(t)) {
		raw := t == reflect.TypeFor[json.RawMessage]()
		if !raw && (writesItself(t) || writesItself(reflect.PointerTo(t))) {
			panic("store: seal tag " + tag + " on " + t.String() + ", which writes its own JSON")
		}
		return &plan{leaf: tag, raw: raw}
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		if elem := b.plan(t.Elem(), tag); elem != nil {
			return &plan{elem: elem}
		}
		if tag != "" {
			panic("store: seal tag " + tag + " on " + t.String())
		}
		return nil
	case reflect.Struct:
		if tag != "" {
			panic("store: seal tag " + tag + " on " + t.String() + ": tag its fields")
		}
		return b.structure(t)
	default:
		if tag != "" {
			panic("store: seal tag " + tag + " on " + t.String())
		}
		return nil
	}
}

func (b *planner) structure(t reflect.Type) *plan {
	if p, ok := b.open[t]; ok {
		return p // itself
	}
	p := &plan{}
	b.open[t] = p
	defer delete(b.open, t)
	found := false
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("seal")
		if !f.IsExported() && !(f.Anonymous && f.Type.Kind() == reflect.Struct) {
			if tag != "" || f.Anonymous && b.plan(f.Type, "") != nil {
				panic("store: seal tag in the unexported field " + t.String() + "." + f.Name)
			}
			continue
		}
		if f.Tag.Get("json") == "-" && tag == "" {
			continue
		}
		if sub := b.plan(f.Type, tag); sub != nil {
			p.fields = append(p.fields, fieldPlan{i, sub})
			found = found || !sub.leadsOnlyTo(p)
		}
	}
	if !found {
		return nil
	}
	return p
}

// leadsOnlyTo tells whether a plan is nothing but a way back to the struct it started from.
func (p *plan) leadsOnlyTo(start *plan) bool {
	for p.elem != nil {
		p = p.elem
	}
	return p == start
}

// act seals or opens the texts of one record.
type act struct {
	envelope *secret.Envelope
	place    string // office|kind|id
	open     bool
}

func (a act) bytes(name string, text []byte) ([]byte, error) {
	aad := a.place + "|" + name
	if a.open {
		return a.envelope.Open(text, aad)
	}
	return a.envelope.Seal(text, aad), nil
}

// apply seals or opens one leaf. Empty strings and bytes stay empty. A sealed string is base64,
// sealed raw JSON a JSON string of it; sealed bytes become base64 by the codec.
func (a act) apply(p *plan, v reflect.Value) error {
	switch {
	case v.Len() == 0:
		return nil
	case v.Kind() != reflect.String && !p.raw:
		out, err := a.bytes(p.leaf, v.Bytes())
		v.SetBytes(out)
		return err
	case v.Kind() != reflect.String && string(v.Bytes()) == "null":
		return nil
	}
	var text []byte
	var err error
	switch {
	case !a.open && p.raw:
		text = v.Bytes()
	case !a.open:
		text = []byte(v.String())
	case p.raw:
		err = json.Unmarshal(v.Bytes(), &text)
	default:
		text, err = b64.DecodeString(v.String())
	}
	if err != nil {
		return secret.ErrSealed
	}
	if text, err = a.bytes(p.leaf, text); err != nil {
		return err
	}
	switch {
	case a.open && p.raw:
		v.SetBytes(text)
	case a.open:
		v.SetString(string(text))
	case p.raw:
		text, err = json.Marshal(text)
		v.SetBytes(text)
	default:
		v.SetString(b64.EncodeToString(text))
	}
	return err
}

// run walks v and puts a changed copy of everything on the way in its place: what v points to is
// never written.
func (p *plan) run(v reflect.Value, do act) error {
	switch {
	case p.leaf != "":
		return do.apply(p, v)
	case p.fields != nil:
		for _, f := range p.fields {
			if err := f.plan.run(v.Field(f.index), do); err != nil {
				return err
			}
		}
		return nil
	}
	switch v.Kind() {
	case reflect.Array:
		for i := range v.Len() {
			if err := p.elem.run(v.Index(i), do); err != nil {
				return err
			}
		}
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		fresh := reflect.New(v.Type().Elem())
		fresh.Elem().Set(v.Elem())
		v.Set(fresh)
		return p.elem.run(fresh.Elem(), do)
	case reflect.Slice:
		if v.IsNil() {
			return nil
		}
		fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(fresh, v)
		v.Set(fresh)
		for i := range fresh.Len() {
			if err := p.elem.run(fresh.Index(i), do); err != nil {
				return err
			}
		}
	case reflect.Map:
		if v.IsNil() {
			return nil
		}
		fresh := reflect.MakeMapWithSize(v.Type(), v.Len())
		for it := v.MapRange(); it.Next(); {
			e := reflect.New(v.Type().Elem()).Elem()
			e.Set(it.Value())
			if err := p.elem.run(e, do); err != nil {
				return err
			}
			fresh.SetMapIndex(it.Key(), e)
		}
		v.Set(fresh)
	}
	return nil
}

func isBytes(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8
}

func writesItself(t reflect.Type) bool {
	return t.Implements(reflect.TypeFor[json.Marshaler]()) || t.Implements(reflect.TypeFor[encoding.TextMarshaler]())
}

// b64 is the form of a sealed string.
var b64 = base64.RawStdEncoding
