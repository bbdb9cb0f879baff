package kiosk_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/lang"
	"bukutamu/internal/live"
	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/sample"
	"bukutamu/internal/secret"
	"bukutamu/internal/spool/spooltest"
	"bukutamu/internal/store"
	"bukutamu/internal/store/opentest"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
	"bukutamu/kiosk"
	"bukutamu/static"
	"bukutamu/templates"
)

// nine is 09:42 in Kapuas on a Monday.
var nine = time.Date(2026, 11, 23, 2, 42, 0, 0, time.UTC)

// place is a guest door over a real store, with a clock that tests move.
type place struct {
	t      *testing.T
	base   string
	book   *book.Book
	hub    *live.Hub
	away   *away
	now    atomic.Int64
	log    bytes.Buffer
	reach  atomic.Bool
	office office.Office
	queue  *spooltest.Queue
}

// away is a store that can stop answering.
type away struct {
	store.Store
	gone atomic.Bool
}

func (a *away) err() error {
	if a.gone.Load() {
		return store.ErrUnavailable
	}
	return nil
}

func (a *away) Get(ctx context.Context, o, kind, id string) (store.Doc, error) {
	if err := a.err(); err != nil {
		return store.Doc{}, err
	}
	return a.Store.Get(ctx, o, kind, id)
}

func (a *away) Put(ctx context.Context, d store.Doc) (store.Doc, error) {
	if err := a.err(); err != nil {
		return store.Doc{}, err
	}
	return a.Store.Put(ctx, d)
}

// What all tests share: neither changes once it is made, and making them is dear.
var (
	pages = sync.OnceValues(templates.Load)
	press = sync.OnceValues(func() (*paper.Press, error) { return paper.New(static.Files) })
)

// open starts a guest door with the demo's office, changed by change.
func open(t *testing.T, change ...func(*office.Office)) *place {
	t.Helper()
	p := &place{t: t, hub: live.New(), office: sample.Office(), queue: spooltest.New(t)}
	p.office.Demo = false
	for _, f := range change {
		f(&p.office)
	}
	p.now.Store(nine.UnixMilli())
	now := func() time.Time { return time.UnixMilli(p.now.Load()) }
	keys, err := secret.Create(t.TempDir() + "/keys")
	if err != nil {
		t.Fatal(err)
	}
	s := opentest.Open(t, t.TempDir(), store.Options{Now: now, Fingerprint: keys.Fingerprint()})
	log := slog.New(slog.NewTextHandler(&p.log, nil))
	p.away = &away{Store: s}
	p.book = book.New(book.Config{Store: p.away, Keys: keys, Now: now, Log: log, Changed: func(o, kind, id string) {
		p.hub.Publish(live.Event{Office: o, Kind: kind, ID: id})
	}})
	if _, err := p.book.BeginSetup(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := p.book.SetupOffice(context.Background(), p.office); err != nil {
		t.Fatal(err)
	}
	views, err := pages()
	if err != nil {
		t.Fatal(err)
	}
	cfg := web.Config{Door: web.Guest, Views: views, Log: log, Now: now, Keys: keys, Sessions: p.book, Office: p.book.Home, TrustedProxy: "127.0.0.1",
		Away: func(err error) bool { return errors.Is(err, book.ErrUnavailable) }}
	kiosk.Configure(&cfg)
	app := web.App(cfg)
	p.routes(app, log)
	p.base = webtest.Serve(t, app)
	return p
}

func (p *place) routes(app *fiber.App, log *slog.Logger) {
	press, err := press()
	if err != nil {
		p.t.Fatal(err)
	}
	kiosk.Routes(app, &kiosk.Door{Book: p.book, Hub: p.hub, Press: press, Spool: p.queue.Spool(log), BaseURL: func() string { return "https://tamu.example" }, Reachable: p.reach.Load, Log: log})
}

// browser is a fresh browser without scripts.
func (p *place) browser() *webtest.Client { return webtest.New(p.t, p.base) }

// after moves the clock.
func (p *place) after(d time.Duration) { p.now.Add(d.Milliseconds()) }

// visits are all visits in the book today.
func (p *place) visits() []visit.Visit {
	p.t.Helper()
	rows, _, _, err := p.book.History(context.Background(), p.office.ID, book.Filter{From: nine.AddDate(0, 0, -2), To: nine.AddDate(0, 0, 20)})
	if err != nil {
		p.t.Fatal(err)
	}
	var out []visit.Visit
	for _, r := range rows {
		v, err := p.book.Visit(context.Background(), p.office.ID, r.ID)
		if err != nil {
			p.t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// one is the only visit in the book.
func (p *place) one() visit.Visit {
	p.t.Helper()
	all := p.visits()
	if len(all) != 1 {
		p.t.Fatalf("%d visits in the book, want 1", len(all))
	}
	return all[0]
}

// officer is the stamp of an act at the desk.
func (p *place) officer(v visit.Visit) account.Stamp {
	return account.Stamp{At: p.book.Now(), Office: p.office.ID, By: "piket", Roles: account.Roles{account.Officer}, Act: secret.Nonce(), Seen: v.Seen()}
}

// move makes a move of the officer's.
func (p *place) move(v visit.Visit, m visit.Move) visit.Visit {
	p.t.Helper()
	v, err := p.book.Move(context.Background(), p.officer(v), v.ID, m)
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}

// toReview walks the wizard up to the check page by its buttons, as a guest without scripts.
func toReview(c *webtest.Client) *webtest.Page {
	page := c.Get("/kios").Follow("Daftar bertamu")
	page = page.Form("Memenuhi panggilan").Press("Memenuhi panggilan")
	page = page.Form("Lanjut").Fill("Nomor surat panggilan?", "B-000/O.2.12/contoh").Press("Lanjut")
	page = page.Form("Seksi Tindak Pidana Umum").Press("Seksi Tindak Pidana Umum")
	page = page.Form("Lanjut").Fill("Siapa nama Anda?", "Anggrek  Contohwati").Choose("Ibu").Press("Lanjut")
	page = page.Form("Lanjut").Fill("Nomor ponsel Anda?", "0812 0000 0001").Press("Lanjut")
	page = page.Form("Tambah orang").Fill("Nama pendamping", "Rimba Umpama").Choose("Kursi roda").Press("Tambah orang")
	return page.Form("Lanjut").Press("Lanjut")
}

// toTicket is the whole way of toReview, to the ticket.
func toTicket(c *webtest.Client) *webtest.Page {
	return toReview(c).Form("Ambil tiket").Choose("Tidak membawa").Choose("Saya sudah membaca").Press("Ambil tiket")
}

// Every page of the door, in both languages, is whole HTML in which no text is missing
// and a person finds one heading of the first rank.
func TestEveryPageIsWholeInBothLanguages(t *testing.T) {
	engine, err := pages()
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{"kiosk/steps": true, "kiosk/keys_text": true, "kiosk/keys_digits": true, "kiosk/keys_code": true, "kiosk/lost": true, "kiosk/tiles": true, "kiosk/complaint_kiosk": true}
	for _, l := range []lang.Lang{lang.ID, lang.EN} {
		for name, page := range kiosk.Samples(l) {
			template, _, _ := strings.Cut(name, " ")
			shown[template] = true
			var b bytes.Buffer
			if err := engine.Render(&b, template, page); err != nil {
				t.Errorf("%s %s: %v", name, l, err)
				continue
			}
			root := webtest.Parse(t, b.String())
			if n := len(root.Tags("h1")); n != 1 {
				t.Errorf("%s %s has %d h1", name, l, n)
			}
			if i := strings.Index(b.String(), "«"); i >= 0 {
				t.Errorf("%s %s: no text %.60s", name, l, b.String()[i:])
			}
			if i := strings.Index(b.String(), "ZgotmplZ"); i >= 0 {
				t.Errorf("%s %s: unsafe data at %.60s", name, l, b.String()[max(0, i-60):])
			}
		}
	}
	err = fs.WalkDir(templates.Files(), "kiosk", func(path string, d fs.DirEntry, err error) error {
		if name := strings.TrimSuffix(path, ".html"); err == nil && !d.IsDir() && !shown[name] {
			t.Errorf("%s has no sample", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// values is a form of name, value pairs.
func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}
