package webtest

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"
)

// Form is a form as the page filled it, hidden fields included.
type Form struct {
	Values url.Values
	Action string
	page   *Page
	node   *Node
	method string
	files  map[string][]byte
}

// Form is the form that the button with this name sends.
func (p *Page) Form(button string) *Form {
	p.client.T.Helper()
	b := p.button(button)
	f := b.formOf()
	if f == nil {
		p.client.T.Fatalf("%s: the button %q sends no form", p.URL.Path, button)
	}
	out := &Form{Values: url.Values{}, page: p, node: f, method: strings.ToUpper(f.Attr["method"]), files: map[string][]byte{}}
	to, err := p.URL.Parse(f.Attr["action"])
	if err != nil {
		p.client.T.Fatal(err)
	}
	out.Action = to.RequestURI()
	for _, k := range out.controls() {
		out.take(k)
	}
	return out
}

// button is the button with this name, also one that a screen reader calls a link.
func (p *Page) button(name string) *Node {
	p.client.T.Helper()
	if b := p.Find("button", name); b != nil {
		return b
	}
	if b := p.Find("link", name); b != nil && b.Tag == "button" {
		return b
	}
	return p.Must("button", name)
}

// formOf is the form an element belongs to, by place or by its form attribute.
func (n *Node) formOf() *Node {
	root := n
	for a := n; a != nil; a = a.Parent {
		root = a
	}
	if id := n.Attr["form"]; id != "" {
		return root.ID(id)
	}
	for a := n.Parent; a != nil; a = a.Parent {
		if a.Tag == "form" {
			return a
		}
	}
	return nil
}

func (f *Form) controls() []*Node {
	return f.page.Root.All(func(k *Node) bool {
		for a := k.Parent; a != nil; a = a.Parent {
			if a.Tag == "template" {
				return false
			}
		}
		return slices.Contains([]string{"input", "textarea", "select", "button"}, k.Tag) && k.Attr["name"] != "" && k.formOf() == f.node
	})
}

// take adds what a browser would send for a control that nobody touched.
func (f *Form) take(k *Node) {
	name, value := k.Attr["name"], k.Attr["value"]
	switch {
	case k.Tag == "button" || k.has("disabled"):
	case k.Tag == "textarea":
		var b strings.Builder
		for _, t := range k.Kids {
			b.WriteString(t.text)
		}
		f.Values.Add(name, strings.TrimPrefix(b.String(), "\n"))
	case k.Tag == "select":
		options := k.Tags("option")
		chosen := options
		if i := slices.IndexFunc(options, func(o *Node) bool { return o.has("selected") }); i >= 0 {
			chosen = options[i:]
		}
		if len(chosen) > 0 {
			f.Values.Add(name, chosen[0].optionValue())
		}
	case k.Attr["type"] == "radio" || k.Attr["type"] == "checkbox":
		if k.has("checked") {
			f.Values.Add(name, k.tickValue())
		}
	case k.Attr["type"] == "file" || k.Attr["type"] == "submit":
	default:
		f.Values.Add(name, value)
	}
}

func (n *Node) optionValue() string {
	if n.has("value") {
		return n.Attr["value"]
	}
	return n.Text()
}

func (n *Node) tickValue() string {
	if n.has("value") {
		return n.Attr["value"]
	}
	return "on"
}

// Set gives a field, by its name, these values (none: the field is not sent).
func (f *Form) Set(name string, values ...string) *Form {
	f.Values[name] = values
	return f
}

// Fill types into the field with this label; in a select it chooses the option.
func (f *Form) Fill(label, value string) *Form {
	f.page.client.T.Helper()
	k := f.control(label, "textbox", "combobox", "searchbox")
	if k.Tag == "select" {
		for _, o := range k.Tags("option") {
			if o.Text() == value {
				return f.Set(k.Attr["name"], o.optionValue())
			}
		}
		f.page.client.T.Fatalf("%q has no choice %q", label, value)
	}
	return f.Set(k.Attr["name"], value)
}

// Choose ticks the radio button or box with this label.
func (f *Form) Choose(label string) *Form {
	f.page.client.T.Helper()
	k := f.control(label, "radio", "checkbox")
	if k.Attr["type"] == "radio" {
		return f.Set(k.Attr["name"], k.tickValue())
	}
	if !slices.Contains(f.Values[k.Attr["name"]], k.tickValue()) {
		f.Values.Add(k.Attr["name"], k.tickValue())
	}
	return f
}

// Untick takes a box's tick away.
func (f *Form) Untick(label string) *Form {
	f.page.client.T.Helper()
	k := f.control(label, "checkbox")
	name, value := k.Attr["name"], k.tickValue()
	f.Values[name] = slices.DeleteFunc(f.Values[name], func(v string) bool { return v == value })
	return f
}

// Attach chooses a file; the form is then sent as multipart.
func (f *Form) Attach(name string, content []byte) *Form {
	f.files[name] = content
	return f
}

func (f *Form) control(label string, roles ...string) *Node {
	f.page.client.T.Helper()
	var found *Node
	for _, k := range f.controls() {
		if !slices.Contains(roles, k.Role()) {
			continue
		}
		if k.Name() == label {
			return k
		}
		if found == nil && strings.HasPrefix(k.Name(), label) {
			found = k
		}
	}
	if found == nil {
		var names []string
		for _, k := range f.controls() {
			names = append(names, k.Name())
		}
		f.page.client.T.Fatalf("%s: no field %q among %q", f.page.URL.Path, label, names)
	}
	return found
}

// Press sends the form by its button with this name and follows the answer.
func (f *Form) Press(button string) *Page {
	f.page.client.T.Helper()
	return f.page.client.follow(f.Send(button))
}

// Send is Press that follows nothing.
func (f *Form) Send(button string) *Page {
	f.page.client.T.Helper()
	c := f.page.client
	values := url.Values{}
	for k, v := range f.Values {
		values[k] = v
	}
	b := f.page.button(button)
	if b.Attr["name"] != "" {
		values.Add(b.Attr["name"], b.Attr["value"])
	}
	action := f.Action
	if to := b.Attr["formaction"]; to != "" { // a button may send its form elsewhere
		action = to
	}
	switch {
	case f.method != "POST":
		path, _, _ := strings.Cut(action, "?")
		return c.Send("GET", path+"?"+values.Encode(), "", nil)
	case len(f.files) == 0:
		return c.Send("POST", action, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
	}
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k, vs := range values {
		for _, v := range vs {
			_ = m.WriteField(k, v)
		}
	}
	for k, content := range f.files {
		w, err := m.CreateFormFile(k, "file")
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			c.T.Fatal(err)
		}
	}
	_ = m.Close()
	return c.Send("POST", action, m.FormDataContentType(), &body)
}
