package visit

import (
	"fmt"
	"slices"
	"strings"

	"bukutamu/internal/account"
)

// Diagram writes Moves as Markdown for ARCHITECTURE.md: a Mermaid state diagram
// and the table of who may make which move. ARCHITECTURE.md holds it between two
// lines that say <!-- moves -->, and a test compares the two.
func Diagram() string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	for _, a := range arrows() {
		fmt.Fprintf(&b, "    %s --> %s : %s\n", a.from, a.to, strings.Join(a.moves, ", "))
	}
	for _, s := range States {
		if final(s) {
			fmt.Fprintf(&b, "    %s --> [*]\n", s)
		}
	}
	b.WriteString("```\n\nU: can be undone. The move undo goes back to where the visit was before its last move.\n\n")

	roles := account.Roles{account.Guest, account.Officer, account.Supervisor, account.Host, account.System}
	b.WriteString("| move | from | to |")
	for _, r := range roles {
		fmt.Fprintf(&b, " %s |", r)
	}
	b.WriteString(" U |\n|---|---|---|" + strings.Repeat(":-:|", len(roles)+1) + "\n")
	for _, r := range Moves {
		fmt.Fprintf(&b, "| %s | %s | %s |", r.Name, r.from(), r.to())
		for _, role := range roles {
			b.WriteString(tick(r.By.Has(role)))
		}
		b.WriteString(tick(r.Undo) + "\n")
	}
	return b.String()
}

// arrow is one line of the diagram: all moves that lead from one state to another.
type arrow struct {
	from, to State
	moves    []string
}

func arrows() []arrow {
	var out []arrow
	for _, r := range Moves {
		if r.Name == "undo" { // an arrow back along every U would hide the way forward
			continue
		}
		name := r.Name
		if r.Undo {
			name += " (U)"
		}
		from := r.From
		if from == nil {
			from = []State{"[*]"}
		}
		for _, s := range from {
			to := r.To
			if to == "" {
				to = s
			}
			i := slices.IndexFunc(out, func(a arrow) bool { return a.from == s && a.to == to })
			if i < 0 {
				i, out = len(out), append(out, arrow{from: s, to: to})
			}
			out[i].moves = append(out[i].moves, name)
		}
	}
	return out
}

// final reports whether a visit rests in s for good.
func final(s State) bool {
	return !slices.ContainsFunc(Moves, func(r Rule) bool { return slices.Contains(r.From, s) && r.To != "" })
}

func (r Rule) from() string {
	if r.From == nil {
		return "–"
	}
	var out []string
	for _, s := range r.From {
		out = append(out, string(s))
	}
	return strings.Join(out, ", ")
}

func (r Rule) to() string {
	switch {
	case r.Name == "undo":
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
