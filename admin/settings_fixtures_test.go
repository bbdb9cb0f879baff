package admin_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/admin"
	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/live"
	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/sample"
	"bukutamu/internal/secret"
	"bukutamu/internal/spool/spooltest"
	"bukutamu/internal/store"
	"bukutamu/internal/store/opentest"
	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
	"bukutamu/static"
	"bukutamu/templates"
)

// monday is 09.42 in Kapuas on Monday, 23 November 2026.
var monday = time.Date(2026, 11, 23, 2, 42, 0, 0, time.UTC)

// ownWord is the password of every account in these tests.
const ownWord = "kuda laut makan pagi"

var (
	officeViews = sync.OnceValues(templates.Load)
	officePress = sync.OnceValues(func() (*paper.Press, error) { return paper.New(static.Files) })
	ownHash     = sync.OnceValues(func() (string, error) { return secret.HashPassword(context.Background(), ownWord) })
)

// views are the program's templates.
func views(t testing.TB) fiber.Views {
	t.Helper()
	v, err := officeViews()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// bureau is a staff door over a real store, with a clock that tests move.
type bureau struct {
	t     *testing.T
	base  string
	book  *book.Book
	door  *admin.Door
	now   atomic.Int64
	o     office.Office
	queue *spooltest.Queue
}

// empty opens the staff door over an empty store.
func empty(t *testing.T, examine ...int) *bureau {
	t.Helper()
	b := &bureau{t: t, queue: spooltest.New(t)}
	b.now.Store(monday.UnixMilli())
	now := func() time.Time { return time.UnixMilli(b.now.Load()) }
	keys := secret.Generate()
	options := store.Options{Now: now, Fingerprint: keys.Fingerprint()}
	if len(examine) > 0 {
		options.Examine = examine[0]
	}
	s := opentest.Open(t, t.TempDir(), options)
	log := slog.New(slog.NewTextHandler(testWriter{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	b.book = book.New(book.Config{Store: s, Keys: keys, Now: now, Log: log})
	cfg := web.Config{
		Door: web.Staff, Views: views(t), Log: log, Now: now, Keys: keys, Sessions: b.book,
		Office: func(ctx context.Context) (office.Office, error) {
			o, err := b.book.Home(ctx)
			if errors.Is(err, book.ErrNotFound) {
				return office.Office{}, nil
			}
			return o, err
		},
	}
	admin.Configure(&cfg)
	app := web.App(cfg)
	press, err := officePress()
	if err != nil {
		t.Fatal(err)
	}
	b.door = &admin.Door{Book: b.book, Hub: live.New(), Press: press, Spool: b.queue.Spool(log), BaseURL: func() string { return "https://tamu.example.id" }, Log: log}
	admin.Routes(app, b.door)
	b.base = webtest.Serve(t, app)
	return b
}

// kapuas is the demo's office after set-up, with an account for each role.
func kapuas(t *testing.T, examine ...int) *bureau {
	t.Helper()
	b := empty(t, examine...)
	ctx := context.Background()
	b.o = sample.Office()
	b.o.Demo = false
	_, err := b.book.BeginSetup(ctx)
	if err := errors.Join(err, b.book.SetupOffice(ctx, b.o), b.book.FinishSetup(ctx)); err != nil {
		t.Fatal(err)
	}
	hash, err := ownHash()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []account.Account{
		{Login: "bima", Name: "Bima Rekaan", Roles: account.Roles{account.Admin}},
		{Login: "ratna", Name: "Ratna Umpama", Roles: account.Roles{account.Officer}},
		{Login: "sekar", Name: "Sekar Umpama", Roles: account.Roles{account.Supervisor}},
		{Login: "wulan", Name: "Wulan Rekayani", Roles: account.Roles{account.Complaint}},
		{Login: "gading", Name: "Gading Andaikan", Roles: account.Roles{account.Host}},
		{Login: "cakra", Name: "Cakra Misalkan", Roles: account.Roles{account.Auditor}},
	} {
		if err := b.book.KeepAccount(ctx, b.stamp("console", account.System), a, hash); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// stamp marks what a test does by the book itself.
func (b *bureau) stamp(by string, role account.Role) account.Stamp {
	return account.Stamp{At: time.UnixMilli(b.now.Load()).UTC(), Office: b.o.ID, By: by, Roles: account.Roles{role}, Seen: account.SeenAny}
}

func (b *bureau) wait(d time.Duration) { b.now.Add(d.Milliseconds()) }

// as is a browser in which somebody has signed in.
func (b *bureau) as(login string) *webtest.Client {
	b.t.Helper()
	c := webtest.New(b.t, b.base)
	b.signIn(c, login, ownWord)
	return c
}

func (b *bureau) signIn(c *webtest.Client, login, password string) *webtest.Page {
	b.t.Helper()
	return c.Get("/masuk").Form("Masuk").Fill("Nama pengguna", login).Fill("Kata sandi", password).Press("Masuk")
}

// setting is the office as it is stored.
func (b *bureau) setting() office.Office {
	b.t.Helper()
	o, err := b.book.Home(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	return o
}

// testWriter puts the program's warnings into the test's output.
type testWriter struct{ t *testing.T }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Logf("%s", b)
	return len(b), nil
}
