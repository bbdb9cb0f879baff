package office

import "slices"

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
