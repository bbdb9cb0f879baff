package book

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"bukutamu/internal/office"
	"bukutamu/internal/visit"
)

// Inside is who was in the building at a moment: what is printed and counted when it
// must be left at once.
type Inside struct {
	Office string     `json:"office"`
	At     time.Time  `json:"at"`
	People []Occupant `json:"people"`
}

// Occupant is one guest in the building. A confidential guest has no name here: they
// are called by the number of their badge.
type Occupant struct {
	Visit   string       `json:"visit"`
	Number  int          `json:"number,omitempty"` // of the badge; 0 before one was given
	Name    string       `json:"name,omitempty"`
	State   visit.State  `json:"state"`
	Room    string       `json:"room,omitempty"` // that the guest was brought to
	Unit    string       `json:"unit,omitempty"`
	Arrived time.Time    `json:"arrived"`
	Needs   []visit.Need `json:"needs,omitempty"`
	Secret  bool         `json:"secret,omitempty"`
}

// Inside reads who is in the building now, by badge number, those without one last.
// Whoever stepped out is not inside.
func (b *Book) Inside(ctx context.Context, o office.Office) (Inside, error) {
	in := Inside{Office: o.ID, At: b.Now()}
	charge, err := b.Charge(ctx, o)
	if err != nil {
		return in, err
	}
	for _, v := range charge {
		f := v.Facts
		if !f.State.Inside() || f.Outside() {
			continue
		}
		p := Occupant{Visit: v.ID, Number: f.Badge.Number, State: f.State, Unit: f.Unit, Arrived: f.ArrivedAt, Needs: f.Needs, Secret: f.Confidential}
		if !f.Confidential {
			p.Name = f.Guest.Name
		}
		if f.State == visit.Meeting {
			p.Room = f.Escort.Room
		}
		in.People = append(in.People, p)
	}
	sortOccupants(in.People)
	return in, nil
}

// insideAAD binds a kept list to its use.
const insideAAD = "evacuation list"

// SealedInside is the list as it may lie on this machine's disk: for the day on which
// the store cannot be reached.
func (b *Book) SealedInside(ctx context.Context) ([]byte, error) {
	o, err := b.Home(ctx)
	if err != nil {
		return nil, err
	}
	in, err := b.Inside(ctx, o)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	return b.keys.Seal(raw, insideAAD)
}

// OpenInside reads back what SealedInside gave.
func (b *Book) OpenInside(sealed []byte) (Inside, error) {
	var in Inside
	raw, err := b.keys.Open(sealed, insideAAD)
	if err != nil {
		return in, fmt.Errorf("book: the kept evacuation list: %w", err)
	}
	return in, json.Unmarshal(raw, &in)
}
