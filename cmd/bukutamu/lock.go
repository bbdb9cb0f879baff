package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// lockFile lies beside the database while a program serves it. The system itself lets it
// go when the program ends, however that happens; the file stays and says nothing.
const lockFile = "serving"

// errServed says that another program holds the lock.
var errServed = errors.New("locked")

// folderLock is held while the program serves; the zero lock holds nothing.
type folderLock struct{ file *os.File }

// Close lets the next program serve. A second Close does nothing.
func (l *folderLock) Close() error {
	f := l.file
	if l.file = nil; f == nil {
		return nil
	}
	return f.Close()
}

// lock keeps a second program from serving the same folder: two would answer the same
// guests, each with its own live screens. Other commands may run beside it, and on
// MongoDB several programs hear of each other.
func (s *Settings) lock() (*folderLock, error) {
	if isMongo(s.Store) {
		return &folderLock{}, nil
	}
	if err := os.MkdirAll(s.folder(), 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(s.folder(), lockFile)
	f, err := lockOpen(path)
	if errors.Is(err, errServed) {
		return nil, fmt.Errorf("another bukutamu serves the data in %s: stop it first, or give this one its own --data", s.folder())
	}
	if err != nil {
		return nil, fmt.Errorf("the lock %s: %w", path, err)
	}
	return &folderLock{f}, nil
}

func closeOnError(err *error, c interface{ Close() error }) {
	if *err != nil {
		*err = errors.Join(*err, c.Close())
	}
}

func portError(flag, listen string, err error) error {
	return fmt.Errorf("%s %s: the address cannot be used (is another program on this port?): %w", flag, listen, err)
}
