package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestABackupBringsEverythingBack(t *testing.T) {
	h := open(t, Settings{Data: demoFolder(t)}) // a backup is taken while serving
	file := filepath.Join(t.TempDir(), "backup.age")
	refused(t, "sealed", "backup", file, "--data", h.settings.Data)
	words := filepath.Join(t.TempDir(), "words")
	if err := os.WriteFile(words, []byte("empat kuda di bukit\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, err := call(t, "backup", file, "--data", h.settings.Data, "--passphrase-file", words); code != 0 || out != file+"\n" {
		t.Fatalf("exit %d, %q, %q", code, out, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup: %v, %v", info, err)
	}
	t.Setenv("BUKUTAMU_PASSPHRASE", "empat kuda di bukit")
	refused(t, "never overwrites", "backup", file, "--data", h.settings.Data)
	refused(t, "not empty", "restore", file, "--data", h.settings.Data)

	want, anchors := verified(t, h.settings.Data)
	back := filepath.Join(t.TempDir(), "back")
	if code, _, err := call(t, "restore", file, "--data", back); code != 0 {
		t.Fatalf("exit %d: %s", code, err)
	}
	if got, _ := verified(t, back); got != want || len(anchors) != 2 {
		t.Errorf("before the backup: %s, after the restore: %s, anchors %v", want, got, anchors)
	}
	for _, anchor := range anchors {
		if code, _, err := call(t, "verify", "--data", back, "--anchor", anchor); code != 0 {
			t.Errorf("%s after the restore: exit %d: %s", anchor, code, err)
		}
	}

	text, err := os.ReadFile(filepath.Join(back, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TAMU_KEYS", string(text))
	kept := filepath.Join(t.TempDir(), "kept")
	if code, _, err := call(t, "restore", file, "--data", kept, "--keys", "TAMU_KEYS"); code != 0 {
		t.Fatalf("exit %d: %s", code, err)
	}
	for _, name := range []string{filepath.Join(kept, "keys"), "TAMU_KEYS"} {
		if _, err := os.Stat(name); err == nil {
			t.Errorf("keys that are in the environment were written into %s", name)
		}
	}
	text, err = os.ReadFile(filepath.Join(empty(t).settings.Data, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TAMU_KEYS", string(text))
	refused(t, "not those of this backup", "restore", file, "--data", filepath.Join(t.TempDir(), "x"), "--keys", "TAMU_KEYS")
}

// verified is what verify counts in a clean folder, and the anchors that it gives. How
// many documents there are is left out: the jobs of a serving program have theirs. Today's
// anchor says up to which minute it holds, so two of them are compared by verify itself.
func verified(t *testing.T, folder string) (counts string, anchors []string) {
	t.Helper()
	code, out, err := call(t, "verify", "--data", folder)
	if code != 0 {
		t.Fatalf("verify: exit %d: %s", code, err)
	}
	_, out, _ = strings.Cut(out, " documents, ")
	counts, out, _ = strings.Cut(out, "\n")
	for line := range strings.Lines(out) {
		if anchor, ok := strings.CutPrefix(strings.TrimSpace(line), "anchor "); ok {
			anchors = append(anchors, anchor)
		}
	}
	return counts, anchors
}

func TestABackupThatCannotBeUsed(t *testing.T) {
	t.Setenv("BUKUTAMU_PASSPHRASE", "empat kuda di bukit")
	file := filepath.Join(t.TempDir(), "backup.age")
	if code, _, err := call(t, "backup", file, "--data", demoFolder(t)); code != 0 {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	flipped := append([]byte{}, whole...)
	flipped[len(flipped)/2] ^= 1
	for name, body := range map[string][]byte{
		"one bit": flipped, "cut": whole[:len(whole)-1], "cut at a block": whole[:len(whole)/65552*65552], "another file": []byte("kertas biasa"),
	} {
		bad := filepath.Join(t.TempDir(), "bad.age")
		if err := os.WriteFile(bad, body, 0o600); err != nil {
			t.Fatal(err)
		}
		folder := filepath.Join(t.TempDir(), "back")
		refused(t, "damaged", "restore", bad, "--data", folder)
		if left, _ := os.ReadDir(folder); len(left) > 0 {
			t.Errorf("%s: left in the target: %v", name, left)
		}
	}
	t.Setenv("BUKUTAMU_PASSPHRASE", "lima kuda di bukit")
	refused(t, "passphrase", "restore", file, "--data", filepath.Join(t.TempDir(), "back"))
}
