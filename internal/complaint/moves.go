package complaint

import (
	"encoding/json"
	"slices"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/trail"
)

// Move is something that happens to a complaint: at once the form (tags "form"), what
// the log keeps of it (tags "json"), and a pure function from one complaint to the next.
type Move interface {
	Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error)
}

// Rule is one line of the table of moves.
type Rule struct {
	Name string
	By   account.Roles
	From []State // empty: only a complaint that does not exist yet
	To   State   // empty: the state stays, or goes back to where it was (reply)
	Move Move    // a zero value, the prototype of the form
}

var (
	complainant = account.Roles{account.Guest}
	officer     = account.Roles{account.Complaint}
	ending      = account.Roles{account.Guest, account.Complaint, account.System}
)

// Moves is the state diagram and the matrix of roles and moves, as data, like
// visit.Moves. Guest is the complainant, who holds code and PIN.
var Moves = []Rule{
	{"file", complainant, nil, Received, File{}},
	{"verify", officer, []State{Received}, Verified, Verify{}},
	{"assign", officer, []State{Verified, Assigned, Progress}, Assigned, Assign{}},
	{"progress", officer, []State{Verified, Assigned}, Progress, Proceed{}},
	{"ask", officer, working, NeedsData, Ask{}},
	{"reply", complainant, []State{Received, Verified, Assigned, Progress, NeedsData, Answered}, "", Reply{}},
	{"answer", officer, []State{Received, Verified, Assigned, Progress, NeedsData}, Answered, Answer{}},
	{"elsewhere", officer, []State{Received, Verified, Assigned, Progress, NeedsData}, Elsewhere, Forward{}},
	{"withdraw", complainant, []State{Received, Verified, Assigned, Progress, NeedsData, Answered}, Withdrawn, Withdraw{}},
	{"close", ending, []State{Answered, NeedsData}, Closed, Close{}},
	{"reopen", complainant, []State{Answered, Closed}, Progress, Reopen{}},
	{"rate", complainant, []State{Answered, Closed}, "", Rate{}},
	{"note", officer, States, "", Note{}},
	{"attach", complainant, []State{Received, Verified, Assigned, Progress, NeedsData, Answered}, "", Attach{}},
	{"reveal", officer, States, "", Reveal{}},
}

// Refusals that any move may meet.
var (
	ErrState    = refusal.New(refusal.Conflict, "complaint.state")
	ErrStale    = refusal.New(refusal.Conflict, "complaint.stale")
	ErrMoved    = refusal.New(refusal.Conflict, "complaint.moved") // the complainant had not seen the office's move
	ErrWrote    = refusal.New(refusal.Conflict, "complaint.wrote") // the officer had not seen the complainant's
	ErrOther    = refusal.New(refusal.Conflict, "complaint.other-content")
	ErrRole     = refusal.New(refusal.Forbidden, "complaint.role")
	ErrNotFound = refusal.New(refusal.NotFound, "complaint.not-found")
	ErrReason   = refusal.New(refusal.Invalid, "complaint.reason")
)

// Find gives the table's line of a move by its name.
func Find(name string) (Rule, bool) {
	i := slices.IndexFunc(Moves, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return Moves[i], true
}

// rule finds the line of a move by its type.
func rule(m Move) Rule {
	i := slices.IndexFunc(Moves, func(r Rule) bool { return sameType(r.Move, m) })
	if i < 0 {
		panic("complaint: a move that is not in the table")
	}
	return Moves[i]
}

// Name is the table's name of a move.
func Name(m Move) string { return rule(m).Name }

// May reports whether somebody with these roles could make the move on c now.
func (r Rule) May(c Complaint, roles account.Roles) bool {
	return roles.Has(r.By...) && slices.Contains(r.From, c.Facts.State)
}

// Do makes the move m on c: it checks the table, applies the move and appends the log
// entry. The same form again gives c unchanged, other content under one act ErrOther, an
// entry that the person had not seen ErrStale, as visit.Do does. Everything on an
// anonymous complaint bears the day alone.
func Do(c Complaint, m Move, s account.Stamp, o office.Office) (Complaint, error) {
	if f, ok := m.(File); ok {
		m = f.Bare()
	}
	r := rule(m)
	if !s.Roles.Has(r.By...) {
		return c, ErrRole
	}
	details, err := json.Marshal(m)
	if err != nil {
		return c, err
	}
	if again, other := trail.Said(c.Log, s, r.Name, string(details)); again {
		return c, nil
	} else if other != nil {
		return c, ErrOther
	}
	if e, ok := trail.Newer(c.Log, s); ok {
		return c, stale(e, s)
	}
	if exists := len(c.Log) > 0; exists != (r.From != nil) || exists && !slices.Contains(r.From, c.Facts.State) {
		return c, ErrState.With("state", c.Facts.State)
	}
	s = discreet(c, m, s, o)
	next, err := m.Apply(c.clone(), s, o)
	if err != nil {
		return c, err
	}
	if r.To != "" {
		next.Facts.State = r.To
	}
	next.Log = append(next.Log, trail.Next(c.Log, s, r.Name, next.Facts.State, string(details)))
	return next, nil
}

// stale says who was faster, but never who of the office to a complainant.
func stale(e Entry, s account.Stamp) error {
	switch {
	case s.Roles.Has(account.Guest):
		return ErrMoved
	case e.By == ByComplainant:
		return ErrWrote
	}
	return ErrStale.With("by", e.By).With("at", e.At).With("move", e.Move)
}

// discreet is the stamp as it may be kept: the complainant has no login, and what
// concerns an anonymous complaint has neither device nor hour, whoever acts.
func discreet(c Complaint, m Move, s account.Stamp, o office.Office) account.Stamp {
	if s.Roles.Has(account.Guest) {
		s.By, s.Device = ByComplainant, ""
	}
	naming := c.Facts.Naming
	if f, ok := m.(File); ok {
		naming = f.Naming
	}
	if s.At = trail.Cut(s.At); naming == Anonymous {
		s.At, s.Device = o.Day(s.At).UTC(), ""
	}
	return s
}
