package main

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/web"
)

// certificatePage hands out the root certificate of --tls self: until a device
// trusts it, its browser warns and gives no camera.
type certificatePage struct {
	web.Page
	Fingerprint string
	Systems     []deviceKind
}

// deviceKind is one kind of device with the steps to install the certificate on it.
type deviceKind struct {
	Name  string
	File  string // path of the file that this kind of device takes
	Steps []string
	Line  string // a command to copy, for those who have a terminal
}

const (
	certificatePath = "/sertifikat"
	rootDER         = certificatePath + "/akar.crt"
	rootPEM         = certificatePath + "/akar.pem"
)

// certificate adds the page and the files, on both doors and without sign-in. A
// program without an authority of its own has none to hand out.
func (p *Program) certificate(app *fiber.App) {
	if p.own == nil {
		return
	}
	app.Get(certificatePath, func(c *fiber.Ctx) error { return web.Show(c, "shared/certificate", p.certificatePage(c)) })
	app.Get(rootDER, func(c *fiber.Ctx) error {
		return web.Attachment(c, p.own.RootDER(), "application/x-x509-ca-cert", "bukutamu.crt")
	})
	app.Get(rootPEM, func(c *fiber.Ctx) error {
		return web.Attachment(c, p.own.RootPEM(), "application/x-pem-file", "bukutamu.pem")
	})
}

func (p *Program) certificatePage(c *fiber.Ctx) certificatePage {
	page := certificatePage{Page: web.NewPage(c, web.Phone, "certificate.title"), Fingerprint: p.own.Fingerprint()}
	steps := func(system string, n int) (out []string) {
		for i := range n {
			out = append(out, page.T("certificate."+system+"."+string(rune('1'+i))))
		}
		return out
	}
	page.Systems = []deviceKind{
		{Name: "Windows", File: rootDER, Steps: steps("windows", 4), Line: `certutil -addstore Root bukutamu.crt`},
		{Name: "Android", File: rootDER, Steps: steps("android", 3)},
		{Name: "Linux, Chromium", File: rootPEM, Steps: steps("linux", 2),
			Line: `certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n bukutamu -i bukutamu.pem`},
	}
	return page
}
