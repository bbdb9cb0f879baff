package paper

import (
	"bytes"
	"encoding/binary"
	"errors"

	"github.com/jung-kurt/gofpdf"
)

// face is a font and how wide its letters are. advance holds, for every
// character that the font has a glyph for, its width in thousandths of an em.
type face struct {
	ttf     []byte
	advance map[rune]int
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

// newFace reads a font. The widths come from gofpdf, so that a line is measured
// as it is drawn; measuring in the document itself would write a font change
// into the page each time.
func newFace(ttf []byte) (f face, err error) {
	defer func() { // a cut file is read past its end, here and in gofpdf
		if recover() != nil {
			err = errFont
		}
	}()
	letters, err := lettersOf(ttf)
	if err != nil {
		return f, err
	}
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes("face", "", bytes.Clone(ttf))
	pdf.SetFont("face", "", 10)
	f = face{ttf, make(map[rune]int, len(letters))}
	for _, r := range letters {
		f.advance[r] = pdf.GetStringSymbolWidth(string(r))
	}
	return f, pdf.Error()
}

// lettersOf lists the characters of the Unicode table (cmap, format 4) of a
// TrueType font. gofpdf reads the same table but does not tell what it found.
func lettersOf(ttf []byte) (letters []rune, err error) {
	u16 := func(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
	u32 := func(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }
	if u32(ttf, 0) != 0x00010000 {
		return nil, errFont
	}
	for t := range u16(ttf, 4) {
		entry := ttf[12+16*t:]
		if string(entry[:4]) != "cmap" {
			continue
		}
		cmap := ttf[u32(entry, 8):]
		for i := range u16(cmap, 2) {
			table := cmap[u32(cmap, 4+8*i+4):]
			if u16(table, 0) != 4 {
				continue
			}
			segs := u16(table, 6) / 2
			ends, starts := table[14:], table[16+2*segs:]
			deltas, offsets := table[16+4*segs:], table[16+6*segs:]
			for s := range segs {
				for r := u16(starts, 2*s); r <= u16(ends, 2*s) && r < 0xFFFF; r++ {
					glyph := r
					if off := u16(offsets, 2*s); off != 0 {
						glyph = u16(offsets, 2*s+off+2*(r-u16(starts, 2*s)))
						if glyph == 0 {
							continue
						}
					}
					if (glyph+u16(deltas, 2*s))&0xFFFF != 0 {
						letters = append(letters, rune(r))
					}
				}
			}
			return letters, nil
		}
	}
	return nil, errFont
}
