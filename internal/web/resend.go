package web

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Resend is a form that could not be taken while the store was away, with everything that was
// sent and the same act: pressed again it is recorded once.
type Resend struct {
	Action string
	Fields []Sent
}

// Sent is one value of such a form.
type Sent struct{ Name, Value string }

// resend is the form that a request brought; nil where there is none, or where it holds a
// password, which no page may bear. Files have to be chosen again.
func (r *request) resend(c *fiber.Ctx) *Resend {
	if c.Method() != fiber.MethodPost || strings.HasPrefix(c.Path(), "//") {
		return nil
	}
	if r.values == nil && r.read(c) != nil { // the store was away before the form was looked at
		return nil
	}
	out := &Resend{Action: c.Path()}
	for name, values := range r.values {
		if strings.Contains(name, "password") {
			return nil
		}
		for _, v := range values {
			if name != "check" {
				out.Fields = append(out.Fields, Sent{strings.ToValidUTF8(name, ""), strings.ToValidUTF8(v, "")})
			}
		}
	}
	if len(out.Fields) == 0 {
		return nil
	}
	slices.SortStableFunc(out.Fields, func(a, b Sent) int { return strings.Compare(a.Name, b.Name) })
	return out
}
