package lang_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/lang"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

func TestEveryKeyHasBothLanguagesAndTheSameArguments(t *testing.T) {
	for _, key := range lang.Keys() {
		if !lang.Has(key) {
			t.Errorf("%s lacks a language", key)
			continue
		}
		id := placeholder.FindAllString(lang.ID.Raw(key), -1)
		en := placeholder.FindAllString(lang.EN.Raw(key), -1)
		slices.Sort(id)
		slices.Sort(en)
		if !slices.Equal(slices.Compact(id), slices.Compact(en)) {
			t.Errorf("%s: arguments %v in Indonesian, %v in English", key, id, en)
		}
	}
}

func TestUnknownKeysAreVisible(t *testing.T) {
	if got := lang.ID.T("no.such.key"); !strings.Contains(got, "«no.such.key»") {
		t.Error(got)
	}
}

func TestDatesAndNumbers(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 42, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{lang.ID.Date(at), "Senin, 23 November 2026"},
		{lang.EN.Date(at), "Monday, 23 November 2026"},
		{lang.ID.Clock(at), "09.42"},
		{lang.EN.Clock(at), "09:42"},
		{lang.ID.ShortDay(at), "23 Nov"},
		{lang.ID.Number(1234567), "1.234.567"},
		{lang.EN.Number(-1234), "-1,234"},
		{lang.ID.Number(999), "999"},
		{lang.Decimal(lang.ID, 7.5, 1), "7,5"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestGreetingFollowsTheHour(t *testing.T) {
	for hour, want := range map[int]string{0: "pagi", 10: "pagi", 11: "siang", 14: "siang", 15: "sore", 17: "sore", 18: "malam", 23: "malam"} {
		if got := lang.Greeting(time.Date(2026, 1, 1, hour, 59, 0, 0, time.UTC)); got != want {
			t.Errorf("%d: %s, want %s", hour, got, want)
		}
	}
}

func TestTheBrowsersLanguage(t *testing.T) {
	for header, want := range map[string]lang.Lang{"": lang.ID, "en-GB,en;q=0.9": lang.EN, "id-ID,id;q=0.9,en;q=0.5": lang.ID, "fr": lang.ID, "rubbish;;": lang.ID} {
		if got := lang.Match(header); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}
