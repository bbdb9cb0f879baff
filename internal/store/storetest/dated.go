package storetest

import (
	"testing"
	"time"

	"bukutamu/internal/store"
)

// dated: what must not say at which hour it was written bears the time it was given,
// in its first version and in every later one, and the clock's in no place.
func dated(t *testing.T, p Place) {
	var clock Clock
	s := openWith(t, p, store.Options{Now: clock.Now})
	day := Noon.Truncate(24 * time.Hour)
	d := visit("A")
	d.Dated, d.Changed, d.At = true, day, day
	first := put(t, s, d)
	want := d
	want.Dated, want.Version = false, 1
	same(t, first, want)
	same(t, get(t, s, "kapuas", "visit", "A"), want)

	clock.Go(time.Hour)
	put(t, s, visit("B"))
	first.Dated, first.Tags = true, []string{"state:left"}
	want = put(t, s, first)
	if !want.Changed.Equal(day) || want.Version != 2 || want.Dated {
		t.Errorf("changed at %v, version %d, dated %v", want.Changed, want.Version, want.Dated)
	}
	same(t, get(t, s, "kapuas", "visit", "A"), want)

	undated := want
	if got := put(t, s, undated).Changed; !got.Equal(Noon.Add(time.Hour)) {
		t.Errorf("a document that is not dated bears the clock's time, not %v", got)
	}
	if err := s.Remove(t.Context(), "kapuas", "visit", "A", 3); err != nil {
		t.Error(err)
	}
}
