package office_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

func picture(w, h int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			img.Set(x, y, color.NRGBA{R: uint8(x), G: uint8(y), B: 90, A: 255})
		}
	}
	return img
}

func pngOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestALogoBecomesASmallPNG(t *testing.T) {
	var jpg bytes.Buffer
	if err := jpeg.Encode(&jpg, picture(400, 1200), nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		file []byte
		w, h int
	}{
		{"large", pngOf(t, picture(1024, 512)), 256, 128},
		{"small stays", pngOf(t, picture(64, 40)), 64, 40},
		{"a line", pngOf(t, picture(2000, 1)), 256, 1},
		{"JPEG", jpg.Bytes(), 85, 256},
		{"text after the picture goes", append(pngOf(t, picture(64, 40)), "<script>"...), 64, 40},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := office.CleanLogo(c.file)
			if err != nil {
				t.Fatal(err)
			}
			head, format, err := image.DecodeConfig(bytes.NewReader(out))
			if err != nil || format != "png" || head.Width != c.w || head.Height != c.h || bytes.Contains(out, []byte("<script>")) {
				t.Errorf("%s %d×%d %v, want %d×%d", format, head.Width, head.Height, err, c.w, c.h)
			}
		})
	}
}

func TestWhatIsNoLogo(t *testing.T) {
	for _, c := range []struct {
		name string
		file []byte
		want *refusal.Refusal
	}{
		{"empty", nil, office.ErrLogoFormat},
		{"SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), office.ErrLogoFormat},
		{"GIF", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), office.ErrLogoFormat},
		{"cut off", pngOf(t, picture(64, 64))[:60], office.ErrLogoFormat},
		{"header of 20,000 × 20,000", huge(20000, 20000), office.ErrLogoSize},
		{"header of 4,000 × 4,000", huge(4000, 4000), office.ErrLogoSize},
		{"3 MB", make([]byte, 3<<20), office.ErrLogoSize},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := office.CleanLogo(c.file); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
}

// huge is the header of a PNG that says it is w × h, and nothing more.
func huge(w, h uint32) []byte {
	ihdr := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	ihdr = binary.BigEndian.AppendUint32(ihdr, h)
	ihdr = append(ihdr, 8, 6, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	out = append(out, ihdr...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(ihdr))
}
