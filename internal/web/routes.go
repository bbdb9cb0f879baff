package web

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/refusal"
)

// wait answers a form that came too often by its own page, with what was typed: nothing
// is done, and whoever shares the address with a crowd sends it again in a minute.
func (r *request) wait(c *fiber.Ctx, often error) error {
	r.again, r.refusals, r.status = true, refusal.Of(often), fiber.StatusTooManyRequests
	posted := c.Method()
	c.Method(fiber.MethodGet)
	err := c.Next()
	c.Method(posted)
	return err
}

// orNowhere is the answer to a request that the gate refuses: where no page takes it,
// that is what is wrong with it. A body that cannot be read is said first.
func (d *door) orNowhere(c *fiber.Ctx, refused error) error {
	if refusal.Of(refused) == nil || d.leads(c, c.Method()) {
		return refused
	}
	var allow []string
	for _, m := range []string{fiber.MethodGet, fiber.MethodHead, fiber.MethodPost} {
		if d.leads(c, m) {
			allow = append(allow, m)
		}
	}
	if allow == nil {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderAllow, strings.Join(allow, ", "))
	return fiber.ErrMethodNotAllowed
}

// leads reports whether a route takes this method at the request's path.
func (d *door) leads(c *fiber.Ctx, method string) bool {
	return d.leadsTo(c, c.Path(), method)
}

// leadsTo is leads for another path than the request's.
func (d *door) leadsTo(c *fiber.Ctx, path, method string) bool {
	d.routes.Do(func() { d.route = c.App().GetRoutes(true) })
	path = "/" + strings.Trim(path, "/")
	return slices.ContainsFunc(d.route, func(r fiber.Route) bool {
		return r.Method == method && fiber.RoutePatternMatch(path, r.Path)
	})
}
