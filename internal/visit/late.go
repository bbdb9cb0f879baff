package visit

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Why a finished visit is written into the book only afterwards.
const (
	LatePower   = "power"
	LateNetwork = "network"
	LateOther   = "other"
)

// LateReasons lists them in the order in which they are offered.
var LateReasons = []string{LatePower, LateNetwork, LateOther}

// LateBy is how far back a visit can be copied from paper.
const LateBy = 92 * 24 * time.Hour

// Copied marks a visit that was copied from the paper form after it was over. Its times
// are real and were never measured: it has no service time (domain.md 2).
type Copied struct {
	At      time.Time `json:"at,omitzero"`
	Sheet   string    `json:"sheet,omitempty"` // of the paper form: "K-0012, tamu 2"
	Why     string    `json:"why,omitempty"`
	Officer string    `json:"officer,omitempty"` // who received the guest, as the paper says
}

// LateEntry writes a visit into the book that is over: it was kept on paper while the power or
// the network was gone. – → left. Everything is back, or it is no finished visit.
type LateEntry struct {
	Sheet      string        `form:"sheet" max:"40" json:"sheet"`
	Why        string        `form:"why" max:"20" json:"why"`
	Officer    string        `form:"officer" max:"80" json:"officer,omitempty"`
	Purpose    string        `form:"purpose" max:"40" json:"purpose"`
	Letter     string        `form:"letter" max:"60" json:"letter,omitempty"`
	Unit       string        `form:"unit" max:"40" json:"unit"`
	Host       string        `form:"host" max:"40" json:"host,omitempty"`
	Phone      string        `form:"tel" max:"40" json:"phone,omitempty"`
	Name       string        `form:"name" max:"65536" json:"name"`
	Companions []string      `json:"companions,omitempty"`
	Document   identity.Kind `form:"document" json:"document"`
	Number     string        `form:"number" max:"40" json:"number"`
	AsWritten  bool          `form:"as_written" json:"asWritten,omitempty"`
	From       string        `form:"from" max:"120" json:"from,omitempty"`
	Needs      []Need        `form:"need" json:"needs,omitempty"`
	Badge      int           `json:"badge"`
	Items      []TakenItem   `json:"items,omitempty"`
	Screening  Screening     `form:"screening" json:"screening"`
	Ending     Ending        `form:"ending" json:"ending"`
	Returned   bool          `form:"returned" json:"returned"`
	Arrived    time.Time     `json:"arrived"`
	Met        time.Time     `json:"met,omitzero"`
	Left       time.Time     `json:"left"`
	ID         string        `json:"-"`
}

// Refusals about a late entry.
var (
	ErrSheet     = refusal.New(refusal.Invalid, "visit.sheet")
	ErrLateTwice = refusal.New(refusal.Conflict, "visit.late-twice")
	ErrTimes     = refusal.New(refusal.Invalid, "visit.times")
	ErrFuture    = refusal.New(refusal.Invalid, "visit.future")
	ErrLateLong  = refusal.New(refusal.Invalid, "visit.late-long")
	ErrNotOver   = refusal.New(refusal.Invalid, "visit.not-over")
)

// Apply writes the visit.
func (m LateEntry) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	var no refusal.List
	add := func(err error, field string) {
		for _, r := range refusal.Of(err) {
			no = append(no, r.At(field))
		}
	}
	at := cut(s.At)
	f := Facts{State: Left, Source: OnPaper, Closing: CheckedOut, Ending: m.Ending, Day: m.Arrived.In(o.In()).Format(time.DateOnly)}
	f.Copied = Copied{At: at, Sheet: strings.Join(strings.Fields(m.Sheet), " "), Why: m.Why, Officer: strings.TrimSpace(m.Officer)}
	if f.Copied.Sheet == "" || utf8.RuneCountInString(f.Copied.Sheet) > 40 {
		add(ErrSheet, "sheet")
	}
	if !slices.Contains(LateReasons, m.Why) {
		add(ErrChoice, "why")
	}
	purpose, ok := o.Purpose(m.Purpose)
	if !ok {
		add(ErrPurpose, "purpose")
	}
	f.Purpose, f.Letter, f.Confidential = m.Purpose, strings.TrimSpace(m.Letter), purpose.Confidential
	var err error
	if f.Unit, f.Host, err = destination(o, m.Unit, m.Host); err != nil {
		no = append(no, refusal.Of(err)...)
	} else if f.Unit == "" {
		add(ErrUnit, "unit")
	}
	if f.Guest.Name, err = cleanName(m.Name); err != nil {
		add(err, "name")
	}
	if strings.TrimSpace(m.Phone) != "" {
		f.Guest.Phone, err = identity.CleanPhone(m.Phone)
		add(err, "tel")
	}
	f.Guest.From = strings.TrimSpace(m.From)
	for _, c := range m.Companions {
		name, err := cleanName(c)
		add(err, "companions")
		f.Companions = append(f.Companions, Companion{Name: name, Here: cut(m.Arrived)})
	}
	if len(f.Companions) > MaxCompanions {
		add(ErrCompanions.With("max", MaxCompanions), "companions")
	}
	for _, n := range m.Needs {
		if !n.Valid() {
			add(ErrChoice, "need")
		}
	}
	f.Needs = slices.Clone(m.Needs)
	document := identity.Document{Kind: m.Document, Number: m.Number, AsWritten: m.AsWritten}
	if m.AsWritten {
		document.Reason = f.Copied.Sheet
	}
	f.Document, _, err = document.Checked(m.Arrived.In(o.In()))
	add(err, "number")
	if m.Screening == Resists || m.Screening == "" || !m.Screening.Valid() {
		add(ErrScreening, "screening")
	}
	f.Screening = m.Screening
	no = append(no, m.times(&f, at, o)...)
	if !m.Returned {
		add(ErrNotOver, "returned")
	}
	for _, it := range m.Items {
		f.Items = append(f.Items, Item{What: it.What, Locker: it.Locker, TakenAt: f.ArrivedAt, TakenBy: s.By, BackAt: f.LeftAt, BackBy: s.By})
	}
	if m.Screening == Surrendered && len(f.Items) == 0 {
		add(ErrItems, "items")
	}
	if m.Badge < 1 || m.Badge > o.Badges.Count {
		add(ErrBadge, "badge")
	}
	f.Badge = Badge{Number: m.Badge, GivenAt: f.ArrivedAt, BackAt: f.LeftAt, BackBy: s.By}
	if !m.Document.Digital() {
		f.Card = Card{Held: true, TakenAt: f.ArrivedAt, BackAt: f.LeftAt, BackBy: s.By}
	}
	if err := no.Err(); err != nil {
		return v, err
	}
	v.ID, v.Facts = m.ID, f
	return v, nil
}

// times puts the paper's times into the facts, and says what cannot be so.
func (m LateEntry) times(f *Facts, now time.Time, o office.Office) (no refusal.List) {
	f.ArrivedAt, f.VerifiedAt, f.MetAt, f.LeftAt = cut(m.Arrived), cut(m.Arrived), cut(m.Met), cut(m.Left)
	switch {
	case m.Arrived.IsZero() || m.Left.IsZero() || m.Left.Before(m.Arrived):
		no = append(no, ErrTimes.At("left"))
	case m.Left.After(now):
		no = append(no, ErrFuture.At("left"))
	case now.Sub(m.Arrived) > LateBy:
		no = append(no, ErrLateLong.With("days", int(LateBy.Hours()/24)).At("date"))
	case !o.SameDay(m.Arrived, m.Left):
		no = append(no, ErrTimes.At("left"))
	}
	met := !m.Met.IsZero()
	switch {
	case !slices.Contains([]Ending{Met, Declined, Absent, Withdrawn}, m.Ending):
		no = append(no, ErrEnding.At("ending"))
	case met != (m.Ending == Met), met && (m.Met.Before(m.Arrived) || m.Met.After(m.Left)):
		no = append(no, ErrTimes.At("met"))
	}
	return no
}

// Late reports whether the visit was copied from paper: it has no service time.
func (f Facts) Late() bool { return !f.Copied.At.IsZero() }
