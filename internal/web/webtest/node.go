package webtest

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
)

// Node is an element of a page; text lies in nodes without a tag.
type Node struct {
	Tag    string
	Attr   map[string]string
	Kids   []*Node
	Parent *Node
	text   string
}

var voids = []string{"meta", "link", "img", "input", "br", "hr", "area", "col", "source", "wbr", "embed", "track"}

// Parse reads a page or fragment. Our templates close what they open, so a tag that does
// not close is a fault of the page and ends the test.
func Parse(t testing.TB, html string) *Node {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(html))
	d.Strict, d.AutoClose, d.Entity = false, voids, xml.HTMLEntity
	root := &Node{Tag: "#page", Attr: map[string]string{}}
	at := root
	for {
		begin := d.InputOffset()
		tok, err := d.RawToken()
		if err == io.EOF {
			if at != root {
				t.Errorf("webtest: <%s> is never closed", at.Tag)
			}
			return root
		}
		if err != nil {
			t.Fatalf("webtest: the page is not well formed: %v", err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			n := &Node{Tag: strings.ToLower(e.Name.Local), Attr: map[string]string{}, Parent: at}
			for _, a := range e.Attr {
				value := a.Value
				if value == a.Name.Local && !strings.Contains(html[begin:d.InputOffset()], value+"=") {
					value = "" // an attribute without a value
				}
				n.Attr[strings.ToLower(a.Name.Local)] = value
			}
			at.Kids = append(at.Kids, n)
			if !slices.Contains(voids, n.Tag) {
				at = n
			}
		case xml.EndElement:
			tag := strings.ToLower(e.Name.Local)
			if slices.Contains(voids, tag) {
				continue
			}
			if at.Tag != tag {
				t.Fatalf("webtest: </%s> stands where </%s> belongs, after %.80q", tag, at.Tag, at.Text())
			}
			at = at.Parent
		case xml.CharData:
			at.Kids = append(at.Kids, &Node{text: string(e), Parent: at})
		}
	}
}

// All are the elements under n for which want is true, in the order of the page.
func (n *Node) All(want func(*Node) bool) []*Node {
	var out []*Node
	for _, k := range n.Kids {
		if k.Tag != "" && want(k) {
			out = append(out, k)
		}
		out = append(out, k.All(want)...)
	}
	return out
}

// Tags are all elements with one of these tags.
func (n *Node) Tags(tags ...string) []*Node {
	return n.All(func(k *Node) bool { return slices.Contains(tags, k.Tag) })
}

// ID is the element with this id, nil when there is none.
func (n *Node) ID(id string) *Node {
	found := n.All(func(k *Node) bool { return k.Attr["id"] == id })
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

func (n *Node) first(tag string) *Node {
	if found := n.Tags(tag); len(found) > 0 {
		return found[0]
	}
	return &Node{}
}

func (n *Node) has(attr string) bool { _, ok := n.Attr[attr]; return ok }

// gone reports whether the element, by itself, is not there for a reader.
func (n *Node) gone() bool {
	return n.Tag == "template" || n.Tag == "script" || n.Tag == "style" || n.has("hidden") || n.Tag == "dialog" && !n.has("open")
}

func (n *Node) hidden() bool {
	for a := n; a != nil; a = a.Parent {
		if a.gone() {
			return true
		}
	}
	return false
}

// Text is what a person reads in the element, with single spaces.
func (n *Node) Text() string { return n.words(func(k *Node) bool { return k.gone() }) }

func (n *Node) words(skip func(*Node) bool) string {
	var b strings.Builder
	var walk func(*Node)
	walk = func(k *Node) {
		if k.Tag == "" {
			b.WriteString(k.text)
			return
		}
		if skip(k) {
			return
		}
		if slices.Contains([]string{"p", "li", "div", "br", "td", "th", "dt", "dd", "h1", "h2", "h3", "option", "b", "span", "button", "label"}, k.Tag) {
			b.WriteByte(' ')
		}
		if k.Tag == "img" || k.Attr["role"] == "img" {
			b.WriteString(k.Attr["alt"] + k.Attr["aria-label"])
		}
		for _, kk := range k.Kids {
			walk(kk)
		}
	}
	for _, k := range n.Kids {
		walk(k)
	}
	return strings.Join(strings.Fields(n.text+b.String()), " ")
}

// Role is what a screen reader calls the element, "" for most.
func (n *Node) Role() string {
	if r := n.Attr["role"]; r != "" {
		return r
	}
	switch n.Tag {
	case "a":
		if n.has("href") {
			return "link"
		}
	case "button":
		return "button"
	case "h1", "h2", "h3", "h4":
		return "heading"
	case "textarea":
		return "textbox"
	case "select":
		return "combobox"
	case "option", "dialog", "main":
		return n.Tag
	case "nav":
		return "navigation"
	case "img":
		return "img"
	case "input":
		switch t := n.Attr["type"]; t {
		case "radio", "checkbox":
			return t
		case "submit", "button":
			return "button"
		case "hidden", "file":
			return t
		}
		return "textbox"
	}
	return ""
}

// Name is what a screen reader says for the element.
func (n *Node) Name() string {
	root := n
	for root.Parent != nil {
		root = root.Parent
	}
	if ids := strings.Fields(n.Attr["aria-labelledby"]); len(ids) > 0 {
		var parts []string
		for _, id := range ids {
			if l := root.ID(id); l != nil {
				parts = append(parts, l.Text())
			}
		}
		return strings.Join(parts, " ")
	}
	for _, a := range []string{"aria-label", "alt"} {
		if n.Attr[a] != "" {
			return n.Attr[a]
		}
	}
	if slices.Contains([]string{"input", "textarea", "select"}, n.Tag) {
		return n.labels(root)
	}
	return n.words(func(k *Node) bool { return k.gone() || k.Attr["aria-hidden"] == "true" })
}

func (n *Node) labels(root *Node) string {
	silent := func(k *Node) bool {
		return k.gone() || k.Attr["aria-hidden"] == "true" || k.Tag == "select" || k.Tag == "textarea"
	}
	for a := n.Parent; a != nil; a = a.Parent {
		if a.Tag == "label" {
			return a.words(silent)
		}
	}
	for _, l := range root.Tags("label") {
		if n.Attr["id"] != "" && l.Attr["for"] == n.Attr["id"] {
			return l.words(silent)
		}
	}
	return n.Attr["title"]
}

// Find is the first visible element with this role whose name is name, else the first
// whose name begins with it ("Nomor ponsel boleh dilewati"); nil when there is none.
func (n *Node) Find(role, name string) *Node {
	all := n.All(func(k *Node) bool { return k.Role() == role && !k.hidden() })
	for _, k := range all {
		if k.Name() == name {
			return k
		}
	}
	for _, k := range all {
		if strings.HasPrefix(k.Name(), name) {
			return k
		}
	}
	return nil
}

func (n *Node) names(role string) []string {
	var out []string
	for _, k := range n.All(func(k *Node) bool { return k.Role() == role && !k.hidden() }) {
		out = append(out, k.Name())
	}
	return out
}
