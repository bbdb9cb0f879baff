package paper

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"bukutamu/internal/lang"
)

// Receipt is a receipt for what a guest handed over (tanda terima titipan).
type Receipt struct {
	Number  string    // of badge and pocket, "T-014"
	Name    string    // as on the card
	Unit    string    // where the guest goes
	At      time.Time // when the things were taken, in the office's zone; also dates the document
	Zone    string    // "WIB"
	Things  []Held
	By      string    // who took them, names
	Address string    // content of the QR code, in capitals
	Office  string    // "Kejaksaan Negeri Kapuas"
	Where   string    // "Jl. A. Yani No. 63 · 0513 21520"; may be empty
	Copy    time.Time // when a copy was printed; zero for the first
	Lang    lang.Lang // language of the guest
	// Confidential names the guest by the number alone, whatever the other fields hold.
	Confidential bool
}

// Held is one thing on a receipt.
type Held struct {
	What  string
	Place string // "loker 12", the number of the pocket; empty where there is none
	Note  string // who took it when, or that it was given back, where that is to be said
	Card  bool   // the identity card, in the pocket with the badge's number
}

// The styles of receipts and tickets; sizes are those of the design's print sheets.
var (
	plain    = style{face: regular, pt: 9, lead: 1.35}
	plainFat = style{face: bold, pt: 9, lead: 1.35}
	head1    = style{face: bold, pt: 11, lead: 1.3}
	bigNo    = style{face: mono, pt: 20, lead: 1.15}
	place    = style{face: mono, pt: 9, lead: 1.35}
	note     = style{face: regular, pt: 7.5, lead: 1.3}
	sign     = style{face: regular, pt: 8, lead: 1.35}
)

const slipGap = 2.2 // between the parts of a receipt or a ticket

// Receipt prints a custody receipt on one of the two receipt papers. A list that
// does not fit goes on on a further page.
func (p *Press) Receipt(ctx context.Context, size Size, r Receipt) ([]byte, error) {
	if size != Receipt80 && size != Receipt62 {
		return nil, fmt.Errorf("paper: %q is no paper of receipts", string(size))
	}
	if len(r.Things) == 0 {
		return nil, errors.New("paper: a receipt of nothing")
	}
	title := r.Lang.T("paper.receipt.title") + " " + p.faces[mono].clean(r.Number)
	return p.make(ctx, size, title, r.At, func(s *sheet) error {
		code, err := QR(r.Address)
		if err != nil {
			return err
		}
		(&slip{sheet: s, edge: 4, office: r.Office, where: r.Where}).receipt(r, code)
		return nil
	})
}

// slip is a narrow paper that is written from the top down.
type slip struct {
	*sheet
	edge, y       float64
	office, where string
}

func (s *slip) right() float64 { return s.w - s.edge }
func (s *slip) room() float64  { return s.w - 2*s.edge }

// middle writes centred lines.
func (s *slip) middle(st style, text string) {
	for _, line := range s.balance(st, s.clean(st, text), s.room()) {
		s.writeMiddle(s.w/2, s.y+st.pitch()/2+0.36*st.em(), st, line)
		s.y += st.pitch()
	}
}

// rule draws the dashed line between two parts.
func (s *slip) rule() {
	s.y += slipGap
	s.pdf.SetDashPattern([]float64{1.2, 0.8}, 0)
	s.line(s.edge, s.y, s.right(), s.y, 0.3)
	s.pdf.SetDashPattern(nil, 0)
	s.y += slipGap
}

// begin starts a page with the office's head.
func (s *slip) begin() {
	s.pdf.AddPage()
	s.ink(0, 0, 0)
	s.y = s.edge
	s.middle(plainFat, strings.ToUpper(s.office))
	s.middle(plain, s.where)
	s.rule()
}

func (s *slip) receipt(r Receipt, code Code) {
	T := r.Lang.T
	s.begin()
	s.middle(head1, T("paper.receipt.title"))
	s.middle(bigNo, r.Number)
	s.middle(plain, T("paper.receipt.when", "date", r.Lang.Date(r.At), "time", r.Lang.Clock(r.At), "zone", r.Zone))
	if !r.Copy.IsZero() {
		s.middle(plainFat, T("paper.receipt.copy", "time", r.Lang.Clock(r.Copy), "zone", r.Zone))
	}
	s.rule()
	guest := r.Number
	if !r.Confidential {
		guest = r.Name
		s.runs(plain, T("paper.receipt.guest"), plainFat, guest)
		s.runs(plain, T("paper.receipt.unit", "unit", r.Unit), plain, "")
		s.y += 1.6
	}
	card := false
	for _, h := range r.Things {
		s.thing(h)
		card = card || h.Card
	}
	key := "paper.receipt.badge-text"
	if card {
		key = "paper.receipt.card-text"
	}
	things, text := T("paper.receipt.things", "n", len(r.Things)), T("paper.receipt.taken-by", "who", r.By)+" "+T(key)
	lines, _ := s.wrap(plainFat, s.clean(plainFat, things+" "+text), s.room()) // at least as many as are written
	const side, pen = 28.0, 11.0
	below := 5*slipGap + float64(len(lines))*plain.pitch() + 2*sign.pitch() + pen + side
	if s.y+below > s.h-s.edge { // it stays together: the signature stands under all of it
		s.begin()
		s.middle(bigNo, r.Number)
	}
	s.rule()
	s.runs(plainFat, things, plain, text)
	s.y += slipGap
	half := (s.room() - 4) / 2
	for i, who := range []string{guest, r.By} {
		x := s.edge + float64(i)*(half+4)
		s.stack(x, s.y, block{sign, []string{s.clean(sign, T("paper.receipt.sign"+[]string{"-guest", "-officer"}[i]))}, 0})
		s.line(x, s.y+sign.pitch()+pen, x+half, s.y+sign.pitch()+pen, 0.3)
		st, who := s.oneLine(sign, s.clean(sign, who), half, 6)
		s.stack(x, s.y+sign.pitch()+pen+0.4, block{st, []string{who}, 0})
	}
	s.y += 2*sign.pitch() + pen + 0.4
	s.rule()
	s.named("QR titipan", func() { s.code(code, s.edge-2, s.y-2, side) })
	x := s.edge + side - 2
	lines, _ = s.wrap(plain, s.clean(plain, T("paper.receipt.lost")), s.right()-x)
	b := block{plain, lines, 0}
	s.stack(x, s.y+max(0, (side-4-b.height())/2), b)
}

// thing writes one line of the list: a box to tick, what, and where it lies.
func (s *slip) thing(h Held) {
	const box, indent = 4.0, 6.5
	st := place
	if h.Card {
		st = place.at(11)
	}
	st, where := s.oneLine(st, s.clean(st, h.Place), s.room()*0.45, 6)
	width := s.room() - indent
	if where != "" {
		width -= s.width(st, where) + 1.5
	}
	lines, _ := s.wrap(plain, s.clean(plain, h.What), width)
	small, _ := s.wrap(note, s.clean(note, h.Note), s.room()-indent)
	what, more := s.keep(block{plain, lines, 0}, 6, width), block{note, small, 0}
	if s.y+max(what.height()+more.height(), box) > s.h-s.edge {
		s.begin()
	}
	s.pdf.SetLineWidth(0.35)
	s.pdf.Rect(s.edge+0.2, s.y+0.2, box-0.4, box-0.4, "D")
	s.writeRight(s.right(), s.y+plain.pitch()/2+0.36*plain.em(), st, where)
	s.y = max(s.stack(s.edge+indent, s.y, what, more), s.y+box) + 1.4
}

// runs writes two texts after each other as one paragraph, each in its style.
func (s *slip) runs(a style, first string, b style, second string) {
	x := s.edge
	base := s.y + a.pitch()/2 + 0.36*a.em()
	for i, text := range []string{first, second} {
		st := []style{a, b}[i]
		for word := range strings.FieldsSeq(s.clean(st, text)) {
			if x > s.edge && x+s.width(st, word) > s.right() {
				x, base, s.y = s.edge, base+a.pitch(), s.y+a.pitch()
			}
			st, word := s.oneLine(st, word, s.room(), 6)
			s.write(x, base, st, word+" ")
			x += s.width(st, word+" ")
		}
	}
	s.y += a.pitch()
}

// named draws something with a text alternative for whoever has the file read aloud.
func (s *sheet) named(alt string, draw func()) {
	s.pdf.RawWriteStr("/Figure <</Alt (" + alt + ")>> BDC")
	draw()
	s.pdf.RawWriteStr("EMC")
}
