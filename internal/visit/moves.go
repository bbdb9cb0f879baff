package visit

import (
	"encoding/json"
	"slices"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/trail"
)

// Move is something that happens to a visit. It is at once the form a person
// fills in (tags "form"), what the log keeps of it (tags "json"), and a pure
// function from one visit to the next. A field that the person may not say has
// no form tag; one that is made by chance has json:"-", so that the same form
// sent twice is seen as one act.
type Move interface {
	Apply(v Visit, s account.Stamp, o office.Office) (Visit, error)
}

// Rule is one line of the table of moves.
type Rule struct {
	Name string
	By   account.Roles
	From []State // empty: only a visit that does not exist yet
	To   State   // empty: the state stays; undo goes back to where the last move began
	Undo bool    // can be taken back (domain.md 2)
	Move Move    // a zero value, the prototype of the form
}

var (
	desk  = account.Roles{account.Officer, account.Supervisor}
	guest = account.Roles{account.Guest, account.Officer, account.Supervisor}
	hosts = account.Roles{account.Officer, account.Supervisor, account.Host}
	jobs  = account.Roles{account.System}
	super = account.Roles{account.Supervisor}
)

// Moves is the state diagram and the matrix of roles and moves, as data. The
// POST routes, the buttons, the permission test and the diagram in
// ARCHITECTURE.md come from it.
var Moves = []Rule{
	{"register", guest, nil, Registered, false, Register{}},
	{"late", desk, nil, Left, false, LateEntry{}},
	{"reschedule", guest, []State{Registered}, "", false, Reschedule{}},
	{"ticket", account.Roles{account.Guest}, []State{Registered}, "", false, PrintTicket{}},
	{"arrive", desk, []State{Registered}, Arrived, true, Arrive{}},
	{"here", desk, []State{Arrived, Waiting, Meeting, Left}, "", false, Here{}},
	{"verify", desk, []State{Arrived}, Waiting, false, Verify{}},
	{"custody", desk, []State{Waiting, Meeting}, "", false, Custody{}},
	{"exchange", desk, []State{Waiting, Meeting}, "", false, Exchange{}},
	{"correct", desk, States, "", false, Correct{}},
	{"print", desk, []State{Waiting, Meeting}, "", false, Print{}},
	{"receipt", desk, []State{Waiting, Meeting}, "", false, PrintReceipt{}},
	{"ask", desk, []State{Waiting}, "", true, Ask{}},
	{"answer", hosts, []State{Waiting}, "", true, Answer{}},
	{"escort", desk, []State{Waiting}, Meeting, true, Escort{}},
	{"transfer", desk, []State{Meeting}, Waiting, false, Transfer{}},
	{"out", desk, []State{Waiting, Meeting}, "", false, Out{}},
	{"in", desk, []State{Waiting, Meeting}, "", false, In{}},
	{"lose", desk, []State{Waiting, Meeting}, "", false, Lose{}},
	{"leave", desk, []State{Waiting, Meeting}, Left, false, Leave{}},
	{"close", desk, []State{Arrived, Waiting, Meeting}, Left, false, Close{}},
	{"return", desk, []State{Left}, "", false, Return{}},
	{"retire", super, []State{Left}, "", false, Retire{}},
	{"entered", desk, []State{Arrived, Waiting, Meeting, Left, Refused}, "", false, Entered{}},
	{"withdraw", desk, []State{Arrived}, Left, true, Withdraw{}},
	{"refuse", desk, []State{Arrived}, Refused, true, Refuse{}},
	{"cancel", guest, []State{Registered}, Cancelled, false, Cancel{}},
	{"expire", jobs, []State{Registered}, Expired, false, Expire{}},
	{"undo", desk, []State{Arrived, Waiting, Meeting, Left, Refused}, "", false, Undo{}},
}

// Refusals that any move may meet.
var (
	ErrState    = refusal.New(refusal.Conflict, "visit.state")
	ErrStale    = refusal.New(refusal.Conflict, "visit.stale")
	ErrOther    = refusal.New(refusal.Conflict, "visit.other-content")
	ErrRole     = refusal.New(refusal.Forbidden, "visit.role")
	ErrNotFound = refusal.New(refusal.NotFound, "visit.not-found")
	ErrReason   = refusal.New(refusal.Invalid, "visit.reason")
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
	name := nameOf(m)
	i := slices.IndexFunc(Moves, func(r Rule) bool { return nameOf(r.Move) == name })
	if i < 0 {
		panic("visit: a move that is not in the table: " + name)
	}
	return Moves[i]
}

// Name is the table's name of a move.
func Name(m Move) string { return rule(m).Name }

// May reports whether somebody with these roles could make the move on v now.
// Pages ask it which buttons to show; Do asks again.
func (r Rule) May(v Visit, roles account.Roles) bool {
	return roles.Has(r.By...) && slices.Contains(r.From, v.Facts.State)
}

// Do makes the move m on v: it checks the table, applies the move and appends
// the log entry, so that no move can forget one.
//
// The same act with the same move and content again returns v unchanged (a form
// sent twice). With other content it is ErrOther. An entry newer than the one
// the person saw is ErrStale, with who was faster, when and what they did;
// entries of the same act are the person's own (a walk-in is register and
// arrive from one form). On any refusal v is as it was.
func Do(v Visit, m Move, s account.Stamp, o office.Office) (Visit, error) {
	r := rule(m)
	if !s.Roles.Has(r.By...) {
		return v, ErrRole
	}
	details, err := json.Marshal(m)
	if err != nil {
		return v, err
	}
	if again, other := trail.Said(v.Log, s, r.Name, string(details)); again {
		return v, nil
	} else if other != nil {
		return v, ErrOther.With("by", other.By).With("at", other.At)
	}
	if m, ok := m.(personal); ok && !m.concerns(v, s) {
		return v, ErrNotFound
	}
	if e, ok := trail.Newer(v.Log, s); ok {
		return v, ErrStale.With("by", e.By).With("at", e.At).With("move", e.Move)
	}
	if exists := len(v.Log) > 0; exists != (r.From != nil) || exists && !slices.Contains(r.From, v.Facts.State) {
		return v, ErrState.With("state", v.Facts.State)
	}
	next, err := m.Apply(v.clone(), s, o)
	if err != nil {
		return v, err
	}
	next.Before = nil
	if r.Undo {
		before := v.Facts.clone()
		next.Before = &before
	}
	e := trail.Next(v.Log, s, r.Name, next.Facts.State, string(details))
	if m, ok := m.(rewriting); ok {
		if e.Was, err = m.was(v.Facts, next.Facts); err != nil {
			return v, err
		}
	}
	next.Log = append(next.Log, e)
	return next, nil
}

// rewriting is a move that replaces what was written down: the log keeps both.
type rewriting interface {
	was(before, after Facts) (string, error)
}

// personal is a move that some may make only on visits that concern them. All
// other visits do not exist for them, so Do asks before it says who was faster.
type personal interface {
	concerns(v Visit, s account.Stamp) bool
}
