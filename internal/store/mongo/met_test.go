package mongo_test

import (
	"slices"
	"strings"
	"testing"

	"bukutamu/internal/store"
	"bukutamu/internal/store/mongo"
	"bukutamu/internal/store/mongo/mongotest"

	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"
)

// The program says which kind of deployment it met, and works on each.
func TestWhatItMet(t *testing.T) {
	front := mongotest.Before(t)
	for want, greet := range map[string]func(){
		"a server of its own, without a replica set": func() { front.Greet(nil) },
		"the replica set tamu":                       func() { front.Member("tamu", true) },
		"a sharded cluster":                          func() { front.Greet(bsoncore.NewDocumentBuilder().AppendString("msg", "isdbgrid").Build()) },
	} {
		greet()
		s, err := mongo.Open(t.Context(), mongotest.At(t, front.Address()), store.Options{}, nil)
		if err != nil {
			t.Fatalf("%s: %v", want, err)
		}
		if s.Server() != want {
			t.Errorf("it says %q, want %q", s.Server(), want)
		}
		d, err := s.Put(t.Context(), store.Doc{Office: "kapuas", Kind: "visit", ID: "A", Body: []byte(`{"n":1}`)})
		if err == nil {
			d, err = s.Put(t.Context(), d)
		}
		if err == nil {
			err = s.Remove(t.Context(), d.Office, d.Kind, d.ID, d.Version)
		}
		if err != nil {
			t.Errorf("%s: %v", want, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// An index that is missing is made again; one that is another, or cannot be made, is named, and
// nothing is served without it.
func TestIndexes(t *testing.T) {
	uri := mongotest.Database(t)
	open := func() error {
		s, err := mongo.Open(t.Context(), uri, store.Options{}, nil)
		if err != nil {
			return err
		}
		return s.Close()
	}
	if err := open(); err != nil {
		t.Fatal(err)
	}
	for name, fields := range mongo.Indexes() {
		mongotest.Drop(t, uri, name)
		if err := open(); err != nil {
			t.Errorf("without %s: %v", name, err)
		}
		other := slices.Clone(fields)
		other[1] = "-" + other[1]
		mongotest.Drop(t, uri, name, other...)
		if err := open(); err == nil || !strings.Contains(err.Error(), `the index "`+name+`" is another one`) {
			t.Errorf("%s with a field downwards: %v", name, err)
		}
		mongotest.Drop(t, uri, name, fields[1:]...) // fails where it was not made again
		if err := open(); err == nil || !strings.Contains(err.Error(), `the index "`+name+`" is another one`) {
			t.Errorf("%s without the office: %v", name, err)
		}
		mongotest.Drop(t, uri, name)
	}
	if err := open(); err != nil {
		t.Fatal(err)
	}
	mongotest.Drop(t, uri, "claim", mongo.Indexes()["claim"]...) // the same fields, but not unique
	if err := open(); err == nil || !strings.Contains(err.Error(), `the index "claim" is another one`) {
		t.Errorf("claims that several may hold: %v", err)
	}
	mongotest.Drop(t, uri, "claim")
	for _, id := range []string{"A", "B"} {
		mongotest.Insert(t, uri, "documents", "_id", id, "office", "kapuas", "kind", "visit", "claim", "badge:17")
	}
	if err := open(); err == nil || !strings.Contains(err.Error(), `the index "claim" is missing and cannot be made`) {
		t.Errorf("where two hold one claim: %v", err)
	}
}
