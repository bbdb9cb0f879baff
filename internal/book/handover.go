package book

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Handover is the passing of a shift from one officer to the next: what was held, what
// the outgoing officer counted, and both names. Nothing in it is ever changed; what is
// found out later is a further entry of its log.
type Handover struct {
	ID      string          `json:"id"`
	At      time.Time       `json:"at"`
	From    string          `json:"from"` // login of the outgoing officer
	To      string          `json:"to"`   // and of the incoming, who typed the own password
	Since   time.Time       `json:"since,omitzero"`
	Counted []Counted       `json:"counted"`
	Badges  []int           `json:"badges"` // numbers that are out
	Inside  int             `json:"inside"` // people in the building
	Calls   int             `json:"calls"`  // calls from the lobby that nobody had answered
	Visits  int             `json:"visits"` // Kunjungan of the day so far
	People  int             `json:"people"` // Orang
	InTime  int             `json:"inTime"` // visits with an escort within the service standard's time
	Log     []HandoverEntry `json:"log"`
}

// Counted is one thing that is held, and whether it was there.
type Counted struct {
	Visit string `json:"visit"`
	Key   string `json:"key"`                    // card or the item's number, see visit.Thing
	What  string `json:"what" seal:"item"`       // of an item
	Place string `json:"place"`                  // T-030 or the locker
	Here  bool   `json:"here"`                   // the outgoing officer found it in its place
	Why   string `json:"why" seal:"reason text"` // of one that was not there
	State string `json:"state"`                  // where its visit stood
}

// HandoverEntry is a line of a handover's log, chained as those of visits are.
type HandoverEntry struct {
	N      int       `json:"n"`
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Device string    `json:"device,omitempty"`
	Act    string    `json:"act"`
	What   string    `json:"what"` // handed, note
	Note   string    `json:"note,omitempty" seal:"reason text"`
	Digest []byte    `json:"digest"` // keyed hash of the note
	Hash   []byte    `json:"hash"`
}

// HandoverLine is what the list of handovers shows.
type HandoverLine struct {
	From, To                      string
	Held, Missing, Badges, Inside int
}

// The two things that a handover's log tells.
const (
	Handed = "handed"
	Noted  = "note"
)

// Refusals about handovers.
var (
	ErrToSelf   = refusal.New(refusal.Invalid, "book.to-self")    // the outgoing officer is the incoming
	ErrNoDesk   = refusal.New(refusal.Invalid, "book.no-desk")    // the incoming may not work at the desk
	ErrExplain  = refusal.New(refusal.Invalid, "book.explain")    // something is not there and nobody said why
	ErrRecount  = refusal.New(refusal.Conflict, "book.recount")   // what is held changed while it was counted
	ErrNoteText = refusal.New(refusal.Invalid, "book.note-empty") // a note without words
)

func keepHandover(h Handover) store.Kept[HandoverLine] {
	l := HandoverLine{From: h.From, To: h.To, Held: len(h.Counted), Badges: len(h.Badges), Inside: h.Inside}
	for _, c := range h.Counted {
		if !c.Here {
			l.Missing++
		}
	}
	return store.Kept[HandoverLine]{ID: h.ID, Claim: "id:" + h.ID, Tags: []string{"from:" + h.From, "to:" + h.To}, At: h.At, Brief: l}
}

// HandOver records that the shift goes from the person of the stamp to the one whose
// login and password were typed. Counted must name exactly what is held now, else it is
// ErrRecount. The same act again gives the handover it made.
func (b *Book) HandOver(ctx context.Context, s account.Stamp, h Handover, login, password, note string) (Handover, error) {
	s = b.stamped(s)
	if err := may(s, account.SeeDesk); err != nil {
		return h, err
	}
	if !secret.ValidToken(s.Act) {
		s.Act = secret.ID()
	}
	if done, err := b.handovers.Get(ctx, s.Office, s.Act); err == nil {
		return done, nil
	} else if !errors.Is(err, store.ErrNotFound) {
		return h, err
	}
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return h, err
	}
	for i, c := range h.Counted {
		if h.Counted[i].Why = strings.TrimSpace(c.Why); !c.Here && h.Counted[i].Why == "" {
			return h, ErrExplain
		}
	}
	charge, err := b.Charge(ctx, o)
	if err != nil {
		return h, err
	}
	if h.Badges, err = held(h.Counted, charge); err != nil {
		return h, err
	}
	in, err := b.incoming(ctx, s, login, password)
	if err != nil {
		return h, err
	}
	desk, err := b.Desk(ctx, o, s.At)
	if err != nil {
		return h, err
	}
	day, err := b.Daily(ctx, o, s.At)
	if err != nil {
		return h, err
	}
	h.Since = store.Cut(h.Since)
	h.ID, h.At, h.From, h.To, h.Inside, h.Calls = s.Act, s.At, s.By, in.Login, 0, len(desk.Calls)
	h.Visits, h.People, h.InTime = day.Visits, day.People, day.InTime
	for _, v := range charge {
		if v.Facts.State.Inside() && !v.Facts.Outside() {
			h.Inside++
		}
	}
	h.Log = nil
	if h.Log, err = b.chainHandover(s.Office, h, HandoverEntry{At: s.At, By: s.By, Device: s.Device, Act: s.Act, What: Handed, Note: note}); err != nil {
		return h, err
	}
	err = b.Acting(ctx, s, "handover", h.To, "", func() error {
		h, _, err = b.handovers.Add(ctx, s.Office, h)
		return err
	})
	return h, err
}

// incoming proves who takes the shift over.
func (b *Book) incoming(ctx context.Context, s account.Stamp, login, password string) (account.Account, error) {
	a, err := b.CheckPassword(ctx, login, password)
	if list := refusal.Of(err); list != nil {
		return a, list[0].At("password")
	}
	switch {
	case err != nil:
		return a, err
	case a.Login == s.By:
		return a, ErrToSelf.At("login")
	case a.Office != s.Office || !a.Roles.Can(account.SeeDesk):
		return a, ErrNoDesk.At("login")
	}
	return a, nil
}

// held compares what was counted with what is held, and gives the numbers that are out.
func held(counted []Counted, charge []visit.Visit) (badges []int, err error) {
	open := map[string]bool{}
	for _, v := range charge {
		f := v.Facts
		for _, t := range f.Things() {
			if t.Key != visit.BadgeKey && t.Back.IsZero() {
				open[v.ID+":"+t.Key] = true
			}
		}
		if f.Badge.Number > 0 && f.Badge.BackAt.IsZero() && f.Badge.RetiredAt.IsZero() {
			badges = append(badges, f.Badge.Number)
		}
	}
	for _, c := range counted {
		key := c.Visit + ":" + c.Key
		if !open[key] {
			return nil, ErrRecount
		}
		delete(open, key)
	}
	if len(open) > 0 {
		return nil, ErrRecount
	}
	slices.Sort(badges)
	return badges, nil
}

// NoteHandover adds what was found out later to a handover's log.
func (b *Book) NoteHandover(ctx context.Context, s account.Stamp, id, note string) error {
	s = b.stamped(s)
	if err := may(s, account.SeeDesk); err != nil {
		return err
	}
	note = strings.TrimSpace(note)
	if note == "" || utf8.RuneCountInString(note) > 500 {
		return ErrNoteText.At("note")
	}
	_, err := b.handovers.Update(ctx, s.Office, id, func(h Handover) (Handover, error) {
		for _, e := range h.Log {
			if e.Act == s.Act && s.Act != "" {
				return h, nil
			}
		}
		var err error
		h.Log, err = b.chainHandover(s.Office, h, HandoverEntry{At: s.At, By: s.By, Device: s.Device, Act: s.Act, What: Noted, Note: note})
		return h, err
	})
	return missing(err, ErrNotFound)
}

// Handover reads one.
func (b *Book) Handover(ctx context.Context, officeID, id string) (Handover, error) {
	h, err := b.handovers.Get(ctx, officeID, id)
	return h, missing(err, ErrNotFound)
}

// Handovers lists those of a time, newest first; next leads to the older ones.
func (b *Book) Handovers(ctx context.Context, officeID string, from, to time.Time, after string) (rows []store.Row[HandoverLine], next string, err error) {
	p, err := b.handovers.Scan(ctx, officeID, store.Query{From: from, To: to, Newest: true, After: after, Limit: 50})
	if errors.Is(err, store.ErrCursor) {
		err = ErrCursor
	}
	return p.Rows, p.Next, err
}

// chainHandover appends an entry that hangs on the one before.
func (b *Book) chainHandover(officeID string, h Handover, e HandoverEntry) ([]HandoverEntry, error) {
	var before []byte
	n := len(h.Log)
	if n > 0 {
		before = h.Log[n-1].Hash
	}
	var err error
	e.N = n + 1
	if e.Digest, err = b.handoverDigest(officeID, h, e); err != nil {
		return nil, err
	}
	e.Hash = b.handoverHash(officeID, h.ID, e, before)
	return append(h.Log[:n:n], e), nil
}

// handoverDigest covers the words of an entry, and with the first all that was counted.
func (b *Book) handoverDigest(officeID string, h Handover, e HandoverEntry) ([]byte, error) {
	parts := [][]byte{[]byte(officeID), []byte(h.ID), number(e.N), []byte(e.Note)}
	if e.N == 1 {
		h.Log = nil
		counted, err := json.Marshal(h)
		if err != nil {
			return nil, err
		}
		parts = append(parts, counted)
	}
	return b.keys.MAC("handover note", parts...), nil
}

func (b *Book) handoverHash(officeID, id string, e HandoverEntry, before []byte) []byte {
	return b.keys.MAC("handover log", []byte{1}, []byte(officeID), []byte(id), number(e.N), number(int(e.At.UnixMilli())),
		[]byte(e.By), []byte(e.Device), []byte(e.Act), []byte(e.What), e.Digest, before)
}

// checkHandover recomputes a handover's log.
func (b *Book) checkHandover(officeID string, h Handover) error {
	var before []byte
	for i, e := range h.Log {
		digest, err := b.handoverDigest(officeID, h, e)
		switch {
		case err != nil:
			return err
		case e.N != i+1 || !bytes.Equal(e.Hash, b.handoverHash(officeID, h.ID, e, before)):
			return fmt.Errorf("handover %s: log entry %d does not follow the one before", h.ID, i+1)
		case !bytes.Equal(e.Digest, digest):
			return fmt.Errorf("handover %s: what log entry %d tells was changed", h.ID, e.N)
		}
		before = e.Hash
	}
	if len(h.Log) == 0 {
		return fmt.Errorf("handover %s: without a log", h.ID)
	}
	return nil
}
