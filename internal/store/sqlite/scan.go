package sqlite

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"bukutamu/internal/store"
)

// Scan returns one page. It walks along one index (the first tag's, the kind's, or that of
// changes) and looks at row after row, so that what it may examine is a plain count. The rows are
// closed before it returns: a Get inside an open page could wait for this very reader.
func (s *Store) Scan(ctx context.Context, office string, q store.Query) (docs []store.Doc, at store.Cursor, err error) {
	if q, err = q.Normal(); err != nil {
		return nil, at, err
	}
	w, err := walking(office, q, s.options.Examine)
	if err != nil {
		return nil, at, err
	}
	err = s.reading(ctx, func(c *conn) error {
		docs, at, err = w.page(ctx, c)
		return err
	})
	return docs, at, err
}

// page collects rows of one time after the other. Along a tag the index knows no ids, so equal
// times are put into their order here; along a kind each row is a group of its own.
func (w *walk) page(ctx context.Context, c *conn) (docs []store.Doc, at store.Cursor, err error) {
	rows, err := c.query(w.text(), w.args...)
	if err != nil {
		return nil, at, err
	}
	defer rows.Close()
	var r row
	var ms, last int64
	into := append([]any{&ms}, r.into()...)
	if w.q.Body {
		into = append(into, &r.body)
	}
	group := 0 // where in docs the rows of the last time begin
	for examined := 0; rows.Next(); examined++ {
		if examined%256 == 255 && ctx.Err() != nil {
			return nil, at, ctx.Err()
		}
		if err := rows.Scan(into...); err != nil {
			return nil, at, err
		}
		if examined > 0 && (!w.tagged() || ms != last) {
			w.sort(docs[group:])
			if group = len(docs); group > w.q.Limit {
				break
			}
			if examined >= w.examine {
				return docs, w.after(last, at), rows.Close()
			}
		}
		last = ms
		d := r.doc() // empty where a further tag is missing
		if !w.tagged() {
			at = w.cursor(d)
		}
		if w.matches(d) {
			docs = append(docs, d)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, at, err
	}
	w.sort(docs[group:])
	if len(docs) > w.q.Limit { // the one too many says that there is more
		docs = docs[:w.q.Limit]
		at = w.cursor(docs[len(docs)-1])
		at.More = true
		return docs, at, nil
	}
	return docs, store.Cursor{}, nil
}

func (w *walk) tagged() bool { return len(w.q.Tags) > 0 }

// matches compares what the index has by hash alone, and drops what the page before has shown.
func (w *walk) matches(d store.Doc) bool {
	if d.Version == 0 || d.Office != w.office || w.q.Kind != "" && d.Kind != w.q.Kind {
		return false
	}
	if w.tagged() && w.start.More && d.At.Equal(w.start.At) {
		if later := cmp.Compare(d.ID, w.start.ID); later == 0 || later < 0 != w.q.Newest {
			return false
		}
	}
	return !slices.ContainsFunc(w.q.Tags, func(t string) bool { return !slices.Contains(d.Tags, t) })
}

func (w *walk) sort(group []store.Doc) {
	if !w.tagged() {
		return
	}
	slices.SortFunc(group, func(a, b store.Doc) int {
		if w.q.Newest {
			a, b = b, a
		}
		return cmp.Compare(a.ID, b.ID)
	})
}

func (w *walk) cursor(d store.Doc) store.Cursor {
	if w.q.ByChange {
		return store.Cursor{At: d.Changed, ID: d.Kind + "\n" + d.ID}
	}
	return store.Cursor{At: d.At, ID: d.ID}
}

// after is the place behind everything of one time (along a tag), or behind the row at.
func (w *walk) after(ms int64, at store.Cursor) store.Cursor {
	switch {
	case w.tagged() && w.q.Newest:
		at = store.Cursor{At: store.FromMilli(ms)} // before every id of that time, going back
	case w.tagged():
		at = store.Cursor{At: store.FromMilli(ms + 1)}
	}
	at.More = true
	return at
}

// walk is a query on its way: its SQL is one text for each of the few shapes, so that all are
// prepared once.
type walk struct {
	office  string
	q       store.Query
	start   store.Cursor // of the page before; More is false on the first page
	examine int

	columns, from string
	where, order  strings.Builder
	args          []any
}

func (w *walk) text() string {
	return "select " + w.columns + w.from + w.where.String() + w.order.String()
}

func (w *walk) and(cond string, args ...any) {
	w.where.WriteString(" and " + cond)
	w.args = append(w.args, args...)
}

func walking(office string, q store.Query, examine int) (*walk, error) {
	w := &walk{office: office, q: q, examine: examine}
	if q.After != "" {
		var err error
		if w.start, err = store.ParseCursor(q.After); err != nil {
			return nil, err
		}
		if q.ByChange != strings.Contains(w.start.ID, "\n") {
			return nil, store.ErrCursor
		}
	}
	switch {
	case q.ByChange:
		w.byChange()
	case w.tagged():
		w.byTag()
	default:
		w.byKind()
	}
	w.columns += ", " + columns
	if q.Body {
		w.columns += ", b.body"
		w.from += " left join body b on b.n = d.n"
	}
	return w, nil
}

// byTag leads along the first tag and looks the others up in the index too: of a row that is left
// out the document is never read.
func (w *walk) byTag() {
	w.columns, w.from = "t.at", " from tag t left join doc d on d.n = t.n"
	if others := w.q.Tags[1:]; len(others) > 0 {
		has := strings.Repeat(" and exists (select 1 from tag x where x.key = ? and x.at = t.at and x.n = t.n)", len(others))
		w.from = " from tag t left join doc d on d.n = case when" + has[len(" and"):] + " then t.n end"
		for _, t := range others {
			w.args = append(w.args, tagKey(w.office, w.q.Kind, t))
		}
	}
	w.where.WriteString(" where t.key = ?")
	w.args = append(w.args, tagKey(w.office, w.q.Kind, w.q.Tags[0]))
	w.bounds("t.at", w.q.From, w.q.To)
	w.order.WriteString(" order by t.at")
	if w.q.Newest {
		w.order.WriteString(" desc")
	}
}

func (w *walk) byKind() {
	w.columns, w.from = "d.at", " from doc d"
	w.where.WriteString(" where d.office = ? and d.kind = ?")
	w.args = append(w.args, w.office, w.q.Kind)
	at := w.start.At.UnixMilli()
	switch {
	case w.q.Newest:
		w.order.WriteString(" order by d.at desc, d.id desc")
		if w.start.More {
			w.and("(d.at, d.id) < (?, ?)", at, w.start.ID)
		}
	default:
		w.order.WriteString(" order by d.at, d.id")
		if w.start.More {
			w.and("(d.at, d.id) > (?, ?)", at, w.start.ID)
		}
	}
	w.bounds("d.at", w.q.From, w.q.To)
}

func (w *walk) byChange() {
	w.columns, w.from = "d.changed", " from doc d"
	w.where.WriteString(" where d.office = ?")
	w.args = append(w.args, w.office)
	if w.q.Kind != "" {
		w.and("d.kind = ?", w.q.Kind)
	}
	if w.start.More {
		kind, id, _ := strings.Cut(w.start.ID, "\n")
		w.and("(d.changed, d.kind, d.id) > (?, ?, ?)", w.start.At.UnixMilli(), kind, id)
	}
	w.bounds("d.changed", w.q.Since, time.Time{})
	w.order.WriteString(" order by d.changed, d.kind, d.id")
}

// bounds are the range of times. The cursor's own time is one too: that is what makes page 1,000
// as quick as page 1.
func (w *walk) bounds(at string, from, to time.Time) {
	if w.start.More && w.q.Newest && (to.IsZero() || w.start.At.Before(to)) {
		to = w.start.At.Add(time.Millisecond)
	}
	if w.start.More && !w.q.Newest && w.start.At.After(from) {
		from = w.start.At
	}
	if !from.IsZero() {
		w.and(at+" >= ?", from.UnixMilli())
	}
	if !to.IsZero() {
		w.and(at+" < ?", to.UnixMilli())
	}
}
