package visit

import (
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Undo takes the last move back: within the office's minutes (5), by the
// officer who made it or a supervisor, and only for the moves that the table
// marks. It is a move like others: the log keeps both.
type Undo struct{}

// Refusals about undoing.
var (
	ErrNoUndo   = refusal.New(refusal.Conflict, "visit.no-undo")
	ErrUndoLate = refusal.New(refusal.Conflict, "visit.undo-late")
	ErrUndoWho  = refusal.New(refusal.Forbidden, "visit.undo-who")
)

// Apply puts back the facts before the last move.
func (m Undo) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	if err := v.Undoable(s, o); err != nil {
		return v, err
	}
	v.Facts = v.Before.clone()
	return v, nil
}

// Undoable says why the last move cannot be taken back by this person now; nil when it can.
func (v Visit) Undoable(s account.Stamp, o office.Office) error {
	last := v.Last()
	r, _ := Find(last.Move)
	switch {
	case v.Before == nil || !r.Undo:
		return ErrNoUndo
	case s.At.Sub(last.At) > time.Duration(o.Rules.UndoMinutes)*time.Minute:
		return ErrUndoLate.With("minutes", o.Rules.UndoMinutes)
	case s.By != last.By && !s.Roles.Has(account.Supervisor):
		return ErrUndoWho
	}
	return nil
}
