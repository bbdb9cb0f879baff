package kiosk_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/store"
)

// kept is everything that the store and the log hold of complaints and acts, with what
// is random in it made alike: whatever is still there tells of the complainant.
func (p *place) kept(t *testing.T) string {
	t.Helper()
	walker, ok := p.away.Store.(store.Walker)
	if !ok {
		t.Fatal("the store cannot be walked")
	}
	var out []string
	err := walker.Each(context.Background(), func(d store.Doc) error {
		if d.Kind == "complaint" || d.Kind == "attachment" || d.Kind == "act" {
			out = append(out, fmt.Sprintf("%s v%d at=%s changed=%s tags=%v brief=%s body=%s", d.Kind, d.Version, d.At.UTC(), d.Changed.UTC(), d.Tags, d.Brief, d.Body))
		}
		return nil
	})
	if err != nil || len(out) == 0 {
		t.Fatal(len(out), err)
	}
	return chance.ReplaceAllString(strings.Join(out, "\n"), "*") + "\n" + p.log.String()
}

// chance is what is drawn at random: ids, nonces, sealed texts, hashes.
var chance = regexp.MustCompile(`\$argon2id\$[^"]*|[A-Za-z0-9+/_-]{24,}={0,2}`)

// Two anonymous complaints, from different addresses and browsers, at the two ends of a
// day, are alike in everything that is kept and logged but what is random.
func TestAnAnonymousComplaintTellsNothingOfItsAuthor(t *testing.T) {
	var kept []string
	for _, from := range []struct {
		address, agent, language, root string
		later                          time.Duration
	}{
		{"203.0.113.7", "Mozilla/5.0 (Linux; Android 15) Chrome/141", "id", "/pengaduan", 0},
		{"198.51.100.99", "Mozilla/5.0 (Macintosh) Safari/605", "en", "/pengaduan", 9*time.Hour + 13*time.Minute + 7*time.Second},
		{"127.0.0.1", "Kiosk", "id", "/kios/pengaduan", 5 * time.Hour},
	} {
		p := open(t)
		p.after(from.later)
		c := p.browser()
		if from.address != "127.0.0.1" {
			c.Header["X-Forwarded-For"] = from.address
		}
		c.Header["User-Agent"], c.Header["Accept-Language"] = from.agent, from.language
		code, pin := numbers(t, told(c, from.root+"?lang=id").Press("Kirim pengaduan"))
		page := tracks(c, from.root+"/lacak", code, pin)
		page.Form("Kirim balasan").Fill("Balas", "Sekitar pukul 10.").Press("Kirim balasan").Want(200)
		kept = append(kept, p.kept(t))
	}
	for i, other := range kept[1:] {
		if other != kept[0] {
			t.Errorf("what is kept tells the two apart:\n%s\n\n%s", kept[0], kept[i+1])
		}
	}
}
