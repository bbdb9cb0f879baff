package visit_test

import (
	"testing"
	"time"

	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

// onPaper is a sheet that has nothing wrong with it: here from 8.20, met at 8.30, left
// at 8.52, and copied later on the same day.
func onPaper() visit.LateEntry {
	return visit.LateEntry{
		Sheet: "K-0012, tamu 2", Why: visit.LatePower, Officer: "Ratna Umpama", Purpose: "rapat", Unit: "pidum", Host: "melati", Name: "Kembang Umpama",
		Document: identity.KTP, Number: "6203015508850001", From: "Dinas Contoh", Badge: 2, Items: []visit.TakenItem{{What: "Ponsel hitam", Locker: "3"}},
		Screening: visit.Nothing, Ending: visit.Met, Returned: true, Arrived: after(-40), Met: after(-30), Left: after(-8), ID: "v9",
	}
}

func TestAFinishedVisitIsCopiedFromPaper(t *testing.T) {
	v := do(t, visit.Visit{}, onPaper(), officer(30))
	f := v.Facts
	if !f.Late() || f.Source != visit.OnPaper || f.Copied.Sheet != "K-0012, tamu 2" || f.Closing != visit.CheckedOut || f.Ending != visit.Met {
		t.Errorf("%+v", f)
	}
	if !f.ArrivedAt.Equal(after(-40)) || !f.MetAt.Equal(after(-30)) || !f.LeftAt.Equal(after(-8)) || !v.Last().At.Equal(after(30)) {
		t.Errorf("times %v %v %v, written %v", f.ArrivedAt, f.MetAt, f.LeftAt, v.Last().At)
	}
	if took, level := f.Clock(after(60), kapuas.Rules); took != 0 || level != visit.Stopped {
		t.Errorf("a time from paper counts as measured: %v %s", took, level)
	}
	if f.Holds() || f.TakesNumber() != 0 || f.Badge.Number != 2 || len(f.Things()) != 3 {
		t.Errorf("holds %v, takes %d", f.Holds(), f.TakesNumber())
	}
	said := onPaper()
	said.Ending, said.Met = visit.Absent, time.Time{}
	if f := do(t, visit.Visit{}, said, officer(30)).Facts; f.Ending != visit.Absent || !f.MetAt.IsZero() {
		t.Errorf("%+v", f)
	}
}

func TestWhatAPaperCannotSay(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*visit.LateEntry)
		want   string
		field  string
	}{
		"no number of the sheet":   {func(m *visit.LateEntry) { m.Sheet = " " }, visit.ErrSheet.Key, "sheet"},
		"no reason":                {func(m *visit.LateEntry) { m.Why = "" }, visit.ErrChoice.Key, "why"},
		"left before arriving":     {func(m *visit.LateEntry) { m.Left = after(-41); m.Met = after(-40) }, visit.ErrTimes.Key, "left"},
		"met after leaving":        {func(m *visit.LateEntry) { m.Met = after(-7) }, visit.ErrTimes.Key, "met"},
		"met without a time":       {func(m *visit.LateEntry) { m.Met = time.Time{} }, visit.ErrTimes.Key, "met"},
		"not over yet":             {func(m *visit.LateEntry) { m.Left = after(31) }, visit.ErrFuture.Key, "left"},
		"something is still held":  {func(m *visit.LateEntry) { m.Returned = false }, visit.ErrNotOver.Key, "returned"},
		"a badge that is none":     {func(m *visit.LateEntry) { m.Badge = 7 }, visit.ErrBadge.Key, "badge"},
		"a number that is none":    {func(m *visit.LateEntry) { m.Number = "62030155" }, "identity.nik-short", "number"},
		"handed in, nothing there": {func(m *visit.LateEntry) { m.Screening, m.Items = visit.Surrendered, nil }, visit.ErrItems.Key, "items"},
	} {
		m := onPaper()
		c.change(&m)
		_, err := visit.Do(visit.Visit{}, m, officer(30), kapuas)
		if err == nil {
			t.Errorf("%s: taken", name)
			continue
		}
		refusedAt(t, name, err, c.want, c.field)
	}
}

// refusedAt checks that a refusal with this key stands at the field.
func refusedAt(t *testing.T, what string, err error, key, field string) {
	t.Helper()
	for _, r := range refusal.Of(err) {
		if r.Key == key && r.Field == field {
			return
		}
	}
	t.Errorf("%s: %v, want %s at %q", what, err, key, field)
}
