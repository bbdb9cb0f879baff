package complaint

import (
	"bukutamu/internal/account"
	"bukutamu/internal/trail"
)

// Diagram writes Moves as Markdown, as visit.Diagram does for visits; testdata/moves.md
// holds it, and ARCHITECTURE.md leads there.
func Diagram() string {
	var rows []trail.Row[State]
	for _, r := range Moves {
		rows = append(rows, trail.Row[State]{Name: r.Name, By: r.By, From: r.From, To: r.To})
	}
	roles := account.Roles{account.Guest, account.Complaint, account.System}
	return trail.Picture(States, rows, roles, "Guest is the complainant, who holds code and PIN. A reply to a question leads back to where the complaint stood.", false)
}
