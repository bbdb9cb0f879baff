package admin

import "bukutamu/internal/visit"

// copy tells of a receipt or a ticket which one it was.
func (t *teller) copy(i int, e visit.Entry) said {
	copies := 0
	for _, x := range t.v.Log[:i+1] {
		if x.Move == e.Move {
			copies++
		}
	}
	s := said{head: t.T("log-" + e.Move)}
	if copies > 1 {
		s.rest = []string{t.T("copy", "n", copies)}
	}
	return s
}
