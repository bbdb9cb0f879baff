package paper

import (
	"context"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	p := press(t)
	for _, c := range []struct{ typed, want string }{
		{"Ñandú Ćirić Şen", "Ñandú Ćirić Şen"},
		{"n\u0303andu\u0301", "ñandú"},         // composed
		{"Nguyễn Thị Hạnh", "Nguyên Thi Hanh"}, // the outer mark goes first
		{"Ștefan Țepeș", "Ștefan Țepeș"},
		{"Ɗan Ƙasa, ʻOkina", "Dan Kasa, 'Okina"},
		{"ﬁlsafat Ａｎｉ ①", "filsafat Ani 1"},
		{"  Budi \t\n Contoh\u00a0\u2003 ", "Budi Contoh"},
		{"Siti\x00\x07\x1b[2J", "Siti[2J"},
		{"A\u200bB\u202eC\u2066D\ufeffE\u00ad", "ABCDE"},
		{"\xffBudi\xc3\x28\xe2\x82", "?Budi?(?"},
		{"👩‍👧 Ani 🏳️‍🌈", "?? Ani ??"},
		{"𝔸li 𐍈", "Ali ?"},
		{"محمد", "????"}, {"שלום", "????"}, {"王小明", "???"}, {"한글", "??"}, {"Иван", "????"},
		{"\uffff\U0010ffff\ufdd0", "???"},
		{"Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "ZA"},
		{"", ""}, {" \u0301 ", ""},
		{`<b>%s\(x)</b>`, `<b>%s\(x)</b>`},
		{strings.Repeat("a", 500), strings.Repeat("a", longest) + "…"},
	} {
		if got := p.faces[extraBold].clean(c.typed); got != c.want {
			t.Errorf("%+q is shown as %q, want %q", c.typed, got, c.want)
		}
	}
	if got := p.faces[mono].clean("Т-0١4 é"); got != "?-0?4 e" {
		t.Errorf("as a number: %q", got)
	}
}

// hostile is text that made gofpdf panic or print nothing, and its like.
var hostile = []string{
	"👩‍👧", "\xff\xfe\xfd", "محمد بن عبد الله", "\u202eevil\u202c", strings.Repeat("x", 500), strings.Repeat("W ", 500),
	"a\x00b\x1bc\x7f", "\uffff", "\U0010ffff", "((((", `\\\`, ")", "%%EOF", "(a) Tj ET endstream endobj", "", " ", "\n\n\n", strings.Repeat("\u0301", 300),
	"{nb}", "{number}", strings.Repeat("TA", 40), "TA", "ﷺ", strings.Repeat("ﷺ", 200), strings.Repeat("👩", 4000),
}

func TestHostileText(t *testing.T) {
	p := press(t)
	for _, size := range Sizes() {
		var group []Badge
		for _, s := range hostile {
			b := badge()
			b.Number, b.Name, b.Unit, b.Room, b.Chain, b.Office = s, s, s, s, s, s
			group = append(group, b)
			b.Confidential = true
			group = append(group, b)
		}
		pdf := printed(t, p, size, group...)
		if text := words(t, pdf); strings.Count(text, "TAMU") != len(group) {
			t.Errorf("%s: %d of %d badges", size, strings.Count(text, "TAMU"), len(group))
		}
		if codes := scan(t, pdf, 203, false); len(codes) != len(group) {
			t.Errorf("%s: %d of %d codes are read", size, len(codes), len(group))
		}
		for _, s := range hostile {
			if _, err := p.TestPage(context.Background(), Test{Size: size, Office: s, Address: "A"}); err != nil {
				t.Errorf("test page of %+q: %v", s, err)
			}
		}
	}
}

// Text that pdftotext reads may still be blank on paper, so this looks at the
// ink of every letter that the fonts claim to have.
func TestEveryLetterHasInk(t *testing.T) {
	p := press(t)
	const cell, columns, rows = 5.0, 17, 10
	for i := range p.faces {
		var letters []rune
		for r := range p.faces[i].advance {
			if unicode.IsGraphic(r) && !unicode.IsSpace(r) {
				letters = append(letters, r)
			}
		}
		if want := map[bool]int{true: 90, false: 330}[i == mono]; len(letters) < want {
			t.Fatalf("%s has only %d letters", faceFiles[i], len(letters))
		}
		pdf, err := p.make(context.Background(), Card, "", time.Time{}, func(s *sheet) error {
			for n, r := range letters {
				if n%(columns*rows) == 0 {
					s.pdf.AddPage()
				}
				s.write(float64(n%columns)*cell+1, float64(n/columns%rows)*cell+4, style{face: i, pt: 8}, string(r))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		pages := pictures(t, pdf, 150)
		text := words(t, pdf)
		for n, r := range letters {
			if !strings.ContainsRune(text, r) {
				t.Errorf("%s: %q cannot be read out of the file", faceFiles[i], r)
			}
			x, y := float64(n%columns)*cell, float64(n/columns%rows)*cell
			if pages[n/(columns*rows)].ink(x, y+0.3, x+cell, y+cell+0.3) < 1 {
				t.Errorf("%s: %q is blank", faceFiles[i], r)
			}
		}
	}
}

// A mark over or under a letter is on the paper too.
func TestMarksHaveInk(t *testing.T) {
	p := press(t)
	pairs := []string{"CĆ", "SŞ", "NÑ", "SŠ", "ZŽ", "GĞ", "LŁ", "OØ", "cć", "sş", "aą", "eę", "uů", "oő", "dđ", "TȚ", "Iİ"}
	var group []Badge
	for _, pair := range pairs {
		for _, r := range pair {
			b := badge()
			b.Name = strings.Repeat(string(r), 3)
			group = append(group, b)
		}
	}
	pages := pictures(t, printed(t, p, Label, group...), 200)
	for i, pair := range pairs {
		plain, marked := pages[2*i].ink(2, 26, 60, 34), pages[2*i+1].ink(2, 26, 60, 34)
		if plain < 50 || marked < plain*1.02 {
			t.Errorf("%s: ink %.0f without and %.0f with the mark", pair, plain, marked)
		}
	}
}

func FuzzName(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Add("Ñandú Ćirić Şen")
	p := press(f)
	f.Fuzz(func(t *testing.T, typed string) {
		for i := range p.faces {
			shown := p.faces[i].clean(typed)
			for _, r := range shown {
				if !p.faces[i].has(r) {
					t.Fatalf("%+q is shown with %q, which %s lacks", typed, r, faceFiles[i])
				}
			}
			if shown != strings.TrimSpace(shown) || !utf8.ValidString(shown) || len(shown) > 40*longest {
				t.Fatalf("%+q is shown as %+q", typed, shown)
			}
		}
		b := badge()
		b.Name, b.Unit, b.Number = typed, typed, typed
		for _, size := range Sizes() {
			if pdf, err := p.Badges(context.Background(), size, b); err != nil || len(pdf) < 5000 {
				t.Fatalf("%+q: %d bytes, %v", typed, len(pdf), err)
			}
		}
	})
}
