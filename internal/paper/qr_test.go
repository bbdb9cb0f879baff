package paper

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/skip2/go-qrcode"
)

func TestCodeSize(t *testing.T) {
	token := ".7K4M2XQ9ZB5T8HN3WV6CRDFGJP"
	for _, c := range []struct {
		text    string
		modules int
	}{
		{"HTTP://127.0.0.1:8080/T/KAPUAS" + token, 33}, // version 4 at level Q
		{"HTTPS://TAMU.KEJARI-KAPUAS.EXAMPLE/B/KAPUAS"[:40] + token, 33},
		{"HTTPS://BUKUTAMU.KEJARI-KAPUAS.EXAMPLE/B/KAPUAS" + token, 37},
		{"HTTPS://BUKUTAMU.KEJARI-HULU-SUNGAI-UTARA.EXAMPLE:8443/BUKU-TAMU/B/HSUTARA" + token, 37}, // level M
		{"http://127.0.0.1:8080/t/kapuas" + token, 37},                                             // small letters take more room
	} {
		code, err := QR(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if code.Modules() != c.modules {
			t.Errorf("%d modules for %d letters, want %d", code.Modules(), len(c.text), c.modules)
		}
		img, err := code.PNG(656)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(run(t, img, "zbar-tools", "zbarimg", "-q", "--raw", "FILE")); got != c.text {
			t.Errorf("read %q", got)
		}
	}
	for _, text := range []string{"", strings.Repeat("A", 5000)} {
		if code, err := QR(text); err == nil || code.Modules() != 0 {
			t.Errorf("a code of %d letters was made", len(text))
		}
	}
}

// The runs, the SVG path and the image are three forms of the library's bitmap.
func TestFormsAgree(t *testing.T) {
	q, err := qrcode.New(address, qrcode.High)
	if err != nil {
		t.Fatal(err)
	}
	q.DisableBorder = true
	want := q.Bitmap()
	code, err := QR(address)
	if err != nil {
		t.Fatal(err)
	}
	check := func(form string, dark func(x, y int) bool) {
		t.Helper()
		for y, row := range want {
			for x := range row {
				if dark(x, y) != row[x] {
					t.Fatalf("%s: module %d, %d is wrong", form, x, y)
				}
			}
		}
	}
	grid := func(rects []Rect) func(x, y int) bool {
		set := map[[2]int]bool{}
		for _, r := range rects {
			for i := range r.W {
				set[[2]int{r.X + i, r.Y}] = true
			}
		}
		return func(x, y int) bool { return set[[2]int{x, y}] }
	}
	check("Rects", grid(code.Rects()))

	var drawn []Rect
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(string(code.SVG("QR")), -1) {
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		w, _ := strconv.Atoi(m[3])
		if m[3] != m[4] {
			t.Fatalf("open run %s", m[0])
		}
		drawn = append(drawn, Rect{x, y, w})
	}
	check("SVG", grid(drawn))

	raw, err := code.PNG(500) // 12 pixels a module, 4 left on each side
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds().Dx() != 500 || img.Bounds().Dy() != 500 {
		t.Errorf("an image of %v", img.Bounds())
	}
	check("PNG", func(x, y int) bool {
		r, _, _, _ := img.At(52+12*x+6, 52+12*y+6).RGBA()
		return r == 0
	})
	for i := range 500 {
		for _, at := range [][2]int{{i, 0}, {i, 51}, {i, 448}, {i, 499}, {51, i}, {448, i}} {
			if r, _, _, _ := img.At(at[0], at[1]).RGBA(); r == 0 {
				t.Fatalf("the quiet zone is dark at %v", at)
			}
		}
	}
	for _, px := range []int{0, -1, 81, 100000} {
		if _, err := code.PNG(px); err == nil {
			t.Errorf("an image of %d pixels was made", px)
		}
	}
}

func TestSVG(t *testing.T) {
	code, err := QR(address)
	if err != nil {
		t.Fatal(err)
	}
	svg := string(code.SVG(`QR "tiket" <b>`))
	var root struct {
		XMLName xml.Name
		Attr    []xml.Attr `xml:",any,attr"`
		Path    []struct {
			Fill string `xml:"fill,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal([]byte(svg), &root); err != nil {
		t.Fatalf("%v\n%s", err, svg)
	}
	attr := map[string]string{}
	for _, a := range root.Attr {
		attr[a.Name.Local] = a.Value
	}
	if attr["role"] != "img" || attr["aria-label"] != `QR "tiket" <b>` || attr["viewBox"] != "-4 -4 41 41" {
		t.Errorf("attributes %v", attr)
	}
	if len(root.Path) != 2 || root.Path[0].Fill != "white" || root.Path[1].Fill != "black" {
		t.Errorf("paths %v", root.Path)
	}
	if strings.Contains(svg, "style") || strings.Contains(svg, `"#`) {
		t.Errorf("a style or colour code in %s", svg)
	}
}

func ExampleQR() {
	code, err := QR("HTTP://127.0.0.1:8080/T/KAPUAS.7K4M2XQ9ZB5T8HN3WV6CRDFGJP")
	if err != nil {
		panic(err)
	}
	fmt.Println(code.Modules(), string(code.SVG("QR tiket"))[:64])
	// Output: 33 <svg viewBox="-4 -4 41 41" role="img" aria-label="QR tiket" shap
}
