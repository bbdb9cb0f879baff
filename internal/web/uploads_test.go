package web_test

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/web"
)

// sending is a browser that has announced a large body.
func sending(t *testing.T, base string, n int, header string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	fmt.Fprintf(conn, "POST /berkas HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n%sContent-Length: %d\r\n\r\n", header, n)
	return conn
}

func status(t *testing.T, conn net.Conn) (int, string) {
	t.Helper()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(b)
}

// Four files are on their way at a time: the fifth is told to wait before its bytes take
// any room, and comes through once one of the four is answered or has broken off.
func TestFourFilesAtATime(t *testing.T) {
	const n = 300_000
	base := door(t, web.Guest, func(app *fiber.App) {}, func(c *web.Config) { c.Limits.Uploads = []string{"/berkas"} })
	asked := func() net.Conn { // one whose body the server is reading
		c := sending(t, base, n, "Expect: 100-continue\r\n")
		if got, _ := status(t, c); got != 100 {
			t.Fatalf("nobody asks for the body: %d", got)
		}
		return c
	}
	var four []net.Conn
	for range 4 {
		four = append(four, asked())
	}
	fifth := func() int {
		c := sending(t, base, n, "")
		c.Write(make([]byte, n))
		got, body := status(t, c)
		if got == 429 && !strings.Contains(body, "Berkas lain sedang diterima") {
			t.Errorf("429 without its sentence: %.200s", body)
		}
		return got
	}
	if got := fifth(); got != 429 {
		t.Errorf("four are on their way: %d", got)
	}
	four[0].Write(make([]byte, n))
	if got, _ := status(t, four[0]); got != 404 {
		t.Errorf("one of the four: %d", got)
	}
	four[0] = asked()
	if got := fifth(); got != 429 {
		t.Errorf("four again: %d", got)
	}
	four[1].Close()
	for fifth() != 404 { // the server finds out by itself; go test ends what never does
	}
}

// kept is a log that may be read while it is written.
type kept struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *kept) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *kept) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// What guests do about complaints leaves no line in the log, also where it is refused
// before any page is found, and in capitals as a QR code writes them.
func TestSilentPathsLeaveNoLine(t *testing.T) {
	log := &kept{}
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/p/:code", func(c *fiber.Ctx) error { return c.SendString("ok") })
		app.Get("/p/:code/rusak", func(c *fiber.Ctx) error { return fmt.Errorf("a fault") })
		app.Get("/card", func(c *fiber.Ctx) error { return c.SendString("ok") })
	}, func(c *web.Config) {
		c.Silent = []string{"/p/"}
		c.Log = slog.New(slog.NewTextHandler(log, nil))
	})
	for _, q := range []string{"GET /p/kapuas.7XKM", "GET /P/KAPUAS.7XKM", "GET /p/tidak/ada/di/sini", "POST /p/kapuas.7XKM", "POST /P/KAPUAS.7XKM", "GET /p/kapuas.7XKM/rusak"} {
		raw(t, base, q+" HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
	}
	for line := range strings.Lines(log.String()) {
		if !strings.Contains(line, "msg=fault") || strings.Contains(line, "/p/") || !strings.Contains(line, "route=-") {
			t.Errorf("a line: %s", line)
		}
	}
	if raw(t, base, "GET /card HTTP/1.1\r\nHost: x\r\n\r\n"); !strings.Contains(log.String(), "route=/card") {
		t.Error("this log keeps nothing at all, so the test proves nothing")
	}
}
