package office

import "strconv"

// Standard is the service standard for receiving guests (domain.md 1) as keys of
// texts. Everything but the minutes is the same for every office.
type Standard struct {
	Steps        []Step
	Requirements []string
	Time         string // argument {minutes}, the office's target
	Fee          string
	Product      string
}

// Step is one of the eight steps.
type Step struct {
	N    int    // 1 to 8
	Name string // what the officer does, in three words: the desk's list
	Text string // what the guest may expect: the public page
}

// ServiceStandard gives the eight steps, the requirements, time, fee and product.
func ServiceStandard() Standard {
	s := Standard{Time: "standard.time", Fee: "standard.fee", Product: "standard.product"}
	for n := 1; n <= 8; n++ {
		key := "standard.step" + strconv.Itoa(n)
		s.Steps = append(s.Steps, Step{N: n, Name: key + ".name", Text: key + ".text"})
	}
	for n := 1; n <= 4; n++ {
		s.Requirements = append(s.Requirements, "standard.requirement"+strconv.Itoa(n))
	}
	return s
}
