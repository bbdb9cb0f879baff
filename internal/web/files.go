package web

import (
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
