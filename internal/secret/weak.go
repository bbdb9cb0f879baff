package secret

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed weak.txt
var weakText string

// weakWords are the common passwords of the list, longest first, so that "passwords" goes before
// "password".
var weakWords = sync.OnceValue(func() []string { return longestFirst(strings.Fields(weakText)) })

// MinPassword is the least number of characters of a password (security.md 21).
const MinPassword = 12

// WeakPassword tells whether a password is too easy to guess: under 12 characters, few different
// ones, digits alone, a run along the alphabet, digits or keyboard, or nothing much but common
// passwords and the words of the context (login, person, office).
func WeakPassword(password string, context ...string) bool {
	if utf8.RuneCountInString(password) < MinPassword {
		return true
	}
	low := strings.ToLower(password)
	different := map[rune]bool{}
	for _, r := range low {
		different[r] = true
	}
	if len(different) < 5 {
		return true
	}
	var words []string
	for _, c := range context {
		c = strings.ToLower(c)
		split := strings.FieldsFunc(c, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, w := range append(split, strings.Join(split, "")) {
			if utf8.RuneCountInString(w) >= 3 {
				words = append(words, w)
			}
		}
	}
	words = append(longestFirst(words), weakWords()...)
	return little(low, words) || little(plainLetters.Replace(low), words)
}

// plainLetters undoes the usual dressing up: p4$$w0rd.
var plainLetters = strings.NewReplacer("@", "a", "4", "a", "3", "e", "1", "i", "!", "i", "0", "o", "$", "s", "5", "s", "7", "t")

// little tells whether next to nothing is left once the known words and runs are taken out.
func little(s string, words []string) bool {
	known := false
	for _, w := range words {
		if strings.Contains(s, w) {
			s, known = strings.ReplaceAll(s, w, " "), true
		}
	}
	for _, run := range runs {
		for n := len(run); n >= 4; n-- {
			for i := 0; i+n <= len(run); i++ {
				if strings.Contains(s, run[i:i+n]) {
					s, known = strings.ReplaceAll(s, run[i:i+n], " "), true
				}
			}
		}
	}
	letters, others := map[rune]bool{}, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters[r] = true
		case !unicode.IsDigit(r) && r != ' ' && r != '-' && r != '.' && r != '_':
			others++
		}
	}
	return known && len(letters) < 4 || len(letters) == 0 && others < 4
}

var runs = []string{
	"abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba", "01234567890", "09876543210",
	"qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz", "1qaz2wsx3edc4rfv5tgb",
	"1q2w3e4r5t6y7u8i9o0p",
}

func longestFirst(words []string) []string {
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(words)
}
