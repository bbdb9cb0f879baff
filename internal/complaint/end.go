package complaint

import (
	"strings"
	"time"
	"unicode/utf8"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/trail"
)

// Refusals about the end of a complaint.
var (
	ErrSilence = refusal.New(refusal.Conflict, "complaint.not-yet")
	ErrLate    = refusal.New(refusal.Conflict, "complaint.reopen-late")
	ErrStars   = refusal.New(refusal.Invalid, "complaint.stars")
)

// Withdraw takes the complaint back. The complainant need not say why.
type Withdraw struct {
	Reason string `form:"reason" max:"300" json:"reason,omitempty"`
}

// Apply withdraws.
func (m Withdraw) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	if utf8.RuneCountInString(strings.TrimSpace(m.Reason)) > MaxReason {
		return c, ErrReason.At("reason")
	}
	c.Facts.goOn(s.At)
	c.Facts.EndedAt = s.At
	if strings.TrimSpace(m.Reason) == "" {
		return c, nil
	}
	return c, c.say(s, "withdraw", "reason", m.Reason, false)
}

// Close ends an answered complaint. The complainant may do it at once; an officer once
// the complainant has reacted to the answer; the job, and an officer, after the days of
// silence, which also end an unanswered question.
type Close struct{}

// Apply closes.
func (m Close) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	f := &c.Facts
	silent := f.silent(s.At, o)
	switch {
	case silent:
	case s.Roles.Has(account.Guest) && f.State == Answered:
	case s.Roles.Has(account.Complaint) && f.State == Answered && f.reacted():
	default:
		return c, ErrSilence.With("days", o.Complaints.Filled().Silence)
	}
	f.goOn(s.At)
	f.EndedAt, f.Silent = s.At, silent && !s.Roles.Has(account.Guest)
	return c, nil
}

// reacted reports whether the complainant has written or rated since the answer.
func (f Facts) reacted() bool {
	for i := len(f.Thread) - 1; i >= 0; i-- {
		switch m := f.Thread[i]; {
		case m.Mine():
			return true
		case m.Move == "answer":
			return f.Rating.Stars > 0
		}
	}
	return f.Rating.Stars > 0
}

// SilenceEnds is the last day on which the complainant is waited for; zero when nobody
// waits for them.
func (f Facts) SilenceEnds(o office.Office) time.Time {
	from := f.AskedAt
	if f.State == Answered {
		from = f.AnsweredAt
	}
	if from.IsZero() || f.State != Answered && f.State != NeedsData {
		return time.Time{}
	}
	return f.silence(from, o)
}

// silence is the last of the days of silence after from: who writes is not silent.
func (f Facts) silence(from time.Time, o office.Office) time.Time {
	for _, m := range f.Thread {
		if m.Mine() && m.At.After(from) {
			from = m.At
		}
	}
	return o.WorkdaysAfter(from, o.Complaints.Filled().Silence)
}

func (f Facts) silent(now time.Time, o office.Office) bool {
	end := f.SilenceEnds(o)
	return !end.IsZero() && o.Day(now).After(end)
}

// Reopen says that the answer does not help: within the days of silence after it, also
// when the complaint was closed meanwhile. answered, closed → in progress, with days anew.
type Reopen struct {
	Text string `form:"text,lines" max:"4000" json:"text"`
}

// Apply reopens.
func (m Reopen) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	if !c.Facts.Reopenable(s.At, o) {
		return c, ErrLate.With("days", o.Complaints.Filled().Silence)
	}
	if err := c.say(s, "reopen", "text", m.Text, false); err != nil {
		return c, err
	}
	c.Facts.turn(s.At)
	c.Facts.Reopened++
	return c, nil
}

// Reopenable reports whether the answer can still be refused at that time.
func (f Facts) Reopenable(now time.Time, o office.Office) bool {
	return (f.State == Answered || f.State == Closed) && !f.AnsweredAt.IsZero() && f.Erased.IsZero() &&
		!o.Day(now).After(f.silence(f.AnsweredAt, o))
}

// Rate is what the complainant thinks of the answer, once and again: the last counts.
type Rate struct {
	Stars int    `form:"stars" json:"stars"` // 1 to 4
	Note  string `form:"note" max:"300" json:"note,omitempty"`
}

// Apply rates.
func (m Rate) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	note := strings.TrimSpace(m.Note)
	switch {
	case m.Stars < 1 || m.Stars > 4:
		return c, ErrStars.At("stars")
	case utf8.RuneCountInString(note) > MaxReason:
		return c, ErrReason.At("note")
	}
	c.Facts.Rating = Rating{Stars: m.Stars, Note: note, At: s.At}
	return c, nil
}

// Erasable reports whether nothing speaks for keeping what was said.
func (c Complaint) Erasable() bool { return !c.Facts.State.Open() && c.Facts.Erased.IsZero() }

// Erase gives the complaint without what was said and by whom: state, class, units, days
// and stars stay for the figures. It can no longer be tracked. The log's chain still holds.
func Erase(c Complaint, at time.Time) Complaint {
	f := c.Facts
	c.Code, c.PIN = "", ""
	c.Facts = Facts{
		State: f.State, Naming: f.Naming, Class: f.Class, Day: f.Day, Unit: f.Unit, To: f.To,
		FiledAt: f.FiledAt, TurnAt: f.TurnAt, AnsweredAt: f.AnsweredAt, EndedAt: f.EndedAt, Stops: f.Stops,
		Rating: Rating{Stars: f.Rating.Stars, At: f.Rating.At}, Reopened: f.Reopened, Silent: f.Silent, Erased: at,
	}
	c.Log = trail.Emptied(c.Log)
	return c
}
