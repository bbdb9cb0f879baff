// Package internal holds no code of the product: its tests keep the rules that the whole
// tree lives by. This file says who may import whom.
package internal

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "bukutamu/"

// domain is the office's own trade, in the order in which it may be imported: refusal knows
// nobody, then one way only. It never knows a store, a driver or a web server.
const domain = "internal/refusal internal/identity internal/office internal/account internal/trail internal/visit internal/complaint"

// engines and test packages are what test files may import beside the row of their package.
const forTests = "internal/spool internal/spool/spooltest internal/lang internal/refusal internal/sample internal/guard internal/store/sqlite internal/store/storetest internal/store/mongo internal/store/mongo/mongotest internal/store/opentest internal/web/webtest"

// doorTests are what the tests of a door open beside it: a real store, keys, pages.
const doorTests = "internal/secret internal/store templates static"

// table says for each package of ours which others of ours it may import. A package without
// a line fails, and so does a line without a package.
var table = []struct{ name, may, testsMay string }{
	{"cmd/bukutamu", "*", ""},
	{"kiosk", domain + " internal/book internal/paper internal/spool internal/upload internal/web internal/live internal/lang internal/guard", doorTests},
	{"admin", domain + " internal/book internal/paper internal/spool internal/upload internal/web internal/live internal/lang internal/guard", "internal/secret internal/store static templates"},
	{"templates", "static internal/lang", ""}, // the engine and its three functions
	{"static", "", ""},

	{"internal/refusal", "", ""},
	{"internal/identity", "internal/refusal", ""},
	{"internal/office", "internal/identity internal/refusal", ""},
	{"internal/account", "internal/identity internal/refusal internal/office", ""},
	{"internal/trail", "internal/account", ""},
	{"internal/visit", "internal/identity internal/refusal internal/office internal/account internal/trail", ""},
	{"internal/complaint", "internal/identity internal/refusal internal/office internal/account internal/trail", ""},
	{"internal/sample", domain, ""},

	{"internal/book", domain + " internal/store internal/live internal/secret internal/guard", ""},
	{"internal/store", "internal/secret", ""},
	{"internal/store/sqlite", "internal/store internal/secret internal/guard", ""},
	{"internal/store/mongo", "internal/store", "internal/store/mongo/mongotest"},
	{"internal/store/mongo/mongotest", "", ""},
	{"internal/store/opentest", "internal/store internal/store/sqlite internal/store/mongo internal/store/mongo/mongotest", ""},
	{"internal/store/storetest", "internal/store internal/secret", ""},
	{"internal/secret", "", ""},
	{"internal/live", "internal/refusal internal/guard", ""},
	{"internal/lang", "", domain}, // its tests look up a text for every refusal
	{"internal/paper", domain + " internal/lang", ""},
	{"internal/upload", "internal/refusal", ""},
	{"internal/spool/spooltest", "internal/spool", ""},
	{"internal/spool", "internal/office internal/refusal internal/guard", ""},
	{"internal/certs", "", ""},
	{"internal/guard", "", ""},

	{"internal/web", "internal/account internal/office internal/secret internal/live internal/lang internal/refusal internal/guard templates static", domain},
	{"internal/web/webtest", "internal/web internal/account internal/office internal/secret internal/live internal/lang internal/refusal internal/guard templates static", ""},

	{"internal", "", ""},
	{"scripts/gotest", "", ""},
}

// outside says who may import what others wrote; the longest line that fits counts. "*" is
// everybody, "" nobody: such a package is for test files.
var outside = []struct{ name, who string }{
	{"github.com/gofiber/fiber/v2", "cmd/bukutamu kiosk admin internal/web internal/web/webtest"},
	{"github.com/gofiber/template", "cmd/bukutamu templates internal/web internal/web/webtest"},
	{"github.com/valyala/fasthttp", "cmd/bukutamu internal/web internal/web/webtest"},
	{"github.com/prometheus", "cmd/bukutamu admin internal/web"},
	{"github.com/alecthomas/kong", "cmd/bukutamu"},
	{"modernc.org/sqlite", "internal/store/sqlite"},
	{"go.mongodb.org/mongo-driver", "internal/store/mongo internal/store/mongo/mongotest"},
	{"github.com/jung-kurt/gofpdf", "internal/paper"},
	{"github.com/skip2/go-qrcode", "internal/paper"},
	{"filippo.io/age", "cmd/bukutamu internal/book internal/secret"},
	{"golang.org/x/crypto", "internal/secret"},
	// Of x/image the scaling alone: its decoders have thirteen advisories.
	{"golang.org/x/image/draw", "kiosk admin internal/web internal/book internal/office internal/paper internal/upload"},
	{"golang.org/x/sys", "cmd/bukutamu"}, // free room on the disk
	{"golang.org/x/text", "*"},

	{"github.com/chromedp", ""},
	{"github.com/google/go-cmp", ""},
	{"github.com/rogpeppe/go-internal", ""},
	{"go.uber.org/goleak", ""},
	{"pgregory.net/rapid", ""},
}

// imports is what `go list` tells about a package.
type imports struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// goTool runs the go command at the top of the tree.
func goTool(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = ".."
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return out
}

func packages(t *testing.T) []imports {
	t.Helper()
	var all []imports
	d := json.NewDecoder(bytes.NewReader(goTool(t, "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")))
	for {
		var p imports
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 5 {
		t.Fatalf("go list found only %d packages", len(all))
	}
	return all
}

func TestWhoImportsWhom(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		i := slices.IndexFunc(table, func(r struct{ name, may, testsMay string }) bool { return r.name == name })
		if i < 0 {
			t.Errorf("%s has no line in the table of internal/imports_test.go", name)
			continue
		}
		seen[name] = true
		row := table[i]
		for _, imp := range p.Imports {
			if !allowed(name, imp, row.may) {
				t.Errorf("%s must not import %s", name, imp)
			}
		}
		for _, imp := range slices.Concat(p.TestImports, p.XTestImports) {
			if !allowed(name, imp, row.may+" "+row.testsMay+" "+forTests+" "+name) && !testOnly(imp) {
				t.Errorf("the tests of %s must not import %s", name, imp)
			}
		}
	}
	for _, r := range table {
		if !seen[r.name] {
			t.Errorf("%s has a line in the table but no code", r.name)
		}
	}
}

// allowed says whether a package may import another; may lists those of ours.
func allowed(name, imp, may string) bool {
	if ours, ok := strings.CutPrefix(imp, module); ok {
		return has(may, ours)
	}
	if first, _, _ := strings.Cut(imp, "/"); !strings.Contains(first, ".") {
		return true // the standard library; TestTheDomainIsPure has a word on that
	}
	who, found := rule(imp)
	return found && has(who, name)
}

func has(list, name string) bool {
	names := strings.Fields(list)
	return slices.Contains(names, "*") || slices.Contains(names, name)
}

// rule finds who may import a package of others.
func rule(imp string) (who string, found bool) {
	longest := -1
	for _, o := range outside {
		if (imp == o.name || strings.HasPrefix(imp, o.name+"/")) && len(o.name) > longest {
			longest, who, found = len(o.name), o.who, true
		}
	}
	return who, found
}

func testOnly(imp string) bool {
	who, found := rule(imp)
	return found && who == ""
}

// A table that lets everything through would keep nothing: these must be refused.
func TestTheTableHasTeeth(t *testing.T) {
	for _, x := range []struct {
		name, imp string
		want      bool
	}{
		{"kiosk", module + "admin", false},
		{"admin", module + "kiosk", false},
		{"admin", module + "internal/store/sqlite", false},
		{"admin", module + "internal/book", true},
		{"internal/visit", module + "internal/store", false},
		{"internal/office", module + "internal/visit", false},
		{"internal/visit", "github.com/gofiber/fiber/v2", false},
		{"internal/book", "github.com/gofiber/fiber/v2/middleware/limiter", false},
		{"kiosk", "github.com/gofiber/fiber/v2", true},
		{"internal/book", "golang.org/x/image/draw", true},
		{"internal/book", "golang.org/x/image/webp", false},
		{"internal/web", "github.com/nobody/knows", false},
		{"internal/paper", module + "internal/web", false},
		{"internal/paper", "math/bits", true},
	} {
		may := ""
		for _, r := range table {
			if r.name == x.name {
				may = r.may
			}
		}
		if got := allowed(x.name, x.imp, may); got != x.want {
			t.Errorf("%s may import %s: %v, want %v", x.name, x.imp, got, x.want)
		}
	}
}

// Fiber asks for an older fasthttp, whose redirects let a header be split in two; what is
// newer must be forced, and `go mod tidy` at the wrong moment drops it.
func TestForcedVersions(t *testing.T) {
	want := map[string]string{
		"github.com/gofiber/fiber/v2":         "v2.52.15",
		"github.com/gofiber/template/html/v2": "v2.1.3",
		"github.com/gofiber/utils":            "v1.2.0",
		"github.com/klauspost/compress":       "v1.20.3",
		"github.com/valyala/fasthttp":         "v1.78.0",
	}
	args := []string{"list", "-m", "-f", "{{.Path}} {{.Version}}{{with .Replace}} replaced{{end}}"}
	for m := range want {
		args = append(args, m)
	}
	for line := range strings.Lines(string(goTool(t, args...))) {
		f := strings.Fields(line)
		if len(f) != 2 || want[f[0]] != f[1] {
			t.Errorf("%s, want %s", strings.TrimSpace(line), want[f[0]])
		}
	}
}
