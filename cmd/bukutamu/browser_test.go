package main

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
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

// Screens that the pages are made for.
var (
	portrait1080 = screen{1080, 1920, false}
	landscape768 = screen{1366, 768, false}
	phone390     = screen{390, 844, true}
	narrow320    = screen{320, 640, false}
	desk1366     = landscape768
)

type screen struct {
	width, height int64
	touch         bool
}

// tools are what the browser tests need beside Go (scripts/need installs them).
var tools = []string{"zbarimg", "pdfinfo", "pdftotext", "pdftoppm"}

// needTools skips under -short, and fails where a tool is missing: a suite that
// quietly leaves out the browser proves nothing.
func needTools(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("drives Chromium: left out by -short")
	}
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is missing; scripts/need installs it", tool)
		}
	}
}

// chromiumBinary is the browser itself: Debian's launcher is a shell script, which
// would be stopped instead of the browser.
func chromiumBinary(t testing.TB) string {
	t.Helper()
	for _, path := range []string{"/usr/lib/chromium/chromium", "/usr/lib/chromium-browser/chromium-browser"} {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("Chromium is missing; scripts/need installs it")
	return ""
}

// chromium is a running browser.
type chromium struct {
	ctx    context.Context
	cancel func()
}

var shared struct {
	sync.Mutex
	browser *chromium
}

// browser is the Chromium that most tests share; each opens a context of its own in it.
func browser(t testing.TB) *chromium {
	t.Helper()
	needTools(t)
	shared.Lock()
	defer shared.Unlock()
	if shared.browser == nil {
		shared.browser = launch(t)
	}
	return shared.browser
}

func closeBrowsers() {
	if shared.browser != nil {
		shared.browser.cancel()
	}
}

// launch starts a Chromium with a profile of its own. Nothing but this machine
// can be reached from it.
func launch(t testing.TB, more ...chromedp.ExecAllocatorOption) *chromium {
	t.Helper()
	needTools(t)
	profile, err := os.MkdirTemp("", "bukutamu-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromiumBinary(t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile),
		chromedp.WindowSize(1366, 900),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.Flag("lang", "id"), chromedp.Flag("accept-lang", "id"),
		chromedp.Flag("autoplay-policy", "no-user-gesture-required"), chromedp.Flag("mute-audio", true),
		chromedp.Flag("enable-features", "NetworkService,NetworkServiceInProcess,BackForwardCache"),
	)
	alloc, stop := chromedp.NewExecAllocator(context.Background(), append(options, more...)...)
	ctx, cancel := chromedp.NewContext(alloc)
	c := &chromium{ctx: ctx, cancel: func() { cancel(); stop(); os.RemoveAll(profile) }}
	if err := chromedp.Do(ctx); err != nil {
		c.cancel()
		t.Fatalf("Chromium does not start: %v", err)
	}
	return c
}

// tab is one page of the browser, as one person sees it.
type tab struct {
	t      testing.TB
	ctx    context.Context
	close  func()
	screen screen

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
		own := err == nil && (u.Hostname() == "127.0.0.1" || u.Scheme == "blob" || u.Scheme == "about" || u.Scheme == "chrome-extension" || u.Scheme == "chrome")
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
