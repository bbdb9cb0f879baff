package book

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// words are the words by which a text is found: without accents and case, of
// three letters or more, at most six.
func words(s string) []string {
	var out []string
	for _, w := range split(s) {
		if len([]rune(w)) >= 3 && !slices.Contains(out, w) && len(out) < 6 {
			out = append(out, w)
		}
	}
	return out
}

// split folds a text and parts it at everything that is no letter or digit.
func split(s string) []string {
	return strings.FieldsFunc(fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// fold takes accents and case away, and the apostrophe within a name, which some
// write and some do not: Ma'ruf is Maruf.
func fold(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || strings.ContainsRune("'’‘ʼ`", r) {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}

// first is the beginning of n letters; empty when the word is shorter.
func first(w string, n int) string {
	r := []rune(w)
	if len(r) < n {
		return ""
	}
	return string(r[:n])
}
