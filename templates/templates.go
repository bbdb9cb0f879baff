// Package templates holds the pages' HTML, one file a page or fragment; a template's
// name is its path without the ending ("kiosk/home", "shared/top").
//
// There are no layouts and no {{define}}: a page begins with "shared/top" and ends with
// "shared/bottom". (With layouts the engine lets pages and fragments rendered at the same
// time disturb each other.) Three functions exist, asset, clock and date; everything else
// is a method of the page.
package templates

import (
	"embed"
	"errors"
	htmltemplate "html/template"
	"io"
	"io/fs"
	"net/http"
	"regexp"
	"time"

	"github.com/gofiber/template/html/v2"

	"bukutamu/internal/lang"
	"bukutamu/static"
)

//go:embed */*.html
var files embed.FS

// Files are the templates' sources, for the tests of their rules.
func Files() fs.FS { return files }

// Load parses every template. A template that does not parse, whose output cannot be
// escaped safely, or that names an asset which does not exist stops the program here, at
// its start.
func Load() (*html.Engine, error) { return From(files) }

// From is Load over another set of templates, for tests that add pages of their own.
func From(files fs.FS) (*html.Engine, error) {
	if err := assets(files); err != nil {
		return nil, err
	}
	engine := html.NewFileSystem(http.FS(files), ".html")
	engine.AddFunc("asset", static.URL)
	engine.AddFunc("clock", func(l lang.Lang, t time.Time) string { return l.Clock(t) })
	engine.AddFunc("date", func(l lang.Lang, t time.Time) string { return l.Date(t) })
	if err := engine.Load(); err != nil {
		return nil, err
	}
	// The first execution of a template escapes it and writes to what all share. It is
	// done here, once, so that later ones only read. That nil has no fields is expected.
	for _, t := range engine.Templates.Templates() {
		var unsafe *htmltemplate.Error
		if t.Name() == "/" {
			continue
		}
		if err := t.Execute(io.Discard, nil); errors.As(err, &unsafe) {
			return nil, err
		}
	}
	return engine, nil
}

var asset = regexp.MustCompile(`asset "([^"]+)"`)

func assets(files fs.FS) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = errors.New("templates: " + v.(string))
		}
	}()
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		for _, m := range asset.FindAllSubmatch(text, -1) {
			static.URL(string(m[1]))
		}
		return err
	})
}
