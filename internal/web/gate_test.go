package web_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
)

func forms(app *fiber.App) {
	app.Get("/card", cardPage)
	app.Post("/card", func(c *fiber.Ctx) error { return web.Redirect(c, "/card") })
}

// raw sends bytes and returns the status line and what else came.
func raw(t *testing.T, base, text string) (status int, answer string) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(b)
}

func TestAGzipBombIsRefusedUnopened(t *testing.T) {
	pack := func(b []byte) []byte {
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		z.Write(b)
		z.Close()
		return out.Bytes()
	}
	bomb := pack(pack(make([]byte, 64<<20)))
	for _, d := range []web.Door{web.Guest, web.Staff} {
		base := door(t, d, forms)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for _, coding := range []string{"gzip", "gzip, gzip", "br"} {
			status, _ := raw(t, base, fmt.Sprintf("POST /card HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n%s", coding, len(bomb), bomb))
			if status != 415 {
				t.Errorf("%v door, %s: %d", d, coding, status)
			}
		}
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 8<<20 {
			t.Errorf("%v door: %d bytes became %d in memory", d, len(bomb), grown)
		}
	}
}

func TestBodiesAreBounded(t *testing.T) {
	post := func(path, header string) string {
		return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n" + header + "\r\n\r\n"
	}
	upload := func(c *web.Config) { c.Limits.Uploads = []string{"/berkas"} }
	for _, c := range []struct {
		name string
		door web.Door
		text string
		want int
	}{
		{"guest, over 256 KB, refused by its announced length", web.Guest, post("/card", "Content-Length: 262145"), 413},
		{"guest, the upload path takes more", web.Guest, post("/berkas", "Content-Length: 300000") + strings.Repeat("a", 300000), 404},
		{"guest, over 12 MB even there", web.Guest, post("/berkas", "Content-Length: 12582913"), 413},
		{"staff, over 2 MB", web.Staff, post("/card", "Content-Length: 2097153"), 413},
		{"staff, a photo", web.Staff, post("/card", "Content-Length: 300000") + strings.Repeat("a", 300000), 403},
		{"no length", web.Guest, post("/card", "Transfer-Encoding: chunked") + "5\r\nhallo\r\n0\r\n\r\n", 411},
		{"no length, staff", web.Staff, post("/card", "Transfer-Encoding: chunked") + "5\r\nhallo\r\n0\r\n\r\n", 411},
		{"no length, nothing in it", web.Guest, post("/card", "Transfer-Encoding: chunked") + "0\r\n\r\n", 411},
		{"JSON", web.Guest, "POST /card HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 415},
		{"no type", web.Guest, "POST /card HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 415},
		{"header over 8 KB", web.Guest, "GET /card HTTP/1.1\r\nHost: x\r\nX-A: " + strings.Repeat("a", 9000) + "\r\n\r\n", 431},
	} {
		status, answer := raw(t, door(t, c.door, forms, upload), c.text)
		if status != c.want {
			t.Errorf("%s: %d, want %d: %.200s", c.name, status, c.want, answer)
		}
	}
}

// The browser is still sending when it is refused; the sentence must reach it all the same.
func TestWhoSendsTooMuchIsToldInWords(t *testing.T) {
	body := strings.Repeat("a", 8<<20)
	status, answer := raw(t, door(t, web.Staff, forms), fmt.Sprintf("POST /card HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
	if status != 413 || !strings.Contains(answer, "Kiriman terlalu besar.") {
		t.Errorf("%d %.100s", status, answer)
	}
}

func TestAFormOfManyFieldsIsRefused(t *testing.T) {
	c := webtest.New(t, door(t, web.Guest, forms))
	c.Send("POST", "/card", "application/x-www-form-urlencoded", strings.NewReader(strings.Repeat("a&", 100_000))).Want(413)
}

func TestSlowHeadersAreCut(t *testing.T) {
	base := door(t, web.Guest, forms, func(c *web.Config) { c.Limits.Header = 200 * time.Millisecond })
	start := time.Now()
	status, _ := raw(t, base, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
	if took := time.Since(start); status != 408 && status != 0 || took > 5*time.Second {
		t.Errorf("a header that never ends: %d after %v", status, took)
	}
}

func TestActsFromElsewhereAreRefused(t *testing.T) {
	base := door(t, web.Guest, forms)
	for _, c := range []struct {
		name   string
		header map[string]string
		want   int
	}{
		{"our own page", nil, 303},
		{"another site", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"the other door on the same host", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"an older browser, another site", map[string]string{"Sec-Fetch-Site": "", "Origin": "http://evil.example"}, 403},
		{"an older browser, ours", map[string]string{"Sec-Fetch-Site": ""}, 303},
	} {
		b := webtest.New(t, base)
		f := b.Get("/card").Form("Simpan")
		for k, v := range c.header {
			b.Header[k] = v
		}
		if got := f.Send("Simpan"); got.Status != c.want {
			t.Errorf("%s: %d, want %d", c.name, got.Status, c.want)
		}
	}
}

func TestAFormNeedsItsToken(t *testing.T) {
	base := door(t, web.Guest, forms)
	other := webtest.New(t, base).Get("/card").Form("Simpan").Values
	for _, c := range []struct {
		name   string
		change func(url.Values)
		want   int
	}{
		{"as the page made it", func(url.Values) {}, 303},
		{"no token", func(v url.Values) { v.Del("csrf") }, 403},
		{"empty token", func(v url.Values) { v.Set("csrf", "") }, 403},
		{"another browser's token", func(v url.Values) { v.Set("csrf", other.Get("csrf")) }, 403},
		{"another page's nonce of ours", func(v url.Values) { v.Set("act", other.Get("act")) }, 303},
		{"a nonce of their own", func(v url.Values) { v.Set("act", "0123456789ABCDEFGHJKMNPQRS.000000000000000000000000") }, 403},
		{"no nonce", func(v url.Values) { v.Del("act") }, 303},
	} {
		f := webtest.New(t, base).Get("/card").Form("Simpan")
		c.change(f.Values)
		got := f.Send("Simpan")
		if got.Status != c.want {
			t.Errorf("%s: %d, want %d", c.name, got.Status, c.want)
		}
		if got.Status == 403 && !strings.Contains(got.Text(), "terlalu lama terbuka") {
			t.Errorf("%s: the person is not told what to do: %s", c.name, got.Text())
		}
	}

	b := webtest.New(t, base)
	f := b.Get("/card").Form("Simpan")
	b.Header["X-Csrf-Token"] = f.Values.Get("csrf")
	f.Values.Del("csrf")
	f.Send("Simpan").Want(303)
}

func TestTheTokenDiesWithTheGuest(t *testing.T) {
	base := door(t, web.Guest, func(app *fiber.App) {
		forms(app)
		app.Post("/reset", func(c *fiber.Ctx) error { web.Reset(c); return web.Redirect(c, "/card") })
	})
	b := webtest.New(t, base)
	f := b.Get("/card").Form("Simpan")
	old := f.Values.Get("csrf")
	f.Action = "/reset"
	f.Send("Simpan").Want(303)
	f.Action = "/card"
	f.Send("Simpan").Want(403)
	if now := b.Get("/card").Form("Simpan").Values.Get("csrf"); now == old {
		t.Error("the next guest has the same token")
	}
}

func TestEachDoorSeesItsOwnCookiesAlone(t *testing.T) {
	seen := func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error { return c.SendString(c.Get("Cookie")) })
	}
	all := "guest=a; guest_draft=b; staff=c; staff_lang=id; __Host-staff=d; __Host-guest=e; other=f"
	for d, want := range map[web.Door][]string{
		web.Guest: {"__Host-guest=e", "guest=a", "guest_draft=b"},
		web.Staff: {"__Host-staff=d", "staff=c", "staff_lang=id"},
	} {
		res := get(t, door(t, d, seen), "/", "Cookie", all)
		b, _ := io.ReadAll(res.Body)
		got := strings.Split(string(b), "; ")
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%v door sees %q", d, b)
		}
	}
}

func TestAnAddressThatPostsTooMuchWaits(t *testing.T) {
	base := door(t, web.Guest, forms, func(c *web.Config) {
		c.Limits.Posts = 3
		c.TrustedProxy = "127.0.0.1"
	})
	b := webtest.New(t, base)
	f := b.Get("/card").Form("Simpan").Set("name", "Anggrek")
	from := func(ip string) *webtest.Page {
		b.Header["X-Forwarded-For"] = "198.51.100.99, " + ip // the first entry is the caller's own word
		return f.Send("Simpan")
	}
	for range 3 {
		from("203.0.113.7").Want(303)
	}
	busy := from("203.0.113.7").Want(429)
	if busy.Header.Get("Retry-After") == "" {
		t.Error("not told how long to wait")
	}
	if page := busy.Form("Simpan"); page.Values.Get("name") != "Anggrek" || !strings.Contains(busy.Text(), "Terlalu banyak kiriman") {
		t.Errorf("what was typed is lost: %s", busy.Body)
	}
	from("203.0.113.8").Want(303)
	for range 5 {
		from("127.0.0.1").Want(303) // the server's own kiosk
	}
}

func TestForwardedHeadersCountFromTheProxyAlone(t *testing.T) {
	routes := func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error { return c.SendString(web.Address(c) + " " + c.Protocol()) })
	}
	for proxy, want := range map[string]string{"": "127.0.0.1 http", "192.0.2.1": "127.0.0.1 http", "127.0.0.0/8": "203.0.113.7 https"} {
		base := door(t, web.Staff, routes, func(c *web.Config) { c.TrustedProxy = proxy })
		res := get(t, base, "/", "X-Forwarded-For", "203.0.113.7", "X-Forwarded-Proto", "https")
		b, _ := io.ReadAll(res.Body)
		if string(b) != want {
			t.Errorf("proxy %q: %q, want %q", proxy, b, want)
		}
	}
}
