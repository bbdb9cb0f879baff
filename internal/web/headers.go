package web

import (
	"github.com/gofiber/fiber/v2"
)

// The content policies. Pages run no script but our own files, no inline style and
// nothing from elsewhere; templates and htmx work under it (security.md 13).
const (
	pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; " +
		"connect-src 'self'; media-src 'self' blob:; frame-src 'self'; form-action 'self'; base-uri 'none'; " +
		"frame-ancestors 'none'; object-src 'none'; manifest-src 'self'; worker-src 'self'; " +
		"require-trusted-types-for 'script'; trusted-types default"
	workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
	pdfPolicy    = "default-src 'none'; frame-ancestors 'self'"
)

const (
	noDevices  = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), fullscreen=(self)"
	cameraOnly = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), fullscreen=(self)"
)

var always = [][2][]byte{
	{[]byte("Content-Security-Policy"), []byte(pagePolicy)},
	{[]byte("X-Content-Type-Options"), []byte("nosniff")},
	{[]byte("Referrer-Policy"), []byte("same-origin")},
	{[]byte("Cross-Origin-Opener-Policy"), []byte("same-origin")},
	{[]byte("Cross-Origin-Resource-Policy"), []byte("same-origin")},
	{[]byte("Permissions-Policy"), []byte(noDevices)},
	{[]byte("Cache-Control"), []byte("no-store")},
}

// headers sets what every answer carries; a handler replaces what it must.
func headers(c *fiber.Ctx, r *request) {
	h := &c.Response().Header
	for _, k := range always {
		h.SetCanonical(k[0], k[1])
	}
	h.Set("X-Request-Id", r.id)
	if r.secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// Camera is a middleware (and a call) for the pages that use the camera.
func Camera(c *fiber.Ctx) error {
	c.Set("Permissions-Policy", cameraOnly)
	return c.Next()
}

// PDF answers with a document that our own pages may show in a frame. name is the
// file name it is saved under, a constant without personal data.
func PDF(c *fiber.Ctx, doc []byte, name string) error {
	c.Set("Content-Security-Policy", pdfPolicy)
	return file(c, doc, "application/pdf", "inline", name)
}

// Picture answers with an image, for example a photo of a guest or an office's logo.
func Picture(c *fiber.Ctx, image []byte, kind string) error {
	c.Set("Content-Security-Policy", "default-src 'none'")
	c.Set(fiber.HeaderContentType, kind)
	return c.Send(image)
}

// Attachment answers with a file to be saved under name, a constant without personal data.
func Attachment(c *fiber.Ctx, body []byte, kind, name string) error {
	c.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	return file(c, body, kind, "attachment", name)
}

func file(c *fiber.Ctx, body []byte, kind, how, name string) error {
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderContentDisposition, how+`; filename="`+name+`"`)
	return c.Send(body)
}
