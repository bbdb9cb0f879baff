// Package paper makes what the office prints: badges, custody receipts, tickets, the
// printer's test page and QR codes.
//
// A page has the exact size of its paper in whole millimetres, its text is real
// text in embedded subsets of the office's fonts, and what was typed by people
// is cleaned to what those fonts can show. The same input gives the same bytes.
package paper

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// Size is a paper, named by its whole millimetres.
type Size string

// The papers (design: Sizes and distances).
const (
	Card      Size = "86x54"  // badge on a card, with a photo
	Label     Size = "62x76"  // badge on a label from a roll 62 mm wide, without a photo
	Receipt80 Size = "80x190" // custody receipt
	Receipt62 Size = "62x190"
	Ticket80  Size = "80x110" // of the kiosk
)

var millimetres = map[Size][2]float64{Card: {86, 54}, Label: {62, 76}, Receipt80: {80, 190}, Receipt62: {62, 190}, Ticket80: {80, 110}, A4: {210, 297}}

// Sizes lists the papers of badges in the order in which they are offered.
func Sizes() []Size { return []Size{Card, Label} }

// Valid reports whether s is one of the papers.
func (s Size) Valid() bool { return millimetres[s][0] > 0 }

// MM is the width and height in millimetres; zero for an unknown paper.
func (s Size) MM() (w, h float64) { return millimetres[s][0], millimetres[s][1] }

// String is the size as people read it, "86 × 54 mm".
func (s Size) String() string {
	w, h := s.MM()
	return fmt.Sprintf("%.0f × %.0f mm", w, h)
}

// The faces of the fonts, and the file of each. The mono face is for numbers
// that are compared letter by letter.
const (
	regular = iota
	bold
	extraBold
	mono
	faces
)

var faceFiles = [faces]string{"jakarta-regular", "jakarta-bold", "jakarta-extrabold", "atkinson-mono-bold"}

// Press prints. It holds the fonts and lets no more documents be made at once
// than there are processors: more would only wait for each other and hold memory.
type Press struct {
	faces [faces]face
	slots chan struct{}
}

// New loads the fonts from the folder fonts/pdf of fsys, once for the program's life.
func New(fsys fs.FS) (*Press, error) {
	p := &Press{slots: make(chan struct{}, runtime.NumCPU())}
	for i, name := range faceFiles {
		ttf, err := fs.ReadFile(fsys, path.Join("fonts/pdf", name+".ttf"))
		if err != nil {
			return nil, fmt.Errorf("paper: font: %w", err)
		}
		if p.faces[i], err = newFace(name, ttf); err != nil {
			return nil, fmt.Errorf("paper: font %s: %w", name, err)
		}
	}
	return p, nil
}

// sheet is a document while it is drawn. Lengths are millimetres from the top
// left corner, type sizes are points.
type sheet struct {
	press  *Press
	pdf    *gofpdf.Fpdf
	w, h   float64
	loaded [faces][2]bool
	set    setting
}

// make draws one document. at dates it, so that a retry gives equal bytes. It
// waits for a free slot until ctx ends. gofpdf panics on input it does not
// expect; that comes out as an error like all others.
func (p *Press) make(ctx context.Context, size Size, title string, at time.Time, draw func(*sheet) error) (out []byte, err error) {
	if !size.Valid() {
		return nil, fmt.Errorf("paper: unknown size %q", string(size))
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("paper: no free slot: %w", ctx.Err())
	}
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("paper: gofpdf panicked: %v", r)
		}
	}()

	w, h := size.MM()
	pdf := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: w, Ht: h}})
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCompression(false) // a compressor costs 1.3 MB a page and saves some kB on the office's own network
	pdf.SetCatalogSort(true)
	if at.IsZero() {
		at = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // gofpdf would take the clock's time
	}
	pdf.SetCreationDate(at)
	pdf.SetModificationDate(at)
	pdf.SetProducer("bukutamu", true)
	pdf.SetTitle(title, true)
	pdf.SetDisplayMode("fullpage", "single")

	s := &sheet{press: p, pdf: pdf, w: w, h: h}
	if err := draw(s); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	return b.Bytes(), nil
}

// font selects a face in one alphabet, and puts it into the document at its first use.
func (s *sheet) font(face, alphabet int, pt float64) {
	f := &s.press.faces[face]
	family := f.family(alphabet)
	if !s.loaded[face][alphabet] {
		s.pdf.AddFontFromBytes(family, "", f.alphabets[alphabet], f.packed)
		s.loaded[face][alphabet] = true
	}
	if at := (setting{face, alphabet, pt, s.pdf.PageNo()}); at != s.set {
		s.pdf.SetFont(family, "", pt)
		s.set = at
	}
}

// setting is the font that the page is set in.
type setting struct {
	face, alphabet int
	pt             float64
	page           int
}

func (s *sheet) ink(r, g, b int) {
	s.pdf.SetFillColor(r, g, b)
	s.pdf.SetTextColor(r, g, b)
	s.pdf.SetDrawColor(r, g, b)
}

// line draws a horizontal or vertical bar of the given thickness, centred on the points.
func (s *sheet) line(x1, y1, x2, y2, thick float64) {
	s.pdf.SetLineWidth(thick)
	s.pdf.Line(x1, y1, x2, y2)
}
