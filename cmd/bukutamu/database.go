package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/store/mongo"
	"bukutamu/internal/store/sqlite"
)

// database is an open store of either engine.
type database interface {
	store.Store
	store.Walker
	store.Loader
}

// isMongo tells an address of MongoDB from one of SQLite.
func isMongo(uri string) bool {
	return strings.HasPrefix(uri, "mongodb://") || strings.HasPrefix(uri, "mongodb+srv://")
}

// place names the database for a person, without the password that an address may hold.
func (s *Settings) place() string {
	if !isMongo(s.Store) {
		return s.folder()
	}
	scheme, rest, _ := strings.Cut(s.Store, "://")
	if at := strings.LastIndex(rest, "@"); at >= 0 {
		rest = rest[at+1:]
	}
	rest, _, _ = strings.Cut(rest, "?") // options may hold a password too
	return scheme + "://" + rest
}

// made reports whether there is a database already.
func (s *Settings) made(ctx context.Context) (bool, error) {
	if !isMongo(s.Store) {
		return sqlite.Exists(s.folder()), nil
	}
	made, err := mongo.Exists(ctx, s.Store)
	if err != nil {
		return false, fmt.Errorf("the database %s cannot be used: %s", s.place(), mongo.Why(err))
	}
	return made, nil
}

// openDatabase opens the store that the settings name, and makes what is missing in it.
func (s *Settings) openDatabase(ctx context.Context, o store.Options) (database, error) {
	var d database
	var err error
	if isMongo(s.Store) {
		d, err = mongo.Open(ctx, s.Store, o, nil)
	} else {
		d, err = sqlite.Open(ctx, s.folder(), o)
	}
	switch {
	case err == nil:
		return d, nil
	case errors.Is(err, store.ErrWrongKey):
		return nil, fmt.Errorf("the key file does not belong to the database in %s: use the one that was made with it", s.place())
	case errors.Is(err, store.ErrNewer):
		return nil, fmt.Errorf("the database in %s was written by a newer version of this program: use that version, or restore an older backup", s.place())
	case errors.Is(err, sqlite.ErrDamaged):
		return nil, fmt.Errorf("the database %s is damaged or no database at all: restore a backup into an empty folder", filepath.Join(s.folder(), sqlite.File))
	case isMongo(s.Store):
		return nil, fmt.Errorf("the database %s cannot be used: %s", s.place(), mongo.Why(err))
	}
	return nil, err
}

// openBook opens keys, database and book. Only serve makes what is missing.
func (c *console) openBook(ctx context.Context, mayMake bool, now func() time.Time, changed func(office, kind, id string)) (_ *book.Book, _ database, _ *secret.Keys, err error) {
	s := c.settings
	if !mayMake {
		if made, err := s.made(ctx); err != nil {
			return nil, nil, nil, err
		} else if !made {
			return nil, nil, nil, fmt.Errorf("there is no database in %s", s.place())
		}
	}
	keys, err := s.openKeys(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	d, err := s.openDatabase(ctx, store.Options{Now: now, Fingerprint: keys.Fingerprint()})
	if err == nil {
		defer closeOnError(&err, d)
		err = finished(ctx, d, s.place())
	}
	if err != nil {
		return nil, nil, nil, err
	}
	return book.New(book.Config{Store: d, Keys: keys, Now: now, Log: c.log, Changed: changed}), d, keys, nil
}
