package office

import (
	"bytes"
	"image"
	_ "image/jpeg" // a logo may come as JPEG
	"image/png"

	"golang.org/x/image/draw"

	"bukutamu/internal/refusal"
)

// Refusals about the logo.
var (
	ErrLogoFormat = refusal.New(refusal.Invalid, "office.logo-format")
	ErrLogoSize   = refusal.New(refusal.Invalid, "office.logo-size")
)

// LogoSide is the longest side of a kept logo in pixels.
const LogoSide = 256

// Limits of an uploaded logo. The header is read before any pixel: a PNG of 49
// kilobytes can unfold to hundreds of megabytes (security.md 9).
const (
	maxLogoBytes  = 2 << 20
	maxLogoSide   = 4096
	maxLogoPixels = 12_000_000
)

// CleanLogo turns an uploaded PNG or JPEG into the PNG that is kept: at most
// LogoSide pixels wide and high, never enlarged, and drawn anew, so that nothing
// but its pixels remains of the file. Refused are ErrLogoFormat and ErrLogoSize.
func CleanLogo(file []byte) ([]byte, error) {
	if len(file) > maxLogoBytes {
		return nil, ErrLogoSize
	}
	head, format, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || (format != "png" && format != "jpeg") {
		return nil, ErrLogoFormat
	}
	w, h := head.Width, head.Height
	if w < 1 || h < 1 || w > maxLogoSide || h > maxLogoSide || w*h > maxLogoPixels {
		return nil, ErrLogoSize
	}
	src, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, ErrLogoFormat
	}
	w, h = shrink(w, h, LogoSide)
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(dst, dst.Bounds(), src, src.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	if err := png.Encode(&out, dst); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// shrink makes w × h smaller until the longer side is at most side.
func shrink(w, h, side int) (int, int) {
	long := max(w, h)
	if long <= side {
		return w, h
	}
	return max(1, w*side/long), max(1, h*side/long)
}
