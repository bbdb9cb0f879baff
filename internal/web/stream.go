package web

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/guard"
	"bukutamu/internal/live"
)

// Reader is who wants a live stream, for the hub's limits: the session's (or the
// anonymous) token's place and the address.
func Reader(c *fiber.Ctx) live.Who {
	r := of(c)
	w := live.Who{Address: r.address.String(), Session: r.anon}
	if r.session != nil {
		w.Session = r.session.ID
	}
	if w.Session == "" {
		w.Session = w.Address
	}
	return w
}

// Stream answers with server-sent events until its planned end, the browser's leaving,
// or the hub's closing. Every event of the subscription becomes an event "changed"
// whose data say makes of it (one line, no personal data; empty skips the event).
// EventSource opens the next stream by itself. The subscription is closed here.
//
//	sub, err := d.Hub.Subscribe(office, web.Reader(c), nil)
//	if err != nil {
//		return err
//	}
//	return web.Stream(c, sub, func(e live.Event) string { return e.ID })
func Stream(c *fiber.Ctx, sub *live.Subscription, say func(live.Event) string) error {
	r := of(c)
	r.quiet = true
	h := &c.Response().Header
	h.Set(fiber.HeaderContentType, "text/event-stream; charset=utf-8")
	h.Set(fiber.HeaderCacheControl, "no-store")
	h.Set("X-Accel-Buffering", "no")
	h.DelAllCookies() // an answer that stays open must not renew anything
	log, end, beat := r.door.Log, r.door.Limits.StreamEnd, r.door.Limits.StreamBeat
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer sub.Close()
		guard.Run(log, "stream", func() { _ = pump(w, sub, say, end, beat) })
	})
	return nil
}

var errEnd = errors.New("web: stream at its end")

func pump(w *bufio.Writer, sub *live.Subscription, say func(live.Event) string, end, beat time.Duration) error {
	stop := time.NewTimer(end)
	defer stop.Stop()
	tick := time.NewTicker(beat)
	defer tick.Stop()
	// EventSource counts a stream as open only when its first byte is there.
	if err := send(w, ": open\nretry: 1000\n\n"); err != nil {
		return err
	}
	for {
		select {
		case e, ok := <-sub.C:
			if !ok {
				return errEnd
			}
			data := strings.Map(oneLine, say(e))
			if data == "" {
				continue
			}
			if err := send(w, "event: changed\ndata: "+data+"\n\n"); err != nil {
				return err
			}
		case <-tick.C:
			if err := send(w, "event: beat\ndata: 1\n\n"); err != nil {
				return err
			}
		case <-stop.C:
			return errEnd
		}
	}
}

func oneLine(r rune) rune {
	if r == '\n' || r == '\r' {
		return ' '
	}
	return r
}

func send(w *bufio.Writer, s string) error {
	if _, err := io.WriteString(w, s); err != nil {
		return err
	}
	return w.Flush()
}
