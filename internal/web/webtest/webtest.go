// Package webtest visits the program as a person does: it opens pages over real HTTP,
// finds links, buttons and fields by role and label, fills forms with everything that the
// page put into them, and follows the answer. It knows no template and no handler.
//
//	c := webtest.New(t, webtest.Serve(t, app))
//	page := c.Get("/kios").Follow("Daftar bertamu")
//	page = page.Form("Lanjut").Fill("Siapa nama Anda?", "Anggrek Contohwati").Press("Lanjut")
package webtest

import (
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/guard"
	"bukutamu/internal/web"
)

// Serve lets an app answer on a free port of this machine until the test ends, and
// returns its address.
func Serve(t testing.TB, app *fiber.App) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	guard.Go(nil, "test server", func() {
		defer close(done)
		_ = app.Listener(web.Listener(l))
	})
	t.Cleanup(func() {
		_ = app.ShutdownWithTimeout(2 * time.Second)
		<-done
	})
	return "http://" + l.Addr().String()
}

// Client is one browser with its cookies.
type Client struct {
	T      testing.TB
	Base   string            // http://127.0.0.1:port
	Header map[string]string // sent with every request, for example HX-Request
	http   *http.Client
}

// New opens a browser without cookies.
func New(t testing.TB, base string) *Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &Client{T: t, Base: base, Header: map[string]string{}, http: &http.Client{
		Jar:           jar,
		Timeout:       30 * time.Second,
		Transport:     &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	t.Cleanup(c.http.CloseIdleConnections)
	return c
}

// Cookies are the browser's cookies for this door.
func (c *Client) Cookies() []*http.Cookie {
	u, err := url.Parse(c.Base)
	if err != nil {
		c.T.Fatal(err)
	}
	return c.http.Jar.Cookies(u)
}

// SetCookie puts a cookie into the browser.
func (c *Client) SetCookie(name, value string) {
	u, err := url.Parse(c.Base)
	if err != nil {
		c.T.Fatal(err)
	}
	c.http.Jar.SetCookies(u, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

// Get opens a page of the door and follows redirects.
func (c *Client) Get(path string) *Page {
	c.T.Helper()
	return c.follow(c.Send("GET", path, "", nil))
}

// Post sends a form without looking at a page, and follows the answer.
func (c *Client) Post(path string, form url.Values) *Page {
	c.T.Helper()
	return c.follow(c.Send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode())))
}

// Send makes one request as a browser on one of the door's own pages would, and follows
// nothing.
func (c *Client) Send(method, path, kind string, body io.Reader) *Page {
	c.T.Helper()
	q, err := http.NewRequest(method, c.Base+path, body)
	if err != nil {
		c.T.Fatal(err)
	}
	if kind != "" {
		q.Header.Set("Content-Type", kind)
	}
	q.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == "POST" {
		q.Header.Set("Origin", c.Base)
	}
	for k, v := range c.Header {
		q.Header.Set(k, v)
	}
	res, err := c.http.Do(q)
	if err != nil {
		c.T.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.T.Fatal(err)
	}
	p := &Page{client: c, Status: res.StatusCode, Header: res.Header, Body: string(b), URL: res.Request.URL}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		p.Root = Parse(c.T, p.Body)
	}
	return p
}

func (c *Client) follow(p *Page) *Page {
	c.T.Helper()
	for n := 0; p.Status >= 300 && p.Status < 400 && p.Status != http.StatusNotModified; n++ {
		if n > 5 {
			c.T.Fatalf("webtest: %s redirects without end", p.URL.Path)
		}
		to, err := p.URL.Parse(p.Header.Get("Location"))
		if err != nil || "http://"+to.Host != c.Base && "https://"+to.Host != c.Base {
			c.T.Fatalf("webtest: %s leads away, to %q", p.URL.Path, p.Header.Get("Location"))
		}
		p = c.Send("GET", to.RequestURI(), "", nil)
	}
	return p
}

// Page is one answer.
type Page struct {
	Status int
	Header http.Header
	Body   string
	URL    *url.URL // where it was found after redirects
	Root   *Node    // nil when it is no HTML
	client *Client
}

// Want ends the test when the status is another one.
func (p *Page) Want(status int) *Page {
	p.client.T.Helper()
	if p.Status != status {
		body := p.Body
		if p.Root != nil {
			body = p.Root.Text()
		}
		p.client.T.Fatalf("%s: status %d, want %d\n%.600s", p.URL.Path, p.Status, status, body)
	}
	return p
}

// Title is the document's title, H1 its first heading of the first rank.
func (p *Page) Title() string { return p.root().first("title").Text() }

// H1 is the page's heading.
func (p *Page) H1() string { return p.root().first("h1").Text() }

// Text is everything a person can read on the page.
func (p *Page) Text() string { return p.root().Text() }

func (p *Page) root() *Node {
	p.client.T.Helper()
	if p.Root == nil {
		p.client.T.Fatalf("%s is no HTML: %s", p.URL.Path, p.Header.Get("Content-Type"))
	}
	return p.Root
}

// Find is the first element with this role and accessible name, nil when there is none.
func (p *Page) Find(role, name string) *Node {
	p.client.T.Helper()
	return p.root().Find(role, name)
}

// Has reports whether an element with this role and name is there.
func (p *Page) Has(role, name string) bool {
	p.client.T.Helper()
	return p.Find(role, name) != nil
}

// Must is Find that ends the test when nothing is found.
func (p *Page) Must(role, name string) *Node {
	p.client.T.Helper()
	n := p.Find(role, name)
	if n == nil {
		p.client.T.Fatalf("%s: no %s %q among %q\n%.400s", p.URL.Path, role, name, p.Root.names(role), p.Text())
	}
	return n
}

// Follow opens the link with this name.
func (p *Page) Follow(link string) *Page {
	p.client.T.Helper()
	n := p.Must("link", link)
	to, err := p.URL.Parse(n.Attr["href"])
	if err != nil {
		p.client.T.Fatal(err)
	}
	return p.client.Get(to.RequestURI())
}
