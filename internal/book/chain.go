package book

import (
	"slices"

	"bukutamu/internal/visit"
)

// chain fills Digest and Hash of the entries from the given place on, those that
// were just made. An entry's hash covers the visit's name, the entry's fixed fields
// and the hash before, so that no entry can be changed, dropped, added or moved
// unseen (security.md 30). What was stored is never hashed again: an entry whose
// hash somebody took away would become a good one with the next move.
func (b *Book) chain(officeID string, v visit.Visit, from int) visit.Visit {
	v.Log = slices.Clone(v.Log)
	for i := from; i < len(v.Log); i++ {
		var before []byte
		if i > 0 {
			before = v.Log[i-1].Hash
		}
		e := &v.Log[i]
		e.Digest = b.digest(officeID, v.ID, *e)
		e.Hash = b.entryHash(officeID, v.ID, *e, before)
	}
	return v
}

func (b *Book) digest(officeID, id string, e visit.Entry) []byte {
	parts := [][]byte{[]byte(officeID), []byte(id), number(e.N), []byte(e.Details)}
	if e.Was != "" {
		parts = append(parts, []byte(e.Was))
	}
	return b.keys.MAC("visit details", parts...)
}

func (b *Book) entryHash(officeID, id string, e visit.Entry, before []byte) []byte {
	return b.keys.MAC("visit log", []byte{1}, []byte(officeID), []byte(id), number(e.N), number(int(e.At.UnixMilli())),
		[]byte(e.By), []byte(e.Device), []byte(e.Act), []byte(e.Move), []byte(e.State), e.Digest, before)
}
