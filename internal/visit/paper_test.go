package visit_test

import (
	"testing"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/visit"
)

// The second receipt with the same things is a copy; after one more thing was
// taken, or under another number, the next is a first one again.
func TestAReceiptKnowsWhetherItIsACopy(t *testing.T) {
	v := waiting(t)
	for i, x := range []struct {
		move visit.Move
		want visit.Receipt
	}{
		{visit.PrintReceipt{}, visit.Receipt{Prints: 1, Things: 2, Badge: 3, Copy: 1, At: after(10)}},
		{visit.PrintReceipt{}, visit.Receipt{Prints: 2, Things: 2, Badge: 3, Copy: 2, At: after(11)}},
		{visit.Custody{What: "Laptop"}, visit.Receipt{Prints: 2, Things: 2, Badge: 3, Copy: 2, At: after(11)}},
		{visit.PrintReceipt{}, visit.Receipt{Prints: 3, Things: 3, Badge: 3, Copy: 1, At: after(13)}},
		{visit.PrintReceipt{}, visit.Receipt{Prints: 4, Things: 3, Badge: 3, Copy: 2, At: after(14)}},
		{visit.Exchange{Was: 3, Badge: 4, Token: "badge-4"}, visit.Receipt{Prints: 4, Things: 3, Badge: 3, Copy: 2, At: after(14)}},
		{visit.PrintReceipt{}, visit.Receipt{Prints: 5, Things: 3, Badge: 4, Copy: 1, At: after(16)}},
	} {
		if v = do(t, v, x.move, officer(10+i)); v.Facts.Receipt != x.want {
			t.Errorf("step %d: %+v, want %+v", i+1, v.Facts.Receipt, x.want)
		}
	}
	if v.Facts.State != visit.Waiting || v.Facts.Badge.Prints != 1 {
		t.Error("a receipt changed the visit or the badge")
	}
}

func TestNoReceiptOfNothing(t *testing.T) {
	m := verification()
	m.Document, m.Number, m.Items = identity.IKD, "6203015508850001", nil
	v := do(t, arrived(t), m, officer(3))
	_, err := visit.Do(v, visit.PrintReceipt{}, officer(8), kapuas)
	refused(t, "a receipt of nothing", err, visit.ErrNothingHeld, "")
}

func TestAKioskPrintsATicketAFewTimes(t *testing.T) {
	v := registered(t)
	for i := range visit.MaxTickets {
		v = do(t, v, visit.PrintTicket{}, stamp(account.Guest, after(i+1)))
		if v.Facts.Tickets != i+1 {
			t.Fatalf("%d tickets after %d", v.Facts.Tickets, i+1)
		}
	}
	_, err := visit.Do(v, visit.PrintTicket{}, stamp(account.Guest, after(9)), kapuas)
	refused(t, "one ticket too many", err, visit.ErrTickets, "")
	_, err = visit.Do(do(t, v, visit.Arrive{}, officer(10)), visit.PrintTicket{}, stamp(account.Guest, after(11)), kapuas)
	if err == nil {
		t.Error("a ticket was printed for a guest who is here")
	}
}
