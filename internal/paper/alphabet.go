package paper

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// The two alphabets in which a face is put into a document. The first is
// Windows-1252, which any viewer knows. The further one is ASCII with the rest
// of Latin Extended-A from code 128 on, under the names of the Adobe Glyph List,
// by which viewers find the glyph and the letter that is copied.
const (
	western = iota
	further
)

// extendedA names U+0100 to U+017F in order.
const extendedA = "Amacron amacron Abreve abreve Aogonek aogonek Cacute cacute Ccircumflex ccircumflex Cdotaccent cdotaccent Ccaron ccaron Dcaron dcaron " +
	"Dcroat dcroat Emacron emacron Ebreve ebreve Edotaccent edotaccent Eogonek eogonek Ecaron ecaron Gcircumflex gcircumflex Gbreve gbreve " +
	"Gdotaccent gdotaccent Gcommaaccent gcommaaccent Hcircumflex hcircumflex Hbar hbar Itilde itilde Imacron imacron Ibreve ibreve Iogonek iogonek " +
	"Idotaccent dotlessi IJ ij Jcircumflex jcircumflex Kcommaaccent kcommaaccent kgreenlandic Lacute lacute Lcommaaccent lcommaaccent Lcaron lcaron Ldot " +
	"ldot Lslash lslash Nacute nacute Ncommaaccent ncommaaccent Ncaron ncaron napostrophe Eng eng Omacron omacron Obreve obreve " +
	"Ohungarumlaut ohungarumlaut OE oe Racute racute Rcommaaccent rcommaaccent Rcaron rcaron Sacute sacute Scircumflex scircumflex Scedilla scedilla " +
	"Scaron scaron Tcommaaccent tcommaaccent Tcaron tcaron Tbar tbar Utilde utilde Umacron umacron Ubreve ubreve Uring uring " +
	"Uhungarumlaut uhungarumlaut Uogonek uogonek Wcircumflex wcircumflex Ycircumflex ycircumflex Ydieresis Zacute zacute Zdotaccent zdotaccent Zcaron zcaron longs"

// furtherCodes and furtherNames are the further alphabet above ASCII, as codes
// and as PDF lists them.
var furtherCodes, furtherNames = func() (map[rune]byte, string) {
	codes, names := map[rune]byte{}, "128"
	add := func(r rune, name string) {
		if _, ok := charmap.Windows1252.EncodeRune(r); !ok {
			codes[r] = byte(128 + len(codes))
			names += " /" + name
		}
	}
	for i, name := range strings.Fields(extendedA) {
		add(rune(0x100+i), name)
	}
	for r := rune(0x218); r <= 0x21B; r++ { // Ș ș Ț ț
		add(r, fmt.Sprintf("uni%04X", r))
	}
	return codes, names
}()

// codeOf is the code of a letter in an alphabet.
func codeOf(alphabet int, r rune) (byte, bool) {
	switch {
	case r < ' ' || r == 0x7F:
		return 0, false
	case r < 0x7F:
		return byte(r), true
	case alphabet == western:
		return charmap.Windows1252.EncodeRune(r)
	}
	code, ok := furtherCodes[r]
	return code, ok
}

// piece is a part of a text in one alphabet; codes is its text there.
type piece struct {
	alphabet int
	text     string
	codes    string
}

// piecesOf parts a cleaned text into pieces, each as long as its alphabet reaches.
func piecesOf(text string) (pieces []piece) {
	rest := []rune(text)
	for len(rest) > 0 {
		var best piece
		n := 0
		for a := range [2]int{} {
			var codes []byte
			for _, r := range rest {
				code, ok := codeOf(a, r)
				if !ok {
					break
				}
				codes = append(codes, code)
			}
			if len(codes) > n {
				best, n = piece{a, string(rest[:len(codes)]), string(codes)}, len(codes)
			}
		}
		if n == 0 { // a letter of neither, which clean lets nobody write
			rest = rest[1:]
			continue
		}
		pieces, rest = append(pieces, best), rest[n:]
	}
	return pieces
}
