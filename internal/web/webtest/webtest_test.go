package webtest_test

import (
	"testing"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/web/webtest"
)

const page = `<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Meja &amp; kios</title></head><body>
<h1>Meja depan</h1><template><a href="/gone">Hilang</a><input name="ghost" value="1"></template>
<nav aria-label="Menu"><a href="/again"><svg aria-hidden="true"><use href="#x"></use></svg>Riwayat <kbd aria-hidden="true">R</kbd></a></nav>
<form id="f" method="post" action="/save"><button name="check" value="1">Periksa isian</button>
<input type="hidden" name="csrf" value="secret"><label for="n">Nama <span>boleh dilewati</span></label><input id="n" name="name" value="name" required>
<label>Bagian <select name="unit"><option value="a">Pidum</option><option value="b" selected>Datun</option></select></label>
<label><input type="radio" name="salut" value="ibu">Ibu</label><label><input type="radio" name="salut" value="bapak" checked>Bapak</label>
<label><input type="checkbox" name="held">Kartu</label><textarea aria-label="Cerita" name="story">
a &lt;b&gt;</textarea><input name="off" value="1" disabled></form><button form="f" name="go" value="on">Lanjut</button></body></html>`

func TestAPageIsUsedAsAPersonUsesIt(t *testing.T) {
	app := fiber.New(fiber.Config{Immutable: true, DisableStartupMessage: true})
	app.Get("/", func(c *fiber.Ctx) error { c.Type("html"); return c.SendString(page) })
	app.Get("/again", func(c *fiber.Ctx) error { return c.Redirect("/", 303) })
	var got string
	app.Post("/save", func(c *fiber.Ctx) error { got = string(c.Body()); return c.Redirect("/", 303) })
	p := webtest.New(t, webtest.Serve(t, app)).Get("/").Want(200)
	if p.Title() != "Meja & kios" || p.H1() != "Meja depan" {
		t.Errorf("%q %q", p.Title(), p.H1())
	}
	if p.Has("link", "Hilang") || !p.Has("navigation", "Menu") || p.Must("link", "Riwayat").Name() != "Riwayat" {
		t.Error("a template counts as visible, or a hidden mark as part of a name")
	}
	for _, c := range []struct {
		name string
		form *webtest.Form
		want string
	}{
		{"untouched", p.Form("Lanjut"), "csrf=secret&go=on&name=name&salut=bapak&story=a+%3Cb%3E&unit=b"},
		{"filled", p.Form("Lanjut").Fill("Nama", "Sari").Fill("Bagian", "Pidum").Choose("Ibu").Choose("Kartu").Fill("Cerita", ""), "csrf=secret&go=on&held=on&name=Sari&salut=ibu&story=&unit=a"},
	} {
		if c.form.Press("Lanjut").Want(200); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
	if p.Follow("Riwayat").URL.Path != "/" {
		t.Error("a redirect was not followed")
	}
}
