package main

import (
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// write puts text where the cursor is, at once, as pasting does.
func (b *tab) write(text string) {
	b.t.Helper()
	if text == "" {
		b.keys(kb.Delete)
		return
	}
	b.call(func() error {
		_, err := chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// keys presses keys one after the other; modifiers hold for all of them.
func (b *tab) keys(keys string, modifiers ...chromedp.Modifier) *tab {
	b.t.Helper()
	b.call(func() error { return chromedp.Do(b.ctx, chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...))) })
	return b
}

// alt presses Alt with a letter, as access keys are: the browser looks for the text
// that the key would give without Alt.
func (b *tab) alt(letter string) *tab {
	b.t.Helper()
	key := input.DispatchKeyEventParams{
		Modifiers: int64(chromedp.ModifierAlt), Key: letter, Text: letter, UnmodifiedText: letter,
		Code: "Key" + strings.ToUpper(letter), WindowsVirtualKeyCode: int64(strings.ToUpper(letter)[0])}
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		if key.Type = kind; kind == input.DispatchKeyEventTypeKeyUp {
			key.Text, key.UnmodifiedText = "", ""
		}
		b.call(func() error { _, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, key); return err })
	}
	return b
}

// scan types as a USB scanner does: eight milliseconds a character, ended by Enter or
// by silence.
func (b *tab) scan(text string, enter bool) *tab {
	b.t.Helper()
	return b.strokes(text, 8*time.Millisecond, enter)
}

// strokes types with a pause between the keys. The events bear their own times, so
// that a busy machine does not turn a scanner into a person, nor the other way round;
// it returns when the last of them is past, since an earlier one would be dropped. The
// silence that ends a scan is stretched as far as this machine may be late with a key.
func (b *tab) strokes(text string, pause time.Duration, enter bool) *tab {
	b.t.Helper()
	js[bool](b, "window.slow ??= ((real) => (window.setTimeout = (f, ms, ...rest) => real(f, ms === 120 ? 1500 : ms, ...rest), true))(window.setTimeout)")
	at := time.Now()
	send := func(key, text string, code int64) {
		at = at.Add(pause)
		press := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Text: text, UnmodifiedText: text,
			WindowsVirtualKeyCode: code, NativeVirtualKeyCode: code, Timestamp: input.TimeSinceEpoch(float64(at.UnixMicro()) / 1e6)}
		b.call(func() error { _, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, press); return err })
		press.Type, press.Text, press.UnmodifiedText = input.DispatchKeyEventTypeKeyUp, "", ""
		b.call(func() error { _, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, press); return err })
	}
	for _, r := range text {
		send(string(r), string(r), int64(strings.ToUpper(string(r))[0]))
	}
	if enter {
		send("Enter", "\r", 13)
	}
	time.Sleep(time.Until(at))
	return b
}
