package web

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/refusal"
)

// Typed is what the person typed into a field when the page comes back with messages,
// else the fallback: the value that is stored, or nothing.
func (p Page) Typed(field string, fallback any) string {
	if v, ok := p.typed[field]; ok {
		return strings.ToValidUTF8(v[0], "")
	}
	if p.typed != nil {
		return "" // sent, but this field was not among it
	}
	if v, ok := p.filled[field]; ok {
		return v
	}
	if fallback == nil {
		return ""
	}
	if t, ok := fallback.(time.Time); ok {
		if t.IsZero() {
			return ""
		}
		return p.local(t).Format(time.DateOnly)
	}
	return fmt.Sprint(fallback)
}

// Retyped is the page with fields as they were typed before, unless a form is just coming back.
func (p Page) Retyped(fields url.Values) Page {
	if p.typed == nil {
		p.typed = fields
	}
	return p
}

// Filled is the page with fields filled in beforehand: they stand in the place of the
// fallbacks, under what was typed, and nothing counts as typed. Filled again, a field has
// its later value.
func (p Page) Filled(fields map[string]string) Page {
	all := maps.Clone(p.filled)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, fields)
	p.filled = all
	return p
}

// Posted are these fields of the posted form as they were typed, for Retyped; what was
// left empty is not among them.
func Posted(c *fiber.Ctx, fields ...string) url.Values {
	out := url.Values{}
	for _, f := range fields {
		if v := of(c).values[f]; len(v) > 0 && v[0] != "" {
			out[f] = v
		}
	}
	return out
}

// Again reports whether the page comes back with what was typed.
func (p Page) Again() bool { return p.typed != nil }

// Ticked reports whether a choice is chosen: by the form that came back, else by fallback.
func (p Page) Ticked(field, value string, fallback bool) bool {
	if p.typed == nil {
		if v, ok := p.filled[field]; ok {
			return v == value
		}
		return fallback
	}
	return slices.Contains(p.typed[field], value)
}

// Wrong is the sentence beside a field, empty when nothing is wrong with it.
func (p Page) Wrong(field string) string {
	for _, r := range p.Refusals {
		if r.Field == field {
			return p.Say(r)
		}
	}
	return ""
}

// Incomplete reports whether the page came back because of what was typed.
func (p Page) Incomplete() bool {
	return slices.ContainsFunc(p.Refusals, func(r *refusal.Refusal) bool { return r.Kind == refusal.Invalid })
}

// Message is one line of the summary above a form; ID is the field it leads to.
type Message struct{ ID, Text string }

// Messages are all refusals in words, in the order of the form.
func (p Page) Messages() []Message {
	var out []Message
	for _, r := range p.Refusals {
		m := Message{Text: p.Say(r)}
		if r.Field != "" {
			m.ID = p.ID(r.Field)
		}
		out = append(out, m)
	}
	return out
}

// Say is a refusal in the page's language. Times among its arguments are shown as the
// time of day in the office's zone.
func (p Page) Say(r *refusal.Refusal) string {
	args := r.Pairs()
	for i, a := range args {
		if t, ok := a.(time.Time); ok {
			args[i] = p.Clock(t)
		}
	}
	return p.T("refusal."+r.Key, args...)
}

// ID is the id of a field's input: its name with marks turned into dashes, so that
// items[0].kind is items-0-kind.
func (p Page) ID(field string) string {
	return strings.NewReplacer("].", "-", "[", "-", "]", "", ".", "-").Replace(field)
}

// Field is one labelled input for {{template "shared/field" (.Field "name" "kiosk.name" .Name)}}.
// The methods add to it: (((.Field "tel" "kiosk.tel" .Tel).Kind "tel").Optional "shared.skip").
type Field struct {
	ID, Name, Label, Value, Wrong            string
	Type, Mode, Fill, Note, Below, Key, More string
	Offer                                    string // id of the datalist with proposals
	Limit                                    int
	Rows                                     int
	Needed, First                            bool
}

// Field makes the input of a field with its label (a text key) and value; what was
// typed and what is wrong with it are filled in.
func (p Page) Field(name, label string, value any) Field {
	return Field{ID: p.ID(name), Name: name, Label: p.T(label), Value: p.Typed(name, value), Wrong: p.Wrong(name), Type: "text", Fill: "off"}
}

// Kind sets the input's type: tel, date, search, password, number. What was typed into
// a password never comes back.
func (f Field) Kind(t string) Field {
	f.Type = t
	if t == "password" {
		f.Value = ""
	}
	return f
}

// Digits asks for a keypad on touch screens.
func (f Field) Digits() Field { f.Mode = "numeric"; return f }

// Autofill lets the browser fill the field ("name", "username"); off on the kiosk.
func (f Field) Autofill(what string) Field { f.Fill = what; return f }

// Optional adds words beside the label ("boleh dilewati"), Hint a line below it.
func (f Field) Optional(text string) Field { f.Note = text; return f }

// Hint adds a line below the label.
func (f Field) Hint(text string) Field { f.Below = text; return f }

// Required marks the field as needed, Max limits its length in characters.
func (f Field) Required() Field { f.Needed = true; return f }

// Max limits the length in characters; the server says the same.
func (f Field) Max(n int) Field { f.Limit = n; return f }

// Lines makes it a text area of n rows.
func (f Field) Lines(n int) Field { f.Rows = n; return f }

// Focus gives the field the focus when the page opens.
func (f Field) Focus() Field { f.First = true; return f }

// Class adds classes to the input ("k-input input--now").
func (f Field) Class(s string) Field { f.More = s; return f }

// List names the datalist whose entries are proposed; anything else may be typed.
func (f Field) List(id string) Field { f.Offer = id; return f }

// Access is the field's accesskey.
func (f Field) Access(key string) Field { f.Key = key; return f }

// Described are the ids that explain the input to a screen reader.
func (f Field) Described() string {
	var ids []string
	if f.Below != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Wrong != "" {
		ids = append(ids, f.ID+"-wrong")
	}
	return strings.Join(ids, " ")
}
