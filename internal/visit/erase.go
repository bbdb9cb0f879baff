package visit

import (
	"time"

	"bukutamu/internal/identity"
	"bukutamu/internal/trail"
)

// Erasable reports whether who the guest was can be forgotten: the visit is over. What
// is still out keeps nobody's name for ever; Erase leaves that it is out.
func (v Visit) Erasable() bool { return !v.Facts.State.Open() && v.Facts.Erased.IsZero() }

// Erase gives the visit without what identifies anybody: times, unit, purpose and
// outcome stay for the figures, and what is still out stays so: number and pocket are
// taken, and a thing lies in its locker, without its description. What the log said is emptied; its chain still holds,
// since it hangs on the digests. It is no move: nobody decides it about one guest.
func Erase(v Visit, at time.Time) Visit {
	f := v.Facts
	v.Code, v.Ticket, v.Before = "", "", nil
	v.Facts = Facts{
		State: f.State, Source: f.Source, Purpose: f.Purpose, Unit: f.Unit, Host: f.Host, Day: f.Day,
		Guest: Guest{Sex: f.Guest.Sex, Origin: f.Guest.Origin, Lang: f.Guest.Lang}, Declared: f.Declared, Confidential: f.Confidential,
		Document: identity.Document{Kind: f.Document.Kind}, Screening: f.Screening, Asks: f.Asks, Escort: f.Escort,
		ArrivedAt: f.ArrivedAt, VerifiedAt: f.VerifiedAt, MetAt: f.MetAt, LeftAt: f.LeftAt, Ending: f.Ending, Closing: f.Closing, Erased: at,
	}
	v.Facts.Badge, v.Facts.Card = f.Badge, f.Card
	v.Facts.Badge.Token, v.Facts.Badge.LostWhy, v.Facts.Card.Why, v.Facts.Card.Behind = "", "", "", ""
	for _, it := range f.Items {
		if it.Out() {
			v.Facts.Items = append(v.Facts.Items, Item{Locker: it.Locker, TakenAt: it.TakenAt, TakenBy: it.TakenBy})
		}
	}
	for _, c := range f.Companions {
		v.Facts.Companions = append(v.Facts.Companions, Companion{Here: c.Here})
	}
	for _, a := range f.Answers {
		a.Reason = ""
		v.Facts.Answers = append(v.Facts.Answers, a)
	}
	v.Log = trail.Emptied(v.Log)
	return v
}
