package paper

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"image"
	"image/color"
	"image/png"
	"strconv"

	"github.com/skip2/go-qrcode"
)

// quiet is the white border of a code, in modules, that readers need on every side.
const quiet = 4

// Code is a QR code. All its forms are black on white with the quiet zone.
type Code struct {
	dark [][]bool
}

// Rect is a run of dark modules: one module high, W wide, at X, Y from the top
// left of the symbol (the quiet zone lies outside).
type Rect struct{ X, Y, W int }

// largest is the widest symbol, in modules (version 5), whose modules stay over
// 0.6 mm in the 28 mm square of a badge.
const largest = 37

// QR makes the code of text. An address must come in capitals: then its letters
// take 5.5 bits each and version 4 (33 modules) holds 67 of them at error
// correction level Q. A text over 87 such letters gets level M, so that the
// modules stay large enough for a badge.
func QR(text string) (Code, error) {
	if text == "" {
		return Code{}, errors.New("paper: a QR code of nothing")
	}
	q, err := qrcode.New(text, qrcode.High) // the library's High is level Q
	if err == nil && 17+4*q.VersionNumber > largest {
		q, err = qrcode.New(text, qrcode.Medium)
	}
	if err != nil {
		return Code{}, fmt.Errorf("paper: QR code: %w", err)
	}
	q.DisableBorder = true
	return Code{q.Bitmap()}, nil
}

// Modules is the width of the symbol without its quiet zone; 0 for a zero Code.
func (c Code) Modules() int { return len(c.dark) }

// Rects are the dark modules as runs, row by row.
func (c Code) Rects() []Rect {
	runs := make([]Rect, 0, c.Modules()*c.Modules()/3)
	for y, row := range c.dark {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				runs = append(runs, Rect{from, y, x - from})
			}
		}
	}
	return runs
}

// SVG is an inline image that a page's style sizes; alt is its text alternative
// (contract.md: "QR tiket" and so on).
func (c Code) SVG(alt string) template.HTML {
	n := c.Modules()
	b := make([]byte, 0, 512+n*n*6)
	b = fmt.Appendf(b, `<svg viewBox="-%d -%d %d %d" role="img" aria-label="%s" shape-rendering="crispEdges"><path fill="white" d="M-%d-%dh%dv%dh-%dz"/><path fill="black" d="`,
		quiet, quiet, n+2*quiet, n+2*quiet, template.HTMLEscapeString(alt), quiet, quiet, n+2*quiet, n+2*quiet, n+2*quiet)
	for _, r := range c.Rects() {
		b = strconv.AppendInt(append(b, 'M'), int64(r.X), 10)
		b = strconv.AppendInt(append(b, ' '), int64(r.Y), 10)
		b = strconv.AppendInt(append(b, 'h'), int64(r.W), 10)
		b = strconv.AppendInt(append(b, "v1h-"...), int64(r.W), 10)
		b = append(b, 'z')
	}
	return template.HTML(append(b, `"/></svg>`...)) // the only text from outside is escaped above
}

// PNG is an image px pixels wide and high, to be kept by a guest. A module is a
// whole number of pixels, at least 2; what is left over widens the quiet zone.
func (c Code) PNG(px int) ([]byte, error) {
	all := c.Modules() + 2*quiet
	if px < 2*all || px > 4096 {
		return nil, fmt.Errorf("paper: %d pixels for a code of %d modules", px, all)
	}
	unit := px / all
	edge := (px - unit*c.Modules()) / 2
	img := image.NewPaletted(image.Rect(0, 0, px, px), color.Palette{color.White, color.Black})
	for _, r := range c.Rects() {
		for y := edge + unit*r.Y; y < edge+unit*(r.Y+1); y++ {
			row := img.Pix[y*img.Stride:]
			for x := edge + unit*r.X; x < edge+unit*(r.X+r.W); x++ {
				row[x] = 1
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("paper: QR image: %w", err)
	}
	return b.Bytes(), nil
}

// code draws c with its quiet zone as a square of side mm. All runs are one
// path, so that no hairlines show between the rows.
func (s *sheet) code(c Code, x, y, side float64) {
	const k = 72 / 25.4
	unit := side / float64(c.Modules()+2*quiet)
	b := []byte("0 g\n")
	for _, r := range c.Rects() {
		for _, v := range [4]float64{
			x + unit*float64(r.X+quiet), s.h - y - unit*float64(r.Y+quiet+1), unit * float64(r.W), unit,
		} {
			b = strconv.AppendFloat(b, v*k, 'f', 3, 64)
			b = append(b, ' ')
		}
		b = append(b, "re\n"...)
	}
	s.pdf.RawWriteStr("q " + string(append(b, "f Q"...)))
}
