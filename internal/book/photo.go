package book

import (
	"context"
	"errors"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Picture is a guest's photo: a document of its own with the visit's id, so
// that it can be erased earlier than the visit.
type Picture struct {
	ID   string    `json:"id"`
	JPEG []byte    `json:"jpeg" seal:"photo"` // 300 × 400, baseline, without metadata
	At   time.Time `json:"at"`
	By   string    `json:"by"`
}

func keepPicture(p Picture) store.Kept[struct{}] {
	return store.Kept[struct{}]{ID: p.ID, Claim: "id:" + p.ID, At: p.At}
}

// SavePhoto keeps the photo of a guest who is at the desk; a second one
// replaces the first until the guest is verified.
func (b *Book) SavePhoto(ctx context.Context, s account.Stamp, id string, jpeg []byte) error {
	if err := may(s, account.TakePhoto); err != nil {
		return err
	}
	s = b.stamped(s)
	v, err := b.Visit(ctx, s.Office, id)
	if err != nil {
		return err
	}
	if v.Facts.State != visit.Arrived {
		return visit.ErrState.With("state", v.Facts.State)
	}
	p := Picture{ID: id, JPEG: jpeg, At: s.At, By: s.By}
	_, made, err := b.photos.Add(ctx, s.Office, p)
	if err == nil && !made {
		_, err = b.photos.Update(ctx, s.Office, id, func(Picture) (Picture, error) { return p, nil })
	}
	return err
}

// Photo gives the guest's photo as JPEG.
func (b *Book) Photo(ctx context.Context, officeID, id string) ([]byte, error) {
	p, err := b.photos.Get(ctx, officeID, id)
	return p.JPEG, missing(err, ErrNotFound)
}

// HasPhoto reports whether a photo is kept for the visit.
func (b *Book) HasPhoto(ctx context.Context, officeID, id string) (bool, error) {
	_, err := b.store.Get(ctx, officeID, KindPhoto, id)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
