package web

import (
	"slices"
	"strings"

	"bukutamu/internal/account"
)

// NavItem is one entry of the rail: whoever may do any of its actions sees it.
type NavItem struct {
	Path    string
	Key     string // of its text
	Icon    string // in img/icons.svg, without "i-"
	Actions []account.Action
	Under   []string // further beginnings of paths that belong to it
	Current bool
}

// Nav are the entries of the rail that the person may use.
func (p Page) Nav() []NavItem {
	var out []NavItem
	best := -1
	for _, n := range p.nav {
		for _, a := range n.Actions {
			if p.Can(string(a)) {
				out = append(out, n)
				if (p.under(n.Path) || slices.ContainsFunc(n.Under, p.under)) && (best < 0 || len(n.Path) > len(out[best].Path)) {
					best = len(out) - 1
				}
				break
			}
		}
	}
	if best >= 0 {
		out[best].Current = true
	}
	return out
}

func (p Page) under(path string) bool {
	return p.Path == path || path != "/" && strings.HasPrefix(p.Path, path+"/")
}
