package paper

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"bukutamu/internal/lang"
)

// Test is a printer's test page: a ruler, lines along the edges and a code to scan.
type Test struct {
	Size    Size
	Office  string
	Address string    // content of the QR code, in capitals: the address that guests use
	Lang    lang.Lang // language of the person who sets the printer up
}

// TestPage prints a page on which a wrong scale, a wrong paper and a cut edge
// can be seen and measured. The ruler lies along the longer side, 100 mm where
// they fit, else as long as fits in tens.
func (p *Press) TestPage(ctx context.Context, t Test) ([]byte, error) {
	title := t.Lang.T("paper.test.title") + " " + t.Size.String()
	return p.make(ctx, t.Size, title, time.Time{}, func(s *sheet) error {
		code, err := QR(t.Address)
		if err != nil {
			return err
		}
		s.pdf.AddPage()
		s.ink(0, 0, 0)
		s.edges()
		long := rulerLength(max(s.w, s.h))
		x, w := margin+1, 0.0
		if s.w > s.h {
			s.ruler((s.w-float64(long))/2, s.h-margin-0.8, long, false)
			left := s.w - margin - 28
			s.code(code, left, margin, 28)
			w = left - x
		} else {
			s.ruler(s.w-margin-0.8, (s.h-float64(long))/2, long, true)
			s.code(code, 5, s.h-margin-28, 28)
			w = s.w - margin - 8.5 - x
		}
		body := small.at(7)
		var blocks []block
		for _, part := range []struct {
			st    style
			gap   float64
			words string
		}{
			{visitor.at(11), 0, t.Lang.T("paper.test.title")},
			{smallFat.at(8), 0.8, t.Size.String()},
			{small.at(8), 0.2, t.Office},
			{body, 1, t.Lang.T("paper.test.ruler", "n", long)},
			{body, 0.6, t.Lang.T("paper.test.edges")},
			{body, 0.6, t.Lang.T("paper.test.scale")},
		} {
			part.st.track = 0
			part.st.lead = 1.2
			lines, _ := s.wrap(part.st, s.clean(part.st, part.words), w)
			blocks = append(blocks, s.keep(block{part.st, lines, part.gap}, 3, w))
		}
		s.stack(x, margin+0.6, blocks...)
		return nil
	})
}

// rulerLength is how many millimetres of ruler a side takes: tens, at most 100,
// and within the edge lines.
func rulerLength(side float64) int { return min(100, int(side-5)/10*10) }

// edges draws a line 2 mm inside each edge.
func (s *sheet) edges() {
	s.pdf.SetLineWidth(0.2)
	s.pdf.Rect(2, 2, s.w-4, s.h-4, "D")
}

// ruler draws a scale of long millimetres from x, y to the right, or down.
func (s *sheet) ruler(x, y float64, long int, down bool) {
	const thick = 0.15
	fine := style{face: regular, pt: 5}
	end := float64(long)
	if down {
		s.line(x, y-thick/2, x, y+end+thick/2, thick)
	} else {
		s.line(x-thick/2, y, x+end+thick/2, y, thick)
	}
	for i := range long + 1 {
		tick, at := 1.2, float64(i)
		switch {
		case i%10 == 0:
			tick = 3
		case i%5 == 0:
			tick = 2
		}
		if down {
			s.line(x-tick, y+at, x, y+at, thick)
		} else {
			s.line(x+at, y-tick, x+at, y, thick)
		}
		if i%10 != 0 {
			continue
		}
		label := s.clean(fine, strconv.Itoa(i))
		if i == long {
			label = s.clean(fine, fmt.Sprintf("%d mm", i))
		}
		switch {
		case !down && i == long:
			s.writeRight(x+at, y-tick-0.6, fine, label)
		case !down:
			s.writeMiddle(x+at, y-tick-0.6, fine, label)
		case i == 0:
			s.writeRight(x-tick-0.5, y+1.2, fine, label)
		case i == long:
			s.writeRight(x-tick-0.5, y+at, fine, label)
		default:
			s.writeRight(x-tick-0.5, y+at+0.6, fine, label)
		}
	}
}
