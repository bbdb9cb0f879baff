package complaint_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/complaint"
)

var update = flag.Bool("update", false, "write testdata/moves.md and the table in ARCHITECTURE.md anew")

// A change of the table is seen in the diff of testdata/moves.md by whoever
// reviews it, beside the code that made it.
func TestTheTableOfMovesAsADiagram(t *testing.T) {
	if *update {
		if err := os.WriteFile("testdata/moves.md", []byte(complaint.Diagram()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/moves.md")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), complaint.Diagram()); d != "" {
		t.Errorf("go test ./internal/complaint -update writes it anew:\n%s", d)
	}
}

func TestArchitectureShowsTheTableOfMoves(t *testing.T) {
	const file, mark = "../../ARCHITECTURE.md", "<!-- complaint moves -->\n"
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("there is no ARCHITECTURE.md")
	}
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(text), mark)
	if len(parts) != 3 {
		t.Fatalf("ARCHITECTURE.md has %d lines %q, not two", len(parts)-1, strings.TrimSpace(mark))
	}
	if *update {
		parts[1] = complaint.Diagram()
		if err := os.WriteFile(file, []byte(strings.Join(parts, mark)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(complaint.Diagram(), parts[1]); d != "" {
		t.Errorf("go test ./internal/complaint -update writes it anew:\n%s", d)
	}
}
