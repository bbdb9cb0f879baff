package visit_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/visit"
)

// fillText puts a word into every text of a value, and fills lists with one element.
func fillText(v reflect.Value, word string) {
	switch v.Kind() {
	case reflect.Struct:
		if _, ok := v.Interface().(time.Time); ok {
			return
		}
		for i := range v.NumField() {
			fillText(v.Field(i), word)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillText(v.Index(0), word)
	case reflect.String:
		v.SetString(word)
	}
}

// A text that somebody adds to a visit later goes too: what stays is what the rest needs.
func TestErasureLeavesNothingThatAnybodyWrote(t *testing.T) {
	var v visit.Visit
	fillText(reflect.ValueOf(&v).Elem(), "melati")
	before := v.Facts
	v.Before = &before
	at := time.Date(2028, 11, 24, 18, 0, 0, 0, time.UTC)
	f := visit.Erase(v, at).Facts
	if !f.Erased.Equal(at) || f.Unit != "melati" || f.Purpose != "melati" || f.Day != "melati" || len(f.Companions) != 1 {
		t.Errorf("the figures lost something: %+v", f)
	}
	// What is sealed in the store identifies somebody: none of it may be left.
	var sealed func(v reflect.Value, path string)
	sealed = func(v reflect.Value, path string) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				field := v.Type().Field(i)
				if field.Tag.Get("seal") != "" && v.Field(i).Len() > 0 {
					t.Errorf("%s%s is still there", path, field.Name)
				}
				if field.IsExported() && field.Type != reflect.TypeFor[time.Time]() {
					sealed(v.Field(i), path+field.Name+".")
				}
			}
		case reflect.Slice:
			for i := range v.Len() {
				sealed(v.Index(i), path)
			}
		}
	}
	e := visit.Erase(v, at)
	sealed(reflect.ValueOf(e), "")
	if e.Before != nil || e.Code != "" {
		t.Error("the state before the last move, or the short code, is still there")
	}
	b, err := json.Marshal(v)
	if err != nil || !strings.Contains(string(b), `"details":"melati"`) {
		t.Errorf("erasing changed the value that was given: %v", err)
	}
}

func TestWhatIsNotOverIsNotErased(t *testing.T) {
	gone := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	over := visit.Facts{State: visit.Left, Badge: visit.Badge{Number: 7, GivenAt: gone, BackAt: gone}}
	for _, x := range []struct {
		name   string
		change func(*visit.Facts)
		want   bool
	}{
		{"over", func(*visit.Facts) {}, true},
		{"nobody came", func(f *visit.Facts) { *f = visit.Facts{State: visit.Expired} }, true},
		{"still waiting", func(f *visit.Facts) { f.State = visit.Waiting }, false},
		{"the badge is out", func(f *visit.Facts) { f.Badge.BackAt = time.Time{} }, true},
		{"a phone is in the locker", func(f *visit.Facts) { f.Items = []visit.Item{{What: "ponsel", TakenAt: gone}} }, true},
		{"erased already", func(f *visit.Facts) { f.Erased = gone }, false},
	} {
		f := over
		x.change(&f)
		if got := (visit.Visit{Facts: f}).Erasable(); got != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}

// What is still out when a guest is forgotten stays out, and can be given back.
func TestErasureKeepsWhatIsStillOut(t *testing.T) {
	v := visit.Erase(owing(t), after(1000))
	f := v.Facts
	if !f.Holds() || f.TakesNumber() != 3 || !f.Card.Out() || len(f.Items) != 1 || f.Items[0].What != "" || f.Items[0].Locker == "" || f.Items[0].Behind != "" {
		t.Errorf("%+v %+v", f.Things(), f.Items)
	}
	if v = do(t, v, visit.Return{Back: []string{"badge", "card", "1"}}, officer(2000)); v.Facts.Holds() || v.Facts.TakesNumber() != 0 {
		t.Errorf("still out: %+v", v.Facts.Things())
	}
}
