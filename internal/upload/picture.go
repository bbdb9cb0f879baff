package upload

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
)

// decoding lets two pictures be decoded at a time, whoever sent them.
var decoding = make(chan struct{}, 2)

// maxScans is how many passes a progressive JPEG may take. Cameras write ten; each costs
// a walk over the whole picture, and a small file has room for hundreds of thousands.
const maxScans = 64

var (
	jpegHead = []byte{0xFF, 0xD8, 0xFF}
	pngHead  = []byte("\x89PNG\r\n\x1a\n")
	scanMark = []byte{0xFF, 0xDA}
)

// Picture decodes a JPEG or PNG within bounds, the way up it was taken. Refused are
// ErrKind, ErrPixels, ErrBroken, and ErrBusy when its turn does not come in time.
func Picture(ctx context.Context, data []byte) (image.Image, error) {
	picture, err := lying(ctx, data)
	if err != nil {
		return nil, err
	}
	return upright(picture, data), nil
}

// lying is Picture as its rows are written.
func lying(ctx context.Context, data []byte) (image.Image, error) {
	head, decode := jpeg.DecodeConfig, jpeg.Decode
	switch {
	case bytes.HasPrefix(data, jpegHead):
		if bytes.Count(data, scanMark) > maxScans {
			return nil, ErrBroken
		}
	case bytes.HasPrefix(data, pngHead):
		head, decode = png.DecodeConfig, png.Decode
	default:
		return nil, ErrKind
	}
	select {
	case decoding <- struct{}{}:
		defer func() { <-decoding }()
	case <-ctx.Done():
		return nil, ErrBusy
	}
	size, err := head(bytes.NewReader(data))
	if err != nil || size.Width < 1 || size.Height < 1 {
		return nil, ErrBroken
	}
	if size.Width > MaxSide || size.Height > MaxSide || size.Width*size.Height > MaxPixels {
		return nil, ErrPixels
	}
	picture, err := decode(timed{ctx, bytes.NewReader(data)})
	switch {
	case ctx.Err() != nil:
		return nil, ErrBusy
	case err != nil:
		return nil, ErrBroken
	}
	return picture, nil
}

// timed ends the reading of a picture that takes longer than its request may.
type timed struct {
	ctx context.Context
	r   io.Reader
}

func (t timed) Read(b []byte) (int, error) {
	if err := t.ctx.Err(); err != nil {
		return 0, err
	}
	return t.r.Read(b)
}

// orientation is how a camera was held, 1 to 8 as in its EXIF data; 1 when nothing is
// said. The data itself goes with the rest: place, time and device of the picture.
func orientation(data []byte) int {
	for at := 2; at+4 <= len(data) && data[at] == 0xFF && data[at+1] != scanMark[1]; {
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if size < 2 || at+2+size > len(data) {
			break
		}
		if part := data[at+4 : at+2+size]; data[at+1] == 0xE1 && bytes.HasPrefix(part, []byte("Exif\x00\x00")) {
			return tiffOrientation(part[6:])
		}
		at += 2 + size
	}
	return 1
}

// tiffOrientation reads tag 0x0112 of the first directory.
func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for n := int(order.Uint16(tiff[at:])); n > 0 && len(entries) >= 12; n-- {
		if order.Uint16(entries) == 0x0112 {
			if way := int(order.Uint16(entries[8:])); way >= 1 && way <= 8 {
				return way
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}

// upright is the picture as the camera that wrote data was held.
func upright(picture image.Image, data []byte) image.Image {
	if way := orientation(data); way > 1 {
		return turned{picture, way}
	}
	return picture
}

// turned is a picture seen the way up that its camera noted.
type turned struct {
	image.Image
	way int
}

// Bounds has the sides changed where the picture lies on its side.
func (t turned) Bounds() image.Rectangle {
	b := t.Image.Bounds()
	if t.way >= 5 {
		return image.Rect(0, 0, b.Dy(), b.Dx())
	}
	return image.Rect(0, 0, b.Dx(), b.Dy())
}

// At is the pixel that stands at x, y once the picture is upright.
func (t turned) At(x, y int) color.Color {
	b := t.Image.Bounds()
	right, bottom := b.Dx()-1, b.Dy()-1
	switch t.way {
	case 2:
		x = right - x
	case 3:
		x, y = right-x, bottom-y
	case 4:
		y = bottom - y
	case 5:
		x, y = y, x
	case 6:
		x, y = y, bottom-x
	case 7:
		x, y = right-y, bottom-x
	case 8:
		x, y = right-y, x
	}
	return t.Image.At(b.Min.X+x, b.Min.Y+y)
}
