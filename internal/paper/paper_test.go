package paper

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"bukutamu/internal/lang"
)

func press(t testing.TB) *Press {
	t.Helper()
	p, err := New(os.DirFS("../../static"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// portrait is a photo of 300 × 400 pixels, as the desk keeps it.
func portrait() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 300, 400))
	for y := range 400 {
		for x := range 300 {
			img.Set(x, y, color.RGBA{uint8(60 + x/2), uint8(60 + y/3), 140, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const address = "HTTPS://TAMU.KAPUAS.EXAMPLE/B/KAPUAS.7K4M2XQ9ZB5T8HN3WV6CRDFGJP"

func badge() Badge {
	return Badge{
		Number: "T-014", Name: "Anggrek Contohwati", Unit: "Seksi Tindak Pidana Umum", Room: "2.04",
		In:      time.Date(2026, 11, 23, 9, 45, 0, 0, time.FixedZone("WIB", 7*3600)),
		Address: address, Chain: "Kejaksaan Tinggi Kalimantan Tengah", Office: "Kejaksaan Negeri Kapuas", Lang: lang.ID,
	}
}

func printed(t testing.TB, p *Press, size Size, badges ...Badge) []byte {
	t.Helper()
	pdf, err := p.Badges(context.Background(), size, badges...)
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

// run calls a tool on a file that holds data; the file's name takes the place of FILE.
func run(t testing.TB, data []byte, pack, tool string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		t.Fatalf("%s is missing: apt-get install %s", tool, pack)
	}
	file := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "FILE", file)
	}
	cmd := exec.Command(tool, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", tool, strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}

func words(t testing.TB, pdf []byte) string {
	return run(t, pdf, "poppler-utils", "pdftotext", "-layout", "FILE", "-")
}

// scan reads the codes of all pages, printed at dpi; mono is print without grey.
func scan(t testing.TB, pdf []byte, dpi int, mono bool) []string {
	t.Helper()
	dir := t.TempDir()
	args := []string{"-r", strconv.Itoa(dpi), "-gray", "FILE", filepath.Join(dir, "page")}
	if mono {
		args[2] = "-mono"
	}
	run(t, pdf, "poppler-utils", "pdftoppm", args...)
	pages, _ := filepath.Glob(filepath.Join(dir, "page*"))
	return strings.Fields(run(t, nil, "zbar-tools", "zbarimg", append([]string{"-q", "--raw"}, pages...)...))
}

// picture is a page in shades of grey; lengths are millimetres.
type picture struct {
	w, h int
	dpi  float64
	pix  []byte
}

func pictures(t testing.TB, pdf []byte, dpi int) (all []picture) {
	t.Helper()
	out := []byte(run(t, pdf, "poppler-utils", "pdftoppm", "-r", strconv.Itoa(dpi), "-gray", "FILE"))
	head := regexp.MustCompile(`^P5\s(\d+)\s(\d+)\s255\s`)
	for len(out) > 0 {
		m := head.FindSubmatch(out)
		if m == nil {
			t.Fatal("pdftoppm gave no picture")
		}
		w, _ := strconv.Atoi(string(m[1]))
		h, _ := strconv.Atoi(string(m[2]))
		out = out[len(m[0]):]
		all = append(all, picture{w, h, float64(dpi), out[:w*h]})
		out = out[w*h:]
	}
	return all
}

// ink is the blackness within a box: 1 for each pixel that is fully black.
func (p picture) ink(x1, y1, x2, y2 float64) (sum float64) {
	px := func(mm float64, most int) int { return max(0, min(most, int(mm/25.4*p.dpi+0.5))) }
	for y := px(y1, p.h); y < px(y2, p.h); y++ {
		for x := px(x1, p.w); x < px(x2, p.w); x++ {
			sum += float64(255-p.pix[y*p.w+x]) / 255
		}
	}
	return sum
}

func TestSizes(t *testing.T) {
	for _, s := range Sizes() {
		if w, h := s.MM(); !s.Valid() || w != float64(int(w)) || w*h == 0 {
			t.Errorf("%s is %v × %v mm", s, w, h)
		}
	}
	if w, h := Size("85x54").MM(); Size("85x54").Valid() || w != 0 || h != 0 {
		t.Error("an unknown paper is taken")
	}
	if got := Card.String(); got != "86 × 54 mm" {
		t.Errorf("Card is called %q", got)
	}
	if _, err := press(t).Badges(context.Background(), "85x54", badge()); err == nil {
		t.Error("a badge was printed on an unknown paper")
	}
}

func TestBrokenFonts(t *testing.T) {
	good, err := os.ReadFile("../../static/fonts/pdf/jakarta-bold.ttf")
	if err != nil {
		t.Fatal(err)
	}
	for name, ttf := range map[string][]byte{"empty": nil, "text": []byte("no font at all, just a text"), "cut": good[:len(good)/9]} {
		fsys := fstest.MapFS{}
		for _, f := range faceFiles {
			fsys["fonts/pdf/"+f+".ttf"] = &fstest.MapFile{Data: ttf}
		}
		if _, err := New(fsys); err == nil {
			t.Errorf("%s: taken as a font", name)
		}
	}
	if _, err := New(fstest.MapFS{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no fonts: %v", err)
	}
}

func TestPanicIsAnError(t *testing.T) {
	p := press(t)
	for range 2 * cap(p.slots) { // each must give its slot back
		pdf, err := p.make(context.Background(), Card, "", time.Time{}, func(*sheet) error { panic("index out of range [65536]") })
		if err == nil || pdf != nil {
			t.Fatalf("a panic came out as %d bytes and error %v", len(pdf), err)
		}
	}
	printed(t, p, Card, badge())
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	p := press(t)
	for range cap(p.slots) {
		p.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	go cancel()
	if _, err := p.Badges(ctx, Card, badge()); !errors.Is(err, context.Canceled) {
		t.Errorf("with every slot taken: %v", err)
	}
	<-p.slots
	if _, err := p.Badges(ctx, Card, badge()); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
	printed(t, p, Card, badge())
}

func TestSameInputSameBytes(t *testing.T) {
	p := press(t)
	group := []Badge{badge(), badge(), badge()}
	group[0].Photo = portrait()
	group[1].Number, group[1].Photo = "T-015", portrait()[:]
	group[2].Number, group[2].Confidential = "T-016", true
	want := printed(t, p, Card, group...)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if !bytes.Equal(want, printed(t, p, Card, group...)) {
				t.Error("the same badges came out as other bytes")
			}
		})
	}
	wg.Wait()
	group[0].In = group[0].In.Add(time.Minute)
	if bytes.Equal(want, printed(t, p, Card, group...)) {
		t.Error("another time in gave the same bytes")
	}
}
