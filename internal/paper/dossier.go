package paper

import (
	"context"
	"time"

	"bukutamu/internal/lang"
)

// Dossier is the file of a complaint on A4, as many sheets as it takes. It says itself
// whether the complainant's name is on it.
type Dossier struct {
	Head  Letterhead
	Title string
	Note  string // under the title: with or without the name
	Facts [][2]string
	Parts []Part
	Foot  string // at the foot of every sheet, before its number
	At    time.Time
	Lang  lang.Lang
}

// Part is a heading and the paragraphs under it.
type Part struct {
	Head  string
	Lines []string
}

// Dossier prints a complaint's file.
func (p *Press) Dossier(ctx context.Context, d Dossier) ([]byte, error) {
	return p.sheets(ctx, d.Lang, d.Head, d.Title, d.Foot, d.At, func(s *page) error {
		s.title(d.Title)
		s.text(a4Bold, d.Note, 0, 4)
		for _, f := range d.Facts {
			s.text(a4Text, f[0]+": "+f[1], 0, 0.6)
		}
		for _, part := range d.Parts {
			s.room(22) // a heading never stands alone at the foot
			s.text(a4Bold.at(11), part.Head, 5, 1.5)
			for _, l := range part.Lines {
				s.text(a4Text, l, 0, 1)
			}
		}
		return nil
	})
}
