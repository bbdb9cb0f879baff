package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// control is what assistive technology is told about one element.
type control struct {
	role, name string
	node       cdp.BackendNodeID
}

// roles are the words of words.csv for what a screen reader calls a control.
var roles = map[string][]string{
	"field":   {"textbox", "searchbox", "combobox", "spinbutton"},
	"choice":  {"radio", "checkbox", "switch"},
	"column":  {"columnheader"},
	"picture": {"image", "img"},
}

// controls are all elements of the page that assistive technology sees, in the
// order of the page, with the names that the browser itself computes.
func (b *tab) controls() []control {
	b.t.Helper()
	tree, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		b.t.Fatal(err)
	}
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range tree.Nodes {
		byID[n.NodeID] = n
	}
	var out []control
	var walk func(n *accessibility.Node)
	walk = func(n *accessibility.Node) {
		if n == nil {
			return
		}
		if !n.Ignored && n.BackendDOMNodeID != 0 {
			out = append(out, control{word(n.Role), strings.Join(strings.Fields(word(n.Name)), " "), n.BackendDOMNodeID})
		}
		for _, id := range n.ChildIDs {
			walk(byID[id])
		}
	}
	if len(tree.Nodes) > 0 {
		walk(tree.Nodes[0])
	}
	return out
}

func word(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var s string
	_ = json.Unmarshal(v.Value, &s)
	return s
}

// find is the first control with this role whose name is name, else the first whose
// name begins with it ("Nomor ponsel boleh dilewati").
func find(all []control, role, name string) (control, bool) {
	is := roles[role]
	if is == nil {
		is = []string{role}
	}
	for _, fits := range []func(string) bool{
		func(n string) bool { return n == name },
		func(n string) bool { return strings.HasPrefix(n, name) },
	} {
		for _, c := range all {
			if slices.Contains(is, c.role) && fits(c.name) {
				return c, true
			}
		}
	}
	return control{}, false
}

func (b *tab) has(role, name string) bool {
	b.t.Helper()
	_, ok := find(b.controls(), role, name)
	return ok
}

// must waits for a control and ends the test when it never comes.
func (b *tab) must(role, name string) control {
	b.t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		all := b.controls()
		if c, ok := find(all, role, name); ok {
			return c
		}
		if time.Now().After(end) {
			var names []string
			for _, c := range all {
				if c.role == role || slices.Contains(roles[role], c.role) {
					names = append(names, c.name)
				}
			}
			b.t.Fatalf("%s: no %s %q among %q\n%.600s", b.url(), role, name, names, b.text())
		}
	}
}

// on calls a function of JavaScript with the control as this.
func on[T any](b *tab, c control, function string) T {
	b.t.Helper()
	var out T
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	o, err := chromedp.Call(ctx, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: c.node})
	if err != nil {
		b.t.Fatal(err)
	}
	yes := true
	r, err := chromedp.Call(ctx, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: function, ObjectID: o.Object.ObjectID, ReturnByValue: &yes, AwaitPromise: &yes})
	if err != nil {
		b.t.Fatal(err)
	}
	if r.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s %s", function, r.ExceptionDetails.Text, description(r.ExceptionDetails.Exception))
	}
	if len(r.Result.Value) > 0 {
		if err := json.Unmarshal(r.Result.Value, &out); err != nil {
			b.t.Fatal(err)
		}
	}
	return out
}

// place brings a control into view and says where a person would touch it; from then
// on window.missed tells whether a press arrived. A radio button that is drawn as its
// label is touched there. A control that the page just replaced is nowhere.
func (b *tab) place(c control) (x, y float64, ok bool) {
	b.t.Helper()
	at := on[struct {
		X, Y float64
		Here bool
	}](b, c, `function() {
		window.missed = true;
		this.addEventListener("click", () => { window.missed = false; }, { once: true, capture: true });
		let el = this;
		const small = el.getBoundingClientRect();
		if (el.labels?.length && (small.width < 12 || small.height < 12 || getComputedStyle(el).opacity === "0")) el = el.labels[0];
		el.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
		const r = el.getClientRects()[0] ?? el.getBoundingClientRect();
		return { X: r.x + r.width / 2, Y: r.y + r.height / 2, Here: el.isConnected };
	}`)
	return at.X, at.Y, at.Here
}

// click presses a control with the mouse.
func (b *tab) click(role, name string) *tab {
	b.t.Helper()
	return b.hit(role, name, func(x, y float64) chromedp.Action[chromedp.Void] { return chromedp.MouseClickXY(x, y) })
}

// tap touches a control with a finger.
func (b *tab) tap(role, name string) *tab {
	b.t.Helper()
	return b.hit(role, name, chromedp.TapXY)
}

// hit presses where a control is. A page that moves it between the look and the
// press, such as a doubt that appears under a number, makes a person look again:
// so it is pressed again when the page says that nothing arrived at it.
func (b *tab) hit(role, name string, press func(x, y float64) chromedp.Action[chromedp.Void]) *tab {
	b.t.Helper()
	for range 3 {
		x, y, ok := b.place(b.must(role, name))
		if !ok { // a press now would meet whatever lies in the corner
			continue
		}
		b.call(func() error { return chromedp.Do(b.ctx, press(x, y)) })
		if b.plain { // no page moves anything without scripts, and none could tell
			break
		}
		missed, err := try[bool](b, "window.missed === true && new Promise((done) => setTimeout(() => done(window.missed), 500))")
		if err != nil || !missed {
			break
		}
	}
	return b
}

// press clicks a control that leads to another page.
func (b *tab) press(role, name string) *tab {
	b.t.Helper()
	return b.leads(func() { b.click(role, name) })
}

// insist presses a button of a form that the browser itself would not send yet, to
// see what the server says.
func (b *tab) insist(role, name string) *tab {
	b.t.Helper()
	on[bool](b, b.must(role, name), "function() { this.form.noValidate = true; return true }")
	return b.press(role, name)
}

// focus puts the cursor into a field as a click does.
func (b *tab) focus(role, name string) *tab {
	b.t.Helper()
	on[bool](b, b.must(role, name), `function() { this.focus(); return true; }`)
	return b
}

// fill clicks into a field, empties it and types.
func (b *tab) fill(name, value string) *tab {
	b.t.Helper()
	c := b.must("field", name)
	if on[string](b, c, "function() { return this.tagName }") == "SELECT" {
		b.choose(c, value)
		return b
	}
	b.click("field", name)
	on[bool](b, c, "function() { this.focus(); this.select(); return true; }")
	b.write(value)
	return b
}

// choose takes the option of a select whose text is value.
func (b *tab) choose(c control, value string) {
	b.t.Helper()
	if !on[bool](b, c, `function() {
		const o = [...this.options].find((o) => o.text.trim() === `+quoted(value)+`);
		if (!o) return false;
		this.value = o.value;
		this.dispatchEvent(new Event("input", { bubbles: true }));
		this.dispatchEvent(new Event("change", { bubbles: true }));
		return true;
	}`) {
		b.t.Fatalf("%q has no choice %q", c.name, value)
	}
}

// value is what stands in a field.
func (b *tab) value(name string) string {
	b.t.Helper()
	return on[string](b, b.must("field", name), "function() { return this.value }")
}

// file fetches an address as the page itself would.
func (b *tab) file(address string) string {
	b.t.Helper()
	raw, err := base64.StdEncoding.DecodeString(js[string](b, `fetch(`+quoted(address)+`).then((r) => r.blob()).then((blob) => new Promise((done) => {
		const reader = new FileReader();
		reader.onload = () => done(reader.result.split(",")[1] ?? "");
		reader.readAsDataURL(blob);
	}))`))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(raw)
}
