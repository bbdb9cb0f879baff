package office

import (
	"slices"
	"time"

	"bukutamu/internal/refusal"
)

// BadgeState says whether a number of the pool can be given out, as far as the
// office knows. That a guest has it is known by the visit that holds it.
type BadgeState string

// The states of a badge that nobody holds.
const (
	Free    BadgeState = "free"
	Lost    BadgeState = "lost"
	Damaged BadgeState = "damaged"
	Retired BadgeState = "retired"
)

// BadgeStates lists them in the order people see them.
var BadgeStates = []BadgeState{Free, Lost, Damaged, Retired}

// Refusals about single numbers of the pool.
var (
	ErrBadgeNumber = refusal.New(refusal.Invalid, "office.badge-number") // not from 1 to {count}
	ErrBadgeState  = refusal.New(refusal.Invalid, "office.badge-state")
)

// State gives the state of number n; a number that is not in the pool is retired.
func (b Badges) State(n int) BadgeState {
	switch {
	case n < 1 || n > b.Count || slices.Contains(b.Retired, n):
		return Retired
	case slices.Contains(b.Lost, n):
		return Lost
	case slices.Contains(b.Damaged, n):
		return Damaged
	}
	return Free
}

// With gives the pool with number n in another state. It refuses numbers that are
// not in the pool.
func (b Badges) With(n int, to BadgeState) (Badges, error) {
	if n < 1 || n > b.Count {
		return b, ErrBadgeNumber.With("count", b.Count)
	}
	if !slices.Contains(BadgeStates, to) {
		return b, ErrBadgeState
	}
	without := func(list []int) []int {
		return slices.DeleteFunc(slices.Clone(list), func(m int) bool { return m == n })
	}
	b.Retired, b.Lost, b.Damaged = without(b.Retired), without(b.Lost), without(b.Damaged)
	list := map[BadgeState]*[]int{Retired: &b.Retired, Lost: &b.Lost, Damaged: &b.Damaged}[to]
	if list != nil {
		*list = append(*list, n)
		slices.Sort(*list)
	}
	return b, nil
}

// Noted is when a number of the pool came into its present state.
type Noted struct {
	Number int       `json:"number"`
	At     time.Time `json:"at"`
}

// Since is when number n came into its state; zero where nobody noted it.
func (b Badges) Since(n int) time.Time {
	for _, x := range b.Noted {
		if x.Number == n {
			return x.At
		}
	}
	return time.Time{}
}

// NotedAt gives the pool with the time at which number n came into its state.
func (b Badges) NotedAt(n int, at time.Time) Badges {
	b.Noted = slices.DeleteFunc(slices.Clone(b.Noted), func(x Noted) bool { return x.Number == n })
	if b.State(n) != Free {
		b.Noted = append(b.Noted, Noted{n, at})
	}
	return b
}
