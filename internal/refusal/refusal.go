// Package refusal is how the program says no to a person.
//
// A refusal is not a fault: it has a kind, which decides the status code of the
// answer, and a key, which finds its sentence in both languages under
// "refusal.<key>". Faults (a disk that is full, a store that is away) are plain
// wrapped errors, and people never see their texts.
package refusal

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind says what sort of no it is; Status gives the HTTP code it is answered with.
type Kind int

// The kinds of refusals. Invalid is about something the person typed, Conflict
// about somebody having been faster, NotFound also covers "not yours".
const (
	Invalid Kind = iota + 1
	Conflict
	NotFound
	Forbidden
	Gone
	Busy
)

// Status is the HTTP status code that stands for k.
func (k Kind) Status() int {
	switch k {
	case Conflict:
		return 409
	case NotFound:
		return 404
	case Forbidden:
		return 403
	case Gone:
		return 410
	case Busy:
		return 429
	}
	return 422
}

// Refusal is one no. The values registered by New are never changed: At and
// With return copies, and errors.Is compares by key.
type Refusal struct {
	Kind  Kind
	Key   string         // finds the sentence "refusal.<key>"
	Field string         // name of the form's field, empty when it concerns the whole act
	Args  map[string]any // fills {name} in the sentence
}

var registered []*Refusal

// New registers a refusal under its key. It is called only from package
// variables; the same key twice is a mistake of ours and panics at start.
func New(kind Kind, key string) *Refusal {
	for _, r := range registered {
		if r.Key == key {
			panic("refusal: key used twice: " + key)
		}
	}
	r := &Refusal{Kind: kind, Key: key}
	registered = append(registered, r)
	return r
}

// All lists every registered refusal, so that a test can ask each for its texts.
func All() []*Refusal { return slices.Clone(registered) }

// Error is for logs and tests; people read the text of the key instead.
func (r *Refusal) Error() string {
	if r.Field != "" {
		return fmt.Sprintf("refused: %s (%s)", r.Key, r.Field)
	}
	return "refused: " + r.Key
}

// Is makes errors.Is compare by key, so that copies made by At and With still match.
func (r *Refusal) Is(target error) bool {
	t, ok := target.(*Refusal)
	return ok && t.Key == r.Key
}

// At returns a copy that belongs to the named field of the form.
func (r *Refusal) At(field string) *Refusal {
	c := *r
	c.Field = field
	return &c
}

// With returns a copy whose sentence gets value where it says {name}.
func (r *Refusal) With(name string, value any) *Refusal {
	c := *r
	c.Args = maps.Clone(r.Args)
	if c.Args == nil {
		c.Args = map[string]any{}
	}
	c.Args[name] = value
	return &c
}

// Pairs gives the arguments as name, value, name, value in a stable order, the
// shape that lang.Lang.T takes.
func (r *Refusal) Pairs() []any {
	var out []any
	for _, name := range slices.Sorted(maps.Keys(r.Args)) {
		out = append(out, name, r.Args[name])
	}
	return out
}

// List is several refusals of one act: a form with three bad fields names all three.
type List []*Refusal

// Error names every refusal.
func (l List) Error() string {
	var parts []string
	for _, r := range l {
		parts = append(parts, r.Error())
	}
	return strings.Join(parts, "; ")
}

// Is reports whether any refusal in the list matches target.
func (l List) Is(target error) bool {
	for _, r := range l {
		if r.Is(target) {
			return true
		}
	}
	return false
}

// Status is the code of the gravest refusal: anything but Invalid decides.
func (l List) Status() int {
	for _, r := range l {
		if r.Kind != Invalid {
			return r.Kind.Status()
		}
	}
	return Invalid.Status()
}

// Err returns the list as an error, or nil when nothing was refused.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// Of finds the refusals in err. It is empty when err is a fault.
func Of(err error) List {
	var l List
	if errors.As(err, &l) {
		return l
	}
	var r *Refusal
	if errors.As(err, &r) {
		return List{r}
	}
	return nil
}
