package main

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// js asks the page for a value; a page that loads itself again meanwhile is asked again.
func js[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := try[T](b, expression)
	for range 3 {
		if err == nil || !strings.Contains(err.Error(), "ontext") {
			break
		}
		b.until("document.readyState === 'complete'")
		v, err = try[T](b, expression)
	}
	if err != nil {
		b.t.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

func try[T any](b *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// until waits until an expression holds on the page, over page loads.
func (b *tab) until(expression string) {
	b.t.Helper()
	end := time.Now().Add(20 * time.Second)
	for {
		ok, err := try[bool](b, "Boolean("+expression+")")
		if ok && err == nil {
			return
		}
		if time.Now().After(end) {
			text, _ := try[string](b, "document.readyState+' '+location.href+' '+document.title+'\\n'+(document.querySelector('main')??document.body).innerText.slice(0,800)")
			b.t.Fatalf("waited in vain for %s (%v) on %s", expression, err, text)
		}
		time.Sleep(15 * time.Millisecond)
	}
}

// leads does something that leads to another page and waits until that is whole.
func (b *tab) leads(act func()) *tab {
	b.t.Helper()
	js[bool](b, "window.before = true")
	act()
	b.until("!window.before && document.readyState === 'complete'")
	return b
}

func (b *tab) url() *url.URL {
	b.t.Helper()
	u, err := url.Parse(js[string](b, "location.href"))
	if err != nil {
		b.t.Fatal(err)
	}
	return u
}

// text is what a person can read.
func (b *tab) text() string {
	b.t.Helper()
	return strings.Join(strings.Fields(js[string](b, "document.body.innerText")), " ")
}

func (b *tab) h1() string {
	b.t.Helper()
	return js[string](b, "document.querySelector('h1')?.innerText.trim() ?? ''")
}

// picture is the screen as a person sees it, PNG.
func (b *tab) picture() []byte {
	b.t.Helper()
	var png []byte
	b.call(func() (err error) { png, err = chromedp.Run(b.ctx, chromedp.CaptureScreenshot()); return err })
	return png
}

// shot keeps a picture of the screen where BUKUTAMU_SHOTS names a folder.
func (b *tab) shot(name string) *tab {
	b.t.Helper()
	folder := os.Getenv("BUKUTAMU_SHOTS")
	if folder == "" {
		return b
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), b.picture(), 0o644); err != nil {
		b.t.Fatal(err)
	}
	return b
}

// quoted is a text as JavaScript writes it.
func quoted(text string) string {
	raw, _ := json.Marshal(text) // a string can always be written
	return string(raw)
}
