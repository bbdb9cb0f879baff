package admin

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/image/draw"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/upload"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// A kept photo is 300 × 400, baseline JPEG without metadata.
const photoWide, photoHigh = 300, 400

// Refusals about photos.
var (
	ErrPhotoKind = refusal.New(refusal.Invalid, "desk.photo-kind")
	ErrPhotoBig  = refusal.New(refusal.Invalid, "desk.photo-big")
	ErrPhotoBusy = refusal.New(refusal.Busy, "desk.photo-busy")
)

// savePhoto keeps the photo that the desk's camera took. It is stored at once, so
// that no form loses it.
func (d *Door) savePhoto(c *fiber.Ctx) error {
	id := c.Params("id")
	if err := d.keepPhoto(c, web.Stamp(c), id, web.File(c, "photo")); err != nil {
		return d.refused(c, err, d.verifyPage)
	}
	return web.Redirect(c, "/kunjungan/:id/foto", id)
}

func (d *Door) keepPhoto(c *fiber.Ctx, s account.Stamp, id string, data []byte) error {
	small, err := portrait(c.UserContext(), data)
	if err != nil {
		return err
	}
	return d.Book.SavePhoto(c.UserContext(), s, id, small)
}

// faceOpen lets the picture be fetched by the record that was opened a moment ago.
var faceOpen = web.NewSealed[openedName]("face", 2*time.Minute)

// photo answers with a guest's photo; a confidential guest's only while they stand at
// the desk, and to the officer who opened the name.
func (d *Door) photo(c *fiber.Ctx) error {
	v, err := d.Book.Visit(c.UserContext(), web.Stamp(c).Office, c.Params("id"))
	if err != nil {
		return err
	}
	if face, ok := faceOpen.Load(c); v.Facts.Confidential && !has(v, visit.Arrived) && !nameOpen(c, v) &&
		!(ok && face.Visit == v.ID && face.By == web.Person(c).Login) {
		return visit.ErrNotFound
	}
	jpeg, err := d.Book.Photo(c.UserContext(), web.Stamp(c).Office, c.Params("id"))
	if err != nil {
		return err
	}
	return web.Picture(c, jpeg, "image/jpeg")
}

// portrait cuts 3:4 out of the middle and makes it small.
func portrait(ctx context.Context, data []byte) ([]byte, error) {
	picture, err := upload.Picture(ctx, data)
	switch {
	case errors.Is(err, upload.ErrBusy):
		return nil, ErrPhotoBusy.At("photo")
	case errors.Is(err, upload.ErrPixels):
		return nil, ErrPhotoBig.At("photo")
	case err != nil:
		return nil, ErrPhotoKind.At("photo")
	}
	b := picture.Bounds()
	unit := min(b.Dx()/3, b.Dy()/4)
	if unit == 0 {
		return nil, ErrPhotoBig.At("photo")
	}
	w, h := unit*3, unit*4
	from := image.Rect(0, 0, w, h).Add(image.Pt(b.Min.X+(b.Dx()-w)/2, b.Min.Y+(b.Dy()-h)/2))
	out := image.NewRGBA(image.Rect(0, 0, photoWide, photoHigh))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src) // what is transparent becomes paper
	draw.ApproxBiLinear.Scale(out, out.Bounds(), picture, from, draw.Over, nil)
	var jpg bytes.Buffer
	if err := jpeg.Encode(&jpg, out, &jpeg.Options{Quality: 85}); err != nil {
		return nil, err
	}
	return jpg.Bytes(), nil
}
