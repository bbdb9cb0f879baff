package main

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tab is one page of the browser, as one person sees it.
type tab struct {
	t      testing.TB
	ctx    context.Context
	close  func()
	screen screen
	plain  bool // scripts are off

	mu      sync.Mutex
	faults  []string // what the console and the network complained about
	allowed []string // parts of complaints that this test causes on purpose
	asked   []string // addresses of all requests
}

// tab opens a page in a new context: other cookies, other storage, other cache.
func (c *chromium) tab(t testing.TB, s screen) *tab {
	t.Helper()
	return newTab(t, c.ctx, s, chromedp.WithNewBrowserContext())
}

// sibling opens another tab of the same person.
func (b *tab) sibling() *tab {
	b.t.Helper()
	return newTab(b.t, b.ctx, b.screen)
}

func newTab(t testing.TB, parent context.Context, s screen, options ...chromedp.ContextOption) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent, options...)
	b := &tab{t: t, ctx: ctx, close: sync.OnceFunc(cancel), screen: s}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	b.watch()
	b.size(s)
	t.Cleanup(func() {
		b.sound()
		b.close()
	})
	return b
}

// watch listens to everything the page does that it should not.
func (b *tab) watch() {
	b.t.Helper()
	b.call(func() error { _, err := chromedp.Call(b.ctx, log.Enable, cdp.Empty{}); return err })
	b.call(func() error { _, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{}); return err })
	listen(b, runtime.ExceptionThrown, func(e runtime.EventExceptionThrown) {
		b.fault("exception: " + e.ExceptionDetails.Text + " " + description(e.ExceptionDetails.Exception))
	})
	listen(b, runtime.ConsoleAPICalled, func(e runtime.EventConsoleAPICalled) {
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			text := ""
			for _, a := range e.Args {
				text += " " + description(a) + " " + string(a.Value)
			}
			b.fault("console:" + text)
		}
	})
	listen(b, log.EntryAdded, func(e log.EventEntryAdded) {
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.fault(string(e.Entry.Source) + ": " + e.Entry.Text + " " + e.Entry.URL)
		}
	})
	listen(b, network.RequestWillBeSent, func(e network.EventRequestWillBeSent) {
		b.mu.Lock()
		b.asked = append(b.asked, e.Request.URL)
		b.mu.Unlock()
		u, err := url.Parse(e.Request.URL)
		own := err == nil && (u.Hostname() == "127.0.0.1" || u.Scheme == "blob" || u.Scheme == "about" || u.Scheme == "chrome-extension" || u.Scheme == "chrome" ||
			strings.HasPrefix(e.Request.URL, "data:image/svg+xml;")) // the picture of the browser's own date field; what pages load, their policy says
		if !own {
			b.fault("a request to elsewhere: " + e.Request.URL)
		}
	})
	listen(b, page.JavascriptDialogOpening, func(e page.EventJavascriptDialogOpening) {
		b.fault("a dialog: " + string(e.Type) + " " + e.Message)
		_, _ = chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	})
}

func description(o *runtime.RemoteObject) string {
	if o == nil {
		return ""
	}
	return o.Description
}

// listen hands every event of a kind over until the tab closes.
func listen[E any](b *tab, kind cdp.Event[E], f func(E)) {
	events := chromedp.Events(b.ctx, kind)
	go func() {
		for e, err := range events {
			if err != nil {
				return
			}
			f(e)
		}
	}()
}

func (b *tab) fault(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, text)
}

// allow names complaints that the test causes itself.
func (b *tab) allow(parts ...string) *tab {
	b.allowed = append(b.allowed, parts...)
	return b
}

// sound fails the test for every complaint that was not caused on purpose.
func (b *tab) sound() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
next:
	for _, f := range b.faults {
		for _, a := range b.allowed {
			if strings.Contains(f, a) {
				continue next
			}
		}
		b.t.Errorf("the browser complains: %s", f)
	}
	b.faults = nil
}

// requests are the addresses that the tab asked for so far.
func (b *tab) requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.asked...)
}

func (b *tab) call(f func() error) {
	b.t.Helper()
	if err := f(); err != nil {
		b.t.Fatal(err)
	}
}

// size gives the tab another screen.
func (b *tab) size(s screen) {
	b.t.Helper()
	b.screen = s
	options := []chromedp.EmulateViewportOption{}
	if s.touch {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	b.call(func() error { return chromedp.Do(b.ctx, chromedp.EmulateViewport(s.width, s.height, options...)) })
}

// dark sets what the system prefers; nothing moves meanwhile, so that colours are
// measured as they stay.
func (b *tab) dark(on bool) {
	b.t.Helper()
	value := "light"
	if on {
		value = "dark"
	}
	b.call(func() error {
		_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	})
}

// scripts turns the page's scripts off or on, from the next page on.
func (b *tab) scripts(on bool) {
	b.t.Helper()
	b.plain = !on
	b.call(func() error {
		_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	})
}

// open loads a page and waits until it is whole.
func (b *tab) open(address string) *tab {
	b.t.Helper()
	b.call(func() error {
		ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
		defer cancel()
		return chromedp.Do(ctx, chromedp.Navigate(address))
	})
	return b
}
