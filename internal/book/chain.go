package book

import (
	"bytes"
	"fmt"
	"slices"

	"bukutamu/internal/complaint"
	"bukutamu/internal/trail"
	"bukutamu/internal/visit"
)

// chain fills Digest and Hash of the entries from the given place on, those that
// were just made. An entry's hash covers the record's name, the entry's fixed fields
// and the hash before, so that no entry can be changed, dropped, added or moved
// unseen (security.md 30). What was stored is never hashed again: an entry whose
// hash somebody took away would become a good one with the next move.
func (b *Book) chain(officeID string, v visit.Visit, from int) visit.Visit {
	v.Log = chained(b, KindVisit, officeID, v.ID, v.Log, from)
	return v
}

// chainComplaint is chain for a complaint.
func (b *Book) chainComplaint(officeID string, c complaint.Complaint, from int) complaint.Complaint {
	c.Log = chained(b, KindComplaint, officeID, c.ID, c.Log, from)
	return c
}

func chained[S ~string](b *Book, kind, officeID, id string, log []trail.Entry[S], from int) []trail.Entry[S] {
	log = slices.Clone(log)
	for i := from; i < len(log); i++ {
		var before []byte
		if i > 0 {
			before = log[i-1].Hash
		}
		log[i].Digest = entryDigest(b, kind, officeID, id, log[i])
		log[i].Hash = entryHash(b, kind, officeID, id, log[i], before)
	}
	return log
}

// entryDigest is over what was said; the kind keeps a visit's log apart from a complaint's.
func entryDigest[S ~string](b *Book, kind, officeID, id string, e trail.Entry[S]) []byte {
	parts := [][]byte{[]byte(officeID), []byte(id), number(e.N), []byte(e.Details)}
	if e.Was != "" {
		parts = append(parts, []byte(e.Was))
	}
	return b.keys.MAC(kind+" details", parts...)
}

func entryHash[S ~string](b *Book, kind, officeID, id string, e trail.Entry[S], before []byte) []byte {
	return b.keys.MAC(kind+" log", []byte{1}, []byte(officeID), []byte(id), number(e.N), number(int(e.At.UnixMilli())),
		[]byte(e.By), []byte(e.Device), []byte(e.Act), []byte(e.Move), []byte(e.State), e.Digest, before)
}

// checkLog compares a stored log with its chain.
func checkLog[S ~string](b *Book, kind, officeID, id string, log []trail.Entry[S]) error {
	if len(log) == 0 {
		return fmt.Errorf("%s %s: without a log", kind, id)
	}
	var before []byte
	for i, e := range log {
		switch {
		case e.N != i+1:
			return fmt.Errorf("%s %s: log entry %d stands in place %d", kind, id, e.N, i+1)
		case (e.Details != "" || e.Was != "") && !bytes.Equal(e.Digest, entryDigest(b, kind, officeID, id, e)):
			return fmt.Errorf("%s %s: the details of log entry %d were changed", kind, id, e.N)
		case !bytes.Equal(e.Hash, entryHash(b, kind, officeID, id, e, before)):
			return fmt.Errorf("%s %s: log entry %d does not follow the one before", kind, id, e.N)
		}
		before = e.Hash
	}
	return nil
}
