package book_test

import (
	"errors"
	"strings"
	"testing"

	"bukutamu/internal/book"
)

func TestATicketsAddress(t *testing.T) {
	l := enter(t)
	v := l.register(form("Anggrek Contohwati"))
	b := l.waiting(1)
	for _, code := range []string{"kapuas." + v.Ticket, "KAPUAS." + strings.ToLower(v.Ticket), "kapuas." + strings.NewReplacer("0", "O", "1", "i").Replace(v.Ticket)} {
		found, o, err := l.Ticket(l.ctx, code)
		if err != nil || found.ID != v.ID || o.ID != "kapuas" {
			t.Errorf("%q: %q of %s, %v", code, found.ID, o.ID, err)
		}
	}
	for _, code := range []string{"palangka." + v.Ticket, v.Ticket, "kapuas.", "kapuas." + v.Ticket[1:], "kapuas.0123456789ABCDEFGHJKMNPQRS", "kapuas." + b.Facts.Badge.Token, ""} {
		if found, _, err := l.Ticket(l.ctx, code); !errors.Is(err, book.ErrNotFound) || found.ID != "" {
			t.Errorf("%q: %q, %v", code, found.ID, err)
		}
	}
	if o, err := l.BadgeOffice(l.ctx, "Kapuas."+b.Facts.Badge.Token); err != nil || o.ID != "kapuas" {
		t.Errorf("a badge is of %s, %v", o.ID, err)
	}
	if _, err := l.BadgeOffice(l.ctx, "palangka."+b.Facts.Badge.Token); !errors.Is(err, book.ErrNotFound) {
		t.Errorf("a badge of another office: %v", err)
	}
}
