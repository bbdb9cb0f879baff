package book_test

import (
	"bytes"
	"testing"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/visit"
)

func TestAPhotoIsTakenBeforeTheCheckIn(t *testing.T) {
	l := enter(t)
	v := l.register(form("Anggrek Contohwati"))
	save := func(s account.Stamp, jpeg string) error { return l.SavePhoto(l.ctx, s, v.ID, []byte(jpeg)) }
	refused(t, "before the guest is here", save(l.officer(), "satu"), visit.ErrState)
	l.do(v.ID, visit.Arrive{})
	refused(t, "by a guest", save(l.guest(), "satu"), account.ErrForbidden)
	refused(t, "of nobody", l.SavePhoto(l.ctx, l.officer(), "nobody", []byte("x")), visit.ErrNotFound)
	good(t, save(l.officer(), "satu"))
	good(t, save(l.officer(), "dua")) // taken again
	if d := l.raw(book.KindPhoto, v.ID); bytes.Contains(d.Body, []byte("dua")) || bytes.Contains(d.Body, []byte("ZHVh")) {
		t.Error("the photo lies open in the store")
	}
	m := verification(1)
	m.PhotoWhy = ""
	v = l.do(v.ID, m)
	if !v.Facts.Photo.Taken {
		t.Errorf("%+v", v.Facts.Photo)
	}
	refused(t, "after the check-in", save(l.officer(), "tiga"), visit.ErrState)
	if jpeg, err := l.Photo(l.ctx, "kapuas", v.ID); err != nil || string(jpeg) != "dua" {
		t.Errorf("%q, %v", jpeg, err)
	}
	_, err := l.Photo(l.ctx, "palangka", v.ID)
	refused(t, "from another office", err, book.ErrNotFound)
	none := l.arrived("Bima Umpamanto")
	m.Badge = 2
	_, err = l.Move(l.ctx, l.officer(), none.ID, m)
	refused(t, "no photo and no reason", err, visit.ErrPhoto)
}
