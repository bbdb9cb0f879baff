package main

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"bukutamu/internal/lang"
)

// row is one line of words.csv: what a person, a screen reader or an outside test
// looks for on a screen.
type row struct{ screen, role, id, en string }

func (r row) in(l lang.Lang) string {
	if l == lang.EN {
		return r.en
	}
	return r.id
}

// words are all rows of words.csv.
func words(t testing.TB) []row {
	t.Helper()
	f, err := os.Open("testdata/words.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []row
	for _, l := range lines[1:] {
		out = append(out, row{l[0], l[1], l[2], l[3]})
	}
	return out
}

// later are the screens that come with later features, and the single rows that do
// although their screen is there, each with its reason.
var later = map[string]string{
	"survey": "the survey", "host-answer": "the host's answer by a link", "display": "the lobby screen",
	"late-entry":      "entries from paper",
	"history-further": "searching further, downloads", "dashboard": "reports",
	"evacuation": "the evacuation list", "daily-sheet": "the day's sheet", "paper-form": "the paper form", "badge": "paper: read in its own test",
	"desk/Rahasiakan":             "making an arrived visit confidential",
	"desk/Ubah data":              "corrections",
	"history/Unduh":               "downloads",
	"visit-record/Tambah catatan": "notes on a record",
}

// dictionary gives the English of an Indonesian text, from words.csv and the texts.
var dictionary = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, key := range lang.Keys() {
		out[lang.ID.Raw(key)] = lang.EN.Raw(key)
	}
	f, err := os.Open("testdata/words.csv")
	if err != nil {
		panic(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(err)
	}
	for _, l := range slices.Backward(lines[1:]) { // where two screens differ, the first, which is the kiosk's
		out[l[2]] = l[3]
	}
	return out
})

// in gives a text of the pages in language l.
func in(l lang.Lang, id string) string {
	if l == lang.ID {
		return id
	}
	en, ok := dictionary()[id]
	if !ok {
		panic("no English for " + id)
	}
	return en
}

// ledger ticks off the rows of words.csv that were found, in each language.
type ledger struct {
	mu   sync.Mutex
	rows []row
	seen map[string]bool
}

// toured are the screens that a tour looks for, by how their names begin.
var toured = []string{"kiosk-", "phone-", "sign-in", "first-run", "desk", "desk-handover", "history", "visit-record", "settings", "devices", "custody-receipt", "complaints", "complaint-", "late-entry"}

// tourOf is the tour that a screen belongs to: of two, the one that names more of it.
func tourOf(screen string) (tour string) {
	for _, s := range toured {
		if strings.HasPrefix(screen, s) && len(s) > len(tour) {
			tour = s
		}
	}
	return tour
}

// newLedger looks for the rows of these tours; a row that no page showed by the end of
// the test fails it.
func newLedger(t testing.TB, screens ...string) *ledger {
	t.Helper()
	l := &ledger{rows: words(t), seen: map[string]bool{}}
	t.Cleanup(func() { l.missing(t, screens...) })
	return l
}

// inEach takes a tour in each language, side by side.
func (l *ledger) inEach(t *testing.T, tour func(*testing.T, lang.Lang, *ledger)) {
	for _, to := range []lang.Lang{lang.ID, lang.EN} {
		t.Run(string(to), func(t *testing.T) {
			t.Parallel()
			tour(t, to, l)
		})
	}
}

// tick looks for every row of the screens on the page as it is now.
func (l *ledger) tick(b *tab, to lang.Lang, screens ...string) {
	b.t.Helper()
	if len(screens) == 0 {
		return
	}
	all := b.controls()
	text := b.text()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range l.rows {
		if !slices.Contains(screens, r.screen) {
			continue
		}
		found := r.role == "message" && strings.Contains(text, r.in(to))
		if r.role != "message" {
			role := r.role
			if r.screen == "complaint-attach" && role == "field" {
				role = "button" // what Chromium calls the field of a file
			}
			_, found = find(all, role, r.in(to))
		}
		if found {
			l.seen[string(to)+"/"+r.screen+"/"+r.role+"/"+r.id] = true
		}
	}
}

// missing fails the test for each row of the screens that no page showed.
func (l *ledger) missing(t testing.TB, screens ...string) {
	t.Helper()
	if t.Failed() { // a tour that broke off shows too few
		return
	}
	for _, r := range l.rows {
		if later[r.screen] != "" || later[r.screen+"/"+r.id] != "" || !slices.Contains(screens, tourOf(r.screen)) {
			continue
		}
		for _, to := range []lang.Lang{lang.ID, lang.EN} {
			if !l.seen[string(to)+"/"+r.screen+"/"+r.role+"/"+r.id] {
				t.Errorf("words.csv: on %s no %s %q (%s)", r.screen, r.role, r.in(to), to)
			}
		}
	}
}

// Every screen of words.csv is visited by one of the tours, or comes later for a
// reason; and no reason is given for what is not in the list.
func TestEveryScreenIsLookedFor(t *testing.T) {
	left := map[string]bool{}
	for _, r := range words(t) {
		left[r.screen], left[r.screen+"/"+r.id] = true, true
		if later[r.screen] == "" && tourOf(r.screen) == "" {
			t.Errorf("nobody looks for %s", r.screen)
		}
	}
	for what := range later {
		if !left[what] {
			t.Errorf("a reason for %q, which is not in words.csv", what)
		}
	}
}
