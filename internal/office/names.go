package office

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// before are titles and forms of address that stand before a name.
var before = set("dr dra drs ir h hj prof kh rr apt ns bapak ibu pak bu sdr sdri tn ny mr mrs ms")

// after are academic degrees, without their dots. What is not here is still
// known by its shape (degreeShape).
var after = set("sh mh mhum mkn mkrim mm msi se ssos sip stp skom mkom llm llb phd ma msc ba bsc spd mpd sag mag" +
	" ak ca cn spn st mt mtr sstp amd skm mkes mp map mkm mba spsi msp sik mik mhli sp spt sfarm mkep skep cla ccd")

// begins are the first parts of degrees, so that "S.Tr.Han." is one and "Ka.Subbag" is none.
var begins = set("s m a d sp b l ll ph ed ak ca cn dr dra drs ir prof amd")

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// fold makes small letters without accents, so that é is found by e.
func fold(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			s = norm.NFD.String(s)
			return strings.ToLower(strings.Map(func(r rune) rune {
				if unicode.Is(unicode.Mn, r) {
					return -1
				}
				return r
			}, s))
		}
	}
	return strings.ToLower(s)
}

// split gives the folded words of a text; "Ma'ruf" is one word.
func split(s string) []string {
	s = fold(s)
	if strings.ContainsAny(s, "'’`") {
		s = strings.NewReplacer("'", "", "’", "", "`", "").Replace(s)
	}
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// plain is a word of a name folded and without its dots: "M.Hum." is "mhum".
func plain(word string) string { return strings.Join(split(word), "") }

// isDegree reports whether a word, or all that stands between two commas of a
// name, is an academic degree: S.H., MH, "M. Hum", S.Tr.Han.
func isDegree(word string) bool {
	return mayBeTitle(word) && (after[plain(word)] || degreeShape(word))
}

// mayBeTitle saves the closer look at most words: titles without a dot or a
// space have at most five letters.
func mayBeTitle(word string) bool { return len(word) <= 5 || strings.ContainsAny(word, ". ") }

// degreeShape knows degrees by their dots: two parts or more, each beginning
// with a capital and at most five letters long, the first one that degrees begin with.
func degreeShape(word string) bool {
	parts := strings.Split(strings.TrimSuffix(strings.TrimSpace(word), "."), ".")
	if len(parts) < 2 || !begins[strings.ToLower(parts[0])] {
		return false
	}
	for _, p := range parts {
		p = strings.TrimSpace(p)
		if p == "" || len(p) > 5 || p[0] < 'A' || p[0] > 'Z' || strings.ContainsRune(p, ' ') {
			return false
		}
	}
	return true
}

// NameWords are the words of a name without titles: "Dr. Gading Andaikan, S.H.,
// M.H." gives gading, andaikan. A name of nothing but titles keeps them.
func NameWords(name string) []string {
	bare, _, _ := strings.Cut(name, ",")
	fields := strings.Fields(bare)
	kept := fields
	for len(kept) > 0 && isBefore(kept[0]) {
		kept = kept[1:]
	}
	for len(kept) > 1 && isDegree(kept[len(kept)-1]) {
		kept = kept[:len(kept)-1]
	}
	if len(kept) == 0 {
		kept = fields
	}
	var out []string
	for _, w := range kept {
		out = append(out, split(w)...)
	}
	return out
}

// isBefore also knows titles written as one, Dr.H.
func isBefore(word string) bool {
	if !mayBeTitle(word) {
		return false
	}
	parts := split(word)
	return len(parts) > 0 && !slices.ContainsFunc(parts, func(p string) bool { return !before[p] })
}

// salute takes the form of address from the beginning of a name.
func salute(name string) (string, string) {
	first, rest, ok := strings.Cut(name, " ")
	if !ok {
		return "", name
	}
	switch plain(first) {
	case "ibu", "bu", "ny":
		return "ibu", strings.TrimSpace(rest)
	case "bapak", "pak", "tn":
		return "bapak", strings.TrimSpace(rest)
	}
	return "", name
}

// slug makes an id of words: at most 40 small letters, digits and dashes.
func slug(words []string) string {
	s := strings.Map(func(r rune) rune {
		if r == '-' || (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') {
			return r
		}
		return -1
	}, strings.Join(words, "-"))
	if len(s) > 40 {
		s = s[:40]
	}
	if s = strings.Trim(s, "-"); s == "" {
		return "x"
	}
	return s
}
