package main

import (
	"context"
	"os"
	"path/filepath"
	"sync"

	"bukutamu/internal/book"
)

// insideFile holds who is in the building, sealed, on this machine's own disk: the
// evacuation list of the day on which the store cannot be reached.
const insideFile = "evacuation.sealed"

// keptInside writes that file and reads it back.
type keptInside struct {
	path string
	mu   sync.Mutex // one writer at a time
}

// keep writes the list as it is now. While the store is away the last one stays.
func (k *keptInside) keep(ctx context.Context, b *book.Book) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	sealed, err := b.SealedInside(ctx)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(k.path), 0o700); err != nil {
		return err
	}
	next := k.path + ".new"
	if err := os.WriteFile(next, sealed, 0o600); err != nil {
		return err
	}
	return os.Rename(next, k.path)
}

func (k *keptInside) read() ([]byte, error) { return os.ReadFile(k.path) }
