//go:build linux

package main

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"bukutamu/internal/store"
	"bukutamu/internal/store/mongo"
	"bukutamu/internal/store/mongo/mongotest"
	"bukutamu/internal/store/sqlite"
)

// benchDocs is how many visits both stores hold in the comparison: few, since the test server looks
// through all of them at every question.
const benchDocs = 200

// stores measures both stores with the same works on the same documents, in turn.
func (b *bench) stores() {
	ctx := context.Background()
	one, err := sqlite.Open(ctx, b.TempDir(), store.Options{})
	b.must(err)
	defer one.Close()
	two, err := mongo.Open(ctx, mongotest.Database(b), store.Options{}, nil)
	b.must(err)
	defer two.Close()
	var docs []store.Doc
	for i := range benchDocs {
		docs = append(docs, benchDoc(i))
	}
	both := []database{one, two}
	for _, s := range both {
		for from := 0; from < len(docs); from += 100 {
			b.must(s.Load(ctx, docs[from:from+100]))
		}
	}
	server := "MongoDB, " + two.Server()
	if !mongotest.Real() {
		server = "FerretDB in its place, whose slowness is not MongoDB's: it does one command at a time, and looks through all documents"
	}
	b.sides = append(b.sides, fmt.Sprintf("both stores, %d visits, c=1: SQLite beside %s", benchDocs, server))
	var fresh atomic.Int64
	fresh.Store(benchDocs)
	for _, w := range []struct {
		name string
		do   func(s database, i int) error
	}{
		{"a visit read and changed, durable", func(s database, i int) error {
			d, err := s.Get(ctx, "kapuas", "visit", benchDoc(i%benchDocs).ID)
			if err == nil {
				_, err = s.Put(ctx, d)
			}
			if store.Refused(err) { // another worker was faster
				return nil
			}
			return err
		}},
		{"a visit by its id", func(s database, i int) error {
			_, err := s.Get(ctx, "kapuas", "visit", benchDoc(i%benchDocs).ID)
			return err
		}},
		{"who holds a badge", func(s database, i int) error {
			_, err := s.Claimed(ctx, "kapuas", "visit", benchDoc(i%benchDocs).Claim)
			return err
		}},
		{"a visit by its QR", benchAsk(store.Query{Kind: "visit", Tags: []string{"qr:7"}, Body: true})},
		{"the desk's list, 25 rows", benchAsk(store.Query{Kind: "visit", Tags: []string{"open"}, Limit: 25})},
		{"the history, 50 rows by unit and host", benchAsk(store.Query{Kind: "visit", Tags: []string{"unit:1", "host:1"}, Newest: true, Limit: 50})},
		{"what others changed", benchAsk(store.Query{ByChange: true, Since: time.Now().Add(time.Hour)})},
		{"a new visit, durable", func(s database, _ int) error {
			d := benchDoc(int(fresh.Add(1)))
			d.Version = 0
			_, err := s.Put(ctx, d)
			return err
		}},
	} {
		turn := func(s database) func() benchPace {
			var n atomic.Int64
			return func() benchPace {
				return b.rate(1, func(int) error { return w.do(s, int(n.Add(1))) })
			}
		}
		o, l, _ := b.pair(turn(one), turn(two), benchByTime)
		b.sides = append(b.sides, fmt.Sprintf("  %s\t%s\t%s", w.name, benchRate(o), benchRate(l)))
	}
}

func benchAsk(q store.Query) func(s database, _ int) error {
	return func(s database, _ int) error {
		_, _, err := s.Scan(context.Background(), "kapuas", q)
		return err
	}
}

// benchDoc is a visit as large as a real one.
func benchDoc(i int) store.Doc {
	d := store.Doc{Office: "kapuas", Kind: "visit", ID: fmt.Sprintf("%026d", i), Version: 1, Claim: fmt.Sprint("id:", i), At: time.Date(2026, 1, 1, 1, 0, i*5, 0, time.UTC)}
	d.Changed = d.At
	d.Tags = []string{fmt.Sprint("qr:", i), fmt.Sprint("tel:", i%100), fmt.Sprint("code:", i), fmt.Sprint("host:", i%12), fmt.Sprint("unit:", i%7), "state:left"}
	if i%20 == 0 {
		d.Tags = append(d.Tags, "open")
	}
	for n := range 5 {
		d.Tags = append(d.Tags, fmt.Sprint("w:", (i*31+n*977)%2000), fmt.Sprint("w5:", (i*31+n*977)%200))
	}
	d.Brief = []byte(`{"n":"` + strings.Repeat("n", 280) + `"}`)
	d.Body = []byte(`{"log":"` + strings.Repeat("b", 1376) + `"}`)
	return d
}
