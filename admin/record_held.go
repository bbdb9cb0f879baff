package admin

import (
	"strings"

	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// custody says what is still out after the guest has left, and who may do something.
func (p *RecordPage) custody(v visit.Visit) {
	if !v.Facts.Holds() || v.Facts.State != visit.Left {
		return
	}
	p.Out = strings.Join(outWords(p.Page, v.Facts), ", ")
	may := func(move string) bool {
		r, _ := visit.Find(move)
		return r.May(v, p.Person.Roles)
	}
	p.Return = may("return")
	p.Retire = may("retire") && v.Facts.Retirable()
}

// outWords names everything that is not back.
func outWords(p web.Page, f visit.Facts) []string {
	var out []string
	for _, t := range f.Things() {
		if t.Back.IsZero() && !(t.Key == visit.BadgeKey && !f.Badge.RetiredAt.IsZero()) {
			out = append(out, thingName(p, f, t.Key))
		}
	}
	return out
}

// thingName is a thing of the check-out in words.
func thingName(p web.Page, f visit.Facts, key string) string {
	switch key {
	case visit.BadgeKey:
		return p.T("record.thing-badge", "number", visit.BadgeName(p.Office, f.Badge.Number))
	case visit.CardKey:
		return p.T("record.thing-card", "kind", p.T(f.Document.Kind.TextKey()))
	}
	for _, t := range f.Things() {
		if t.Key == key && t.Locker != "" {
			return p.T("record.thing-locker", "what", itemName(p, t.What), "locker", t.Locker)
		}
		if t.Key == key {
			return itemName(p, t.What)
		}
	}
	return key
}

// itemName is an item's description; of a guest who was forgotten there is none.
func itemName(p web.Page, what string) string {
	if what == "" {
		return p.T("visit.erased-item")
	}
	return what
}

// held is the custody in one sentence: what was taken, and whether it is back.
func (p *RecordPage) held(f visit.Facts) string {
	var taken []string
	switch {
	case f.Card.Held:
		taken = append(taken, p.T("record.card-pocket", "kind", p.T(f.Document.Kind.TextKey()), "number", visit.BadgeName(p.Office, f.Badge.Number)))
	case f.Card.Why != "":
		taken = append(taken, p.T("record.card-seen"))
	}
	for _, t := range f.Things() {
		if t.Key != visit.BadgeKey && t.Key != visit.CardKey {
			taken = append(taken, thingName(p.Page, f, t.Key))
		}
	}
	if len(taken) == 0 {
		return p.T("record.nothing-held")
	}
	text := strings.Join(taken, ", ")
	if out := outWords(p.Page, f); len(out) > 0 && !f.State.Inside() {
		return text + "; " + p.T("record.not-back", "what", strings.Join(out, ", "))
	}
	if f.Holds() {
		return text
	}
	return text + "; " + p.T("record.all-back")
}
