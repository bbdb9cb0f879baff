package store

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

type leaf struct {
	Secret string `seal:"x"`
}

type chain struct {
	Next *chain
	leaf // its fields are JSON fields of chain
}

type loop struct{ Next *loop }

type ownText string

func (ownText) MarshalText() ([]byte, error) { return nil, nil }

// What cannot be sealed is found when the program starts, never left open in silence.
func TestPlan(t *testing.T) {
	for _, bad := range []any{
		struct {
			A int `seal:"a"`
		}{},
		struct {
			A any `seal:"a"`
		}{},
		struct {
			A leaf `seal:"a"`
		}{},
		struct {
			A time.Time `seal:"a"`
		}{},
		struct {
			A []int `seal:"a"`
		}{},
		struct {
			a string `seal:"a"`
		}{},
		struct {
			A ownText `seal:"a"`
		}{},
		struct{ *leaf }{},
	} {
		func() {
			defer func() {
				if p, _ := recover().(string); !strings.Contains(p, "seal tag") {
					t.Errorf("%T: %q", bad, p)
				}
			}()
			planOf(reflect.TypeOf(bad))
		}()
	}
	for _, none := range []any{1, "", struct{ A, B string }{}, loop{}, map[string]time.Time{}, []json.RawMessage{}} {
		if planOf(reflect.TypeOf(none)) != nil {
			t.Errorf("%T has nothing to seal", none)
		}
	}
	p := planOf(reflect.TypeFor[chain]())
	if p == nil || len(p.fields) != 2 || p != planOf(reflect.TypeFor[chain]()) {
		t.Errorf("a type that holds itself: %+v", p)
	}
}

func TestRefusedAndUnavailable(t *testing.T) {
	for _, err := range []error{ErrNotFound, ErrStale, &ExistsError{}, &TakenError{}, ErrCursor, ErrInvalid} {
		if !Refused(err) || Unavailable(err) != err {
			t.Errorf("%v is a refusal", err)
		}
	}
	full := Unavailable(json.Unmarshal([]byte("{"), new(int)))
	if Refused(full) || Unavailable(full) != full || !strings.HasPrefix(full.Error(), ErrUnavailable.Error()) {
		t.Errorf("%v is a failure", full)
	}
	if Unavailable(nil) != nil {
		t.Error("nothing is a failure")
	}
}

// Any text in an address is refused or read, and what is read is written as it was.
func FuzzCursor(f *testing.F) {
	f.Add(Cursor{At: FromMilli(1), ID: "A", More: true}.String())
	f.Add(Cursor{At: time.Time{}, ID: "visit\nA", More: true}.String())
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCursor(s)
		if err != nil {
			return
		}
		again, err := ParseCursor(c.String())
		if err != nil || again != c {
			t.Errorf("%q: %+v became %+v, %v", s, c, again, err)
		}
	})
}
