package web_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/secret"
	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
)

type answers struct {
	Purpose string   `json:"p"`
	Friends []string `json:"f"`
}

var (
	draft = web.NewDraft[answers]("draft")
	whose = web.NewSealed[string]("ticket", time.Hour)
)

// wizard saves the query's p and n friends, and shows what is kept.
func wizard(app *fiber.App) {
	app.Get("/save", func(c *fiber.Ctx) error {
		a := answers{Purpose: c.Query("p")}
		for range c.QueryInt("n") {
			a.Friends = append(a.Friends, secret.Random(35)) // a text of chance cannot be packed
		}
		if err := draft.Save(c, a); err != nil {
			return err
		}
		return c.SendString(draft.Nonce(c))
	})
	app.Get("/show", func(c *fiber.Ctx) error {
		a, ok := draft.Load(c)
		if !ok {
			return c.SendString("none")
		}
		return c.SendString(a.Purpose + " " + draft.Nonce(c))
	})
	app.Get("/finish", func(c *fiber.Ctx) error {
		draft.Clear(c)
		if err := whose.Save(c, "visit-1"); err != nil {
			return err
		}
		return c.SendString("ok")
	})
	app.Get("/ticket", func(c *fiber.Ctx) error {
		id, _ := whose.Load(c)
		return c.SendString("[" + id + "]")
	})
	app.Get("/reset", func(c *fiber.Ctx) error { web.Reset(c); return c.SendString("ok") })
}

func TestADraftKeepsItsNonceThroughEveryStep(t *testing.T) {
	b := webtest.New(t, door(t, web.Guest, wizard))
	first := b.Get("/save?p=summons").Want(200).Body
	second := b.Get("/save?p=hearing").Want(200).Body
	if first != second || !secret.ValidToken(first) {
		t.Errorf("nonce %q, then %q", first, second)
	}
	if got := b.Get("/show").Body; got != "hearing "+first {
		t.Errorf("kept: %q", got)
	}
	b.Get("/finish").Want(200)
	if got := b.Get("/show").Body; got != "none" {
		t.Errorf("after the end: %q", got)
	}
	if got := b.Get("/ticket").Body; got != "[visit-1]" {
		t.Errorf("whose ticket: %q", got)
	}
	if again := b.Get("/save?p=tilang").Body; again == first {
		t.Error("the next registration has the nonce of the one before")
	}
}

func TestResetForgetsTheGuest(t *testing.T) {
	b := webtest.New(t, door(t, web.Guest, wizard))
	b.SetCookie("guest_device", "kiosk")
	b.Get("/save?p=summons&lang=en&besar=1")
	b.Get("/finish")
	b.Get("/save?p=summons")
	b.Get("/reset").Want(200)
	if got := b.Get("/show").Body + b.Get("/ticket").Body; got != "none[]" {
		t.Errorf("the next guest reads %q", got)
	}
	var left []string
	for _, k := range b.Cookies() {
		left = append(left, k.Name)
	}
	if got := strings.Join(left, " "); got != "guest_device guest" {
		t.Errorf("cookies left: %s", got)
	}
}

func TestATamperedOrForeignDraftDoesNotOpen(t *testing.T) {
	base := door(t, web.Guest, wizard)
	staff := door(t, web.Staff, wizard)
	b := webtest.New(t, base)
	b.Get("/save?p=summons")
	value := b.Cookies()[0].Value
	rawBytes, _ := base64.RawURLEncoding.DecodeString(value)
	for i := range rawBytes {
		changed := append([]byte{}, rawBytes...)
		changed[i] ^= 1
		b.SetCookie("guest_draft", base64.RawURLEncoding.EncodeToString(changed))
		if got := b.Get("/show").Want(200).Body; got != "none" {
			t.Fatalf("opened with byte %d changed: %q", i, got)
		}
	}
	for name, v := range map[string]string{"cut": value[:len(value)/2], "no base64": "!!!", "long": strings.Repeat("A", 3900)} {
		b.SetCookie("guest_draft", v)
		if got := b.Get("/show").Want(200).Body; got != "none" {
			t.Errorf("%s: %q", name, got)
		}
	}
	b.SetCookie("guest_ticket", value)
	if got := b.Get("/ticket").Body; got != "[]" {
		t.Errorf("a draft opened as a ticket: %s", got)
	}
	s := webtest.New(t, staff)
	s.SetCookie("staff_draft", value)
	if got := s.Get("/show").Body; got != "none" {
		t.Errorf("opened at the other door: %q", got)
	}
}

func TestADraftDiesOfAge(t *testing.T) {
	now := morning
	b := webtest.New(t, door(t, web.Guest, wizard, func(c *web.Config) { c.Now = func() time.Time { return now } }))
	b.Get("/save?p=summons")
	now = morning.Add(2*time.Hour + time.Second)
	if got := b.Get("/show").Body; got != "none" {
		t.Errorf("after two hours: %q", got)
	}
}

func TestADraftTooLongForACookieIsRefused(t *testing.T) {
	b := webtest.New(t, door(t, web.Guest, wizard))
	b.Get("/save?p=summons&n=20").Want(200)
	before := b.Get("/show").Body
	p := b.Get("/save?p=summons&n=200").Want(422)
	if !strings.Contains(p.Text(), "terlalu panjang") {
		t.Errorf("not told: %s", p.Text())
	}
	if got := b.Get("/show").Body; got != before {
		t.Errorf("the kept answers are gone: %q", got)
	}
}

// A page of ordinary writing fits into a cookie, packed; what is packed opens as before.
func TestAPageOfWritingFitsIntoADraft(t *testing.T) {
	b := webtest.New(t, door(t, web.Guest, wizard))
	long := strings.Repeat("Saya menunggu di loket barang bukti sejak pukul sepuluh, dan tidak ada yang datang. ", 60)
	b.Get("/save?p=" + url.QueryEscape(long)).Want(200)
	if got := b.Get("/show").Body; !strings.HasPrefix(got, long) {
		t.Errorf("kept %d characters: %.80q", len(got), got)
	}
}

func TestCookiesAreLockedToTheirHost(t *testing.T) {
	for _, c := range []struct {
		name   string
		door   web.Door
		secure bool
		want   string
		site   http.SameSite
	}{
		{"guest", web.Guest, false, "guest_draft", http.SameSiteStrictMode},
		{"guest over TLS", web.Guest, true, "__Host-guest_draft", http.SameSiteStrictMode},
		{"staff over TLS", web.Staff, true, "__Host-staff_draft", http.SameSiteLaxMode},
	} {
		base := door(t, c.door, wizard, func(cfg *web.Config) { cfg.Secure = c.secure })
		res := get(t, base, "/save?p=x")
		k := res.Cookies()[0]
		if k.Name != c.want || !k.HttpOnly || k.Secure != c.secure || k.SameSite != c.site || k.Path != "/" || k.Domain != "" {
			t.Errorf("%s: %v", c.name, k)
		}
		if hsts := res.Header.Get("Strict-Transport-Security"); (hsts != "") != c.secure {
			t.Errorf("%s: HSTS %q", c.name, hsts)
		}
	}
}
