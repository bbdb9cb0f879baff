package templates_test

import (
	"io/fs"
	"regexp"
	"testing"

	"bukutamu/static"
	"bukutamu/templates"
)

var forbidden = regexp.MustCompile(`\{\{-?\s*define|\bstyle=|hx-on|hx-vals|hx-vars|hx-headers|javascript:|data:|<script[^>]*>[^<]|\son[a-z]+=`)

// No layouts, no inline styles or scripts, and no template data in attributes that htmx
// runs as code: html/template does not escape for them.
func TestNoTemplateHoldsAForbiddenConstruct(t *testing.T) {
	n := 0
	err := fs.WalkDir(templates.Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		text, err := fs.ReadFile(templates.Files(), name)
		if found := forbidden.Find(text); found != nil {
			t.Errorf("%s holds %s", name, found)
		}
		return err
	})
	if err != nil || n == 0 {
		t.Fatal(n, err)
	}
}

// A template that names an unknown asset, does not parse or cannot be escaped safely is
// found when the program starts, not when a guest opens the page.
func TestEveryTemplateLoads(t *testing.T) {
	engine, err := templates.Load()
	if err != nil {
		t.Fatal(err)
	}
	if engine.Templates.Lookup("shared/top") == nil {
		t.Fatal("a template's name is not its path")
	}
}

var (
	iconUsed = regexp.MustCompile(`shared/icon" "([^"]+)"`)
	iconMade = regexp.MustCompile(`id="i-([^"]+)"`)
)

func TestEveryIconIsInTheSprite(t *testing.T) {
	sprite, err := static.Files.ReadFile("img/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]bool{}
	for _, m := range iconMade.FindAllSubmatch(sprite, -1) {
		made[string(m[1])] = true
	}
	err = fs.WalkDir(templates.Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templates.Files(), name)
		for _, m := range iconUsed.FindAllSubmatch(text, -1) {
			if !made[string(m[1])] {
				t.Errorf("%s: no icon %s", name, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
