package mongo_test

import (
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
