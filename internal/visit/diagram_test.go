package visit_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/visit"
)

var update = flag.Bool("update", false, "write testdata/moves.md anew")

// A change of the table is seen in the diff of testdata/moves.md by whoever
// reviews it, beside the code that made it.
func TestTheTableOfMovesAsADiagram(t *testing.T) {
	if *update {
		if err := os.WriteFile("testdata/moves.md", []byte(visit.Diagram()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/moves.md")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), visit.Diagram()); d != "" {
		t.Errorf("go test ./internal/visit -update writes it anew:\n%s", d)
	}
}

func TestArchitectureShowsTheTableOfMoves(t *testing.T) {
	text, err := os.ReadFile("../../ARCHITECTURE.md")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("there is no ARCHITECTURE.md")
	}
	if err != nil {
		t.Fatal(err)
	}
	const mark = "<!-- moves -->\n"
	if !strings.Contains(string(text), mark+visit.Diagram()+mark) {
		t.Errorf("between the two lines %q ARCHITECTURE.md does not hold testdata/moves.md", strings.TrimSpace(mark))
	}
}
