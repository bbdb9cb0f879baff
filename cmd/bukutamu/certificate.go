package main

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/certs"
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

// certPath is what pages link to, empty without an authority of its own.
func (p *Program) certPath() string {
	if p.own == nil {
		return ""
	}
	return certificatePath
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

// tlsConfig reads --tls: off, self, or the files of a certificate and its key.
func (s *Settings) tlsConfig(now func() time.Time) (*tls.Config, *certs.Own, error) {
	switch certFile, keyFile, two := strings.Cut(s.TLS, ","); {
	case s.TLS == "off" || s.TLS == "":
		return nil, nil, nil
	case s.TLS == "self":
		own, err := certs.Self(s.Data+"/tls", s.hosts(), now)
		if err != nil {
			return nil, nil, fmt.Errorf("--tls self: %w", err)
		}
		return own.Config(), own, nil
	case two:
		config, err := certs.Load(certFile, keyFile, now)
		if err != nil {
			return nil, nil, fmt.Errorf("--tls: %w", err)
		}
		return config, nil, nil
	}
	return nil, nil, fmt.Errorf("--tls: %q is not off, self, or CERT,KEY", s.TLS)
}

// hosts are the names that the doors are reached by.
func (s *Settings) hosts() []string {
	var out []string
	for _, listen := range []string{s.GuestListen, s.StaffListen} {
		if host, _, err := net.SplitHostPort(listen); err == nil && host != "" {
			out = append(out, host)
		}
	}
	if u, err := url.Parse(s.BaseURL); err == nil && u.Hostname() != "" {
		out = append(out, u.Hostname())
	}
	return out
}
