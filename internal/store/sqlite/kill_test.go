package sqlite

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"bukutamu/internal/store"
)

const killFolder = "BUKUTAMU_TEST_KILL_FOLDER"

// A process killed in the middle of its writes: whatever it had acknowledged is there after
// opening again, nothing is half there, and nothing was done twice.
func TestKilled(t *testing.T) {
	if folder := os.Getenv(killFolder); folder != "" {
		writeUntilKilled(t, folder)
		return
	}
	folder := t.TempDir()
	ledger, acknowledged := map[string]bool{}, 0
	for round, after := range []int{1, 40, 300} { // acknowledged writes before the kill
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), killFolder+"="+folder, fmt.Sprint("BUKUTAMU_TEST_ROUND=", round))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 1; lines.Scan(); n++ {
			switch what, id, _ := strings.Cut(lines.Text(), " "); what {
			case "made":
				ledger[id] = true
			case "counted":
				acknowledged++
			default:
				t.Errorf("the child says %q", lines.Text())
			}
			if n == after {
				cmd.Process.Kill()
			}
		}
		_ = cmd.Wait() // killed, so always an error
		s := begin(t, folder)
		counter, err := s.Get(t.Context(), "kapuas", "visit", "counter")
		if err != nil {
			t.Fatal(err)
		}
		docs := whole(t, s)
		for id := range ledger {
			if _, there := docs[id]; !there {
				t.Errorf("round %d: %s was acknowledged and is lost", round, id)
			}
		}
		// Each killed process may have had one count on the way whose answer was never heard.
		if n := int(counter.Version) - 1; n < acknowledged || n > acknowledged+round+1 {
			t.Errorf("round %d: %d counts stored, %d acknowledged", round, n, acknowledged)
		}
		s.Close()
	}
	if len(ledger) < 100 {
		t.Errorf("only %d writes: this test shows little", len(ledger))
	}
}

func writeUntilKilled(t *testing.T, folder string) {
	s := begin(t, folder)
	round := os.Getenv("BUKUTAMU_TEST_ROUND")
	if round == "0" {
		if _, err := s.Put(t.Context(), visit("counter")); err != nil {
			t.Fatal(err)
		}
	}
	var out sync.Mutex
	say := func(what string, d store.Doc, err error) {
		if err != nil {
			t.Error(err)
		}
		out.Lock()
		defer out.Unlock()
		fmt.Fprintln(os.Stdout, what, d.ID)
	}
	var all sync.WaitGroup
	for w := range 8 {
		all.Go(func() {
			for i := range 3000 {
				if w > 0 {
					d, err := s.Put(t.Context(), visit(fmt.Sprintf("%s-%d-%04d", round, w, i)))
					say("made", d, err)
					continue
				}
				d, err := s.Get(t.Context(), "kapuas", "visit", "counter")
				if err == nil {
					d, err = s.Put(t.Context(), d)
				}
				say("counted", d, err)
			}
		})
	}
	all.Wait()
}
