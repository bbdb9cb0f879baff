package paper

import (
	"context"
	"strings"
	"time"

	"bukutamu/internal/lang"
)

// Ticket is a ticket as a kiosk with a printer gives it: no phone, no purpose, no
// document.
type Ticket struct {
	Code    string    // K7P-4M2
	Guest   string    // "Ibu Anggrek"; empty for a confidential visit
	Unit    string    // where the guest goes; empty for a confidential visit
	Size    int       // how many people it is for
	Day     time.Time // it is valid, in the office's zone; also dates the document
	Bring   []string  // what to have ready
	Address string    // content of the QR code, in capitals
	Office  string
	Lang    lang.Lang
}

// Ticket prints a ticket.
func (p *Press) Ticket(ctx context.Context, t Ticket) ([]byte, error) {
	title := t.Lang.T("ticket.title") + " " + p.faces[mono].clean(t.Code)
	return p.make(ctx, Ticket80, title, t.Day, func(sh *sheet) error {
		code, err := QR(t.Address)
		if err != nil {
			return err
		}
		const side = 50.0
		s := &slip{sheet: sh, edge: 4, office: t.Office}
		s.begin()
		if t.Guest != "" {
			s.middle(head1, t.Guest)
		}
		s.y -= 2.5 // the code's quiet zone is the gap
		s.named("QR tiket", func() { s.code(code, (s.w-side)/2, s.y, side) })
		s.y += side - 3
		s.middle(bigNo.at(24), t.Code)
		s.middle(plainFat, t.Lang.Date(t.Day)+" · "+t.Lang.T("ticket.size", "n", t.Size))
		st, unit := s.oneLine(plain, s.clean(plain, t.Unit), s.room(), 7)
		s.middle(st, unit)
		s.rule()
		s.runs(plainFat.at(8), t.Lang.T("ticket.next1")+".", plain.at(8), t.Lang.T("ticket.bring")+": "+strings.Join(t.Bring, "; ")+".")
		return nil
	})
}
