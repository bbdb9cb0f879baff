package admin_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bukutamu/admin"
	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/live"
	"bukutamu/internal/office"
	"bukutamu/internal/sample"
	"bukutamu/internal/secret"
	"bukutamu/internal/spool/spooltest"
	"bukutamu/internal/store"
	"bukutamu/internal/store/opentest"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
)

// nineAtDesk is 09:42 in Kapuas on a Monday.
var nineAtDesk = time.Date(2026, 11, 23, 2, 42, 0, 0, time.UTC)

const deskPassword = "sembilan burung enggang"

// onePassword is hashed once for all accounts of all tests: the hash is dear.
var onePassword = sync.OnceValues(func() (string, error) {
	return secret.HashPassword(context.Background(), deskPassword)
})

// deskTest is a staff door over a real store, with a clock that tests move.
type deskTest struct {
	t      testing.TB
	base   string
	book   *book.Book
	hub    *live.Hub
	now    atomic.Int64
	log    bytes.Buffer
	office office.Office
	queue  *spooltest.Queue
}

// staffOfDesk are the accounts of every test: one for each role, and a second officer.
var staffOfDesk = []account.Account{
	{Login: "ratna", Name: "Ratna Umpama", Roles: account.Roles{account.Officer}},
	{Login: "sari", Name: "Sari Contoh", Roles: account.Roles{account.Officer}},
	{Login: "bima", Name: "Bima Rekaan", Roles: account.Roles{account.Supervisor}},
	{Login: "gading", Name: "Gading Andaikan", Roles: account.Roles{account.Host}, Person: "gading-andaikan"},
	{Login: "intan", Name: "Intan Misalkan", Roles: account.Roles{account.Host}, Person: "intan-misalkan"},
	{Login: "aduan", Name: "Sekar Misalnya", Roles: account.Roles{account.Complaint}},
	{Login: "auditor", Name: "Wulan Contohsari", Roles: account.Roles{account.Auditor}},
	{Login: "admin", Name: "Arif Perumpamaan", Roles: account.Roles{account.Admin}},
}

// openDesk starts a staff door with the demo's office, changed by change.
func openDesk(t testing.TB, change ...func(*office.Office)) *deskTest {
	t.Helper()
	d := &deskTest{t: t, hub: live.New(), office: sample.Office(), queue: spooltest.New(t)}
	d.office.Demo = false
	for _, f := range change {
		f(&d.office)
	}
	d.now.Store(nineAtDesk.UnixMilli())
	now := func() time.Time { return time.UnixMilli(d.now.Load()) }
	keys := secret.Generate()
	s := opentest.Open(t, t.TempDir(), store.Options{Now: now, Fingerprint: keys.Fingerprint()})
	log := slog.New(slog.NewTextHandler(&d.log, nil))
	d.book = book.New(book.Config{Store: s, Keys: keys, Now: now, Log: log, Changed: func(o, kind, id string) {
		d.hub.Publish(live.Event{Office: o, Kind: kind, ID: id})
	}})
	ctx := context.Background()
	if _, err := d.book.BeginSetup(ctx); err != nil {
		t.Fatal(err)
	}
	if err := d.book.SetupOffice(ctx, d.office); err != nil {
		t.Fatal(err)
	}
	hash, err := onePassword()
	if err != nil {
		t.Fatal(err)
	}
	console := account.Stamp{Office: d.office.ID, By: account.ByConsole, Roles: account.Roles{account.System}}
	for _, a := range staffOfDesk {
		if err := d.book.KeepAccount(ctx, console, a, hash); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.book.FinishSetup(ctx); err != nil {
		t.Fatal(err)
	}
	press, err := officePress()
	if err != nil {
		t.Fatal(err)
	}
	cfg := web.Config{Door: web.Staff, Views: views(t), Log: log, Now: now, Keys: keys, Sessions: d.book, Office: d.book.Home,
		Away: func(err error) bool { return errors.Is(err, book.ErrUnavailable) }, Limits: web.Limits{StreamEnd: 2 * time.Second}}
	admin.Configure(&cfg)
	app := web.App(cfg)
	admin.Routes(app, &admin.Door{Book: d.book, Hub: d.hub, Press: press, Spool: d.queue.Spool(log), BaseURL: func() string { return "http://tamu.contoh" }, Log: log})
	d.base = webtest.Serve(t, app)
	t.Cleanup(d.hub.Close)
	return d
}

// later moves the clock.
func (d *deskTest) later(by time.Duration) { d.now.Add(by.Milliseconds()) }

// as opens a browser in which somebody is signed in.
func (d *deskTest) as(login string) *webtest.Client {
	d.t.Helper()
	b := webtest.New(d.t, d.base)
	page := b.Get("/").Form("Masuk").Fill("Nama pengguna", login).Fill("Kata sandi", deskPassword).Press("Masuk")
	page.Want(200)
	if page.Has("heading", "Masuk") {
		d.t.Fatalf("%s is not signed in: %s", login, page.Text())
	}
	return b
}

// registers writes a registration as the kiosk does.
func (d *deskTest) registers(change ...func(*visit.Register)) visit.Visit {
	d.t.Helper()
	m := visit.Register{Purpose: "panggilan", Letter: "B-000/O.2.12/contoh", Host: "gading-andaikan", Name: "Anggrek Contohwati", Salute: visit.Ibu,
		Phone: "0812 0000 0001", Weapon: "no", Read: true, Source: visit.AtKiosk, Lang: "id"}
	for _, f := range change {
		f(&m)
	}
	s := account.Stamp{Office: d.office.ID, By: account.ByGuest, Roles: account.Roles{account.Guest}, Device: "Kios 1"}
	v, _, err := d.book.Register(context.Background(), s, m)
	if err != nil {
		d.t.Fatal(err)
	}
	return v
}

// visit reads a visit as it stands.
func (d *deskTest) visit(id string) visit.Visit {
	d.t.Helper()
	v, err := d.book.Visit(context.Background(), d.office.ID, id)
	if err != nil {
		d.t.Fatal(err)
	}
	return v
}

// scans reads something with the scan field of the desk.
func scans(b *webtest.Client, text string) *webtest.Page {
	b.T.Helper()
	return b.Post("/pindai", url.Values{"csrf": {token(b, b.Get("/"))}, "q": {text}})
}

// token is the page's CSRF token.
func token(b *webtest.Client, page *webtest.Page) string {
	b.T.Helper()
	for _, m := range page.Root.Tags("meta") {
		if m.Attr["name"] == "csrf" {
			return m.Attr["content"]
		}
	}
	b.T.Fatalf("%s has no token", page.URL.Path)
	return ""
}

// picture is a photo as a file would bring it.
func picture(wide, high int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, wide, high))
	for y := range high {
		for x := range wide {
			img.Set(x, y, color.RGBA{uint8(x), uint8(y), 120, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// says fails the test when the page lacks a sentence.
func says(t testing.TB, page *webtest.Page, sentences ...string) {
	t.Helper()
	for _, s := range sentences {
		if !strings.Contains(page.Text(), s) {
			t.Errorf("%s does not say %q:\n%.1500s", page.URL.Path, s, page.Text())
		}
	}
}
