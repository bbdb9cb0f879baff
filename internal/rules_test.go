package internal

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// walk gives every file of the tree with one of the endings, by its path from the top.
func walk(t *testing.T, endings string, f func(path string, content []byte)) {
	t.Helper()
	top := os.DirFS("..")
	err := fs.WalkDir(top, ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if n := d.Name(); path != "." && (n == "vendor" || n == "node_modules" || path == "bin" || path == "data" || path == "data-demo" || (n[0] == '.' && n != ".ci")) {
				return fs.SkipDir
			}
		case d.Type().IsRegular() && slices.Contains(strings.Fields(endings), filepath.Ext(path)):
			b, err := fs.ReadFile(top, path)
			if err != nil {
				return err
			}
			f(path, b)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// code parses the Go files of the product (no tests) and hands each one over.
func code(t *testing.T, f func(path string, at func(token.Pos) string, file *ast.File)) {
	t.Helper()
	n := 0
	walk(t, ".go", func(path string, content []byte) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, content, parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			return
		}
		n++
		f(path, func(p token.Pos) string { return fmt.Sprintf("%s:%d", path, set.Position(p).Line) }, file)
	})
	if n < 10 {
		t.Fatalf("only %d files of Go found", n)
	}
}

// impure is what the domain never imports, and what it never calls of the package time.
var (
	impure = []string{"os", "os/exec", "net", "net/http", "log", "log/slog", "math/rand", "math/rand/v2", "crypto/rand", "database/sql", "runtime"}
	clocks = []string{"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Sleep", "Local"}
)

// Time, chance and the environment come in as arguments: the same visit and the same move
// give the same visit, on every machine and in every test.
func TestTheDomainIsPure(t *testing.T) {
	code(t, func(path string, at func(token.Pos) string, file *ast.File) {
		if !slices.Contains(strings.Fields(domain), filepath.ToSlash(filepath.Dir(path))) {
			return
		}
		for _, s := range hidden(file) {
			t.Errorf("%s: %s", at(s.pos), s.what)
		}
	})
}

type found struct {
	pos  token.Pos
	what string
}

func hidden(file *ast.File) (all []found) {
	for _, i := range file.Imports {
		if p := strings.Trim(i.Path.Value, `"`); slices.Contains(impure, p) {
			all = append(all, found{i.Pos(), "the domain must not import " + p})
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clocks, s.Sel.Name) {
				all = append(all, found{s.Pos(), "the domain must not use time." + s.Sel.Name})
			}
		}
		return true
	})
	return all
}

// A panic on a goroutine of its own ends the process: guard.Go is the one that starts them,
// and streams are written in internal/web, which wraps them in guard.Run.
func TestGoroutinesAreGuarded(t *testing.T) {
	code(t, func(path string, at func(token.Pos) string, file *ast.File) {
		if path == "internal/guard/guard.go" || strings.HasSuffix(filepath.Dir(path), "test") || strings.HasSuffix(filepath.Dir(path), "testserver") {
			return // packages such as storetest are run by tests, where a panic should be seen
		}
		inWeb := strings.HasPrefix(path, "internal/web/")
		for _, s := range bare(file, inWeb) {
			t.Errorf("%s: %s", at(s.pos), s.what)
		}
	})
}

func bare(file *ast.File, inWeb bool) (all []found) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			all = append(all, found{n.Pos(), "a bare go statement: use guard.Go"})
		case *ast.CallExpr:
			s, ok := n.Fun.(*ast.SelectorExpr)
			if !ok {
				break
			}
			x, _ := s.X.(*ast.Ident)
			of := func(name string) bool { return x != nil && x.Name == name }
			switch {
			case s.Sel.Name == "Go" && !of("guard"), s.Sel.Name == "AfterFunc" && len(n.Args) == 2 && literal(n.Args[1]):
				all = append(all, found{n.Pos(), s.Sel.Name + " starts a goroutine: use guard.Go"})
			case (s.Sel.Name == "SetBodyStreamWriter" || s.Sel.Name == "NewStreamReader") && !inWeb:
				all = append(all, found{n.Pos(), "streams are written in internal/web"})
			}
		}
		return true
	})
	return all
}

// literal says whether a function is written where it is handed over. AfterFunc may be given a
// method by name, such as one that only closes.
func literal(e ast.Expr) bool {
	_, ok := e.(*ast.FuncLit)
	return ok
}

// The two rules above must see what they are there for.
func TestTheRulesSeeTheFault(t *testing.T) {
	const bad = `package p
import ("math/rand"; "time"; "sync")
func f(w *sync.WaitGroup) {
	_ = time.Now()
	_ = rand.Int()
	go f(nil)
	w.Go(func() {})
	time.AfterFunc(0, func() {})
	context.AfterFunc(ctx, s.Close)
	c.Context().SetBodyStreamWriter(nil)
	guard.Go(nil, "fine", nil)
	var d time.Duration
}`
	file, err := parser.ParseFile(token.NewFileSet(), "bad.go", bad, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(hidden(file)); n != 3 {
		t.Errorf("%d of 3 hidden sources seen", n)
	}
	if n := len(bare(file, false)); n != 4 {
		t.Errorf("%d of 4 goroutines seen", n)
	}
}

// Nothing is left for later in the tree, no file is named for nothing in particular, and no
// file of ours is too long to read.
func TestNothingIsLeftForLater(t *testing.T) {
	marks := []string{"TO" + "DO", "FIX" + "ME", "not " + "implemented", "belum " + "tersedia"}
	walk(t, ".go .html .css .js .json .md .yaml .service", func(path string, content []byte) {
		if strings.HasPrefix(path, "docs/") || path == "CHANGELOG.md" {
			return
		}
		for i, line := range strings.Split(string(content), "\n") {
			for _, m := range marks {
				if strings.Contains(line, m) {
					t.Errorf("%s:%d says %q", path, i+1, m)
				}
			}
		}
		if n := filepath.Base(path); slices.Contains([]string{"utils.go", "util.go", "types.go", "models.go", "helpers.go", "common.go"}, n) {
			t.Errorf("%s: a file bears the name of what is in it", path)
		}
		if n := strings.Count(string(content), "\n"); n > 300 && filepath.Ext(path) == ".go" && !strings.HasSuffix(path, "_test.go") {
			t.Errorf("%s has %d lines: is the seam in the wrong place?", path, n)
		}
	})
}
