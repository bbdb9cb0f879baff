package admin

import (
	"strings"

	"bukutamu/internal/identity"
	"bukutamu/internal/visit"
)

func (t *teller) exchange(_ int, e visit.Entry) said {
	m := details[visit.Exchange](e)
	o := t.p.Office
	s := said{head: t.T("log-exchange"), rest: []string{t.T("exchanged", "from", visit.BadgeName(o, m.Was), "to", visit.BadgeName(o, m.Badge))}}
	if m.Old != visit.Whole {
		s.rest = append(s.rest, t.T("old-"+string(m.Old)))
	}
	if s.rest = append(s.rest, t.reason(m.Reason)); m.Old == visit.BadgeLost {
		s.rest, s.dot = append(s.rest, t.T("confirmed-by", "who", t.who(m.Supervisor))), "warn"
	}
	return s
}

// correct tells each field that was changed, old and new. Of a confidential visit it
// tells the fields alone; a document's number and a phone stay masked unless they were opened.
func (t *teller) correct(_ int, e visit.Entry) said {
	m := details[visit.Correct](e)
	s := said{head: t.T("log-correct")}
	for _, old := range visit.Old(e) {
		field := t.p.T("correct." + fieldOf(old.Key))
		if t.p.Secret && old.Key != visit.KeyConfidential {
			s.rest = append(s.rest, t.T("corrected-hidden", "field", field))
			continue
		}
		to := ""
		for _, c := range m.Fields {
			if c.Key == old.Key {
				to = c.To
			}
		}
		s.rest = append(s.rest, t.T("corrected", "field", field, "from", t.inWords(old.Key, old.To), "to", t.inWords(old.Key, to)))
	}
	s.rest = append(s.rest, t.reason(m.Reason))
	return s
}

// fieldOf is the key of a field's name in the texts: "item" of "item.2".
func fieldOf(key string) string {
	name, _, _ := strings.Cut(key, ".")
	return name
}

// inWords is one value in words.
func (t *teller) inWords(key, value string) string {
	p := t.p.Page
	if value == "" && key != visit.KeyConfidential {
		return t.T("empty")
	}
	switch key {
	case visit.KeySalute:
		return p.T("visit.salute-" + value)
	case visit.KeyPhone:
		if !t.p.Shown {
			return identity.MaskPhone(value)
		}
	case visit.KeyNumber:
		if !t.p.Shown {
			return identity.Mask(value)
		}
	case visit.KeySex:
		return p.T("identity.sex." + value)
	case visit.KeyOrigin:
		return p.T("visit.origin-" + value)
	case visit.KeyDocument:
		return p.T(identity.Kind(value).TextKey())
	case visit.KeyPurpose:
		return purposeName(p, value)
	case visit.KeyUnit:
		return unitOf(p, value)
	case visit.KeyHost:
		x, _ := p.Office.Person(value)
		return x.Name
	case visit.KeyNeeds:
		var all []string
		for _, n := range strings.Split(value, ",") {
			all = append(all, p.T("visit.need-"+n))
		}
		return strings.Join(all, ", ")
	case visit.KeyConfidential:
		if value == "1" {
			return p.T("correct.on")
		}
		return p.T("correct.off")
	}
	return value
}
