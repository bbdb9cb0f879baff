package admin

import (
	"slices"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
)

// What units, persons and purposes are known by in a list.
func unitID(u office.Unit) string       { return u.ID }
func personID(p office.Person) string   { return p.ID }
func purposeID(p office.Purpose) string { return p.ID }

// reordered is a list in which the one that was sent up has moved a place to the front,
// and the one that was sent down a place to the end; empty ids move nothing.
func reordered[T any](all []T, id func(T) string, up, down string) []T {
	at := func(want string) int { return slices.IndexFunc(all, func(x T) bool { return id(x) == want }) }
	all = office.Moved(all, at(up), -1)
	return office.Moved(all, at(down), 1)
}

// edited is a copy of the list and the one in it that is edited; without an id that is
// a new one at its end.
func edited[T any](all []T, id func(T) string, want string, fresh func() T) ([]T, *T, error) {
	all = slices.Clone(all)
	i := slices.IndexFunc(all, func(x T) bool { return id(x) == want })
	switch {
	case i < 0 && want != "":
		return nil, nil, book.ErrNotFound
	case i < 0:
		i, all = len(all), append(all, fresh())
	}
	return all, &all[i], nil
}
