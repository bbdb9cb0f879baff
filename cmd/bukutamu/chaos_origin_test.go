//go:build linux

package main

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// chaosForged is what a stranger may claim about where a request comes from.
var chaosForged = http.Header{
	"X-Forwarded-For": {"203.0.113.7"}, "X-Forwarded-Host": {"evil.example"}, "X-Forwarded-Proto": {"https"}, "X-Forwarded-Ssl": {"on"},
	"X-Forwarded-Port": {"666"}, "X-Forwarded-Prefix": {"/evil.example"}, "Forwarded": {"for=203.0.113.7;host=evil.example;proto=https"},
	"X-Real-Ip": {"203.0.113.7"}, "X-Original-Url": {"/evil.example"}, "X-Rewrite-Url": {"/evil.example"}, "X-Http-Method-Override": {"DELETE"},
	"X-Url-Scheme": {"https"}, "Front-End-Https": {"on"},
}

// chaosAsk opens a page with headers; host "" is the door's own.
func chaosAsk(t testing.TB, method, door, path, host string, h http.Header, cookies ...*http.Cookie) (*http.Response, string) {
	t.Helper()
	q, err := http.NewRequest(method, door+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range h {
		q.Header[k] = v
	}
	if q.Host = host; host == "" {
		q.Host = address(door)
	}
	for _, c := range cookies {
		q.AddCookie(c)
	}
	r, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(q)
	if err != nil {
		t.Fatal(err)
	}
	_, body, err := crashBody(r)
	if err != nil {
		t.Fatal(err)
	}
	return r, body
}

// chaosOwn is what differs from one answer to the next anyway.
var chaosOwn = regexp.MustCompile(`(name="(?:csrf|act)" (?:value|content)="[^"]*")|data-now="[^"]*"|data-(?:since|sejak)="[^"]*"`)

// Nothing that a stranger claims about host, scheme or address changes a link, a QR code, a
// cookie or who is calling. Only the named proxy may say where a request comes from.
func TestForgedOrigins(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	clock := newClock(nine) // a minute has a beginning: the posts at the end must not fall into two
	officer := crashFolderAt(t, folder, clock.now)
	p := chaosStart(t, folder, io.Discard, clock.now)
	defer func() { _ = p.Stop() }()
	guest := crashBrowser().at(p.Guest)
	_, page, err := guest.get("/")
	if err != nil {
		t.Fatal(err)
	}
	_, ticket, _, err := guest.post("/", crashRegistration(page))
	if err != nil {
		t.Fatal(err)
	}
	session := &http.Cookie{Name: "staff", Value: officer.cookie}
	for _, c := range []struct{ door, path string }{
		{p.Guest, "/"}, {p.Guest, "/standar"}, {p.Guest, "/data-pribadi"}, {p.Guest, ticket}, {p.Guest, ticket + "/gambar"},
		{p.Guest, "/tidak-ada"}, {p.Staff, "/masuk"}, {p.Staff, "/"}, {p.Staff, "/riwayat"}, {p.Staff, "/kotak"},
	} {
		want, plain := chaosAsk(t, "GET", c.door, c.path, "", http.Header{"X-Forwarded-For": {"198.51.100.9"}}, session)
		got, forged := chaosAsk(t, "GET", c.door, c.path, "evil.example", chaosForged, session)
		if got.StatusCode != want.StatusCode || chaosOwn.ReplaceAllString(forged, "") != chaosOwn.ReplaceAllString(plain, "") {
			t.Errorf("%s: %d, without forged headers %d, or another page", c.path, got.StatusCode, want.StatusCode)
		}
		for k, v := range got.Header {
			if s := fmt.Sprint(v); strings.Contains(s, "evil") || k == "Set-Cookie" && (strings.Contains(s, "Domain") || strings.Contains(s, "__Host-")) {
				t.Errorf("%s: %s: %s", c.path, k, s)
			}
		}
		if strings.Contains(forged, "evil") {
			t.Errorf("%s: the page names the forged host", c.path)
		}
		if got.Header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: a claimed TLS is believed", c.path)
		}
	}
	// A proxy that nobody named makes every guest look like this machine: then nobody is.
	if r, _ := chaosAsk(t, "GET", p.Guest, "/kios", "", http.Header{"X-Forwarded-For": {"127.0.0.1"}}); r.StatusCode != http.StatusSeeOther {
		t.Errorf("/kios by an unknown proxy: %d", r.StatusCode)
	}
	if r, _ := chaosAsk(t, "GET", p.Staff, "/metrics", "", http.Header{"X-Forwarded-For": {"127.0.0.1"}}); r.StatusCode != http.StatusForbidden {
		t.Errorf("/metrics by an unknown proxy: %d", r.StatusCode)
	}
	if n := chaosPosts(t, p.Guest, func(i int) string { return fmt.Sprint("203.0.113.", i) }); n != 240 {
		t.Errorf("by changing its claimed address somebody posts %d times a minute", n)
	}
}

// chaosPosts counts how many posts come through before 429, at most 300.
func chaosPosts(t testing.TB, door string, from func(i int) string) int {
	t.Helper()
	for i := range 300 {
		r, _ := chaosAsk(t, "POST", door, "/", "", http.Header{"X-Forwarded-For": {from(i)}})
		if r.StatusCode == http.StatusTooManyRequests {
			return i
		}
	}
	return 300
}

func TestTheNamedProxyIsBelieved(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	crashFolder(t, folder)
	clock := newClock(nine)
	p := chaosStart(t, folder, io.Discard, clock.now, func(s *Settings) { s.TrustedProxy, s.BaseURL = "127.0.0.1", "https://tamu.contoh.example" })
	defer func() { _ = p.Stop() }()
	r, _ := chaosAsk(t, "GET", p.Guest, "/", "", http.Header{"X-Forwarded-For": {"evil, 198.51.100.9"}, "X-Forwarded-Proto": {"https"}})
	if c := r.Header.Get("Set-Cookie"); !strings.HasPrefix(c, "__Host-guest=") || !strings.Contains(strings.ToLower(c), "secure") {
		t.Errorf("behind the proxy's TLS the cookie is %q", c)
	}
	if r, _ := chaosAsk(t, "GET", p.Guest, "/kios", "", http.Header{"X-Forwarded-For": {"127.0.0.1, 198.51.100.9"}}); r.StatusCode != http.StatusSeeOther {
		t.Errorf("/kios for a guest who claims to be this machine: %d", r.StatusCode)
	}
	// What the proxy itself added counts, what the guest claimed before does not.
	if n := chaosPosts(t, p.Guest, func(i int) string { return fmt.Sprintf("203.0.113.%d, 198.51.100.9", i) }); n != 240 {
		t.Errorf("one guest behind the proxy posts %d times a minute", n)
	}
	if n := chaosPosts(t, p.Guest, func(i int) string { return fmt.Sprint("203.0.113.", i) }); n != 300 {
		t.Errorf("many guests behind the proxy are one: %d posts", n)
	}
}
