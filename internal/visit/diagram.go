package visit

import (
	"bukutamu/internal/account"
	"bukutamu/internal/trail"
)

// Diagram writes Moves as Markdown for ARCHITECTURE.md: a Mermaid state diagram
// and the table of who may make which move. ARCHITECTURE.md holds it between two
// lines that say <!-- moves -->, and a test compares the two.
func Diagram() string {
	var rows []trail.Row[State]
	for _, r := range Moves {
		rows = append(rows, trail.Row[State]{Name: r.Name, By: r.By, From: r.From, To: r.To, Undo: r.Undo, Back: r.Name == "undo"})
	}
	roles := account.Roles{account.Guest, account.Officer, account.Supervisor, account.Host, account.System}
	return trail.Picture(States, rows, roles, "U: can be undone. The move undo goes back to where the visit was before its last move.", true)
}
