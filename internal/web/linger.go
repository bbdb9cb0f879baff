package web

import (
	"crypto/tls"
	"io"
	"net"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
)

// How much of a refused body is let in, and for how long, before the connection closes.
const (
	drainBytes = 16 << 20
	drainTime  = 5 * time.Second
)

// Listener wraps what a door listens on. When a body is too large the answer goes out
// while the browser is still sending; closing at once would reset the connection, and
// the browser would show its own error page instead of our sentence. So the rest of the
// body is let in and thrown away first. TLS goes on top: tls.NewListener(web.Listener(l), …).
func Listener(l net.Listener) net.Listener { return lingering{l} }

type lingering struct{ net.Listener }

func (l lingering) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c}, nil
}

type conn struct {
	net.Conn
	drain atomic.Bool
}

func (c *conn) Close() error {
	if t, ok := c.Conn.(*net.TCPConn); ok && c.drain.Swap(false) {
		_ = t.CloseWrite()
		_ = t.SetReadDeadline(time.Now().Add(drainTime))
		_, _ = io.CopyN(io.Discard, t, drainBytes)
	}
	return c.Conn.Close()
}

// drain marks the connection of a request whose body was not read.
func drain(c *fiber.Ctx) {
	k := c.Context().Conn()
	if t, ok := k.(*tls.Conn); ok {
		k = t.NetConn()
	}
	if l, ok := k.(*conn); ok {
		l.drain.Store(true)
	}
}
