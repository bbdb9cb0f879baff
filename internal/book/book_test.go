package book_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bukutamu/internal/identity"
	"bukutamu/internal/lang"
	"bukutamu/internal/refusal"
	"bukutamu/internal/store"
	"bukutamu/internal/store/opentest"
	"bukutamu/internal/visit"
)

func TestEveryRefusalHasItsSentence(t *testing.T) {
	all := refusal.All()
	for _, r := range all {
		if !lang.Has("refusal." + r.Key) {
			t.Errorf("%s has no sentence", r.Key)
		}
	}
	if len(all) < 60 {
		t.Errorf("only %d refusals", len(all))
	}
}

// canaries are what must not lie open in any file: of a confidential guest.
var canaries = []string{"zqxanggrek", "w5:zqxan", "w3:zqx", "zqxkawan", "812999900", "6203995508850777", "rahasia-zqx"}

func (l *lobby) leaks() []string {
	l.t.Helper()
	files, err := filepath.Glob(filepath.Join(l.folder, "*"))
	good(l.t, err)
	var found []string
	size := 0
	for _, f := range files {
		raw, err := os.ReadFile(f)
		good(l.t, err)
		size += len(raw)
		raw = bytes.ToLower(raw)
		for _, c := range canaries {
			if bytes.Contains(raw, []byte(c)) {
				found = append(found, filepath.Base(f)+" "+c)
			}
		}
	}
	if size < 20_000 {
		l.t.Fatalf("the files have %d bytes", size)
	}
	return found
}

// live lets a guest live from the kiosk to the exit with all there is to say.
func (l *lobby) live(secret bool) {
	l.t.Helper()
	m := form("Zqxanggrek Contohwati", "Zqxkawan Misalnya")
	m.Phone, m.Purpose, m.Note, m.Letter, m.Confidential = "0812 9999 0001", "lain", "Urusan rahasia-zqx", "B-99/rahasia-zqx", secret
	v := l.do(l.register(m).ID, visit.Arrive{})
	l.do(v.ID, visit.Here{All: true})
	for i, id := range []string{v.ID, visit.MemberID(v.ID, 1)} {
		w := verification(i + 1)
		w.Name, w.Number, w.Confidential, w.From = "ZQXANGGREK CONTOHWATI", "6203995508850777", true, "Kantor rahasia-zqx"
		w.Screening, w.ScreenNote = visit.Permit, "Izin rahasia-zqx"
		w.PhotoWhy, w.Seen, w.SeenWhy, w.Document = "rahasia-zqx", true, "rahasia-zqx", identity.KTP
		l.do(id, w)
		l.do(id, visit.Ask{})
		l.do(id, visit.Answer{Reply: visit.Declines, Reason: "rahasia-zqx"})
		good(l.t, l.Acting(l.ctx, l.officer(), "reveal", id, "rahasia-zqx", func() error { return nil }))
		l.do(id, visit.Lose{Reason: "rahasia-zqx", Supervisor: "atasan"})
		l.do(id, visit.Leave{})
	}
}

// A confidential guest is named nowhere in the database, not even in its log.
func TestAConfidentialGuestIsNowhereInTheFiles(t *testing.T) {
	if opentest.Mongo() {
		t.Skip("looks into the files of SQLite")
	}
	l := enter(t)
	l.live(true)
	if found := l.leaks(); len(found) > 0 {
		t.Errorf("while it is open: %v", found)
	}
	good(t, l.store.Close())
	if found := l.leaks(); len(found) > 0 {
		t.Errorf("after it was closed: %v", found)
	}
}

// A guest who becomes confidential only at the desk stood open until then; after a
// scrub nothing of that is left.
func TestWhoBecomesConfidentialLeavesNoTrace(t *testing.T) {
	if opentest.Mongo() {
		t.Skip("looks into the files of SQLite")
	}
	l := enter(t)
	l.live(false)
	if found := strings.Join(l.leaks(), " "); !strings.Contains(found, "zqxanggrek") {
		t.Fatalf("this test cannot fail: %v", found)
	}
	good(t, l.store.(store.Scrubber).Scrub(context.Background()))
	if found := l.leaks(); len(found) > 0 {
		t.Errorf("after the scrub: %v", found)
	}
}
