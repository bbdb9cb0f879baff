package office

import (
	"slices"
	"strings"
	"unicode/utf8"

	"bukutamu/internal/refusal"
)

// Complaints is what an office decides about service complaints. Days are working
// days (domain.md 5); zero numbers and empty texts mean the standard.
type Complaints struct {
	Forward     int        `json:"forward,omitempty"`     // from filing until a unit has it
	Coordinate  int        `json:"coordinate,omitempty"`  // from then until the unit has taken it up
	Ordinary    int        `json:"ordinary,omitempty"`    // from filing to the answer: not about supervision
	Supervisory int        `json:"supervisory,omitempty"` // from filing to the answer: about supervision
	Silence     int        `json:"silence,omitempty"`     // after an answer or a question, until it is closed by itself
	Amber       int        `json:"amber,omitempty"`       // so many days left turn amber
	Red         int        `json:"red,omitempty"`         // and so many red
	Hours       []int      `json:"hours,omitempty"`       // full hours at which the officers are told what is new
	Fork        Text       `json:"fork,omitzero"`         // where crime, corruption and a prosecutor's conduct are reported
	ShowNames   bool       `json:"showNames,omitempty"`   // complainants read the names of those who answer
	Templates   []Template `json:"templates,omitempty"`   // answers that are written often
}

// Template is an answer that the complaint officer begins from.
type Template struct {
	Name string `json:"name"`
	Body string `json:"body"`
}

// The most working days that a setting takes, the most answers, and their lengths in
// characters.
const (
	MaxComplaintDays = 120
	MaxTemplates     = 20
	MaxTemplateName  = 60
	MaxTemplateBody  = 2000
)

// Filled puts the standard where nothing is set.
func (c Complaints) Filled() Complaints {
	fill := func(n *int, to int) {
		if *n == 0 {
			*n = to
		}
	}
	fill(&c.Forward, 3)
	fill(&c.Coordinate, 5)
	fill(&c.Ordinary, 14)
	fill(&c.Supervisory, 60)
	fill(&c.Silence, 10)
	fill(&c.Amber, 2)
	fill(&c.Red, 1)
	if len(c.Hours) == 0 {
		c.Hours = []int{8, 13}
	}
	if c.Fork.ID == "" {
		c.Fork = Text{ID: words("fork.id.txt"), EN: words("fork.en.txt"), Version: 1}
	}
	if c.Templates == nil {
		c.Templates = slices.Clone(standardTemplates)
	}
	return c
}

var standardTemplates = read[[]Template]("templates.json")

// Refusals about what an office decides about complaints.
var (
	ErrComplaintDays = refusal.New(refusal.Invalid, "office.complaint-days") // from 1 to {max} working days
	ErrComplaintNear = refusal.New(refusal.Invalid, "office.complaint-near") // red above amber
	ErrTellHours     = refusal.New(refusal.Invalid, "office.tell-hours")     // full hours, at most {max}
	ErrTemplate      = refusal.New(refusal.Invalid, "office.template")       // a name and an answer
)

// maxTellHours is how many digests a day has: with more, an anonymous complaint could be
// told from its neighbours again.
const maxTellHours = 3

// Check refuses what cannot be, each at its field of the settings page: forward,
// coordinate, ordinary, supervisory, silence, amber, red, hours, fork, template.N.
func (c Complaints) Check() error {
	c = c.Filled()
	var no refusal.List
	for _, d := range []struct {
		days  int
		field string
	}{{c.Forward, "forward"}, {c.Coordinate, "coordinate"}, {c.Ordinary, "ordinary"}, {c.Supervisory, "supervisory"}, {c.Silence, "silence"}} {
		if d.days < 1 || d.days > MaxComplaintDays {
			no = append(no, ErrComplaintDays.With("max", MaxComplaintDays).At(d.field))
		}
	}
	if c.Red < 0 || c.Amber < c.Red || c.Amber > MaxComplaintDays {
		no = append(no, ErrComplaintNear.At("amber_days"))
	}
	if len(c.Hours) > maxTellHours || slices.ContainsFunc(c.Hours, func(h int) bool { return h < 0 || h > 23 }) {
		no = append(no, ErrTellHours.With("max", maxTellHours).At("hours"))
	}
	for field, text := range map[string]string{"fork_id": c.Fork.ID, "fork_en": c.Fork.EN} {
		if utf8.RuneCountInString(text) > MaxText {
			no = append(no, ErrLong.With("n", MaxText).At(field))
		}
	}
	for i, t := range c.Templates {
		name, body := utf8.RuneCountInString(strings.TrimSpace(t.Name)), utf8.RuneCountInString(strings.TrimSpace(t.Body))
		if i >= MaxTemplates || name == 0 || name > MaxTemplateName || body == 0 || body > MaxTemplateBody {
			no = append(no, ErrTemplate.With("name", MaxTemplateName).With("body", MaxTemplateBody).At("templates"))
			break
		}
	}
	return no.Err()
}
