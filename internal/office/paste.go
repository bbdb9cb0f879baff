package office

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"bukutamu/internal/refusal"
)

// Refusals about single lines of a pasted list.
var (
	ErrLineParts = refusal.New(refusal.Invalid, "office.line-parts") // neither one part nor three or four
	ErrLineUnit  = refusal.New(refusal.Invalid, "office.line-unit")  // no unit called {unit}
	ErrLineRole  = refusal.New(refusal.Invalid, "office.line-role")  // {role} is neither host nor escort
	ErrLineTwice = refusal.New(refusal.Invalid, "office.line-twice") // stands above already
	ErrLineLong  = refusal.New(refusal.Invalid, "office.line-long")  // a part has more than {n} characters
	ErrLineMany  = refusal.New(refusal.Invalid, "office.line-many")  // more than {n} lines
)

// MaxLines is how many lines one paste may have.
const MaxLines = 1000

// LineProblem is a line that was left out, and why.
type LineProblem struct {
	Line    int // counts from 1
	Text    string
	Refusal *refusal.Refusal
}

// ParsePeople reads units and persons as they are pasted in the first run, a
// line each:
//
//	Seksi Tindak Pidana Umum (Pidum)
//	Gading Andaikan, S.H., M.H., Kasi Pidum, Pidum, tuan rumah
//
// Parts are separated by commas, semicolons or tabs (a spreadsheet's rows can be
// pasted). Degrees after a name belong to it. The unit is named in full or in
// short and may stand above, below, or in the office already. The last part says
// tuan rumah, pengantar or keduanya (host, escort, both); without it the person
// is a host. Empty lines, lines beginning with # and a heading are passed over.
//
// units and persons are those of the paste alone, with the ids under which
// Office.With adds them: whoever is in the office already keeps id, room and
// whatever the line does not say, so pasting a list twice changes nothing.
func ParsePeople(text string, into Office) (units []Unit, persons []Person, problems []LineProblem) {
	var people []line
	for n, raw := range strings.Split(text, "\n") {
		l := line{n: n + 1, text: clean(raw)}
		if l.text == "" || strings.HasPrefix(l.text, "#") {
			continue
		}
		if l.n > MaxLines {
			problems = append(problems, l.problem(ErrLineMany.With("n", MaxLines)))
			break
		}
		l.parts = cut(l.text)
		if heading(l.parts) {
			continue
		}
		switch no := l.refuse(); {
		case no != nil:
			problems = append(problems, l.problem(no))
		case len(l.parts) > 1:
			people = append(people, l)
		default:
			u := into.unitOf(l.parts[0], units)
			if slices.ContainsFunc(units, func(o Unit) bool { return o.ID == u.ID }) {
				problems = append(problems, l.problem(ErrLineTwice))
				continue
			}
			units = append(units, u)
		}
	}
	known := slices.Concat(units, into.Units)
	names := map[string]int{} // how often a bare name is pasted
	for _, l := range people {
		names[nameKey(l.parts[0])]++
	}
	old, done := rollOf(into.Persons), roll{}
	for _, l := range people {
		p, no := l.person(known)
		if no == nil {
			p, no = old.admit(p, done, names)
		}
		if no != nil {
			problems = append(problems, l.problem(no))
			continue
		}
		done.add(p)
	}
	slices.SortStableFunc(problems, func(a, b LineProblem) int { return a.Line - b.Line })
	return units, done.persons, problems
}

// With gives the office with the units and persons of a paste: those it has are
// replaced where they stand, new ones come last, all others stay.
func (o Office) With(units []Unit, persons []Person) Office {
	o.Units, o.Persons = slices.Clone(o.Units), slices.Clone(o.Persons)
	for _, u := range units {
		if i := slices.IndexFunc(o.Units, func(old Unit) bool { return old.ID == u.ID }); i >= 0 {
			o.Units[i] = u
		} else {
			o.Units = append(o.Units, u)
		}
	}
	for _, p := range persons {
		if i := slices.IndexFunc(o.Persons, func(old Person) bool { return old.ID == p.ID }); i >= 0 {
			o.Persons[i] = p
		} else {
			o.Persons = append(o.Persons, p)
		}
	}
	return o
}

// line is one line of a paste and its parts.
type line struct {
	n     int
	text  string
	parts []string
}

func (l line) problem(r *refusal.Refusal) LineProblem {
	return LineProblem{Line: l.n, Text: l.text, Refusal: r}
}

// refuse looks at the shape alone: one part is a unit, three or four a person. A
// single part with a degree or a title is a person whose other parts are missing.
func (l line) refuse() *refusal.Refusal {
	for _, p := range l.parts {
		if utf8.RuneCountInString(p) > MaxName {
			return ErrLineLong.With("n", MaxName)
		}
	}
	switch len(l.parts) {
	case 1:
		first, _, _ := strings.Cut(l.parts[0], " ")
		if strings.Contains(l.parts[0], ",") || isBefore(first) || len(split(l.parts[0])) == 0 {
			return ErrLineParts
		}
		return nil
	case 3, 4:
		if len(split(l.parts[0])) == 0 {
			return ErrLineParts
		}
		return nil
	}
	return ErrLineParts
}

// person reads the parts of a person; the id is not given yet.
func (l line) person(units []Unit) (Person, *refusal.Refusal) {
	p := Person{Title: l.parts[1], Host: true}
	p.Salute, p.Name = salute(l.parts[0])
	i := slices.IndexFunc(units, func(u Unit) bool { return u.called(l.parts[2]) })
	if i < 0 {
		return p, ErrLineUnit.With("unit", l.parts[2])
	}
	p.Unit = units[i].ID
	if len(l.parts) == 4 {
		var ok bool
		if p.Host, p.Escort, ok = role(l.parts[3]); !ok {
			return p, ErrLineRole.With("role", l.parts[3])
		}
	}
	return p, nil
}

// called reports whether people mean u when they write name.
func (u Unit) called(name string) bool {
	w := strings.Join(split(name), " ")
	return w != "" && slices.ContainsFunc([]string{u.Name, u.Short, u.Name2, u.ID, withoutKind(u.Name)}, func(s string) bool {
		return strings.Join(split(s), " ") == w
	})
}

// withoutKind drops the word that says what sort of unit it is.
func withoutKind(name string) string {
	first, rest, ok := strings.Cut(name, " ")
	if ok && slices.Contains([]string{"seksi", "subbagian", "subbag", "bagian", "bidang", "subseksi", "unit"}, plain(first)) {
		return rest
	}
	return name
}

// unitOf finds or makes the unit that a line names: one of the office, one every
// Kejaksaan Negeri has, or a new one. A short name may follow in brackets.
func (o Office) unitOf(name string, pasted []Unit) Unit {
	short := ""
	if open := strings.LastIndex(name, "("); open > 0 && strings.HasSuffix(name, ")") {
		name, short = strings.TrimSpace(name[:open]), strings.TrimSpace(name[open+1:len(name)-1])
	}
	var u Unit
	for _, known := range slices.Concat(pasted, o.Units, StandardUnits()) {
		if known.called(name) {
			u = known
			break
		}
	}
	if u.ID == "" {
		u = Unit{Name: name}
		key := short
		if key == "" {
			key = withoutKind(name)
		}
		u.ID = free(slug(split(key)), func(id string) bool {
			has := func(u Unit) bool { return u.ID == id }
			return slices.ContainsFunc(pasted, has) || slices.ContainsFunc(o.Units, has)
		})
	}
	if short != "" {
		u.Short = short
	} else if u.Short == "" {
		u.Short = withoutKind(name)
	}
	u.Hidden = false
	return u
}

// role understands the last part of a person's line.
func role(text string) (host, escort, ok bool) {
	for _, sign := range []string{"/", "+", "&", " dan ", " and ", ","} {
		text = strings.ReplaceAll(text, sign, "|")
	}
	for word := range strings.SplitSeq(text, "|") {
		switch strings.Join(split(word), " ") {
		case "tuan rumah", "host", "pegawai yang dituju", "dituju":
			host = true
		case "pengantar", "escort", "petugas pengantar":
			escort = true
		case "keduanya", "dua duanya", "both":
			host, escort = true, true
		default:
			return false, false, false
		}
	}
	return host, escort, true
}

// heading knows the first row of a spreadsheet.
func heading(parts []string) bool {
	first := strings.Join(split(parts[0]), " ")
	return len(parts) > 1 && slices.Contains([]string{"nama", "name", "nama lengkap", "nama pegawai", "full name"}, first)
}

// clean keeps what can be read and puts single spaces for others, but for tabs.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) || r == utf8.RuneError || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
	return strings.Trim(s, " ")
}
