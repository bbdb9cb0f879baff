package paper

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	mm = 25.4 / 72 // a point in millimetres
	// wordGap widens the space of Plus Jakarta Sans, which is drawn narrow, in em (design: --word).
	wordGap = 0.07
	// kernTA draws T and A together in the heaviest face, in em: gofpdf does not
	// kern, and TAMU is the largest word on a badge.
	kernTA = 0.06
)

// style is how a text is set. track widens the room after each letter, lead is
// the distance of lines; both in em.
type style struct {
	face        int
	pt          float64
	track, lead float64
}

func (st style) em() float64    { return st.pt * mm }
func (st style) pitch() float64 { return st.em() * st.lead }

func (st style) at(pt float64) style {
	st.pt = pt
	return st
}

// clean is text as the style's face can show it.
func (s *sheet) clean(st style, text string) string { return s.press.faces[st.face].clean(text) }

// width of a cleaned text in millimetres.
func (s *sheet) width(st style, text string) float64 {
	f, thousandths := &s.press.faces[st.face], 0
	for _, r := range text {
		thousandths += f.advance[r]
	}
	w := float64(thousandths)/1000 + st.track*float64(utf8.RuneCountInString(text))
	if st.face != mono {
		w += wordGap * float64(strings.Count(text, " "))
	}
	if st.face == extraBold {
		w -= kernTA * float64(strings.Count(text, "TA"))
	}
	return w * st.em()
}

// write sets a cleaned text with its baseline at y, starting at x.
func (s *sheet) write(x, y float64, st style, text string) {
	if text == "" {
		return
	}
	if st.track != 0 {
		s.pdf.RawWriteStr(fmt.Sprintf("%.3f Tc", st.track*st.pt))
	}
	for _, word := range strings.SplitAfter(text, " ") {
		if before, after, ok := strings.Cut(word, "TA"); ok && st.face == extraBold {
			x = s.letters(x, y, st, before+"T") - st.em()*kernTA
			word = "A" + after
		}
		x = s.letters(x, y, st, word)
	}
	if st.track != 0 {
		s.pdf.RawWriteStr("0 Tc")
	}
}

// letters draws a text in as many alphabets as it takes; it returns where it ends.
func (s *sheet) letters(x, y float64, st style, text string) float64 {
	for _, r := range piecesOf(text) {
		s.font(st.face, r.alphabet, st.pt)
		s.pdf.Text(x, y, r.codes)
		x += s.width(st, r.text)
	}
	return x
}

// writeRight sets a text that ends at x; writeMiddle one that x halves.
func (s *sheet) writeRight(x, y float64, st style, text string) {
	s.write(x-s.width(st, text)+st.em()*st.track, y, st, text)
}

func (s *sheet) writeMiddle(x, y float64, st style, text string) {
	s.write(x-(s.width(st, text)-st.em()*st.track)/2, y, st, text)
}

// oneLine shrinks a text to the width, down to least points, then cuts it.
func (s *sheet) oneLine(st style, text string, width, least float64) (style, string) {
	for st.pt > least && s.width(st, text) > width {
		st.pt = max(least, st.pt-0.25)
	}
	return st, s.cut(st, text, width, false)
}

// cut shortens a text to the width; an ellipsis ends it where letters are
// missing, or where more says that lines after it are.
func (s *sheet) cut(st style, text string, width float64, more bool) string {
	if !more && s.width(st, text) <= width {
		return text
	}
	dots := s.press.faces[st.face].ellipsis()
	for text != "" && s.width(st, text+dots) > width {
		_, n := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-n]
	}
	return strings.TrimRight(text, " ,.-") + dots
}

// wrap breaks a text into lines. A word wider than the line is broken between
// letters, which broken tells.
func (s *sheet) wrap(st style, text string, width float64) (lines []string, broken bool) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" {
			if both := line + " " + word; s.width(st, both) <= width {
				line = both
				continue
			}
			lines = append(lines, line)
		}
		for s.width(st, word) > width {
			broken = true
			n, w := 0, 0.0
			for i, r := range word {
				if w += s.width(st, string(r)); w > width && i > 0 {
					break
				}
				n = i + utf8.RuneLen(r)
			}
			if n == len(word) {
				break
			}
			lines, word = append(lines, word[:n]), word[n:]
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines, broken
}

// balance breaks a text into as few lines as wrap, about equally long.
func (s *sheet) balance(st style, text string, width float64) []string {
	lines, _ := s.wrap(st, text, width)
	for len(lines) > 1 {
		width -= st.em() / 2
		closer, broken := s.wrap(st, text, width)
		if broken || len(closer) > len(lines) {
			break
		}
		lines = closer
	}
	return lines
}

// block is text that was broken into lines.
type block struct {
	style
	lines []string
	gap   float64 // above it, in millimetres
}

func (b block) height() float64 {
	if len(b.lines) == 0 {
		return 0
	}
	return b.gap + float64(len(b.lines))*b.pitch()
}

// keep drops the lines after the first n and marks the cut.
func (s *sheet) keep(b block, n int, width float64) block {
	if n < len(b.lines) {
		b.lines = b.lines[:n]
		if n > 0 {
			b.lines[n-1] = s.cut(b.style, b.lines[n-1], width, true)
		}
	}
	return b
}

// stack writes blocks one under the other from y down; it returns where the last ended.
func (s *sheet) stack(x, y float64, blocks ...block) float64 {
	for _, b := range blocks {
		if len(b.lines) == 0 {
			continue
		}
		y += b.gap
		for _, line := range b.lines {
			// The letters stand in the middle of their line.
			s.write(x, y+b.pitch()/2+0.36*b.em(), b.style, line)
			y += b.pitch()
		}
	}
	return y
}
