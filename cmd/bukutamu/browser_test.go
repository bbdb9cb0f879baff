package main

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"

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
		// Chromium keeps no page that was left while it is driven from outside, but makes a
		// process for each page as if it would.
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,BackForwardCache"),
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
