package paper

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/jung-kurt/gofpdf"

	"bukutamu/internal/lang"
)

// A4 is the paper of sheets and letters.
const A4 Size = "210x297"

// Letterhead is what stands on top of each sheet: the office and, at the right, what
// the sheet is known by.
type Letterhead struct {
	Chain            []string // the offices above, highest first
	Office, Address  string
	Logo             []byte // PNG; nil without one
	Over, Big, Under string // at the right: "Dicetak", "09.49 WIB", "23 November 2026"
}

// The styles of an A4 sheet, in points of the design.
var (
	a4Fine  = style{face: regular, pt: 8, lead: 1.3}
	a4Text  = style{face: regular, pt: 9.5, lead: 1.35}
	a4Bold  = style{face: bold, pt: 9.5, lead: 1.35}
	a4Title = style{face: extraBold, pt: 16, track: -0.01, lead: 1.15}
	a4Code  = style{face: mono, pt: 9, lead: 1.3}
)

const (
	a4Side   = 14.0  // margin left and right, mm
	a4Right  = 196.0 // right edge of text
	a4Bottom = 279.0 // nothing but the foot stands below
)

// page is a document of A4 sheets while it is drawn: y is how far it has come.
type page struct {
	*sheet
	y     float64
	lang  lang.Lang
	foot  string
	again func() // what begins each further sheet: the head of a table
}

// sheets draws an A4 document: letterhead, title, content, and on each sheet a foot with
// its number.
func (p *Press) sheets(ctx context.Context, l lang.Lang, head Letterhead, title, foot string, at time.Time, draw func(*page) error) ([]byte, error) {
	return p.make(ctx, A4, title, at, func(s *sheet) error {
		pg := &page{sheet: s, lang: l, foot: foot}
		s.pdf.AddPage()
		s.ink(0, 0, 0)
		if err := pg.letterhead(head); err != nil {
			return err
		}
		if err := draw(pg); err != nil {
			return err
		}
		n := s.pdf.PageNo()
		for i := 1; i <= n; i++ {
			s.pdf.SetPage(i)
			s.set = setting{} // each sheet names its font
			s.ink(0, 0, 0)
			st, text := s.oneLine(a4Fine, s.clean(a4Fine, foot), a4Right-a4Side-35, 6)
			s.write(a4Side, 287, st, text)
			s.writeRight(a4Right, 287, a4Fine, s.clean(a4Fine, l.T("paper.page", "n", i, "all", n)))
		}
		return nil
	})
}

func (p *page) letterhead(h Letterhead) error {
	x, top := a4Side, 14.0
	if len(h.Logo) > 0 {
		o := gofpdf.ImageOptions{ImageType: "PNG"}
		info := p.pdf.RegisterImageOptionsReader("logo", o, bytes.NewReader(h.Logo))
		if err := p.pdf.Error(); err != nil {
			return fmt.Errorf("paper: logo: %w", err)
		}
		w, high := info.Extent()
		scale := 16 / max(w, high)
		p.pdf.ImageOptions("logo", x+(16-w*scale)/2, top+(16-high*scale)/2, w*scale, high*scale, false, o, 0, "")
		x += 20
	}
	lines := h.Chain
	if n := len(lines); n > 2 {
		lines = lines[n-2:]
	}
	room := a4Right - 45 - x
	st := a4Fine.at(8.5)
	y := top + 3
	for _, line := range lines {
		fit, text := p.oneLine(st, p.clean(st, line), room, 6)
		p.write(x, y, fit, text)
		y += 4
	}
	name, text := p.oneLine(style{face: bold, pt: 12}, p.clean(a4Bold, h.Office), room, 8)
	p.write(x, y+0.8, name, text)
	fit, text := p.oneLine(st, p.clean(st, h.Address), room, 6)
	p.write(x, y+5.2, fit, text)
	p.writeRight(a4Right, top+4, st, p.clean(st, h.Over))
	big := style{face: bold, pt: 14}
	p.writeRight(a4Right, top+10, big, p.clean(big, h.Big))
	p.writeRight(a4Right, top+14.5, st, p.clean(st, h.Under))
	end := max(y+7.5, 33.0)
	p.line(a4Side, end, a4Right, end, 0.3)
	p.line(a4Side, end+0.7, a4Right, end+0.7, 0.3)
	p.y = end + 4
	return nil
}

// title writes the heading of the sheet.
func (p *page) title(text string) {
	p.text(a4Title, text, 2, 3)
}

// text sets words over the whole width: above and below are millimetres of room.
func (p *page) text(st style, words string, above, below float64) {
	words = p.clean(st, words)
	if words == "" {
		return
	}
	lines, _ := p.wrap(st, words, a4Right-a4Side)
	b := block{st, lines, 0}
	p.room(above + b.height())
	p.y = p.stack(a4Side, p.y+above, b) + below
}

// room goes on to the next sheet when less than h millimetres are left.
func (p *page) room(h float64) bool {
	if p.y+h <= a4Bottom {
		return false
	}
	p.pdf.AddPage()
	p.set = setting{}
	p.ink(0, 0, 0)
	p.y = 16
	if p.again != nil {
		p.again()
	}
	return true
}

// sums draws the boxes of figures: a small label, a large number. widths are parts of
// the whole.
func (p *page) sums(figures [][2]string, widths ...float64) {
	if len(figures) == 0 {
		return
	}
	for len(widths) < len(figures) {
		widths = append(widths, 1)
	}
	whole := 0.0
	for _, w := range widths {
		whole += w
	}
	const h = 16.0
	p.room(h + 4)
	x, wide := a4Side, a4Right-a4Side
	p.pdf.SetLineWidth(0.3)
	p.pdf.Rect(x, p.y, wide, h, "D")
	for i, f := range figures {
		w := wide * widths[i] / whole
		if i > 0 {
			p.line(x, p.y, x, p.y+h, 0.25)
		}
		label, text := p.oneLine(a4Fine, p.clean(a4Fine, f[0]), w-5, 6)
		p.write(x+3, p.y+5, label, text)
		big := style{face: extraBold, pt: 16}
		if len([]rune(f[1])) > 6 { // words, not a number
			big = style{face: bold, pt: 11}
		}
		fit, text := p.oneLine(big, p.clean(big, f[1]), w-5, 6.5)
		p.write(x+3, p.y+12, fit, text)
		x += w
	}
	p.y += h + 4
}

// signs draws places for signatures: what each signs as, and under the line who. A place
// without a word stays empty.
func (p *page) signs(places [][2]string) {
	const gap, h = 10.0, 30.0
	p.again = nil
	p.room(h)
	w := (a4Right - a4Side - gap*float64(len(places)-1)) / float64(len(places))
	for i, s := range places {
		if s[0] == "" {
			continue
		}
		x := a4Side + float64(i)*(w+gap)
		st, text := p.oneLine(a4Text.at(9), p.clean(a4Text, s[0]), w, 6)
		p.write(x, p.y+4, st, text)
		p.line(x, p.y+22, x+w, p.y+22, 0.3)
		st, text = p.oneLine(a4Text.at(9), p.clean(a4Text, s[1]), w, 6)
		p.write(x, p.y+26.5, st, text)
	}
	p.y += h
}
