package visit

import (
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Receipt counts the receipts of things in custody (tanda terima titipan) that
// were printed for a visit.
type Receipt struct {
	Prints int       `json:"prints,omitempty"`
	Things int       `json:"things,omitempty"` // how many things stood on the newest
	Badge  int       `json:"badge,omitempty"`  // and which number
	Copy   int       `json:"copy,omitempty"`   // 1 is the first with these things; a further one says that it is a copy
	At     time.Time `json:"at,omitzero"`      // of the newest
}

// Taken is how many things the office took into custody, given back or not: the
// card and the items. A receipt lists them.
func (f Facts) Taken() int {
	n := len(f.Items)
	if f.Card.Held {
		n++
	}
	return n
}

// ErrNothingHeld says that there is nothing to write a receipt for.
var ErrNothingHeld = refusal.New(refusal.Conflict, "visit.nothing-held")

// PrintReceipt records a receipt. A jam or an empty roll is a further one.
type PrintReceipt struct{}

// Apply counts the receipt. One that lists more than the last, or under another
// number, is no copy of it.
func (m PrintReceipt) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	n := v.Facts.Taken()
	if n == 0 {
		return v, ErrNothingHeld
	}
	r := &v.Facts.Receipt
	if number := v.Facts.Badge.Number; r.Things != n || r.Badge != number {
		r.Things, r.Badge, r.Copy = n, number, 0
	}
	r.At = cut(s.At)
	r.Prints++
	r.Copy++
	return v, nil
}

// MaxTickets is how often a kiosk prints one ticket: a guest never needs more, and
// nobody empties the roll.
const MaxTickets = 5

// ErrTickets says that a ticket was printed often enough.
var ErrTickets = refusal.New(refusal.Busy, "visit.tickets")

// PrintTicket records that the kiosk printed the guest's ticket. registered.
type PrintTicket struct{}

// Apply counts the ticket.
func (m PrintTicket) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	if v.Facts.Tickets >= MaxTickets {
		return v, ErrTickets
	}
	v.Facts.Tickets++
	return v, nil
}
