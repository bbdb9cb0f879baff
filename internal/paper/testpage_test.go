package paper

import (
	"context"
	"math"
	"strings"
	"testing"

	"bukutamu/internal/lang"
)

func TestTestPage(t *testing.T) {
	p := press(t)
	for _, c := range []struct {
		size Size
		l    lang.Lang
		want string
	}{{Card, lang.ID, "Panjang penggaris ini 80 mm."}, {Label, lang.EN, "This ruler is 70 mm long."}} {
		pdf, err := p.TestPage(context.Background(), Test{c.size, "Kejaksaan Negeri Kapuas", "HTTPS://TAMU.KAPUAS.EXAMPLE", c.l})
		if err != nil {
			t.Fatal(err)
		}
		text := words(t, pdf)
		for _, w := range []string{c.want, c.l.T("paper.test.title"), c.size.String(), "Kejaksaan Negeri Kapuas"} {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is missing:\n%s", c.size, w, text)
			}
		}
		if codes := scan(t, pdf, 203, true); len(codes) != 1 || codes[0] != "HTTPS://TAMU.KAPUAS.EXAMPLE" {
			t.Errorf("%s: the code reads %q", c.size, codes)
		}
		pic := pictures(t, pdf, 600)[0]
		w, h := c.size.MM()
		for side, ink := range map[string]float64{
			"left": pic.ink(1.8, 10, 2.2, h-10), "right": pic.ink(w-2.2, 10, w-1.8, h-10),
			"top": pic.ink(10, 1.8, w-10, 2.2), "bottom": pic.ink(10, h-2.2, w-10, h-1.8),
		} {
			if ink < 0.15*(min(w, h)-20)/25.4*600/25.4*600 {
				t.Errorf("%s: no line at the %s edge", c.size, side)
			}
		}
		if n := pic.ink(0, 0, 1.8, h) + pic.ink(0, 0, w, 1.8); n > 0 {
			t.Errorf("%s: ink outside the edge lines", c.size)
		}
		// The ends of the ruler, found on the picture, are as far apart as it says.
		if c.size == Card {
			if got := span(pic, h-7, h-4.5, w); math.Abs(got-80) > 0.1 {
				t.Errorf("the ruler of 80 mm measures %.2f", got)
			}
		}
	}
	if rulerLength(190) != 100 || rulerLength(86) != 80 || rulerLength(76) != 70 {
		t.Error("the ruler is not as long as fits")
	}
}

// span is the distance of the first and last ink in a strip, within the edge lines.
func span(p picture, y1, y2, w float64) float64 {
	first, last := 0.0, 0.0
	for x := 2.3; x < w-2.3; x += 25.4 / p.dpi {
		if p.ink(x, y1, x+25.4/p.dpi, y2) > 1 {
			if first == 0 {
				first = x
			}
			last = x
		}
	}
	return last - first
}
