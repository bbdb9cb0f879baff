package store

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// Cursor says where a page ended. Outside it is a text (String) that goes into Query.After; its
// form is nobody's business.
type Cursor struct {
	// At and ID are of the last row looked at; by change they are Changed and "kind/id".
	At time.Time
	ID string
	// More is set when there may be further rows. A page shorter than its limit with More set
	// means that the engine looked at as many rows as it may: "search further".
	More bool
}

// String is empty when there is nothing further.
func (c Cursor) String() string {
	if !c.More {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(c.At.UnixMilli(), 36) + "." + c.ID))
}

// ParseCursor reads what String wrote, or ErrCursor.
func ParseCursor(s string) (Cursor, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) > 3*MaxName {
		return Cursor{}, ErrCursor
	}
	at, id, ok := strings.Cut(string(b), ".")
	ms, err := strconv.ParseInt(at, 36, 64)
	if !ok || err != nil {
		return Cursor{}, ErrCursor
	}
	return Cursor{At: FromMilli(ms), ID: id, More: true}, nil
}
