package office

// Stands gives who can be asked in the place of a host who is away: the deputy, or
// the deputy's own when that one is away too. It is false when the host is here or
// nobody stands in.
func (o Office) Stands(host string) (Person, bool) {
	p, ok := o.Person(host)
	if !ok || !p.Away && !p.Gone {
		return Person{}, false
	}
	for seen := map[string]bool{host: true}; p.Deputy != "" && !seen[p.Deputy]; seen[p.ID] = true {
		if p, ok = o.Person(p.Deputy); !ok {
			break
		}
		if p.Host && !p.Away && !p.Gone {
			return p, true
		}
	}
	return Person{}, false
}
