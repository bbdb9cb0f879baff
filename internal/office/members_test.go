package office_test

import (
	"strings"
	"testing"
	"time"

	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

func TestPartsThatCannotWorkAreRefused(t *testing.T) {
	for _, x := range []struct {
		field  string
		change func(*office.Office)
	}{
		{"", func(*office.Office) {}},
		{"unit_name", func(o *office.Office) { o.Units = []office.Unit{{ID: "a", Name: " "}} }},
		{"person_name", func(o *office.Office) { o.Persons = []office.Person{{ID: "a"}} }},
		{"purpose_name", func(o *office.Office) {
			o.Purposes = []office.Purpose{{ID: "a", Name: strings.Repeat("x", 81)}}
		}},
		{"name2", func(o *office.Office) {
			o.Purposes = []office.Purpose{{ID: "a", Name: "A", Hint2: strings.Repeat("x", 81)}}
		}},
		{"lockers", func(o *office.Office) { o.Lockers = []string{"L1", "l1"} }},
		{"lockers", func(o *office.Office) { o.Lockers = []string{strings.Repeat("L", 21)} }},
		{"keep_photo", func(o *office.Office) { o.Keep.Photo = 6 }},
		{"keep_photo", func(o *office.Office) { o.Keep = office.Keep{Photo: 90, Record: 90} }},
		{"keep_record", func(o *office.Office) { o.Keep = office.Keep{Photo: 30, Record: 89} }},
		{"keep_unused", func(o *office.Office) { o.Keep.Unused = 366 }},
	} {
		o := office.Kapuas()
		x.change(&o)
		list := refusal.Of(o.Check())
		if x.field == "" && len(list) > 0 || x.field != "" && (len(list) != 1 || list[0].Field != x.field) {
			t.Errorf("want a refusal at %q, got %v", x.field, list)
		}
	}
}

func TestWhoStandsInForAHostWhoIsAway(t *testing.T) {
	host := func(id, deputy string, away bool) office.Person {
		return office.Person{ID: id, Name: id, Unit: "u", Host: true, Away: away, Deputy: deputy}
	}
	o := office.Office{Units: []office.Unit{{ID: "u", Name: "Unit"}}, Persons: []office.Person{
		host("here", "away", false), host("away", "second", true), host("second", "third", true), host("third", "", false),
		host("round", "circle", true), host("circle", "round", true), host("alone", "", true), {ID: "guard", Name: "guard", Unit: "u", Escort: true},
	}}
	for id, want := range map[string]string{"here": "", "away": "third", "second": "third", "round": "", "alone": "", "nobody": ""} {
		got, ok := o.Stands(id)
		if got.ID != want || ok != (want != "") {
			t.Errorf("for %s stands %q, want %q", id, got.ID, want)
		}
	}
	for deputy, ok := range map[string]bool{"": true, "third": true, "here": false, "guard": false, "nobody": false} {
		p := host("here", deputy, false)
		if got := o.CheckPerson(p) == nil; got != ok {
			t.Errorf("deputy %q: accepted %v", deputy, got)
		}
	}
}

func TestEveryVersionOfATextStaysReadable(t *testing.T) {
	first, second := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 5, 2, 0, 0, 0, 0, time.UTC)
	text := office.Text{ID: "Satu.", Version: 1}
	text = text.Edit("Satu.", "", first)
	if text.Version != 1 {
		t.Error("the same words are no new version")
	}
	text = text.Edit("Dua.", "Two.", first).Edit("Tiga.", "Three.", second)
	for version, want := range map[int]string{1: "Satu.", 2: "Dua.", 3: "Tiga."} {
		if old, ok := text.At(version); !ok || old.ID != want || old.Version != version {
			t.Errorf("version %d: %+v", version, old)
		}
	}
	if old, _ := text.At(2); !old.Changed.Equal(first) {
		t.Errorf("version 2 is of %s", old.Changed)
	}
	if _, ok := text.At(4); ok {
		t.Error("there is no version 4")
	}
}

func TestThePlaceInAListMovesByOne(t *testing.T) {
	for _, x := range []struct {
		i, by int
		want  string
	}{{0, -1, "abc"}, {0, 1, "bac"}, {2, -1, "acb"}, {2, 1, "abc"}, {9, -1, "abc"}, {-1, 1, "abc"}} {
		if got := strings.Join(office.Moved([]string{"a", "b", "c"}, x.i, x.by), ""); got != x.want {
			t.Errorf("%d by %d: %s, want %s", x.i, x.by, got, x.want)
		}
	}
}
