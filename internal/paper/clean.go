package paper

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// longest is how many letters of one text are laid out at most; the rest is cut.
const longest = 160

// stand is what is written for letters and signs that Unicode does not
// decompose, where the font lacks them.
var stand = map[rune]string{
	'‘': "'", '’': "'", '‚': "'", 'ʻ': "'", 'ʼ': "'", '“': `"`, '”': `"`, '„': `"`, '`': "'", '´': "'",
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-", '·': ".", '•': ".", '×': "x",
	'đ': "d", 'Đ': "D", 'ħ': "h", 'Ħ': "H", 'ı': "i", 'ł': "l", 'Ł': "L", 'ø': "o", 'Ø': "O", 'ŧ': "t", 'Ŧ': "T",
	'ß': "ss", 'ẞ': "SS", 'æ': "ae", 'Æ': "AE", 'œ': "oe", 'Œ': "OE", 'þ': "th", 'Þ': "Th", 'ð': "d", 'Ð': "D",
	'ə': "e", 'Ə': "E", 'ŋ': "n", 'Ŋ': "N", 'ƒ': "f", 'ɓ': "b", 'Ɓ': "B", 'ɗ': "d", 'Ɗ': "D", 'ƙ': "k", 'Ƙ': "K",
}

// clean turns any text into one line that the font can show: composed (NFC), of
// the basic plane, without control, direction and joining characters, spaces
// run together. A letter the font lacks becomes its base letter, else '?'.
// gofpdf panics on what this takes out (security.md 8).
func (f *face) clean(text string) string {
	if len(text) > 16*longest {
		text = text[:16*longest]
	}
	var b strings.Builder
	n, space := 0, false
	for _, r := range norm.NFC.String(strings.ToValidUTF8(text, "?")) {
		switch {
		case unicode.IsSpace(r):
			space = n > 0
			continue
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.M):
			continue
		}
		if n == longest {
			b.WriteString(f.ellipsis())
			break
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteString(f.show(r))
		n++
	}
	return b.String()
}

// show is the nearest to r that the font has.
func (f *face) show(r rune) string {
	if f.has(r) {
		return string(r)
	}
	if s, ok := stand[r]; ok {
		return s
	}
	// Take the marks off from the outside in: ế is ê where there is no ế.
	parts := []rune(norm.NFKD.String(string(r)))
	for len(parts) > 1 && unicode.Is(unicode.M, parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
		if one := []rune(norm.NFC.String(string(parts))); len(one) == 1 && f.has(one[0]) {
			return string(one)
		}
	}
	for _, p := range parts {
		if !f.has(p) && p != ' ' {
			return "?"
		}
	}
	return strings.TrimSpace(string(parts))
}
