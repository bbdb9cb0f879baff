package main

import (
	"os"
	"strings"
	"sync"

	"bukutamu/internal/lang"
)

// looks are what every page keeps, whatever it is about.
type looks struct {
	H1, Styled, Inline, Unnamed int
	Title, Lang                 string
	Over                        float64 // pixels that stick out to the side
	Tall                        float64 // pixels below the screen
	Keys                        []string
	Small                       []string // targets under the least size, with their sizes
	Outside                     []string // what sticks out
}

const lookAtPage = `((least) => {
	const root = document.documentElement;
	const seen = (el) => {
		const s = getComputedStyle(el), r = el.getBoundingClientRect();
		return s.visibility !== "hidden" && s.display !== "none" && r.width > 1 && r.height > 1 && !el.closest("[hidden], template") && el.checkVisibility() && !el.closest("[aria-hidden=true]");
	};
	const small = [];
	for (const el of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
		if (!seen(el)) continue;
		let r = el.getBoundingClientRect();
		const l = el.labels?.[0];
		if (l && (el.type === "radio" || el.type === "checkbox")) r = l.getBoundingClientRect();
		if (Math.min(r.width, r.height) < least - 0.5) small.push((el.innerText || el.name || el.tagName).trim().slice(0, 40) + " " + Math.round(r.width) + "×" + Math.round(r.height));
	}
	const outside = [];
	if (root.scrollWidth > root.clientWidth) for (const el of document.querySelectorAll("body *")) {
		if (el.getBoundingClientRect().right > root.clientWidth + 1 && seen(el)) outside.push(el.tagName + "." + el.className + " " + el.innerText?.slice(0, 30));
	}
	return {
		H1: document.querySelectorAll("h1").length,
		Styled: document.querySelectorAll("[style], style").length,
		Inline: [...document.querySelectorAll("script:not([src])")].length + [...document.querySelectorAll("*")].filter((el) => [...el.attributes].some((a) => a.name.startsWith("on"))).length,
		Title: document.title, Lang: root.lang,
		Over: root.scrollWidth - root.clientWidth,
		Tall: root.scrollHeight - root.clientHeight,
		Keys: (document.documentElement.outerHTML.match(/«[^»]*»/g) ?? []),
		Small: small, Outside: outside.slice(0, 6),
	};
})`

// look reads what a page keeps; least is the smallest side of a target in pixels.
func (b *tab) look(least string) looks {
	b.t.Helper()
	return js[looks](b, lookAtPage+"("+least+")")
}

// keeps checks what holds for every page: one heading, title, language, no style of
// its own, nothing that sticks out to the side.
func (b *tab) keeps(where string, to lang.Lang) {
	b.t.Helper()
	l := b.look("24")
	if l.H1 != 1 {
		b.t.Errorf("%s: %d headings of the first rank", where, l.H1)
	}
	if l.Title == "" || l.Lang != string(to) {
		b.t.Errorf("%s: title %q, language %q", where, l.Title, l.Lang)
	}
	if l.Styled+l.Inline > 0 {
		b.t.Errorf("%s: %d styles and %d scripts in the page", where, l.Styled, l.Inline)
	}
	if l.Over > 0 {
		b.t.Errorf("%s: %v px stick out at %d px: %q", where, l.Over, b.screen.width, l.Outside)
	}
	if len(l.Keys) > 0 {
		b.t.Errorf("%s: texts are missing: %q", where, l.Keys)
	}
}

var axeSource = sync.OnceValues(func() ([]byte, error) { return os.ReadFile("testdata/axe.min.js") })

type violation struct {
	ID, Help string
	Nodes    []struct {
		HTML   string
		Target []any
		Why    string
	}
}

// axe reports every violation of WCAG 2.2 AA and of best practice, or of these rules alone.
func (b *tab) axe(where string, rules ...string) {
	b.t.Helper()
	only := `{ type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }`
	if len(rules) > 0 {
		only = `{ type: "rule", values: ["` + strings.Join(rules, `", "`) + `"] }`
	}
	source, err := axeSource()
	if err != nil {
		b.t.Fatal(err)
	}
	if !js[bool](b, "Boolean(window.axe)") {
		js[bool](b, string(source)+";true")
	}
	found := js[[]violation](b, `axe.run(document, { resultTypes: ["violations"], runOnly: `+only+` })
		.then((r) => r.violations.map((v) => ({ ID: v.id, Help: v.help, Nodes: v.nodes.map((n) => ({ HTML: n.html.slice(0, 200), Target: n.target, Why: n.failureSummary?.slice(0, 300) })) })))`)
	for _, v := range found {
		n := v.Nodes[0]
		b.t.Errorf("%s (%d×%d): axe %s: %s, %d times, first %v %s\n%s", where, b.screen.width, b.screen.height, v.ID, v.Help, len(v.Nodes), n.Target, n.HTML, strings.ReplaceAll(n.Why, "\n", " "))
	}
}
