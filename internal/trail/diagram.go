package trail

import (
	"fmt"
	"slices"
	"strings"

	"bukutamu/internal/account"
)

// Row is one line of a table of moves as the picture needs it.
type Row[S ~string] struct {
	Name string
	By   account.Roles
	From []S // empty: only a record that does not exist yet
	To   S   // empty: the state stays
	Undo bool
	Back bool // leads to where the record was before; the picture draws no arrow for it
}

// Picture writes a table of moves as Markdown for ARCHITECTURE.md: a Mermaid state
// diagram, the note below it, and the table of who may make which move. Undo says
// whether the table has the column U.
func Picture[S ~string](states []S, rows []Row[S], roles account.Roles, note string, undo bool) string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	for _, a := range arrows(rows) {
		fmt.Fprintf(&b, "    %s --> %s : %s\n", a.from, a.to, strings.Join(a.moves, ", "))
	}
	for _, s := range states {
		if final(rows, s) {
			fmt.Fprintf(&b, "    %s --> [*]\n", s)
		}
	}
	b.WriteString("```\n\n" + note + "\n\n| move | from | to |")
	for _, r := range roles {
		fmt.Fprintf(&b, " %s |", r)
	}
	columns := len(roles)
	if undo {
		b.WriteString(" U |")
		columns++
	}
	b.WriteString("\n|---|---|---|" + strings.Repeat(":-:|", columns) + "\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s |", r.Name, r.from(), r.to())
		for _, role := range roles {
			b.WriteString(tick(r.By.Has(role)))
		}
		if undo {
			b.WriteString(tick(r.Undo))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// arrow is one line of the diagram: all moves that lead from one state to another.
type arrow[S ~string] struct {
	from, to S
	moves    []string
}

func arrows[S ~string](rows []Row[S]) []arrow[S] {
	var out []arrow[S]
	for _, r := range rows {
		if r.Back { // an arrow back along every way would hide the way forward
			continue
		}
		name := r.Name
		if r.Undo {
			name += " (U)"
		}
		from := r.From
		if from == nil {
			from = []S{"[*]"}
		}
		for _, s := range from {
			to := r.To
			if to == "" {
				to = s
			}
			i := slices.IndexFunc(out, func(a arrow[S]) bool { return a.from == s && a.to == to })
			if i < 0 {
				i, out = len(out), append(out, arrow[S]{from: s, to: to})
			}
			out[i].moves = append(out[i].moves, name)
		}
	}
	return out
}

// final reports whether a record rests in s for good.
func final[S ~string](rows []Row[S], s S) bool {
	return !slices.ContainsFunc(rows, func(r Row[S]) bool { return slices.Contains(r.From, s) && r.To != "" })
}

func (r Row[S]) from() string {
	if r.From == nil {
		return "–"
	}
	var out []string
	for _, s := range r.From {
		out = append(out, string(s))
	}
	return strings.Join(out, ", ")
}

func (r Row[S]) to() string {
	switch {
	case r.Back:
		return "as before"
	case r.To == "":
		return "stays"
	}
	return string(r.To)
}

func tick(yes bool) string {
	if yes {
		return " ● |"
	}
	return " |"
}
