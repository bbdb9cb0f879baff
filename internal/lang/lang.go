// Package lang holds every sentence people read, in Indonesian and English.
//
// The files texts/<topic>.json keep both languages of a key side by side:
//
//	{"kiosk.home.register": {"id": "Daftar bertamu", "en": "Register a visit"}}
//
// A key begins with the name of its file up to the first "_" (refusal_visit.json
// holds "refusal.visit.…"). {name} in a text is replaced by an
// argument; an English text that needs a plural is an object with "one" and
// "other", chosen by the argument n (Indonesian has no plural forms).
package lang

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Lang is a language of the interface: ID or EN.
type Lang string

// The two languages. Indonesian comes first everywhere.
const (
	ID Lang = "id"
	EN Lang = "en"
)

// Valid reports whether l is one of the two languages.
func (l Lang) Valid() bool { return l == ID || l == EN }

// Of turns a word from a cookie or an address into a language; anything unknown is Indonesian.
func Of(s string) Lang {
	if Lang(s) == EN {
		return EN
	}
	return ID
}

var matcher = language.NewMatcher([]language.Tag{language.Indonesian, language.English})

// Match chooses the language from a browser's Accept-Language header.
func Match(header string) Lang {
	if header == "" {
		return ID
	}
	if _, i := language.MatchStrings(matcher, header); i == 1 {
		return EN
	}
	return ID
}

// text is one language's wording of a key.
type text struct{ one, other string }

// UnmarshalJSON takes a plain string or an object with "one" and "other".
func (t *text) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, &t.other)
	}
	var forms struct{ One, Other string }
	if err := json.Unmarshal(b, &forms); err != nil {
		return err
	}
	t.one, t.other = forms.One, forms.Other
	return nil
}

//go:embed texts/*.json
var files embed.FS

var texts = load()

func load() map[string]map[Lang]text {
	all := map[string]map[Lang]text{}
	names, err := files.ReadDir("texts")
	if err != nil {
		panic(err)
	}
	for _, f := range names {
		topic, _, _ := strings.Cut(strings.TrimSuffix(f.Name(), ".json"), "_")
		raw, err := files.ReadFile("texts/" + f.Name())
		if err != nil {
			panic(err)
		}
		var part map[string]map[Lang]text
		if err := json.Unmarshal(raw, &part); err != nil {
			panic(fmt.Sprintf("lang: %s: %v", f.Name(), err))
		}
		for key, both := range part {
			if !strings.HasPrefix(key, topic+".") {
				panic(fmt.Sprintf("lang: %s holds the key %s", f.Name(), key))
			}
			all[key] = both
		}
	}
	return all
}

// Has reports whether key exists in both languages.
func Has(key string) bool {
	both, ok := texts[key]
	return ok && both[ID].other != "" && both[EN].other != ""
}

// Keys lists every key, sorted.
func Keys() []string { return slices.Sorted(maps.Keys(texts)) }

// Raw is the text of a key before its arguments are filled in (the plural form
// where there are two); empty when the key is unknown.
func (l Lang) Raw(key string) string { return texts[key][l].other }

// T is the sentence of key in language l. args come as name, value pairs and
// fill {name}. An unknown key comes out as «key», which a test over all pages
// looks for.
func (l Lang) T(key string, args ...any) string {
	t, ok := texts[key][l]
	if !ok {
		return "«" + key + "»"
	}
	s := t.other
	if len(args) == 0 {
		return s
	}
	var pairs []string
	for i := 0; i+1 < len(args); i += 2 {
		name, value := args[i], args[i+1]
		if name == "n" && t.one != "" && fmt.Sprint(value) == "1" {
			s = t.one
		}
		if l == ID {
			if f, ok := value.(float64); ok {
				value = Decimal(l, f, -1)
			}
		}
		pairs = append(pairs, fmt.Sprintf("{%v}", name), fmt.Sprint(value))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}
