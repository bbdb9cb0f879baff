package complaint

import (
	"strings"
	"time"
	"unicode/utf8"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Refusals about handling.
var (
	ErrTitle  = refusal.New(refusal.Invalid, "complaint.title-long")
	ErrClass  = refusal.New(refusal.Invalid, "complaint.class")
	ErrTo     = refusal.New(refusal.Invalid, "complaint.to")
	ErrPlace  = refusal.New(refusal.Invalid, "complaint.elsewhere")
	ErrOpenly = refusal.New(refusal.Conflict, "complaint.nothing-to-reveal")
)

// Verify records that the complaint was read and is one about service. received →
// verified. The officer may give it a title, its class, and the unit it is about: the
// complainant need not know the office's parts. Another unit than the complainant named
// takes a note that says why, since that unit's people are let in by it.
type Verify struct {
	Title  string `form:"title" max:"80" json:"title,omitempty"`
	Unit   string `form:"unit" json:"unit,omitempty"`   // id; empty leaves nobody out
	Class  Class  `form:"class" json:"class,omitempty"` // empty: as it was
	Note   string `form:"note,lines" max:"1000" json:"note,omitempty"`
	Public bool   `form:"public" json:"public,omitempty"`
}

// Apply verifies.
func (m Verify) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	var no refusal.List
	f := &c.Facts
	if f.Title = line(m.Title); utf8.RuneCountInString(f.Title) > MaxTitle {
		no = append(no, ErrTitle.At("title").With("max", MaxTitle))
	}
	if m.Unit != "" {
		if _, ok := o.Unit(m.Unit); !ok {
			no = append(no, ErrUnit.At("unit"))
		}
	}
	if f.Unit != "" && m.Unit != f.Unit && strings.TrimSpace(m.Note) == "" {
		no = append(no, ErrReason.At("note")) // its people will be able to read what was hidden from them
	}
	if f.Unit = m.Unit; m.Class != "" {
		if f.Class = m.Class; !m.Class.Valid() {
			no = append(no, ErrClass.At("class"))
		}
	}
	if err := no.Err(); err != nil {
		return c, err
	}
	return c, c.remark(s, "verify", Remark{m.Note, m.Public})
}

// Assign hands the complaint to a unit or a person of the office. verified, assigned,
// in progress → assigned.
type Assign struct {
	Unit   string `form:"unit" json:"unit,omitempty"`
	Person string `form:"person" json:"person,omitempty"` // decides the unit
	Note   string `form:"note,lines" max:"1000" json:"note,omitempty"`
	Public bool   `form:"public" json:"public,omitempty"`
}

// Apply assigns.
func (m Assign) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	to := Assignment{Unit: m.Unit, Person: m.Person, At: c.Facts.To.At}
	if m.Person != "" {
		p, ok := o.Person(m.Person)
		if !ok || p.Gone {
			return c, ErrTo.At("person")
		}
		to.Unit = p.Unit
	}
	if _, ok := o.Unit(to.Unit); !ok {
		return c, ErrTo.At("unit")
	}
	if to.At.IsZero() {
		to.At = s.At
	}
	c.Facts.To = to
	return c, c.remark(s, "assign", Remark{m.Note, m.Public})
}

// Proceed records that the matter is being dealt with. verified, assigned → progress.
type Proceed struct {
	Note   string `form:"note,lines" max:"1000" json:"note,omitempty"`
	Public bool   `form:"public" json:"public,omitempty"`
}

// Apply proceeds.
func (m Proceed) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	return c, c.remark(s, "progress", Remark(m))
}

// Ask asks the complainant for more. The clock stands still until they reply.
type Ask struct {
	Text string `form:"text,lines" max:"4000" json:"text"`
}

// Apply asks.
func (m Ask) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	c.Facts.Before, c.Facts.AskedAt = c.Facts.State, s.At
	return c, c.say(s, "ask", "text", m.Text, false)
}

// Answer is the office's answer. The complaint closes by itself when the complainant
// stays silent.
type Answer struct {
	Text string `form:"text,lines" max:"4000" json:"text"`
}

// Apply answers.
func (m Answer) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	c.Facts.goOn(s.At)
	c.Facts.AnsweredAt = s.At
	return c, c.say(s, "answer", "text", m.Text, false)
}

// Forward ends a complaint that is not this office's to decide, with where to turn to.
type Forward struct {
	Where string `form:"where,lines" max:"1000" json:"where"` // the complainant reads it
	Note  string `form:"note,lines" max:"1000" json:"note,omitempty"`
}

// Apply ends it.
func (m Forward) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	if strings.TrimSpace(m.Where) == "" {
		return c, ErrPlace.At("where")
	}
	c.Facts.goOn(s.At)
	c.Facts.EndedAt = s.At
	if err := c.say(s, "elsewhere", "where", m.Where, false); err != nil {
		return c, err
	}
	return c, c.remark(s, "elsewhere", Remark{Note: m.Note})
}

// Reveal opens the name behind a confidential complaint for one officer: it changes
// nothing but the log, which keeps who looked and why. The book audits it too.
type Reveal struct {
	Reason string `form:"reason" max:"300" json:"reason"`
}

// Apply checks that there is a name to reveal, and a reason.
func (m Reveal) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	switch reason := strings.TrimSpace(m.Reason); {
	case c.Facts.Naming != Confidential || c.Facts.Complainant.Name == "":
		return c, ErrOpenly
	case reason == "" || utf8.RuneCountInString(reason) > MaxReason:
		return c, ErrReason.At("reason")
	}
	return c, nil
}

// turn begins a new count of days: the complaint was reopened.
func (f *Facts) turn(at time.Time) {
	f.TurnAt, f.AskedAt, f.AnsweredAt, f.EndedAt = at, time.Time{}, time.Time{}, time.Time{}
	f.Before, f.Stops, f.Silent, f.Rating = "", nil, false, Rating{}
	f.To.At = time.Time{}
	if f.To.Unit != "" {
		f.To.At = at
	}
}
