package paper

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jung-kurt/gofpdf"
)

// face is a font, ready to be put into documents.
//
// gofpdf can cut a font to the letters of each document, but parses and packs
// it every time: 4 MB and 2 to 3 ms for each face. The fonts are cut to Latin
// letters already, so they go in as they are, packed once, as simple fonts of
// 256 codes: one alphabet for nearly all text, a second for the rest.
type face struct {
	name      string
	advance   map[rune]int // of each letter that can be shown: its width in thousandths of an em
	packed    []byte       // the font file, zlib
	alphabets [2][]byte    // what gofpdf wants to know of the font, for each alphabet
}

func (f *face) has(r rune) bool {
	_, ok := f.advance[r]
	return ok
}

// ellipsis is the sign for a text that was cut.
func (f *face) ellipsis() string {
	if f.has('…') {
		return "…"
	}
	return "..."
}

var errFont = errors.New("not a TrueType font with a Unicode table")

// newFace reads a TrueType font.
func newFace(name string, ttf []byte) (f face, err error) {
	defer func() { // a cut file is read past its end
		if recover() != nil {
			err = errFont
		}
	}()
	tables := tablesOf(ttf)
	head, hhea, hmtx := tables["head"], tables["hhea"], tables["hmtx"]
	if u32(ttf, 0) != 0x00010000 {
		return f, errFont
	}
	em, wide := int(u16(head, 18)), int(u16(hhea, 34))
	mil := func(b []byte, at int) int { return int(int16(u16(b, at))) * 1000 / em }

	f = face{name: name, advance: map[rune]int{}}
	widths := [2][]int{make([]int, 256), make([]int, 256)}
	for r, glyph := range glyphsOf(tables["cmap"]) {
		w := int(u16(hmtx, 4*min(glyph, wide-1))) * 1000 / em
		for a := range widths {
			if code, ok := codeOf(a, r); ok {
				f.advance[r] = w
				widths[a][code] = w
			}
		}
	}
	if len(f.advance) == 0 {
		return f, errFont
	}

	// PDF demands a tag of six capitals before the name of a subset. A queue that
	// joins documents may take fonts of one name for the same font.
	tag, sum := []byte("ABCDEF"), sha256.Sum256(ttf)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	desc := gofpdf.FontDescType{
		Ascent: mil(hhea, 4), Descent: mil(hhea, 6), CapHeight: 700, StemV: 100,
		Flags: gofpdf.FontFlagNonsymbolic,
	}
	desc.FontBBox.Xmin, desc.FontBBox.Ymin = mil(head, 36), mil(head, 38)
	desc.FontBBox.Xmax, desc.FontBBox.Ymax = mil(head, 40), mil(head, 42)
	for a := range f.alphabets {
		f.alphabets[a], err = json.Marshal(map[string]any{
			"Tp": "TrueType", "Name": string(tag) + "+" + name, "File": name + ".z", "OriginalSize": len(ttf),
			"Desc": desc, "Cw": widths[a], "Diff": []string{"", furtherNames}[a],
		})
		if err != nil {
			return f, err
		}
	}
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	if _, err := w.Write(ttf); err != nil {
		return f, err
	}
	if err := w.Close(); err != nil {
		return f, err
	}
	f.packed = z.Bytes()
	return f, nil
}

// family names the face with one alphabet within a document.
func (f *face) family(alphabet int) string { return fmt.Sprintf("%s-%d", f.name, alphabet) }

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func u32(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }

// tablesOf finds the tables of a TrueType font.
func tablesOf(ttf []byte) map[string][]byte {
	tables := map[string][]byte{}
	for i := range int(u16(ttf, 4)) {
		entry := ttf[12+16*i:]
		at, size := u32(entry, 8), u32(entry, 12)
		tables[string(entry[:4])] = ttf[at : at+size]
	}
	return tables
}

// glyphsOf reads the Unicode table (cmap, format 4): which glyph a letter has.
func glyphsOf(cmap []byte) map[rune]int {
	glyphs := map[rune]int{}
	for i := range int(u16(cmap, 2)) {
		table := cmap[u32(cmap, 4+8*i+4):]
		if u16(table, 0) != 4 {
			continue
		}
		segs := int(u16(table, 6)) / 2
		ends, starts := table[14:], table[16+2*segs:]
		deltas, offsets := table[16+4*segs:], table[16+6*segs:]
		for s := range segs {
			first, last := int(u16(starts, 2*s)), int(u16(ends, 2*s))
			for r := first; r <= last && r < 0xFFFF; r++ {
				glyph := uint16(r)
				if off := int(u16(offsets, 2*s)); off != 0 {
					if glyph = u16(offsets, 2*s+off+2*(r-first)); glyph == 0 {
						continue
					}
				}
				if glyph += u16(deltas, 2*s); glyph != 0 {
					glyphs[rune(r)] = int(glyph)
				}
			}
		}
		return glyphs
	}
	return glyphs
}
