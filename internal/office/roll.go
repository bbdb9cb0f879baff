package office

import (
	"slices"
	"strconv"

	"bukutamu/internal/refusal"
)

// nameKey is what two spellings of one person's name have in common.
func nameKey(name string) string { return slug(NameWords(name)) }

// roll is a list of persons and the keys of their names.
type roll struct {
	persons []Person
	keys    []string
}

func rollOf(persons []Person) roll {
	var r roll
	for _, p := range persons {
		r.add(p)
	}
	return r
}

func (r *roll) add(p Person) {
	r.persons, r.keys = append(r.persons, p), append(r.keys, nameKey(p.Name))
}

func (r roll) has(id string) bool {
	return slices.ContainsFunc(r.persons, func(p Person) bool { return p.ID == id })
}

// named are the persons of a key, and the one of them in the given unit.
func (r roll) named(key, unit string) (all []Person, here *Person) {
	for i, k := range r.keys {
		if k == key {
			all = append(all, r.persons[i])
			if r.persons[i].Unit == unit {
				here = &r.persons[i]
			}
		}
	}
	return all, here
}

// admit gives a pasted person the id of the one they are on the office's roll:
// of the same bare name in the same unit, or the only one of that name here and
// there (names counts the paste), who then has moved. done are those admitted.
func (r roll) admit(p Person, done roll, names map[string]int) (Person, *refusal.Refusal) {
	key := nameKey(p.Name)
	if _, twice := done.named(key, p.Unit); twice != nil {
		return p, ErrLineTwice
	}
	all, old := r.named(key, p.Unit)
	if old == nil && len(all) == 1 && names[key] == 1 {
		old = &all[0]
	}
	if old == nil {
		p.ID = free(key, func(id string) bool { return r.has(id) || done.has(id) })
		return p, nil
	}
	p.ID, p.Room, p.Away = old.ID, old.Room, old.Away
	if p.Salute == "" {
		p.Salute = old.Salute
	}
	return p, nil
}

// free is id, or id-2, id-3 … when it is taken.
func free(id string, taken func(string) bool) string {
	out := id
	for n := 2; taken(out); n++ {
		out = id + "-" + strconv.Itoa(n)
	}
	return out
}
