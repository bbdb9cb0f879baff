package mongo

import (
	"context"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo/options"

	"bukutamu/internal/store"
)

// Scan returns one page. It walks along one index (the first tag's, the kind's, or that of
// changes); further tags are compared on the server, after the limit of what may be examined.
func (s *Store) Scan(ctx context.Context, office string, q store.Query) (docs []store.Doc, at store.Cursor, err error) {
	if q, err = q.Normal(); err != nil {
		return nil, at, err
	}
	w := walk{office: office, q: q}
	if q.After != "" {
		if w.start, err = store.ParseCursor(q.After); err != nil {
			return nil, at, err
		}
		if q.ByChange != strings.Contains(w.start.ID, "\n") {
			return nil, at, store.ErrCursor
		}
	}
	err = s.reading(ctx, func(ctx context.Context) error {
		docs, at, err = s.page(ctx, w)
		return err
	})
	if err != nil {
		return nil, store.Cursor{}, err
	}
	return docs, at, nil
}

// page asks for one row more than the page has: it says whether there is more. Where rows are left
// out for a further tag, a second, short question finds where the examined ones ended.
func (s *Store) page(ctx context.Context, w walk) ([]store.Doc, store.Cursor, error) {
	limit := min(w.q.Limit, s.options.Examine)
	others := w.q.Tags[min(1, len(w.q.Tags)):]
	if len(others) == 0 {
		docs, err := s.find(ctx, w.filter(), options.Find().SetSort(w.order()).SetLimit(int64(limit+1)).SetProjection(w.fields()))
		if err != nil || len(docs) <= limit {
			return docs, store.Cursor{}, err
		}
		return docs[:limit], w.cursor(docs[limit-1]), nil
	}
	examine := int64(s.options.Examine)
	rows, err := s.docs.Aggregate(ctx, bson.A{
		bson.D{{Key: "$match", Value: w.filter()}},
		bson.D{{Key: "$sort", Value: w.order()}},
		bson.D{{Key: "$limit", Value: examine}},
		bson.D{{Key: "$match", Value: bson.D{{Key: "tags", Value: bson.D{{Key: "$all", Value: others}}}}}},
		bson.D{{Key: "$limit", Value: int64(limit + 1)}},
		bson.D{{Key: "$project", Value: w.fields()}},
	})
	if err != nil {
		return nil, store.Cursor{}, err
	}
	docs, err := collect(ctx, rows)
	if err != nil {
		return nil, store.Cursor{}, err
	}
	if len(docs) > limit {
		return docs[:limit], w.cursor(docs[limit-1]), nil
	}
	edge, err := s.find(ctx, w.filter(), options.Find().SetSort(w.order()).SetSkip(examine-1).SetLimit(2).
		SetProjection(bson.D{{Key: "kind", Value: int32(1)}, {Key: "id", Value: int32(1)}, {Key: "at", Value: int32(1)}}))
	if err != nil || len(edge) < 2 {
		return docs, store.Cursor{}, err
	}
	return docs, w.cursor(edge[0]), nil
}

// walk is a query on its way.
type walk struct {
	office string
	q      store.Query
	start  store.Cursor // of the page before; More is false on the first page
}

func (w walk) filter() bson.D {
	f := bson.D{{Key: "office", Value: w.office}}
	if w.q.Kind != "" {
		f = append(f, bson.E{Key: "kind", Value: w.q.Kind})
	}
	if w.q.ByChange {
		return append(f, w.byChange()...)
	}
	if len(w.q.Tags) > 0 {
		f = append(f, bson.E{Key: "tags", Value: w.q.Tags[0]})
	}
	from, to := w.q.From, w.q.To
	if w.start.More { // its own time is a bound too: that makes page 1,000 as quick as page 1
		if w.q.Newest && (to.IsZero() || w.start.At.Before(to)) {
			to = w.start.At.Add(time.Millisecond)
		}
		if !w.q.Newest && w.start.At.After(from) {
			from = w.start.At
		}
	}
	var between bson.D
	if !from.IsZero() {
		between = append(between, bson.E{Key: "$gte", Value: date(from.UnixMilli())})
	}
	if !to.IsZero() {
		between = append(between, bson.E{Key: "$lt", Value: date(to.UnixMilli())})
	}
	if between != nil {
		f = append(f, bson.E{Key: "at", Value: between})
	}
	if w.start.More {
		further := "$gt"
		if w.q.Newest {
			further = "$lt"
		}
		at := date(w.start.At.UnixMilli())
		f = append(f, bson.E{Key: "$or", Value: bson.A{
			bson.D{{Key: "at", Value: bson.D{{Key: further, Value: at}}}},
			bson.D{{Key: "at", Value: at}, {Key: "id", Value: bson.D{{Key: further, Value: w.start.ID}}}},
		}})
	}
	return f
}

func (w walk) byChange() bson.D {
	since := w.q.Since
	if w.start.More && w.start.At.After(since) {
		since = w.start.At
	}
	var f bson.D
	if !since.IsZero() {
		f = append(f, bson.E{Key: "changed", Value: bson.D{{Key: "$gte", Value: date(since.UnixMilli())}}})
	}
	if w.start.More {
		at := date(w.start.At.UnixMilli())
		kind, id, _ := strings.Cut(w.start.ID, "\n")
		f = append(f, bson.E{Key: "$or", Value: bson.A{
			bson.D{{Key: "changed", Value: bson.D{{Key: "$gt", Value: at}}}},
			bson.D{{Key: "changed", Value: at}, {Key: "kind", Value: bson.D{{Key: "$gt", Value: kind}}}},
			bson.D{{Key: "changed", Value: at}, {Key: "kind", Value: kind}, {Key: "id", Value: bson.D{{Key: "$gt", Value: id}}}},
		}})
	}
	return f
}

func (w walk) order() bson.D {
	keys, sign := []string{"at", "id"}, int32(1)
	if w.q.ByChange {
		keys = []string{"changed", "kind", "id"}
	}
	if w.q.Newest {
		sign = -1
	}
	var order bson.D
	for _, k := range keys {
		order = append(order, bson.E{Key: k, Value: sign})
	}
	return order
}

// fields leave the body out where it was not asked for: lists never decode documents.
func (w walk) fields() bson.D {
	if w.q.Body {
		return bson.D{{Key: "_id", Value: int32(0)}}
	}
	return bson.D{{Key: "body", Value: int32(0)}}
}

func (w walk) cursor(d store.Doc) store.Cursor {
	if w.q.ByChange {
		return store.Cursor{At: d.Changed, ID: d.Kind + "\n" + d.ID, More: true}
	}
	return store.Cursor{At: d.At, ID: d.ID, More: true}
}
