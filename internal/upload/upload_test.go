package upload_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"runtime"
	"strings"
	"testing"

	"bukutamu/internal/lang"
	"bukutamu/internal/refusal"
	"bukutamu/internal/upload"
)

// flag is a picture with a red left half and a blue right half.
func flag(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{200, 0, 0, 255}
			if x >= w/2 {
				c = color.NRGBA{0, 0, 200, 255}
			}
			m.Set(x, y, c)
		}
	}
	return m
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// secretWord stands for what a file tells of its sender: place, device, name.
const secretWord = "RAHASIA-LOKASI-0.7893,113.9213"

// withEXIF is a JPEG whose camera noted how it was held, and where.
func withEXIF(plain []byte, way uint16) []byte {
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	tiff = binary.BigEndian.AppendUint16(tiff, way)
	tiff = append(tiff, "\x00\x00\x00\x00\x00\x00"+secretWord...)
	part := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xFF, 0xD8, 0xFF, 0xE1}, binary.BigEndian.AppendUint16(nil, uint16(len(part)+2))...)
	return append(append(out, part...), plain[2:]...)
}

// chunk is a part of a PNG.
func chunk(kind, data string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// withText is a PNG that carries a text.
func withText(plain []byte) []byte {
	const head = 8 + 25
	return bytes.Join([][]byte{plain[:head], chunk("tEXt", "Author\x00"+secretWord), plain[head:]}, nil)
}

// claims is a PNG that says it is w by h, and holds next to nothing.
func claims(w, h uint32) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", string(head)+"\x10\x06\x00\x00\x00"), chunk("IDAT", "x"), chunk("IEND", "")}, nil)
}

const pdf = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R >>\nstartxref\n45\n%%EOF\n"

// zip is the end of an empty ZIP whose comment has n bytes.
func zip(n int) string { return "PK\x05\x06" + strings.Repeat("\x00", 16) + string([]byte{byte(n), 0}) }

func TestWhatIsTaken(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		want upload.Kind
	}{
		{"a JPEG", asJPEG(t, flag(40, 30)), upload.JPEG},
		{"a PNG", asPNG(t, flag(40, 30)), upload.JPEG},
		{"a JPEG with a place", withEXIF(asJPEG(t, flag(40, 30)), 1), upload.JPEG},
		{"a PNG with an author", withText(asPNG(t, flag(40, 30))), upload.JPEG},
		{"a JPEG with a page behind it", append(asJPEG(t, flag(40, 30)), "<script>alert(1)</script>"+secretWord...), upload.JPEG},
		{"a JPEG that is a ZIP too", append(asJPEG(t, flag(40, 30)), secretWord+zip(0)...), upload.JPEG},
		{"a PDF", []byte(pdf), upload.PDF},
		{"a PDF with an empty end", []byte(pdf + "\r\n\x00\x00"), upload.PDF},
	} {
		got, err := upload.Clean(t.Context(), c.data)
		if err != nil || got.Kind != c.want {
			t.Errorf("%s: %s, %v", c.name, got.Kind, err)
			continue
		}
		if bytes.Contains(got.Body, []byte(secretWord)) || bytes.Contains(got.Body, []byte("<script")) || bytes.Contains(got.Body, []byte("Exif")) {
			t.Errorf("%s: what was not a pixel is still there", c.name)
		}
		if size, err := jpeg.DecodeConfig(bytes.NewReader(got.Body)); c.want == upload.JPEG && (err != nil || size.Width != 40 || size.Height != 30) {
			t.Errorf("%s: %v, %v", c.name, size, err)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	scans := asJPEG(t, flag(8, 8))
	scans = append(scans[:len(scans)-2], bytes.Repeat([]byte("\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00"), 100)...)
	for _, c := range []struct {
		name string
		data []byte
		want *refusal.Refusal
	}{
		{"nothing", nil, upload.ErrNone},
		{"11 MB", append([]byte(pdf), make([]byte, 11<<20)...), upload.ErrLarge},
		{"a page", []byte("<!doctype html><script>alert(1)</script>"), upload.ErrKind},
		{"a drawing with a script", []byte("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), upload.ErrKind},
		{"a GIF", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), upload.ErrKind},
		{"a program", []byte("MZ\x90\x00"), upload.ErrKind},
		{"a ZIP", []byte(zip(0)), upload.ErrKind},
		{"a page before a PDF", []byte("<script>alert(1)</script>\n" + pdf), upload.ErrKind},
		{"a PDF of no version", []byte("%PDF-x.4" + pdf[8:]), upload.ErrBroken},
		{"a PDF cut off", []byte(pdf[:len(pdf)-20]), upload.ErrBroken},
		{"a PDF with a ZIP behind it", []byte(pdf + zip(0)), upload.ErrBroken},
		{"a PDF inside a ZIP's comment", []byte("%PDF-1.4\n" + zip(len(pdf)) + pdf), upload.ErrBroken},
		{"a PDF with a page behind it", []byte(pdf + "<script>alert(1)</script>"), upload.ErrBroken},
		{"half a JPEG", asJPEG(t, flag(400, 300))[:600], upload.ErrBroken},
		{"half a PNG", asPNG(t, flag(400, 300))[:60], upload.ErrBroken},
		{"a JPEG of a hundred scans", scans, upload.ErrBroken},
		{"a PNG that claims 60,000 by 60,000", claims(60_000, 60_000), upload.ErrPixels},
		{"a PNG of 16 megapixels", claims(4096, 4096), upload.ErrPixels},
		{"a line of 5,000", claims(5000, 1), upload.ErrPixels},
		{"a PNG that claims more than it holds", claims(4000, 3000), upload.ErrBroken},
	} {
		_, err := upload.Clean(t.Context(), c.data)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// A phone that was held upright writes its pixels lying and notes so beside them.
func TestAPictureComesOutTheWayItWasTaken(t *testing.T) {
	lying := asJPEG(t, flag(64, 32)) // red left, blue right
	for _, c := range []struct {
		way  uint16
		w, h int
		red  image.Point // where the red half must be
		blue image.Point
	}{
		{way: 1, w: 64, h: 32, red: image.Pt(8, 16), blue: image.Pt(56, 16)},
		{way: 2, w: 64, h: 32, red: image.Pt(56, 16), blue: image.Pt(8, 16)},
		{way: 3, w: 64, h: 32, red: image.Pt(56, 16), blue: image.Pt(8, 16)},
		{way: 6, w: 32, h: 64, red: image.Pt(16, 8), blue: image.Pt(16, 56)},
		{way: 8, w: 32, h: 64, red: image.Pt(16, 56), blue: image.Pt(16, 8)},
		{way: 99, w: 64, h: 32, red: image.Pt(8, 16), blue: image.Pt(56, 16)},
	} {
		f, err := upload.Clean(t.Context(), withEXIF(lying, c.way))
		if err != nil {
			t.Fatal(err)
		}
		m, err := jpeg.Decode(bytes.NewReader(f.Body))
		if err != nil || m.Bounds().Dx() != c.w || m.Bounds().Dy() != c.h {
			t.Fatalf("way %d: %v, %v", c.way, m.Bounds(), err)
		}
		if r, _, b, _ := m.At(c.red.X, c.red.Y).RGBA(); r < b {
			t.Errorf("way %d: the red half is not at %v", c.way, c.red)
		}
		if r, _, b, _ := m.At(c.blue.X, c.blue.Y).RGBA(); b < r {
			t.Errorf("way %d: the blue half is not at %v", c.way, c.blue)
		}
	}
}

// A large photo is kept small enough to read on paper.
func TestALargePhotoIsMadeSmaller(t *testing.T) {
	f, err := upload.Clean(t.Context(), asJPEG(t, image.NewGray(image.Rect(0, 0, 4032, 3024))))
	if err != nil {
		t.Fatal(err)
	}
	if size, err := jpeg.DecodeConfig(bytes.NewReader(f.Body)); err != nil || size.Width != 2400 || size.Height != 1800 {
		t.Errorf("%dx%d, %v", size.Width, size.Height, err)
	}
}

// A bomb costs its header: 49 kilobytes that unfold to 134 MB of pixels stay 49 kilobytes.
func TestABombIsNotUnfolded(t *testing.T) {
	bomb := asPNG(t, image.NewGray(image.Rect(0, 0, 4096, 4096)))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := upload.Clean(t.Context(), bomb)
	runtime.ReadMemStats(&after)
	if !errors.Is(err, upload.ErrPixels) {
		t.Fatal(err)
	}
	if grew := after.TotalAlloc - before.TotalAlloc; grew > 1<<20 {
		t.Errorf("%d bytes were taken for a file of %d", grew, len(bomb))
	}
}

// Whose time is up learns that others are being read, and nothing is decoded for them.
func TestNobodyWaitsForEver(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := upload.Clean(ctx, asJPEG(t, flag(40, 30))); !errors.Is(err, upload.ErrBusy) {
		t.Error(err)
	}
}

func TestEveryRefusalHasItsSentence(t *testing.T) {
	for _, r := range refusal.All() {
		if strings.HasPrefix(r.Key, "upload.") && !lang.Has("refusal."+r.Key) {
			t.Errorf("%s has no sentence", r.Key)
		}
	}
}

// Whatever is sent, it is cleaned or refused: what is kept is a JPEG or a PDF within bounds.
func FuzzClean(f *testing.F) {
	small := asJPEG(f, flag(16, 8))
	for _, seed := range [][]byte{small, withEXIF(small, 6), asPNG(f, flag(16, 8)), withText(asPNG(f, flag(3, 3))), []byte(pdf), []byte(pdf + zip(0)), claims(4096, 4096), {0xFF, 0xD8, 0xFF, 0xE1, 0, 8}} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := upload.Clean(t.Context(), data)
		if err != nil {
			if refusal.Of(err) == nil {
				t.Fatalf("a fault: %v", err)
			}
			return
		}
		if got.Kind == upload.PDF {
			if !bytes.HasPrefix(got.Body, []byte("%PDF-")) {
				t.Fatal("no PDF")
			}
			return
		}
		if size, err := jpeg.DecodeConfig(bytes.NewReader(got.Body)); err != nil || max(size.Width, size.Height) > 2400 {
			t.Fatalf("%v %v", size, err)
		}
	})
}
