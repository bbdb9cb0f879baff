package mongo_test

import (
	"testing"

	"bukutamu/internal/store"
	"bukutamu/internal/store/mongo"
	"bukutamu/internal/store/mongo/mongotest"
	"bukutamu/internal/store/storetest"
)

func TestStore(t *testing.T) {
	if !mongotest.Real() {
		t.Log("on the test server: query plans, failover and transactions cannot be shown here")
	}
	storetest.Run(t, func(t *testing.T) storetest.Place {
		uri := mongotest.Database(t)
		return func(t *testing.T, o store.Options) (store.Store, error) {
			s, err := mongo.Open(t.Context(), uri, o, nil)
			if err != nil {
				return nil, err
			}
			t.Cleanup(func() { s.Close() })
			return s, nil
		}
	})
}
