package paper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/jung-kurt/gofpdf"

	"bukutamu/internal/lang"
)

// Badge is what may stand on a badge. There is no field for the purpose or the
// origin of a guest: a badge must not shame its wearer (domain.md).
type Badge struct {
	Number  string    // as the office writes it, "T-014"
	Name    string    // as on the card
	Unit    string    // where the guest goes
	Room    string    // "Ruang 2.04", or the number alone; empty when not known
	In      time.Time // time in, already in the office's zone; also dates the document
	Address string    // content of the QR code, in capitals: BASE-URL/B/OFFICE.TOKEN
	Photo   []byte    // JPEG, cut to 22 × 28 mm on the card; nil without one
	Chain   string    // the office above, "Kejaksaan Tinggi Kalimantan Tengah"; may be empty
	Office  string    // "Kejaksaan Negeri Kapuas"
	Lang    lang.Lang // language of the guest
	// Confidential leaves the number, TAMU and the QR code alone on the badge,
	// whatever the other fields hold.
	Confidential bool
}

// ErrPhoto says that a photo is not a JPEG that can be printed. The badge can be
// printed without it.
var ErrPhoto = errors.New("paper: the photo is not a usable JPEG")

// Badges prints the badges of a party as one document, a page each.
func (p *Press) Badges(ctx context.Context, size Size, badges ...Badge) ([]byte, error) {
	if len(badges) == 0 {
		return nil, errors.New("paper: no badge to print")
	}
	if !slices.Contains(Sizes(), size) {
		return nil, fmt.Errorf("paper: %q is no paper of badges", string(size))
	}
	var numbers []string
	for _, b := range badges {
		numbers = append(numbers, p.faces[mono].clean(b.Number))
	}
	title := badges[0].Lang.T("paper.badge.title", "number", strings.Join(numbers, ", "))
	return p.make(ctx, size, title, badges[0].In, func(s *sheet) error {
		for _, b := range badges {
			code, err := QR(b.Address)
			if err != nil {
				return fmt.Errorf("badge %s: %w", b.Number, err)
			}
			s.pdf.AddPage()
			switch {
			case b.Confidential && size == Card:
				s.secretCard(b, code)
			case b.Confidential:
				s.secretLabel(b, code)
			case size == Card:
				err = s.card(b, code)
			default:
				s.label(b, code)
			}
			if err != nil {
				return fmt.Errorf("badge %s: %w", b.Number, err)
			}
		}
		return nil
	})
}

// The styles of a badge; sizes are those of the design's print sheets.
var (
	number   = style{face: mono, pt: 31, track: -0.02, lead: 1}
	visitor  = style{face: extraBold, pt: 13, track: 0.04, lead: 1}
	name     = style{face: extraBold, pt: 12, lead: 1.1}
	unit     = style{face: bold, pt: 7.5, lead: 1.2}
	small    = style{face: regular, pt: 6.5, lead: 1.2}
	smallFat = style{face: bold, pt: 6.5, lead: 1.2}
)

const margin = 3.0 // no text or module stands nearer to the edge than 2 mm, whatever the printer cuts

// bar is the green head of a card, dark enough to be black in print without colour.
func (s *sheet) bar() {
	s.ink(14, 53, 40)
	s.pdf.Rect(0, 0, s.w, 9, "F")
	s.ink(255, 255, 255)
}

func (s *sheet) card(b Badge, code Code) error {
	const side = 28.0
	edge := s.w - margin // right edge of text
	s.bar()
	word := s.clean(visitor, b.Lang.T("paper.visitor"))
	s.writeRight(edge, 6.15, visitor, word)
	room := edge - margin - s.width(visitor, word) - 2
	top, office := small, smallFat.at(8.5)
	chain, here := s.clean(top, b.Chain), s.clean(office, b.Office)
	top, chain = s.oneLine(top, chain, room, 5)
	office, here = s.oneLine(office, here, room, 5.5)
	if chain == "" {
		s.write(margin, 5.6, office, here)
	} else {
		s.write(margin, 3.6, top, chain)
		s.write(margin, 7, office, here)
	}

	s.ink(0, 0, 0)
	x := margin
	if len(b.Photo) > 0 {
		if err := s.photo(b.Photo, margin, 14.8, 22, 28); err != nil {
			return err
		}
		x += 22 + 2
	}
	left := s.w - 1 - side // the code's quiet zone serves as the gap
	no, digits := s.oneLine(number, s.clean(number, b.Number), edge-x, 12)
	s.write(x, 18.6, no, digits)
	s.code(code, left, 20.5, side)
	// Without a photo there is room for a larger name.
	most, under := 12.0, 7.5
	if x == margin {
		most, under = 15, 9
	}
	s.person(b, x, 21, left-x, 27, most, under)

	s.line(0, 48.7, s.w, 48.7, 0.3)
	back := s.clean(smallFat, b.Lang.T("paper.return"))
	s.writeRight(edge, 51.7, smallFat, back)
	when := b.Lang.Date(b.In) + " · " + b.Lang.T("paper.in", "time", b.Lang.Clock(b.In))
	st, when := s.oneLine(small, s.clean(small, when), edge-margin-s.width(smallFat, back)-2, 5)
	s.write(margin, 51.7, st, when)
	return nil
}

func (s *sheet) label(b Badge, code Code) {
	const side = 29.0
	edge := s.w - margin
	s.ink(0, 0, 0)
	shout := visitor.at(14)
	word := s.clean(shout, b.Lang.T("paper.visitor"))
	s.writeRight(edge, 8.5, shout, word)
	room := edge - margin - s.width(shout, word) - 2
	kind, place := officeName(b.Office)
	top, kind := s.oneLine(small.at(7), s.clean(small, kind), room, 5)
	office, place := s.oneLine(smallFat.at(7), s.clean(smallFat, place), room, 5)
	s.write(margin, 5.4, top, kind)
	s.write(margin, 8.5, office, place)
	s.line(margin, 10.6, edge, 10.6, 0.6)

	no, digits := s.oneLine(number.at(38), s.clean(number, b.Number), edge-margin, 12)
	s.write(margin, 23.4, no, digits)
	s.person(b, margin, 26.7, edge-margin, 18.1, 15, 10)

	s.code(code, 0, 45, side) // its quiet zone is the margin: the symbol begins at 2.8 mm
	x, y := 30.2, 48.2
	for _, l := range []struct {
		st    style
		gap   float64
		words string
	}{
		{small.at(8), 0, b.Lang.Weekday(b.In)},
		{smallFat.at(8), 0, fmt.Sprintf("%s %d", b.Lang.ShortDay(b.In), b.In.Year())},
		{small.at(8), 0, b.Lang.T("paper.in", "time", b.Lang.Clock(b.In))},
		{smallFat.at(8), 3.6, b.Lang.T("paper.return")},
	} {
		l.st.lead = 1.25
		y = s.stack(x, y, block{l.st, s.balance(l.st, s.clean(l.st, l.words), edge-x), l.gap})
	}
}

// officeName parts "Kejaksaan Negeri Kapuas" into kind and place, as the narrow
// label writes it on two lines; a name of up to two words is all place.
func officeName(office string) (kind, place string) {
	words := strings.Fields(office)
	if len(words) < 3 {
		return "", strings.Join(words, " ")
	}
	return strings.Join(words[:2], " "), strings.Join(words[2:], " ")
}

// person sets the name, and under it unit and room, in a box. A long text
// shrinks, then wraps, then is cut; the name keeps what room the unit leaves.
func (s *sheet) person(b Badge, x, y, w, h, most, under float64) {
	const least, leastUnder = 7.2, 6.5 // points: still read at arm's length
	who, where, door := s.clean(name, b.Name), s.clean(unit, b.Unit), s.clean(unit, b.Room)
	if door != "" && unicode.IsDigit(rune(door[0])) {
		door = s.clean(unit, b.Lang.T("paper.room", "room", door))
	}
	for scale := 1.0; ; scale -= 0.05 {
		big, fine := name.at(max(least, most*scale)), unit.at(max(leastUnder, under*scale))
		lines, broken := s.wrap(big, who, w)
		n := block{big, lines, 0}
		u := block{fine, s.balance(fine, where, w), 1}
		r := block{style: fine}
		if door != "" {
			r.lines = []string{s.cut(fine, door, w, false)}
		}
		if n.height()+u.height()+r.height() > h || broken {
			if big.pt > least {
				continue
			}
			u = s.keep(u, 2, w)
			n = s.keep(n, max(1, int((h-u.height()-r.height())/n.pitch())), w)
		}
		s.stack(x, y, n, u, r)
		return
	}
}

// photo fills a box with the middle of a JPEG.
func (s *sheet) photo(raw []byte, x, y, w, h float64) error {
	c, err := jpeg.DecodeConfig(bytes.NewReader(raw))
	if err != nil || c.Width < 1 || c.Height < 1 || c.Width > 4096 || c.Height > 4096 {
		return ErrPhoto
	}
	id := fmt.Sprintf("photo%d", s.pdf.PageNo())
	o := gofpdf.ImageOptions{ImageType: "JPG"}
	s.pdf.RegisterImageOptionsReader(id, o, bytes.NewReader(raw))
	wide, high := w, w*float64(c.Height)/float64(c.Width)
	if high < h {
		wide, high = h*float64(c.Width)/float64(c.Height), h
	}
	s.pdf.ClipRect(x, y, w, h, false)
	s.pdf.ImageOptions(id, x-(wide-w)/2, y-(high-h)/2, wide, high, false, o, 0, "")
	s.pdf.ClipEnd()
	return nil
}

var secretWord = style{face: extraBold, pt: 17, track: 0.05, lead: 1}

const secretSide = 34.0

func (s *sheet) secretCard(b Badge, code Code) {
	s.bar()
	s.writeMiddle(s.w/2, 6.6, secretWord, s.clean(secretWord, b.Lang.T("paper.visitor")))
	s.ink(0, 0, 0)
	left := s.w - margin - secretSide
	st, digits := s.oneLine(number.at(38), s.clean(number, b.Number), left-margin, 12)
	s.write(margin, 31.5+0.35*st.em(), st, digits)
	s.code(code, left, 31.5-secretSide/2, secretSide)
}

func (s *sheet) secretLabel(b Badge, code Code) {
	s.ink(0, 0, 0)
	s.writeMiddle(s.w/2, 8.5, secretWord, s.clean(secretWord, b.Lang.T("paper.visitor")))
	s.line(margin, 11, s.w-margin, 11, 0.6)
	st, digits := s.oneLine(number.at(42), s.clean(number, b.Number), s.w-2*margin, 12)
	s.writeMiddle(s.w/2, 27.5, st, digits)
	s.code(code, (s.w-secretSide)/2, 36, secretSide)
}
