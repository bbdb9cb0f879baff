package sqlite

import (
	"context"
	"slices"
	"strings"
	"time"

	"bukutamu/internal/store"
)

// Scan returns one page. It walks along one index (the first tag's, the kind's, or that of
// changes) and compares the rest row by row, so that what it may examine is a plain count. The
// rows are closed before it returns: a Get inside an open page could wait for this very reader.
func (s *Store) Scan(ctx context.Context, office string, q store.Query) (docs []store.Doc, at store.Cursor, err error) {
	if q, err = q.Normal(); err != nil {
		return nil, at, err
	}
	w, err := walking(office, q, s.options.Examine)
	if err != nil {
		return nil, at, err
	}
	err = s.reading(ctx, func(c *conn) error {
		docs, at, err = s.page(ctx, c, q, w)
		return err
	})
	return docs, at, err
}

func (s *Store) page(ctx context.Context, c *conn, q store.Query, w walk) (docs []store.Doc, at store.Cursor, err error) {
	rows, err := c.query(w.text(), w.args...)
	if err != nil {
		return nil, at, err
	}
	defer rows.Close()
	var r row
	var place struct {
		at       int64
		kind, id string
	}
	into := append([]any{&place.at, &place.kind, &place.id}, r.into()...)
	if q.Body {
		into = append(into, &r.body)
	}
	for examined := 0; rows.Next(); examined++ {
		if examined == s.options.Examine {
			at.More = true
			break
		}
		if examined%256 == 255 && ctx.Err() != nil {
			return nil, at, ctx.Err()
		}
		if err := rows.Scan(into...); err != nil {
			return nil, at, err
		}
		match := r.version.Valid && hasAll(r.tags.String, q.Tags)
		if match && len(docs) == q.Limit {
			at.More = true // the cursor is of the row before: this one opens the next page
			break
		}
		at.At, at.ID = store.FromMilli(place.at), place.id
		if q.ByChange {
			at.ID = place.kind + "\n" + place.id
		}
		if match {
			docs = append(docs, r.doc())
		}
	}
	return docs, at, rows.Err()
}

// hasAll compares the tags themselves: the index knows the first by its hash alone.
func hasAll(joined string, tags []string) bool {
	return !slices.ContainsFunc(tags, func(t string) bool { return !strings.Contains(joined, "\n"+t+"\n") })
}

// walk is the SQL of a query, one text for each of the few shapes, so that all are prepared once.
type walk struct {
	from, join, where, order strings.Builder
	columns                  string
	args                     []any // in the order of join, where, limit
}

func (w *walk) text() string {
	return "select " + w.columns + w.from.String() + w.join.String() + w.where.String() + w.order.String() + " limit ?"
}

func (w *walk) and(cond string, args ...any) {
	w.where.WriteString(" and " + cond)
	w.args = append(w.args, args...)
}

func walking(office string, q store.Query, examine int) (w walk, err error) {
	at, leader := "d.at", "d"
	switch {
	case q.ByChange:
		at = "d.changed"
		w.from.WriteString(" from doc d")
	case len(q.Tags) > 0:
		// f is looked at, d is what comes out: null where the office, kind or a further tag is
		// another, so that what is left out costs no copying. Cross keeps the tag in front.
		at, leader = "t.at", "f"
		w.from.WriteString(" from tag t cross join doc f on f.n = t.n")
		w.join.WriteString(" left join doc d on d.n = f.n and f.office = ? and f.kind = ?")
		w.args = append(w.args, office, q.Kind)
		for _, t := range q.Tags[1:] {
			w.join.WriteString(" and instr(f.tags, ?)")
			w.args = append(w.args, "\n"+t+"\n")
		}
	default:
		w.from.WriteString(" from doc d")
	}
	w.columns = at + ", " + leader + ".kind, " + leader + ".id, " + columns
	if q.Body {
		w.columns += ", b.body"
		w.join.WriteString(" left join body b on b.n = d.n")
	}
	switch {
	case q.ByChange:
		w.where.WriteString(" where d.office = ?")
		w.args = append(w.args, office)
		if q.Kind != "" {
			w.and("d.kind = ?", q.Kind)
		}
	case len(q.Tags) > 0:
		w.where.WriteString(" where t.key = ?")
		w.args = append(w.args, tagKey(office, q.Kind, q.Tags[0]))
	default:
		w.where.WriteString(" where d.office = ? and d.kind = ?")
		w.args = append(w.args, office, q.Kind)
	}
	if err = w.bounds(at, leader, q); err != nil {
		return w, err
	}
	switch {
	case q.ByChange:
		w.order.WriteString(" order by d.changed, d.kind, d.id")
	case q.Newest:
		w.order.WriteString(" order by " + at + " desc, " + leader + ".id desc")
	default:
		w.order.WriteString(" order by " + at + ", " + leader + ".id")
	}
	w.args = append(w.args, examine+1)
	return w, nil
}

// bounds are the range and the cursor. The cursor's own time bounds the range as well: that is
// what makes page 1,000 as quick as page 1.
func (w *walk) bounds(at, leader string, q store.Query) error {
	from, to := q.From, q.To
	if q.ByChange {
		from = q.Since
	}
	if q.After != "" {
		c, err := store.ParseCursor(q.After)
		if err != nil {
			return err
		}
		kind, id, byChange := strings.Cut(c.ID, "\n")
		if byChange != q.ByChange {
			return store.ErrCursor
		}
		switch {
		case q.ByChange:
			w.and("(d.changed, d.kind, d.id) > (?, ?, ?)", c.At.UnixMilli(), kind, id)
		case q.Newest:
			w.and("("+at+", "+leader+".id) < (?, ?)", c.At.UnixMilli(), c.ID)
		default:
			w.and("("+at+", "+leader+".id) > (?, ?)", c.At.UnixMilli(), c.ID)
		}
		if q.Newest && (to.IsZero() || c.At.Before(to)) {
			to = c.At.Add(time.Millisecond)
		}
		if !q.Newest && c.At.After(from) {
			from = c.At
		}
	}
	if !from.IsZero() {
		w.and(at+" >= ?", from.UnixMilli())
	}
	if !to.IsZero() {
		w.and(at+" < ?", to.UnixMilli())
	}
	return nil
}
