package paper

import (
	"context"
	"strings"
	"time"

	"bukutamu/internal/lang"
)

// Blank is the paper guest-book for a power cut: three guests a sheet, the fields in the
// order of the late entry.
type Blank struct {
	Head   Letterhead
	Lang   lang.Lang
	Prefix string // of badge numbers, "T-"
	Sheets int    // 1 to 20
}

// box is a field on the paper: its label, its part of twelve, choices to tick, and what
// stands in it beforehand.
type blankBox struct {
	key     string
	part    float64
	choices string
	printed string
}

// Blank prints it on A4.
func (p *Press) Blank(ctx context.Context, b Blank) ([]byte, error) {
	t := func(key string) string { return b.Lang.T("paper.form-" + key) }
	b.Head.Over, b.Head.Big, b.Head.Under = t("over"), "K-____", t("under")
	rows := [][]blankBox{
		{{"no", 2, "", ""}, {"arrived", 2, "", ""}, {"purpose", 4, "", ""}, {"letter", 4, "", ""}},
		{{"unit", 4, "", ""}, {"host", 4, "", ""}, {"phone", 4, "", ""}},
		{{"name", 6, "", ""}, {"party", 6, "", ""}},
		{{"document", 4, "documents", ""}, {"number", 4, "", ""}, {"from", 2, "", ""}, {"need", 2, "", ""}},
		{{"badge", 3, "", b.Prefix}, {"items", 5, "", ""}, {"screening", 4, "screenings", ""}},
		{{"answer", 4, "answers", ""}, {"met", 2, "", ""}, {"left", 2, "", ""}, {"back", 4, "backs", t("initials")}},
	}
	return p.sheets(ctx, b.Lang, b.Head, t("title"), t("foot"), time.Time{}, func(s *page) error {
		top := s.y
		for n := range max(1, min(b.Sheets, 20)) {
			if n > 0 {
				s.pdf.AddPage()
				s.set = setting{}
				s.ink(0, 0, 0)
				if err := s.letterhead(b.Head); err != nil {
					return err
				}
				s.y = top
			}
			s.writeRight(a4Right, s.y+6.5, a4Text, s.clean(a4Text, t("day")))
			s.title(t("title"))
			s.text(a4Text, t("text"), 0, 2.5)
			for range 3 {
				s.entry(rows, t)
				s.y += 3
			}
		}
		return nil
	})
}

// entry draws the boxes of one guest.
func (s *page) entry(rows [][]blankBox, t func(string) string) {
	const high = 11.2
	label := style{face: bold, pt: 7.5, lead: 1.2}
	fine := style{face: regular, pt: 7.5, lead: 1.2}
	top, whole := s.y, a4Right-a4Side
	for _, row := range rows {
		x := a4Side
		h := high
		if row[0].key == "answer" {
			h += 2.4 // the last box has a line more
		}
		for _, b := range row {
			w := whole * b.part / 12
			s.pdf.SetLineWidth(0.2)
			s.pdf.Rect(x, s.y, w, h, "D")
			st, text := s.oneLine(label, s.clean(label, t(b.key)), w-2.4, 5.5)
			s.write(x+1.2, s.y+3.4, st, text)
			at := x + 1.2
			if b.choices != "" {
				for choice := range strings.SplitSeq(t(b.choices), "|") {
					s.pdf.SetLineWidth(0.3)
					s.pdf.Rect(at, s.y+5, 2.8, 2.8, "D")
					word := s.clean(fine, choice)
					s.write(at+3.8, s.y+7.3, fine, word)
					at += 3.8 + s.width(fine, word) + 2
				}
			}
			if b.printed != "" {
				y := s.y + 7.2
				if b.choices != "" {
					y = s.y + 11.6
				}
				s.write(x+1.2, y, fine, s.clean(fine, b.printed))
			}
			x += w
		}
		s.y += h
	}
	s.pdf.SetLineWidth(0.4)
	s.pdf.Rect(a4Side, top, whole, s.y-top, "D")
}
