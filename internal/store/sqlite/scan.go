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
func (s *Store) Scan(ctx context.Context, office string, q store.Query) ([]store.Doc, store.Cursor, error) {
	q, err := q.Normal()
	if err != nil {
		return nil, store.Cursor{}, err
	}
	query, args, err := s.walk(office, q)
	if err != nil {
		return nil, store.Cursor{}, err
	}
	st, err := s.read(ctx, query)
	if err != nil {
		return nil, store.Cursor{}, s.failed(ctx, err)
	}
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return nil, store.Cursor{}, s.failed(ctx, err)
	}
	defer rows.Close()
	var docs []store.Doc
	var at store.Cursor
	for examined := 0; rows.Next(); examined++ {
		if examined == s.options.Examine {
			at.More = true
			break
		}
		_, d, err := doc(rows, q.Body)
		if err != nil {
			return nil, store.Cursor{}, s.failed(ctx, err)
		}
		match := matches(d, office, q)
		if match && len(docs) == q.Limit {
			at.More = true // of the row before: this one opens the next page
			break
		}
		if at = place(d, q); match {
			docs = append(docs, d)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, store.Cursor{}, s.failed(ctx, err)
	}
	return docs, at, nil
}

func place(d store.Doc, q store.Query) store.Cursor {
	if q.ByChange {
		return store.Cursor{At: d.Changed, ID: d.Kind + "\n" + d.ID}
	}
	return store.Cursor{At: d.At, ID: d.ID}
}

// matches compares what the index does not know for sure: it has tags by hash alone, and one of
// them.
func matches(d store.Doc, office string, q store.Query) bool {
	if d.Office != office || q.Kind != "" && d.Kind != q.Kind {
		return false
	}
	for _, t := range q.Tags {
		if !slices.Contains(d.Tags, t) {
			return false
		}
	}
	return true
}

// walk writes the SQL of a query: one text for each of the few shapes, so that all are prepared
// once.
func (s *Store) walk(office string, q store.Query) (string, []any, error) {
	var b strings.Builder
	var args []any
	where := func(cond string, with ...any) {
		b.WriteString(" and " + cond)
		args = append(args, with...)
	}
	b.WriteString("select " + columns)
	if q.Body {
		b.WriteString(", b.body")
	}
	at := "d.at"
	switch {
	case q.ByChange:
		at = "d.changed"
		b.WriteString(" from doc d")
	case len(q.Tags) > 0:
		at = "t.at"
		b.WriteString(" from tag t cross join doc d on d.n = t.n") // cross: the tag leads
	default:
		b.WriteString(" from doc d")
	}
	if q.Body {
		b.WriteString(" cross join body b on b.n = d.n")
	}
	switch {
	case q.ByChange:
		b.WriteString(" where d.office = ?")
		args = append(args, office)
	case len(q.Tags) > 0:
		b.WriteString(" where t.key = ?")
		args = append(args, tagKey(office, q.Kind, q.Tags[0]))
	default:
		b.WriteString(" where d.office = ? and d.kind = ?")
		args = append(args, office, q.Kind)
	}
	from, to := q.From, q.To
	if q.ByChange {
		from = q.Since
	}
	order := " order by " + at + ", d.id"
	if q.ByChange {
		order = " order by d.changed, d.kind, d.id"
	}
	more := ">"
	if q.Newest {
		more = "<"
		order = " order by " + at + " desc, d.id desc"
	}
	if q.After != "" {
		c, err := store.ParseCursor(q.After)
		if err != nil {
			return "", nil, err
		}
		// The cursor's own time bounds the walk as well; that is what makes page 1,000 as quick
		// as page 1.
		if q.Newest && (to.IsZero() || c.At.Before(to)) {
			to = c.At.Add(time.Millisecond)
		}
		if !q.Newest && c.At.After(from) {
			from = c.At
		}
		if q.ByChange {
			kind, id, _ := strings.Cut(c.ID, "\n")
			where("("+at+", d.kind, d.id) > (?, ?, ?)", c.At.UnixMilli(), kind, id)
		} else {
			where("("+at+", d.id) "+more+" (?, ?)", c.At.UnixMilli(), c.ID)
		}
	}
	if !from.IsZero() {
		where(at+" >= ?", from.UnixMilli())
	}
	if !to.IsZero() {
		where(at+" < ?", to.UnixMilli())
	}
	b.WriteString(order + " limit ?")
	return b.String(), append(args, s.options.Examine+1), nil
}
