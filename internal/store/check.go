package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Normal returns the document as every engine stores it: times cut, doubled and empty tags
// dropped, empty slices nil. What breaks a limit is ErrInvalid. Engines call it in Put; the
// caller's slices are not changed.
func (d Doc) Normal() (Doc, error) {
	for _, f := range [][2]string{{"office", d.Office}, {"kind", d.Kind}, {"id", d.ID}} {
		if err := name(f[0], f[1]); err != nil {
			return d, err
		}
	}
	if d.Claim != "" {
		if err := name("claim", d.Claim); err != nil {
			return d, err
		}
	}
	var tags []string
	for _, t := range d.Tags {
		if t == "" || slices.Contains(tags, t) {
			continue
		}
		if err := name("tag", t); err != nil {
			return d, err
		}
		tags = append(tags, t)
	}
	if len(tags) > MaxTags {
		return d, fmt.Errorf("%w: %s %s has %d tags, at most %d", ErrInvalid, d.Kind, d.ID, len(tags), MaxTags)
	}
	d.Tags = tags
	if len(d.Brief) > MaxBrief {
		return d, fmt.Errorf("%w: the brief of %s %s has %d bytes, at most %d", ErrInvalid, d.Kind, d.ID, len(d.Brief), MaxBrief)
	}
	var err error
	if d.Brief, err = object("brief", d.Brief); err != nil {
		return d, err
	}
	if d.Body, err = object("body", d.Body); err != nil {
		return d, err
	}
	if d.Version < 0 {
		return d, fmt.Errorf("%w: version %d", ErrInvalid, d.Version)
	}
	d.At, d.Changed = Cut(d.At), Cut(d.Changed)
	return d, nil
}

// Loaded is Normal for documents that were written before: each must have a version. Engines call
// it in Load.
func Loaded(docs []Doc) ([]Doc, error) {
	out := make([]Doc, len(docs))
	for i, d := range docs {
		var err error
		if out[i], err = d.Normal(); err == nil && d.Version < 1 {
			err = fmt.Errorf("%w: %s %s was never written", ErrInvalid, d.Kind, d.ID)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Normal returns the query with its limit filled in and its times cut.
func (q Query) Normal() (Query, error) {
	if q.Limit == 0 {
		q.Limit = DefaultLimit
	}
	switch {
	case q.Limit < 0 || q.Limit > MaxLimit:
		return q, fmt.Errorf("%w: limit %d, at most %d", ErrInvalid, q.Limit, MaxLimit)
	case q.ByChange && (len(q.Tags) > 0 || !q.From.IsZero() || !q.To.IsZero() || q.Newest):
		return q, fmt.Errorf("%w: a query by change takes no tags, range or order", ErrInvalid)
	case !q.ByChange && q.Kind == "":
		return q, fmt.Errorf("%w: a query without a kind", ErrInvalid)
	case !q.ByChange && !q.Since.IsZero():
		return q, fmt.Errorf("%w: since belongs to a query by change", ErrInvalid)
	case slices.Contains(q.Tags, ""):
		return q, fmt.Errorf("%w: a query for an empty tag", ErrInvalid)
	}
	q.From, q.To, q.Since = Cut(q.From), Cut(q.To), Cut(q.Since)
	return q, nil
}

// name checks a text that stands in an index. Its value stays out of the error: a claim or tag
// may be a login.
func name(field, s string) error {
	switch {
	case s == "" || len(s) > MaxName:
		return fmt.Errorf("%w: %s of %d bytes, 1 to %d", ErrInvalid, field, len(s), MaxName)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return fmt.Errorf("%w: %s with characters that cannot be stored", ErrInvalid, field)
	}
	return nil
}

func object(field string, b []byte) ([]byte, error) {
	if len(b) == 0 {
		return nil, nil
	}
	if b[0] != '{' || !json.Valid(b) {
		return nil, fmt.Errorf("%w: %s is no JSON object", ErrInvalid, field)
	}
	return b, nil
}
