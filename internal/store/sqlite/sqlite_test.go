package sqlite

import (
	"testing"

	"bukutamu/internal/store"
	"bukutamu/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Place {
		folder := t.TempDir()
		return func(t *testing.T, o store.Options) (store.Store, error) {
			s, err := Open(t.Context(), folder, o)
			if err == nil {
				t.Cleanup(func() { s.Close() })
				return s, nil
			}
			return nil, err
		}
	})
}
