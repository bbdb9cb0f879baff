package static_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"

	"bukutamu/static"
)

func open(t *testing.T, address string) static.File {
	t.Helper()
	f, ok := static.Open(strings.TrimPrefix(address, static.Prefix))
	if !ok {
		t.Fatalf("%s is not found", address)
	}
	return f
}

func TestAFileIsFoundByItsHashAndByItsName(t *testing.T) {
	address := static.URL("css/base.css")
	if !regexp.MustCompile(`^/static/css/base\.[0-9a-f]{12}\.css$`).MatchString(address) {
		t.Fatal(address)
	}
	hashed, plain := open(t, address), open(t, "/static/css/base.css")
	if !hashed.Fixed || plain.Fixed || !bytes.Equal(hashed.Body, plain.Body) || plain.ETag == "" || hashed.Type != "text/css; charset=utf-8" {
		t.Errorf("%+v", hashed.Type)
	}
	z, err := gzip.NewReader(bytes.NewReader(hashed.Gzip()))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); err != nil || !bytes.Equal(b, hashed.Body) {
		t.Errorf("packed differs: %v", err)
	}
}

// A style that points to a font points to the font's hashed address, so its own address
// changes when the font does.
func TestReferencesBetweenFilesAreHashed(t *testing.T) {
	css := string(open(t, static.URL("css/tokens.css")).Body)
	found := regexp.MustCompile(`url\("([^"]+)"\)`).FindAllStringSubmatch(css, -1)
	if len(found) == 0 {
		t.Fatal("tokens.css names no font")
	}
	for _, m := range found {
		if f := open(t, m[1]); !f.Fixed {
			t.Errorf("%s is not hashed", m[1])
		}
	}
}

func TestOnlyWhatBrowsersNeedIsServed(t *testing.T) {
	for _, name := range []string{"static.go", "../go.mod", "", "css", "fonts/pdf/jakarta-bold.ttf", "fonts/pdf/README.md", "vendor/htmx/LICENSE", "/css/base.css"} {
		if _, ok := static.Open(name); ok {
			t.Errorf("%q is served", name)
		}
	}
	if f := open(t, static.URL("js/qr-worker.js")); !f.Worker {
		t.Error("the QR reader's script is not marked")
	}
}

func TestAnUnknownFileStopsTheProgram(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an unknown file has an address")
		}
	}()
	static.URL("css/none.css")
}
