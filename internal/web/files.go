package web

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/static"
)

// static answers with an embedded file. No session is looked at and no cookie is set.
func (d *door) static(c *fiber.Ctx) error {
	r := of(c)
	r.unlogged = true
	f, ok := static.Open(c.Params("*"))
	if !ok {
		r.choose(c)
		return fiber.ErrNotFound
	}
	h := &c.Response().Header
	h.Set(fiber.HeaderContentType, f.Type)
	h.Set("Content-Security-Policy", "default-src 'none'")
	if f.Worker {
		h.Set("Content-Security-Policy", workerPolicy)
	}
	h.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	if !f.Fixed {
		h.Set(fiber.HeaderCacheControl, "no-cache")
		h.Set(fiber.HeaderETag, f.ETag)
		if c.Get(fiber.HeaderIfNoneMatch) == f.ETag {
			return c.SendStatus(fiber.StatusNotModified)
		}
	}
	body := f.Body
	if f.Gzip != nil {
		h.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
		if strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
			if packed := f.Gzip(); packed != nil {
				h.Set(fiber.HeaderContentEncoding, "gzip")
				body = packed
			}
		}
	}
	c.Response().SetBodyRaw(body)
	return nil
}

// logo answers with the office's own logo.
func (d *door) logo(c *fiber.Ctx) error {
	o, err := of(c).loadOffice(c.UserContext())
	if err != nil {
		return err
	}
	if len(o.Logo) == 0 {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=3600")
	return Picture(c, o.Logo, "image/png")
}

// colors answers with the office's own colours as a style sheet: the pages' policy takes
// no styles inside a page. The address that pages use changes with the sheet.
func (d *door) colors(c *fiber.Ctx) error {
	o, err := of(c).loadOffice(c.UserContext())
	if err != nil {
		return err
	}
	css := o.Colors.CSS()
	if css == "" {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, "no-cache")
	if c.Query("v") == sheetName(css) {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	c.Set(fiber.HeaderContentType, "text/css; charset=utf-8")
	return c.SendString(css)
}

func sheetName(css string) string {
	sum := sha256.Sum256([]byte(css))
	return hex.EncodeToString(sum[:4])
}

// Sheet is the address of the office's colours; empty when it has none of its own.
func (p Page) Sheet() string {
	css := p.Office.Colors.CSS()
	if css == "" {
		return ""
	}
	return "/kantor.css?v=" + sheetName(css)
}
