package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// ask is a GET with headers (name, value pairs) that follows no redirect.
func ask(t testing.TB, url string, headers ...string) (*http.Response, string) {
	t.Helper()
	q, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		q.Header.Set(headers[i], headers[i+1])
	}
	client := (&Program{}).client()
	client.Timeout = 20 * time.Second
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r, err := client.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r, string(body)
}

func status(t testing.TB, url string, headers ...string) int {
	t.Helper()
	r, _ := ask(t, url, headers...)
	return r.StatusCode
}

func TestAliveAndReady(t *testing.T) {
	h := open(t, Settings{Data: demoFolder(t), MetricsToken: "petunjuk"})
	for _, door := range []string{h.Guest, h.Staff} {
		for _, path := range []string{"/healthz", "/readyz"} {
			if r, body := ask(t, door+path); r.StatusCode != 200 || body != "ok\n" || r.Header.Get("Set-Cookie") != "" {
				t.Errorf("%s%s: %d %q %v", door, path, r.StatusCode, body, r.Header)
			}
		}
	}
	h.clock.more.Store(int64(-50 * 365 * 24 * time.Hour))
	if got := status(t, h.Guest+"/readyz"); got != 503 {
		t.Errorf("with a clock in the seventies: %d", got)
	}
	h.clock.more.Store(0)

	p := chaosStart(t, demoOnSQLite(t), io.Discard, newClock(nine).now)
	defer func() { _ = p.Stop() }()
	if err := p.store.Close(); err != nil {
		t.Fatal(err)
	}
	if live, ready := status(t, p.Staff+"/healthz"), status(t, p.Staff+"/readyz"); live != 200 || ready != 503 {
		t.Errorf("without a store: alive %d, ready %d", live, ready)
	}
}

func TestWhoReadsTheMetrics(t *testing.T) {
	h := open(t, Settings{Data: demoFolder(t), MetricsToken: "petunjuk", TrustedProxy: "127.0.0.1"})
	far := []string{"X-Forwarded-For", "198.51.100.9"}
	for _, c := range []struct {
		door    string
		headers []string
		want    int
	}{
		{h.Staff, nil, 200},
		{h.Guest, nil, 404},
		{h.Staff, far, 403},
		{h.Staff, append(far, "Authorization", "Bearer petunjuk"), 200},
		{h.Staff, append(far, "Authorization", "Bearer petunjukx"), 403},
		{h.Staff, append(far, "Authorization", "Bearer "), 403},
	} {
		if got := status(t, c.door+"/metrics", c.headers...); got != c.want {
			t.Errorf("%s %v: %d, want %d", c.door, c.headers, got, c.want)
		}
	}
	if _, text := ask(t, h.Staff+"/metrics"); !strings.Contains(text, "\nbukutamu_live_streams 0\n") || !strings.Contains(text, "\nbukutamu_base_url_reached 0\n") {
		t.Error("the program's own figures are missing")
	}
}

// The phone's panel is there from the first page on where the program reaches itself
// through its base URL, and never where it does not.
func TestWhetherPhonesReachTheProgram(t *testing.T) {
	listen := freePort(t)
	h := open(t, Settings{Demo: true, DemoPassword: password, Data: demoFolder(t), GuestListen: listen, BaseURL: "http://" + listen + "/"})
	if _, page := ask(t, h.Guest+"/kios"); !strings.Contains(page, "pakai ponsel sendiri") {
		t.Error("reached, but without the phone's panel")
	}
	other := open(t, Settings{Demo: true, DemoPassword: password, Data: demoFolder(t), BaseURL: h.Guest}) // somebody else answers there
	if _, page := ask(t, other.Guest+"/kios"); strings.Contains(page, "pakai ponsel sendiri") {
		t.Error("the phone's panel leads to another program")
	}
}
