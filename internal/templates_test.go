package internal

import (
	"regexp"
	"strings"
	"testing"
	"text/template/parse"
)

// pageRules is what no template may hold, and why.
var pageRules = []struct {
	what string
	rule *regexp.Regexp
	bad  string // an example that must be found
}{
	{"layouts and definitions break pages that are rendered at the same time",
		regexp.MustCompile(`\{\{-?\s*(define|embed|block)\b`), `{{ define "x" }}`},
	{"hx-on and hx-vals are code, and html/template does not escape for it",
		regexp.MustCompile(`(?i)\b(data-)?hx-(on|vals|vars|prompt|params)\b`), `<button hx-on:click="x()">`},
	{"hx-trigger is code: no data in it",
		regexp.MustCompile(`(?i)hx-trigger\s*=\s*("[^"]*\{\{|'[^']*\{\{|\{\{)`), `<p hx-trigger="load delay:{{ .Wait }}s">`},
	{"the policy of the pages lets no inline style through",
		regexp.MustCompile(`(?i)\sstyle\s*=|<style\b`), `<p style="color:red">`},
	{"the policy of the pages lets no handler in an attribute through",
		regexp.MustCompile(`(?i)<[^>]*\son[a-z]+\s*=`), `<body onload="x()">`},
	{"the policy of the pages lets no data: or javascript: through",
		regexp.MustCompile(`(?i)(src|href|action)\s*=\s*["']?\s*(data|javascript):`), `<img src="data:image/png;base64,AA">`},
	{"nothing comes from outside the office's network",
		regexp.MustCompile(`(?i)(src|action|poster)\s*=\s*["']?\s*(https?:)?//`), `<img src="//cdn.example/x.png">`},
}

var script = regexp.MustCompile(`(?is)<script\b([^>]*)>(.*?)</script>`)

// inline says whether a template has a script that is not a file of its own.
func inline(text string) bool {
	for _, m := range script.FindAllStringSubmatch(text, -1) {
		if !strings.Contains(strings.ToLower(m[1]), "src=") || strings.TrimSpace(m[2]) != "" {
			return true
		}
	}
	return strings.Count(strings.ToLower(text), "<script") != len(script.FindAllString(text, -1))
}

func TestTemplatesKeepTheRules(t *testing.T) {
	n := 0
	walk(t, ".html", func(path string, content []byte) {
		if !strings.HasPrefix(path, "templates/") {
			return
		}
		n++
		text := string(content)
		for _, r := range pageRules {
			if at := r.rule.FindStringIndex(text); at != nil {
				t.Errorf("%s:%d: %s", path, 1+strings.Count(text[:at[0]], "\n"), r.what)
			}
		}
		if inline(text) {
			t.Errorf("%s: the policy of the pages lets no inline script through", path)
		}
		tree := parse.New(path)
		tree.Mode = parse.SkipFuncCheck
		if _, err := tree.Parse(text, "", "", map[string]*parse.Tree{}); err != nil {
			t.Error(err)
		}
	})
	if n == 0 {
		t.Error("no templates found")
	}
}

// A rule that finds nothing keeps nothing.
func TestPageRulesSeeTheFault(t *testing.T) {
	for _, r := range pageRules {
		if !r.rule.MatchString(r.bad) {
			t.Errorf("%q is not seen", r.bad)
		}
	}
	for text, want := range map[string]bool{
		`<script src="{{ asset "js/app.js" }}" type="module"></script>`: false,
		`<script>x()</script>`:                        true,
		`<script src="/a.js">x()</script>`:            true,
		`<script type="application/json">{}</script>`: true,
		`<script src="/a.js">`:                        true,
	} {
		if inline(text) != want {
			t.Errorf("%s: inline %v, want %v", text, !want, want)
		}
	}
	const fine = `<form hx-post="/x" hx-target="#card" hx-trigger="submit"><a class="style" href="https://lapor.go.id">on time = 10</a></form>`
	for _, r := range pageRules {
		if r.rule.MatchString(fine) {
			t.Errorf("%s: %q is no fault", r.what, fine)
		}
	}
}

var needed = regexp.MustCompile(`[ "]required[ >{]`)

// A browser that judges a form itself shows a bubble in the place of our summary: a
// form with such fields says novalidate, and where all staff forms share a field it says
// aria-required.
func TestTheBrowserJudgesNoForm(t *testing.T) {
	walk(t, ".html", func(path string, content []byte) {
		if text := string(content); strings.HasPrefix(path, "templates/") && needed.MatchString(text) && !strings.Contains(text, "novalidate") {
			t.Errorf("%s: a required field, and no novalidate", path)
		}
	})
	if !needed.MatchString(`<input name="x" required>`) || needed.MatchString(`<input aria-required="true">`) {
		t.Error("the rule does not tell the two apart")
	}
}

// kioskScripts are loaded by the pages of the kiosk that use them, and by no other.
var kioskScripts = map[string]*regexp.Regexp{
	"countdown": regexp.MustCompile(`data-countdown=`), "keyboard": regexp.MustCompile(`class="keys`), "keep": regexp.MustCompile(`data-keep[ >]`),
	"scanner": regexp.MustCompile(`data-scan[ >-]`), "camera": regexp.MustCompile(`data-camera-scan`), "print": regexp.MustCompile(`data-print(-frame)?[=" >]`),
}

func TestAKioskPageLoadsWhatItUses(t *testing.T) {
	n := 0
	walk(t, ".html", func(path string, content []byte) {
		if !strings.HasPrefix(path, "templates/kiosk/") || strings.Contains(string(content), "shared/phone_top") {
			return
		}
		for name, uses := range kioskScripts {
			loads := strings.Contains(string(content), `{{asset "js/`+name+`.js"}}`)
			if uses.Match(content) != loads {
				t.Errorf("%s: uses %s.js: %v, loads it: %v", path, name, !loads, loads)
			}
			if loads {
				n++
			}
		}
	})
	if n == 0 {
		t.Error("no page of the kiosk loads anything: this test shows nothing")
	}
}
