package admin

import "bukutamu/internal/account"

// OfficeRoute is a line of the table, for the test of roles and routes.
type OfficeRoute struct {
	Method, Path string
	May          account.Action
}

// OfficeRoutes gives the table.
func OfficeRoutes(d *Door) []OfficeRoute {
	var out []OfficeRoute
	for _, r := range d.tables() {
		out = append(out, OfficeRoute{r.method, r.path, r.may})
	}
	return out
}

// HasTale reports whether the log has words for a move.
func HasTale(move string) bool { return tale(move) != nil }
