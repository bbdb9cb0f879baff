package office

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bukutamu/internal/refusal"
)

// Colors are the office's own two colours, "#144c39"; empty is the standard green.
// They change the light pages; the dark pages of the staff keep an accent of their
// own, and what says a status keeps its colour.
type Colors struct {
	Accent string `json:"accent,omitempty"` // buttons, links, choices
	Brand  string `json:"brand,omitempty"`  // ground of the greeting and of the desk's rail
}

// Refusals about the colours.
var (
	ErrColor    = refusal.New(refusal.Invalid, "office.color")
	ErrContrast = refusal.New(refusal.Invalid, "office.contrast") // {ratio} with {other}; {need} is needed
)

// The standard colours, and what stands on them or under them (static/css/tokens.css).
const (
	StandardAccent = "#144c39"
	StandardBrand  = "#0e3528"

	paper, paperBright = "#f7f3e9", "#fffdf8" // grounds of links; the second is also the text of buttons
	brandText          = "#fbf7ec"
	brandText2         = "#c9d9cf"
)

// MinContrast is what text needs (ux.md; WCAG 1.4.6): 7 to 1.
const MinContrast = 7.0

var hexColor = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// CleanColor takes a colour as people write it: with or without the sign, capitals,
// three digits.
func CleanColor(s string) string {
	s = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(s), "#"))
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	if s == "" {
		return ""
	}
	return "#" + s
}

// check measures both colours against every text and ground of the pages.
func (c Colors) check() refusal.List {
	var no refusal.List
	for _, x := range []struct {
		field, color string
		with         []string
	}{
		{"accent", c.Accent, []string{paper, paperBright}},
		{"brand", c.Brand, []string{brandText, brandText2}},
	} {
		if x.color == "" {
			continue
		}
		if !hexColor.MatchString(x.color) {
			no = append(no, ErrColor.At(x.field))
			continue
		}
		worst := slices.MinFunc(x.with, func(a, b string) int { return cmp.Compare(Contrast(x.color, a), Contrast(x.color, b)) })
		if r := Contrast(x.color, worst); r < MinContrast {
			no = append(no, ErrContrast.At(x.field).With("ratio", ratioText(r)).With("other", worst).With("need", int(MinContrast)))
		}
	}
	return no
}

// ratioText cuts, never rounds up: 6.97 is 6,9 and not enough.
func ratioText(r float64) string {
	return strings.Replace(strconv.FormatFloat(math.Floor(r*10)/10, 'f', 1, 64), ".", ",", 1)
}

// Contrast is the ratio of two colours by WCAG 2, from 1 to 21.
func Contrast(a, b string) float64 {
	x, y := luminance(rgb(a)), luminance(rgb(b))
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func rgb(s string) [3]float64 {
	var out [3]float64
	for i := range out {
		n, err := strconv.ParseUint(s[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return [3]float64{}
		}
		out[i] = float64(n)
	}
	return out
}

func luminance(c [3]float64) float64 {
	sum := 0.0
	for i, weight := range [3]float64{.2126, .7152, .0722} {
		v := c[i] / 255
		if v <= .04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}

// mix is a with part (0 to 1) of b in it.
func mix(a, b string, part float64) string {
	x, y := rgb(a), rgb(b)
	var n [3]int
	for i := range n {
		n[i] = int(math.Round(x[i]*(1-part) + y[i]*part))
	}
	return fmt.Sprintf("#%02x%02x%02x", n[0], n[1], n[2])
}

// ink is the colour darkened until it can be read on a ground.
func ink(color, ground string) string {
	for part := 0.0; part < 1; part += .05 {
		if c := mix(color, "#000000", part); Contrast(c, ground) >= MinContrast {
			return c
		}
	}
	return "#000000"
}

// CSS is the style sheet that puts the office's colours over the standard ones; empty
// when the office has none. Paper stays black on white.
func (c Colors) CSS() string {
	if c == (Colors{}) || c.check() != nil {
		return ""
	}
	accent, brand := StandardAccent, StandardBrand
	if c.Accent != "" {
		accent = c.Accent
	}
	if c.Brand != "" {
		brand = c.Brand
	}
	soft := mix(paperBright, accent, .14)
	var b strings.Builder
	b.WriteString(":root:where(:not(.place-print)) {")
	for _, v := range [][2]string{
		{"green-900", mix(brand, "#000000", .26)}, {"green-800", brand}, {"green-700", accent}, {"green-600", mix(accent, "#ffffff", .1)},
		{"green-200", mix(paperBright, accent, .3)}, {"green-100", soft}, {"green-50", mix(paperBright, accent, .07)},
		{"accent-hover", mix(accent, "#000000", .28)}, {"accent-press", mix(accent, "#000000", .45)}, {"accent-text", ink(accent, soft)},
		{"brand-line", mix(brand, "#ffffff", .2)}, {"ok-bg", "#dcebe1"},
	} {
		fmt.Fprintf(&b, " --%s: %s;", v[0], v[1])
	}
	b.WriteString(" }\n")
	return b.String()
}
