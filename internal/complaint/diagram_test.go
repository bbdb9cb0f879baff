package complaint_test

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/complaint"
)

var update = flag.Bool("update", false, "write testdata/moves.md anew")

// A change of the table is seen in the diff of testdata/moves.md by whoever
// reviews it, beside the code that made it. ARCHITECTURE.md leads to it.
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
