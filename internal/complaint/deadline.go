package complaint

import (
	"time"

	"bukutamu/internal/office"
)

// Deadline is the next day by which something has to happen, in working days of the
// office (domain.md 5).
type Deadline struct {
	What  What      // what is due
	Day   time.Time // midnight of the last day in time; zero: nothing is due
	Left  int       // working days from today to Day; 0 is today, negative is late
	Level Level
}

// What is due next.
type What string

// The deadlines. The last two are the complainant's: nothing turns red.
const (
	ToForward    What = "forward"    // read, and given to a unit
	ToCoordinate What = "coordinate" // taken up by the unit
	ToAnswer     What = "answer"
	ToReply      What = "reply"   // the office waits for the complainant: closed after it
	Silence      What = "silence" // answered: closed after it
	Nothing      What = ""
)

// Level is how near a deadline is.
type Level string

// The levels, by the office's settings.
const (
	Fine  Level = ""
	Amber Level = "amber"
	Red   Level = "red"
)

// AnswerBy is the last day for the answer: the class's working days after the complaint
// was filed or reopened, the days on which the clock stood still left out.
func (f Facts) AnswerBy(o office.Office) time.Time {
	days := o.Complaints.Filled().Ordinary
	if f.Class == Supervisory {
		days = o.Complaints.Filled().Supervisory
	}
	return f.due(o, f.TurnAt, days)
}

// due is the n-th working day after from; those on which the clock stood still do not
// count. The day of the question counts still, that of the reply does not.
func (f Facts) due(o office.Office, from time.Time, n int) time.Time {
	day := o.WorkdaysAfter(from, n)
	for _, s := range f.Stops {
		since := s.From
		if since.Before(from) {
			since = from
		}
		if o.Day(since).After(day) { // it was late already
			continue
		}
		day = o.WorkdaysAfter(day, max(0, o.Workdays(since, s.To)))
	}
	return day
}

// Next is what is due next at that time: the step's own deadline or the answer's,
// whichever is nearer.
func (f Facts) Next(now time.Time, o office.Office) Deadline {
	c := o.Complaints.Filled()
	d := Deadline{What: ToAnswer}
	switch f.State {
	case Received, Verified:
		d.What, d.Day = ToForward, f.due(o, f.TurnAt, c.Forward)
	case Assigned:
		d.What, d.Day = ToCoordinate, f.due(o, f.To.At, c.Coordinate)
	case Progress:
		d.Day = f.AnswerBy(o)
	case NeedsData:
		d.What, d.Day = ToReply, f.SilenceEnds(o)
	case Answered:
		d.What, d.Day = Silence, f.SilenceEnds(o)
	default:
		return Deadline{}
	}
	if by := f.AnswerBy(o); f.State.Working() && by.Before(d.Day) {
		d.What, d.Day = ToAnswer, by
	}
	if d.Left = o.Workdays(now, d.Day); o.Day(now).After(d.Day) {
		d.Left = min(d.Left, -1) // late on a Sunday is late
	}
	if f.State.Working() {
		switch {
		case d.Left <= c.Red:
			d.Level = Red
		case d.Left <= c.Amber:
			d.Level = Amber
		}
	}
	return d
}

// Late reports whether the day has passed.
func (d Deadline) Late() bool { return !d.Day.IsZero() && d.Left < 0 }
