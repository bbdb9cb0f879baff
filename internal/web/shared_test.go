package web_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/lang"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
	"bukutamu/templates"
)

var (
	kapuas = office.Office{ID: "kapuas", Name: "Kejaksaan Negeri Kapuas", Chain: []string{"Kejaksaan Agung", "Kejaksaan Tinggi Kalimantan Tengah"},
		Zone: "Asia/Jakarta", Phone: "0513 21520", Logo: []byte("png")}
	morning = time.Date(2026, 11, 23, 2, 42, 0, 0, time.UTC)
)

// Everything a page begins and ends with, in every place and both languages, is HTML
// whose tags close, has no unknown text and no forbidden construct.
func TestSharedTemplatesMakeWholePages(t *testing.T) {
	engine, err := templates.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range []web.Place{web.Kiosk, web.Phone, web.Desk, web.Entry} {
		for _, l := range []lang.Lang{lang.ID, lang.EN} {
			p := web.NewSample(l, place, kapuas, morning)
			p.Demo, p.Back, p.Next = true, "/kios", "Lanjut"
			p.Scan, p.Counts, p.Keys = "/pindai", &web.Counts{Visits: 9, People: 9}, []web.Key{{Cap: "F2", Text: "Pindai"}}
			p.Refusals = refusal.List{web.ErrLong.With("max", 80).At("items[0].kind"), web.ErrStale}
			tops := map[web.Place][2]string{web.Kiosk: {"kiosk_top", "kiosk_bottom"}, web.Phone: {"phone_top", ""}, web.Desk: {"desk_top", "desk_bottom"}, web.Entry: {"entry_top", "entry_lang"}}[place]
			var b bytes.Buffer
			for _, name := range []string{"top", tops[0], "alert", "check", tops[1], "bottom"} {
				if name == "" {
					continue
				}
				if err := engine.Render(&b, "shared/"+name, p); err != nil {
					t.Fatalf("%s %s: %v", place, name, err)
				}
			}
			f := p.Field("items[0].kind", "shared.scan", "x").Lines(2).Hint("h").Optional("o")
			if err := engine.Render(&b, "shared/field", f); err != nil {
				t.Fatal(err)
			}
			page := b.String()
			if strings.Contains(page, "«") {
				t.Errorf("%s %s: a text is missing: %s", place, l, page[strings.Index(page, "«"):][:60])
			}
			if !strings.Contains(page, `href="#items-0-kind"`) || !strings.Contains(page, `id="items-0-kind"`) {
				t.Errorf("%s: the message does not lead to its field", place)
			}
			if !strings.Contains(page, `<html lang="`+string(l)+`"`) || !strings.Contains(page, "Kejaksaan Negeri Kapuas") {
				t.Errorf("%s: head without language or office", place)
			}
			wellFormed(t, string(place), page)
		}
	}
}

var voids = []string{"meta", "link", "img", "input", "br", "hr", "use", "area", "col", "source", "wbr"}

func wellFormed(t *testing.T, name, page string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, voids, xml.HTMLEntity
	var open []string
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		switch e := tok.(type) {
		case xml.StartElement:
			open = append(open, e.Name.Local)
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != e.Name.Local {
				t.Errorf("%s: </%s> closes %v", name, e.Name.Local, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}
