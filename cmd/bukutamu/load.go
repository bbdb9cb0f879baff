package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"bukutamu/internal/guard"
)

// loadCommand drives a running server as guests and officers do, with a bounded
// number of clients for a bounded time.
type loadCommand struct {
	Guest        string `required:"" help:"Address of the guest door." placeholder:"URL"`
	Staff        string `required:"" help:"Address of the staff door." placeholder:"URL"`
	Login        string `required:"" help:"Account of a duty officer."`
	PasswordFile string `required:"" help:"File whose first line is its password." placeholder:"FILE"`
	Seconds      int    `default:"10" help:"How long, 1 to 600."`
	Clients      int    `default:"4" help:"How many at once, 1 to 64."`
	Yes          bool   `help:"Also against another machine, which is then really loaded."`
}

// work is one kind of request with everything that was measured of it.
type work struct {
	name  string
	mu    sync.Mutex
	took  []time.Duration
	fails int
	first error
}

func (w *work) note(d time.Duration, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		if w.fails++; w.first == nil {
			w.first = err
		}
		return
	}
	w.took = append(w.took, d)
}

// at gives the p-th percentile.
func (w *work) at(p int) time.Duration {
	if len(w.took) == 0 {
		return 0
	}
	return w.took[min(len(w.took)*p/100, len(w.took)-1)]
}

// Run loads the server and prints a table.
func (l loadCommand) Run(c *console) error {
	if l.Seconds < 1 || l.Seconds > 600 || l.Clients < 1 || l.Clients > 64 {
		return errors.New("load: 1 to 600 seconds, 1 to 64 clients")
	}
	for _, door := range []string{l.Guest, l.Staff} {
		u, err := url.Parse(door)
		if err != nil || u.Host == "" {
			return fmt.Errorf("load: %q is no address", door)
		}
		if ip := net.ParseIP(u.Hostname()); !l.Yes && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return fmt.Errorf("load: %s is not this machine; with --yes it is loaded all the same", u.Host)
		}
	}
	raw, err := os.ReadFile(l.PasswordFile)
	if err != nil {
		return err
	}
	password, _, _ := strings.Cut(string(raw), "\n")
	officer := newVisitor(l.Staff)
	if err := officer.signIn(l.Login, strings.TrimRight(password, "\r")); err != nil {
		return fmt.Errorf("load: sign-in: %w", err)
	}
	ctx, cancel := context.WithTimeout(c.ctx, time.Duration(l.Seconds)*time.Second)
	defer cancel()
	works := []*work{{name: "kiosk home"}, {name: "registration"}, {name: "scan"}, {name: "desk"}, {name: "history"}}
	var wg sync.WaitGroup
	for range l.Clients {
		wg.Add(1)
		guard.Go(c.log, "load", func() {
			defer wg.Done()
			guest := newVisitor(l.Guest)
			for ctx.Err() == nil {
				round(ctx, guest, officer, works)
			}
		})
	}
	wg.Wait()
	return report(c.out, works, l)
}

// round is what one guest and one look of the officer cause.
func round(ctx context.Context, guest, officer *visitor, works []*work) {
	timed := func(w *work, f func() error) {
		begun := time.Now()
		err := f()
		if ctx.Err() == nil {
			w.note(time.Since(begun), err)
		}
	}
	code := ""
	timed(works[0], func() error { _, err := guest.get("/kios"); return err })
	timed(works[1], func() (err error) { code, err = guest.register(); return err })
	if code != "" {
		timed(works[2], func() error { return officer.scan(code) })
	}
	timed(works[3], func() error { _, err := officer.get("/"); return err })
	timed(works[4], func() error { _, err := officer.get("/riwayat"); return err })
}

func report(out io.Writer, works []*work, l loadCommand) error {
	t := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "work\tcount\ta second\tp50\tp95\tp99\terrors\t")
	var first error
	for _, w := range works {
		slices.Sort(w.took)
		fmt.Fprintf(t, "%s\t%d\t%.0f\t%s\t%s\t%s\t%d\t\n", w.name, len(w.took), float64(len(w.took))/float64(l.Seconds),
			round2(w.at(50)), round2(w.at(95)), round2(w.at(99)), w.fails)
		if first == nil {
			first = w.first
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	sync, err := fsyncFigure()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "fsync of 4 KiB on this machine's temporary folder: %s (median of 100)\n", round2(sync))
	if first != nil {
		return fault{fmt.Errorf("load: the first error: %w", first)}
	}
	return nil
}

func round2(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }

// fsyncFigure stands beside every figure of a write: they mean nothing without it.
func fsyncFigure() (time.Duration, error) {
	f, err := os.CreateTemp("", "fsync-")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	var took []time.Duration
	block := make([]byte, 4096)
	for range 100 {
		begun := time.Now()
		if _, err := f.WriteAt(block, 0); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	return took[50], nil
}

// visitor is one browser without scripts.
type visitor struct {
	door   string
	client *http.Client
}

func newVisitor(door string) *visitor {
	jar, _ := cookiejar.New(nil) // without options it cannot fail
	return &visitor{strings.TrimRight(door, "/"), &http.Client{
		Jar: jar, Timeout: 10 * time.Second,
		Transport: &http.Transport{MaxIdleConnsPerHost: 8, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}, //nolint:gosec // a load test of one's own server
	}}
}

func (v *visitor) get(path string) (string, error) { return v.read(v.client.Get(v.door + path)) }

func (v *visitor) post(path string, form url.Values) (string, error) {
	r, err := http.NewRequest(http.MethodPost, v.door+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", v.door)
	return v.read(v.client.Do(r))
}

func (v *visitor) read(r *http.Response, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(r.Body); err != nil {
		return "", err
	}
	if r.StatusCode != http.StatusOK {
		return body.String(), fmt.Errorf("%s %s: %s", r.Request.Method, r.Request.URL.Path, r.Status)
	}
	return body.String(), nil
}

var (
	hiddenField = regexp.MustCompile(`<input type="hidden" name="(csrf|act|seen)" value="([^"]*)"`)
	shortCode   = regexp.MustCompile(`\b([0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3})\b`)
)

// form takes the hidden fields of a page.
func form(page string) url.Values {
	out := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(page, -1) {
		out.Set(m[1], m[2])
	}
	return out
}

func (v *visitor) signIn(login, password string) error {
	page, err := v.get("/")
	if err != nil {
		return err
	}
	f := form(page)
	f.Set("login", login)
	f.Set("password", password)
	if page, err = v.post("/masuk", f); err == nil && strings.Contains(page, `name="password"`) {
		err = errors.New("name or password do not match")
	}
	return err
}

// register takes a ticket as a phone does and gives its short code.
func (v *visitor) register() (string, error) {
	page, err := v.get("/")
	if err != nil {
		return "", err
	}
	f := form(page)
	for name, value := range map[string]string{"purpose": "koordinasi", "unit": "pidum", "name": "Andai Beban", "salut": "nama", "weapon": "no", "rules": "1"} {
		f.Set(name, value)
	}
	if page, err = v.post("/", f); err != nil {
		return "", err
	}
	m := shortCode.FindStringSubmatch(page)
	if m == nil {
		return "", errors.New("registration: no code on the ticket")
	}
	return m[1], nil
}

func (v *visitor) scan(code string) error {
	page, err := v.get("/")
	if err != nil {
		return err
	}
	f := form(page)
	f.Set("q", code)
	_, err = v.post("/pindai", f)
	return err
}
