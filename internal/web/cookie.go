package web

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
)

// hostPrefix makes the browser itself refuse a cookie that is not bound to this host,
// to TLS and to the whole site.
const hostPrefix = "__Host-"

// cookieMax is how many bytes of a cookie a browser surely keeps; it drops a longer one
// without a word.
const cookieMax = 3800

// ErrDraftFull says that more was typed than a draft can carry. It names no field; the
// handler puts it beside the one that was filled last.
var ErrDraftFull = refusal.New(refusal.Invalid, "web.draft-full")

// name is a cookie's full name: the door, the thing, and the prefix where TLS allows it.
func (r *request) name(thing string) string {
	n := r.door.Door.String()
	if thing != "" {
		n += "_" + thing
	}
	if r.secure {
		return hostPrefix + n
	}
	return n
}

// cookie reads one of the door's cookies; thing "" is the session itself.
func (r *request) cookie(c *fiber.Ctx, thing string) string {
	if len(c.Request().Header.Peek(fiber.HeaderCookie)) == 0 {
		return "" // a kiosk between two guests has none: no name is put together for nothing
	}
	return c.Cookies(r.name(thing))
}

// set writes a cookie. Only the staff session and what says nothing about a person may
// come along from another site (a link in a mail); everything else is strict. A long one
// stays for a year, the others end with the browser.
func (r *request) set(c *fiber.Ctx, thing, value string, long bool) {
	k := &fiber.Cookie{Name: r.name(thing), Value: value, Path: "/", HTTPOnly: true, Secure: r.secure, SameSite: fiber.CookieSameSiteStrictMode}
	if r.door.Door == Staff {
		k.SameSite = fiber.CookieSameSiteLaxMode
	}
	if long {
		k.MaxAge = 365 * 24 * 3600
	}
	c.Cookie(k)
}

// drop deletes a cookie.
func (r *request) drop(c *fiber.Ctx, thing string) {
	c.Cookie(&fiber.Cookie{Name: r.name(thing), Path: "/", Expires: time.Unix(1, 0), HTTPOnly: true, Secure: r.secure, SameSite: fiber.CookieSameSiteStrictMode})
}

// Reset forgets everything about the guest in front of the screen: drafts, ticket,
// language, type size and the anonymous session. The enrolled device stays.
func Reset(c *fiber.Ctx) {
	r := of(c)
	own := r.name("")
	for k := range c.Request().Header.Cookies() {
		if thing, ok := strings.CutPrefix(string(k), own+"_"); ok && thing != "device" {
			r.drop(c, thing)
		}
	}
	Renew(c)
}

// Renew draws the anonymous session anew; language and type size stay.
func Renew(c *fiber.Ctx) {
	r := of(c)
	r.anon = secret.Random(52)
	r.set(c, "", r.anon, false)
}

// Sealed is a small value that travels in a cookie which the browser can neither read
// nor change. It is declared once, as a package variable:
//
//	var whose = web.NewSealed[Whose]("ticket", time.Hour)
type Sealed[T any] struct {
	thing string
	life  time.Duration
}

// NewSealed names a sealed cookie and how long after the last Save it still opens.
func NewSealed[T any](thing string, life time.Duration) Sealed[T] {
	return Sealed[T]{thing: thing, life: life}
}

// box is what is sealed: the value, when it was saved, and the nonce of a draft.
type box[T any] struct {
	At    int64  `json:"a"`
	Nonce string `json:"n,omitempty"`
	Value T      `json:"v"`
}

// Load opens the cookie; false when there is none, or it is old, damaged or another's.
func (s Sealed[T]) Load(c *fiber.Ctx) (T, bool) {
	b, ok := s.open(c)
	return b.Value, ok
}

// Save writes the cookie. A value too large for a cookie is ErrDraftFull.
func (s Sealed[T]) Save(c *fiber.Ctx, v T) error { return s.save(c, box[T]{Value: v}) }

// Clear deletes the cookie.
func (s Sealed[T]) Clear(c *fiber.Ctx) {
	r := of(c)
	c.Request().Header.DelCookie(r.name(s.thing))
	r.drop(c, s.thing)
}

func (s Sealed[T]) open(c *fiber.Ctx) (b box[T], ok bool) {
	r := of(c)
	text := r.cookie(c, s.thing)
	if text == "" || len(text) > cookieMax {
		return b, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return b, false
	}
	plain, err := r.door.Keys.Open(raw, r.aad(s.thing))
	if err != nil || json.Unmarshal(unpack(plain), &b) != nil {
		return box[T]{}, false
	}
	if age := r.door.Now().Unix() - b.At; age < -60 || age > int64(s.life.Seconds()) {
		return box[T]{}, false
	}
	return b, true
}

func (s Sealed[T]) save(c *fiber.Ctx, b box[T]) error {
	r := of(c)
	b.At = r.door.Now().Unix()
	plain, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("web: cookie %s: %w", s.thing, err)
	}
	raw, err := r.door.Keys.Seal(pack(plain), r.aad(s.thing))
	if err != nil {
		return fmt.Errorf("web: cookie %s: %w", s.thing, err)
	}
	text := base64.RawURLEncoding.EncodeToString(raw)
	if len(r.name(s.thing))+len(text) > cookieMax {
		return ErrDraftFull
	}
	r.set(c, s.thing, text, false)
	c.Request().Header.SetCookie(r.name(s.thing), text) // a Load later in this request sees it
	return nil
}

// aad binds a sealed cookie to its door and name.
func (r *request) aad(thing string) string { return "cookie|" + r.door.Door.String() + "|" + thing }

// Draft carries the answers of a wizard from page to page, sealed in the browser's own
// cookie, so that the server keeps nothing of a guest who walks away. It holds the nonce
// that becomes the record's id: sent twice, the last step finds what it made.
type Draft[T any] struct{ Sealed[T] }

// NewDraft names a draft. It is lost two hours after its last step.
func NewDraft[T any](thing string) Draft[T] { return Draft[T]{NewSealed[T](thing, 2*time.Hour)} }

// Save keeps the answers, and the nonce with them (a first Save draws it).
func (d Draft[T]) Save(c *fiber.Ctx, v T) error {
	b, ok := d.open(c)
	if !ok || b.Nonce == "" {
		b.Nonce = secret.Nonce()
	}
	b.Value = v
	return d.save(c, b)
}

// Nonce is the draft's nonce, empty when there is no draft.
func (d Draft[T]) Nonce(c *fiber.Ctx) string {
	b, _ := d.open(c)
	return b.Nonce
}
