package book

import (
	"context"
	"time"
)

// Head is the end of a visit's log in a day, short enough to be printed: who holds the
// sheet beside the list sees which log was cut or put back.
type Head struct {
	Visit string
	N     int    // of the last entry of that day
	Code  string // four signs of its hash
}

// Heads are the ends of the logs that an anchor printed for the day covers, by visit.
func (b *Book) Heads(ctx context.Context, officeID string, day time.Time, anchor string) ([]Head, error) {
	o, err := b.Office(ctx, officeID)
	if err != nil {
		return nil, err
	}
	from, until, ok := anchored(o, day, anchor)
	if !ok {
		return nil, ErrAnchor
	}
	ends, err := b.endsOfLogs(ctx, officeID, from, until)
	var out []Head
	for _, e := range ends {
		out = append(out, Head{e.id, e.n, anchorSigns.EncodeToString(b.keys.MAC("anchor head", []byte(e.id), number(e.n), e.hash))[:4]})
	}
	return out, err
}
