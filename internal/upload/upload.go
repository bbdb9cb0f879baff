// Package upload makes harmless what people send in: a picture is drawn anew, so that
// nothing but its pixels remains, and a PDF is taken only when it is one from its first
// byte to its last. What comes out is fit to be kept sealed and handed out as a download.
package upload

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/draw"

	"bukutamu/internal/refusal"
)

// MaxBytes is the largest file that is taken.
const MaxBytes = 10 << 20

// Limits of a picture. The header is read before any pixel: a PNG of 49 kilobytes can
// unfold to hundreds of megabytes (security.md 9). Twelve megapixels are what a phone
// calls so, 4032 by 3024.
const (
	MaxSide   = 4096
	MaxPixels = 4032 * 3024
)

// keptSide is the longest side of a kept picture: a page of A4 stays readable.
const keptSide = 2400

// Refusals of a file.
var (
	ErrNone   = refusal.New(refusal.Invalid, "upload.none")   // no file was chosen
	ErrKind   = refusal.New(refusal.Invalid, "upload.kind")   // neither JPEG, PNG nor PDF
	ErrLarge  = refusal.New(refusal.Invalid, "upload.large")  // over MaxBytes
	ErrPixels = refusal.New(refusal.Invalid, "upload.pixels") // over MaxSide or MaxPixels
	ErrBroken = refusal.New(refusal.Invalid, "upload.broken") // begins as one, and cannot be read
	ErrBusy   = refusal.New(refusal.Busy, "upload.busy")      // others are being read; later
)

// Kind is what a kept file is.
type Kind string

// The kinds. Every picture is kept as JPEG.
const (
	JPEG Kind = "jpeg"
	PDF  Kind = "pdf"
)

// Type is the media type that a file of this kind is handed out with.
func (k Kind) Type() string {
	if k == PDF {
		return "application/pdf"
	}
	return "image/jpeg"
}

// File is a cleaned file. It has no name: names are the sender's words, and tell of them.
type File struct {
	Kind Kind
	Body []byte
}

// Clean makes a file harmless, or refuses it with one of this package's refusals. What it
// is, its first bytes say; the sender's name and type for it count for nothing.
func Clean(ctx context.Context, data []byte) (File, error) {
	switch {
	case len(data) == 0:
		return File{}, ErrNone
	case len(data) > MaxBytes:
		return File{}, ErrLarge
	case bytes.HasPrefix(data, pdfHead):
		if !wholePDF(data) {
			return File{}, ErrBroken
		}
		return File{PDF, data}, nil
	}
	picture, err := lying(ctx, data)
	if err != nil {
		return File{}, err
	}
	w, h := shrink(picture.Bounds().Dx(), picture.Bounds().Dy())
	paper := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(paper, paper.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src) // what is transparent becomes paper
	draw.ApproxBiLinear.Scale(paper, paper.Bounds(), picture, picture.Bounds(), draw.Over, nil)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, upright(paper, data), &jpeg.Options{Quality: 85}); err != nil {
		return File{}, err
	}
	return File{JPEG, out.Bytes()}, nil
}

// shrink makes w × h smaller until the longer side is at most keptSide.
func shrink(w, h int) (int, int) {
	long := max(w, h)
	if long <= keptSide {
		return w, h
	}
	return max(1, w*keptSide/long), max(1, h*keptSide/long)
}
