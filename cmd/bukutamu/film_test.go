package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// The camera's picture, as an ordinary web camera gives it.
const filmWidth, filmHeight = 1280, 720

// film makes the film that a camera takes of a screen held before it: a little
// turned, a little blurred, with noise; JPEG frames one after the other.
func film(t testing.TB, screenshot []byte) string {
	t.Helper()
	screen, err := png.Decode(bytes.NewReader(screenshot))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for frame := range 6 {
		if err := jpeg.Encode(&out, photograph(screen, 4+float64(frame)*0.4), &jpeg.Options{Quality: 80}); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "camera.mjpeg")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// photograph turns a screen by some degrees and fits it into the camera's picture.
func photograph(screen image.Image, degrees float64) image.Image {
	b := screen.Bounds()
	scale := math.Max(float64(b.Dx())/filmWidth, float64(b.Dy())/filmHeight) * 1.1
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	noise := rand.New(rand.NewPCG(1, uint64(degrees*10)))
	out := image.NewRGBA(image.Rect(0, 0, filmWidth, filmHeight))
	at := func(x, y float64) color.RGBA {
		return color.RGBAModel.Convert(screen.At(b.Min.X+int(x), b.Min.Y+int(y))).(color.RGBA)
	}
	for y := range filmHeight {
		for x := range filmWidth {
			dx, dy := (float64(x)-filmWidth/2)*scale, (float64(y)-filmHeight/2)*scale
			sx, sy := dx*cos-dy*sin+float64(b.Dx())/2, dx*sin+dy*cos+float64(b.Dy())/2
			c := color.RGBA{70, 66, 60, 255} // the wall behind
			if sx >= 1 && sy >= 1 && sx < float64(b.Dx()-1) && sy < float64(b.Dy()-1) {
				c = mean(at(sx, sy), at(sx+scale/2, sy), at(sx, sy+scale/2), at(sx-scale/2, sy))
			}
			n := noise.IntN(17) - 8
			out.SetRGBA(x, y, color.RGBA{shift(c.R, n), shift(c.G, n), shift(c.B, n), 255})
		}
	}
	return out
}

func mean(all ...color.RGBA) color.RGBA {
	var r, g, b int
	for _, c := range all {
		r, g, b = r+int(c.R), g+int(c.G), b+int(c.B)
	}
	n := len(all)
	return color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), 255}
}

func shift(v uint8, n int) uint8 { return uint8(min(255, max(0, int(v)*9/10+12+n))) }

// camera starts a Chromium whose camera sees this film.
func camera(t testing.TB, file string) *chromium {
	t.Helper()
	c := launch(t, chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true),
		chromedp.Flag("use-file-for-fake-video-capture", file))
	t.Cleanup(c.cancel)
	return c
}
