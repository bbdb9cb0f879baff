package web

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"bukutamu/internal/lang"
	"bukutamu/internal/refusal"
)

// Refusals of requests as such.
var (
	ErrStale   = refusal.New(refusal.Forbidden, "web.stale")   // no or another's token: an old page, or another site's form
	ErrForeign = refusal.New(refusal.Forbidden, "web.foreign") // sent by another site
	ErrUploads = refusal.New(refusal.Busy, "web.uploads")      // all places for large files are taken
	ErrOften   = refusal.New(refusal.Busy, "web.often")        // too many acts from one address
)

// fieldsMax is how many fields a posted form may have: the longest page has some sixty.
const fieldsMax = 1000

// header decides, once the header is read and before the body is, how much body a
// request may bring and how long its answer may take.
func (d *door) header(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path := string(h.RequestURI())
	cfg := fasthttp.RequestConfig{MaxRequestBodySize: d.Limits.Body}
	if within(path, d.Limits.Uploads) {
		cfg.MaxRequestBodySize = d.Limits.Upload
		cfg.ReadTimeout = 6 * d.Limits.Header
		if n := h.ContentLength(); n > d.Limits.Body && n <= d.Limits.Upload && !d.uploads.enter(h, d.Now(), cfg.ReadTimeout+time.Minute) {
			cfg.MaxRequestBodySize = 1 // answered 429 by explain
		}
	}
	if within(path, d.Limits.Exports) {
		cfg.WriteTimeout = export
	}
	h.Del(noLength)
	if h.ContentLength() == -1 { // chunked; fasthttp forgets that once it has read the body
		h.Set(noLength, "1")
		cfg.MaxRequestBodySize = 1
	}
	return cfg
}

// noLength marks a request whose length was not announced.
const noLength = "X-No-Length"

func unsafe(method string) bool { return method != fiber.MethodGet && method != fiber.MethodHead }

// enter is the gate between the listener and every handler that is not a static file.
func (d *door) enter(c *fiber.Ctx) error {
	r := of(c)
	if len(c.Request().Header.Peek(fiber.HeaderContentEncoding)) > 0 {
		return fiber.ErrUnsupportedMediaType // before anything reads the body: a bomb stays small
	}
	if c.Get(noLength) != "" {
		return fiber.ErrLengthRequired
	}
	d.strip(c)
	if unsafe(c.Method()) {
		if err := sameSite(c); err != nil {
			return d.orNowhere(c, err)
		}
	}
	if err := r.identify(c); err != nil {
		return err
	}
	r.choose(c)
	if unsafe(c.Method()) {
		often := d.often(c, r)
		err := r.read(c)
		if err == nil {
			err = r.token(c)
		}
		switch {
		case often != nil && err == nil && d.leads(c, fiber.MethodPost) && d.leads(c, fiber.MethodGet):
			return r.wait(c, often)
		case often != nil:
			err = often
		}
		if errors.Is(err, ErrStale) && d.leads(c, c.Method()) && r.ended(c) {
			return lead(c, d.SignIn)
		}
		if err != nil {
			return d.orNowhere(c, err)
		}
	}
	err := c.Next()
	r.touch(c)
	return err
}

// strip takes away every cookie that is not this door's own. A port is no boundary for
// cookies: the browser hands the staff session to the guest door too.
func (d *door) strip(c *fiber.Ctx) {
	var foreign []string
	for k := range c.Request().Header.Cookies() {
		if name := strings.TrimPrefix(string(k), hostPrefix); name != d.Door.String() && !strings.HasPrefix(name, d.Door.String()+"_") {
			foreign = append(foreign, string(k))
		}
	}
	for _, k := range foreign {
		c.Request().Header.DelCookie(k)
	}
}

var crossOrigin = http.NewCrossOriginProtection()

// sameSite refuses what a browser sends on behalf of another site, the other door on
// the same host included (Sec-Fetch-Site: same-site).
func sameSite(c *fiber.Ctx) error {
	q := &http.Request{Method: c.Method(), Host: c.Hostname(), Header: http.Header{}, URL: &url.URL{Path: c.Path()}}
	for _, h := range []string{"Sec-Fetch-Site", "Origin"} {
		if v := c.Get(h); v != "" {
			q.Header.Set(h, v)
		}
	}
	if crossOrigin.Check(q) != nil {
		return ErrForeign
	}
	return nil
}

// often holds back an address that posts too much at the guest door. The server itself
// and enrolled kiosks are not counted: a whole lobby stands behind one kiosk.
func (d *door) often(c *fiber.Ctx, r *request) error {
	if d.Door != Guest || r.local || r.device != nil {
		return nil
	}
	return d.posts.ask(c, r)
}

// ask takes one act of the caller's address from the rate.
func (l *rate) ask(c *fiber.Ctx, r *request) error {
	ok, wait := l.take(r.address, r.door.Now())
	if ok {
		return nil
	}
	c.Set(fiber.HeaderRetryAfter, strconv.Itoa(int(wait.Seconds())))
	return ErrOften
}

// Often is a middleware that lets an address do something only so often a minute,
// for what is worth guessing at: a password. The server itself is not counted. page
// answers who has to wait, with what was typed.
func Often(perMinute int, page fiber.Handler) fiber.Handler {
	l := newRate(perMinute)
	return func(c *fiber.Ctx) error {
		r := of(c)
		if !r.local {
			if err := l.ask(c, r); err != nil {
				return Again(c, err, page)
			}
		}
		return c.Next()
	}
}

// read takes the posted form apart, once, into plain values and files.
func (r *request) read(c *fiber.Ctx) error {
	body := c.Request().Body()
	kind, params, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	switch {
	case len(body) == 0 && c.Get(fiber.HeaderContentType) == "":
		r.values = url.Values{}
		return nil
	case err != nil:
		return fiber.ErrUnsupportedMediaType
	case kind == fiber.MIMEApplicationForm:
		if bytes.Count(body, []byte("&")) >= fieldsMax {
			return fiber.ErrRequestEntityTooLarge
		}
		if r.values, err = url.ParseQuery(string(body)); err != nil {
			return fiber.ErrBadRequest
		}
		return nil
	case kind == fiber.MIMEMultipartForm:
		return r.parts(multipart.NewReader(bytes.NewReader(body), params["boundary"]))
	}
	return fiber.ErrUnsupportedMediaType
}

// parts reads a multipart form in memory: its size is already bounded, and nothing of
// a guest goes into a temporary file.
func (r *request) parts(m *multipart.Reader) error {
	r.values, r.files = url.Values{}, map[string][]byte{}
	for n := 0; ; n++ {
		p, err := m.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fiber.ErrBadRequest
		}
		if n >= fieldsMax {
			return fiber.ErrRequestEntityTooLarge
		}
		data, err := io.ReadAll(p)
		if err != nil {
			return fiber.ErrBadRequest
		}
		if p.FileName() == "" {
			r.values.Add(p.FormName(), string(data))
		} else if len(data) > 0 {
			r.files[p.FormName()] = data
		}
	}
}

// File is the posted file of a field, nil when none was chosen. Its name and type are
// not told: they are the sender's words.
func File(c *fiber.Ctx, field string) []byte { return of(c).files[field] }

// token checks the CSRF token, and that a form's nonce is one of ours.
func (r *request) token(c *fiber.Ctx) error {
	given := c.Get("X-Csrf-Token")
	if given == "" {
		given = r.values.Get("csrf")
	}
	want := r.csrf()
	if want == "" || subtle.ConstantTimeCompare([]byte(given), []byte(want)) != 1 {
		return ErrStale
	}
	if act := r.values.Get("act"); act != "" {
		nonce, ok := r.door.nonce(act)
		if !ok {
			return ErrStale
		}
		r.act = nonce
	}
	return nil
}

// choose settles language and type size: the address, then the cookie, then, on phone
// and staff pages, the browser. The kiosk belongs to the office and starts in Indonesian.
func (r *request) choose(c *fiber.Ctx) {
	if l := lang.Lang(c.Query("lang")); l.Valid() {
		r.lang, r.asked = l, true
		r.set(c, "lang", string(l), r.door.Door == Staff)
	} else if l := lang.Lang(r.cookie(c, "lang")); l.Valid() {
		r.lang, r.asked = l, true
	} else if !atKiosk(c.Path()) {
		r.lang = lang.Match(c.Get(fiber.HeaderAcceptLanguage))
	}
	if r.lang != lang.ID && r.door.Door == Guest {
		if o, err := r.loadOffice(c.UserContext()); err == nil && o.Rules.NoEnglish {
			r.lang = lang.ID
		}
	}
	switch q := c.Query("besar"); {
	case q == "1":
		r.large = true
		r.set(c, "large", "1", false)
	case q == "0":
		r.drop(c, "large")
	default:
		r.large = r.cookie(c, "large") == "1"
	}
}

// atKiosk reports whether a path belongs to the touch kiosk.
func atKiosk(path string) bool {
	return slices.ContainsFunc([]string{"/kios", "/tiket"}, func(p string) bool {
		return len(path) >= len(p) && strings.EqualFold(path[:len(p)], p) && (len(path) == len(p) || path[len(p)] == '/')
	})
}
