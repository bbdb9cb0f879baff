package book

import (
	"context"
	"errors"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/complaint"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

// Attachment is a file that came with a complaint: a document of its own, so that the
// complaint stays small and a file can be erased apart.
type Attachment struct {
	ID        string    `json:"id"`
	Complaint string    `json:"complaint"`
	Name      string    `json:"name" seal:"file name"`
	Kind      string    `json:"kind"` // complaint.JPEG, PNG or PDF
	Content   []byte    `json:"content" seal:"attachment"`
	At        time.Time `json:"at"`              // as in the complaint's log
	Dated     bool      `json:"dated,omitempty"` // of an anonymous complaint: the day alone
}

// attachmentLine is the id of the complaint: enough to find those that none names.
type attachmentLine struct {
	Of string `json:"o"`
}

func keepAttachment(a Attachment) store.Kept[attachmentLine] {
	k := store.Kept[attachmentLine]{ID: a.ID, Claim: "id:" + a.ID, Tags: []string{"of:" + a.Complaint}, At: a.At, Brief: attachmentLine{a.Complaint}}
	if a.Dated {
		k.Dated = a.At
	}
	return k
}

// Attach keeps a file of the complainant, cleaned already, and names it on the complaint.
// The stamp's act is the form's nonce: sent again, it is the same file.
func (b *Book) Attach(ctx context.Context, s account.Stamp, id, name, kind string, content []byte) (complaint.Complaint, error) {
	s = b.stamped(s)
	if !secret.ValidToken(s.Act) {
		s.Act = secret.ID()
	}
	m := complaint.Attach{ID: b.drawn("complaint file", s.Act), Name: name, Kind: kind, Size: len(content)}
	s = b.fromOutside(s)
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return complaint.Complaint{}, err
	}
	c, err := b.Tracked(ctx, s.Office, id)
	if err != nil {
		return c, err
	}
	next, err := complaint.Do(c, m, s, o) // says no before anything is kept
	if err != nil || len(next.Log) == len(c.Log) {
		return c, err
	}
	a := Attachment{ID: m.ID, Complaint: id, Name: name, Kind: kind, Content: content, At: next.Last().At, Dated: c.Facts.Naming == complaint.Anonymous}
	if _, _, err := b.attachments.Add(ctx, s.Office, a); err != nil {
		return c, err
	}
	return b.moveComplaint(ctx, s, id, m)
}

// attachment reads a file that the complaint names.
func (b *Book) attachment(ctx context.Context, officeID string, c complaint.Complaint, file string) (Attachment, error) {
	if !c.Facts.Names(file) {
		return Attachment{}, ErrNotFound
	}
	a, err := b.attachments.Get(ctx, officeID, file)
	return a, missing(err, ErrNotFound)
}

// orphanDays is after how many days a file that no complaint names is removed: the
// complainant's connection broke between the file and its move.
const orphanDays = 2

// dropAttachments removes files that no complaint names.
func (b *Book) dropAttachments(ctx context.Context, officeID string) error {
	now := b.Now()
	q := store.Query{From: now.AddDate(0, 0, -30), To: now.AddDate(0, 0, -orphanDays), Limit: store.MaxLimit}
	for {
		p, err := b.attachments.Scan(ctx, officeID, q)
		if err != nil {
			return err
		}
		for _, a := range p.Rows {
			c, err := b.complaints.Get(ctx, officeID, a.Brief.Of)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			if !c.Facts.Names(a.ID) {
				if err := b.attachments.Remove(ctx, officeID, a.ID); err != nil {
					return err
				}
			}
		}
		if q.After = p.Next; p.Next == "" {
			return nil
		}
	}
}
