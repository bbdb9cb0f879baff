package main

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/store/sqlite"
)

// manifest is the first file of a backup: what else is in it.
type manifest struct {
	Product string            `json:"product"`
	Version string            `json:"version"`
	Made    time.Time         `json:"made"`
	Sums    map[string]string `json:"sums"` // file name → SHA-256
}

// Names inside a backup.
const (
	manifestFile = "manifest.json"
	keysFile     = "keys"
)

// sealing is the passphrase of a backup, which holds the keys and must therefore
// be sealed by something that is not in it.
type sealing struct {
	File       string `arg:"" help:"The backup file."`
	Passphrase string `name:"passphrase-file" help:"File whose first line is the passphrase (or BUKUTAMU_PASSPHRASE)." placeholder:"FILE"`
}

func (s sealing) passphrase() (string, error) {
	text := os.Getenv("BUKUTAMU_PASSPHRASE")
	if s.Passphrase != "" {
		raw, err := os.ReadFile(s.Passphrase)
		if err != nil {
			return "", err
		}
		text = string(raw)
	}
	text, _, _ = strings.Cut(text, "\n")
	if text = strings.TrimRight(text, "\r"); len([]rune(text)) < 12 {
		return "", errors.New("a backup holds the keys, so it is sealed: give --passphrase-file or BUKUTAMU_PASSPHRASE, 12 characters or more")
	}
	return text, nil
}

type backupCommand struct{ sealing }

// Run writes the backup; the file appears under its name only when it is whole.
func (b backupCommand) Run(c *console) error {
	passphrase, err := b.passphrase()
	if err != nil {
		return err
	}
	if _, err := os.Stat(b.File); err == nil {
		return fmt.Errorf("%s is there already: a backup never overwrites", b.File)
	}
	_, s, keys, err := c.openBook(c.ctx, false, time.Now, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := writeBackup(c.ctx, b.File, passphrase, s, keys); err != nil {
		return err
	}
	fmt.Fprintln(c.out, b.File)
	return nil
}

func writeBackup(ctx context.Context, file, passphrase string, d database, keys *secret.Keys) (err error) {
	dir, err := os.MkdirTemp(filepath.Dir(file), ".backup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	snapshot := filepath.Join(dir, sqlite.File)
	if err := snapshotOf(ctx, d, snapshot, keys); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, keysFile), keys.Text(), 0o600); err != nil {
		return err
	}
	m := manifest{Product: "bukutamu", Version: version, Made: time.Now().UTC(), Sums: map[string]string{}}
	for _, name := range []string{sqlite.File, keysFile} {
		if m.Sums[name], err = sumOf(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, manifestFile), text, 0o600); err != nil {
		return err
	}
	part := filepath.Join(dir, "part")
	if err := seal(part, passphrase, dir); err != nil {
		return err
	}
	// Link refuses to replace a file that appeared meanwhile; a file system without links renames.
	if err := os.Link(part, file); err != nil {
		return os.Rename(part, file)
	}
	return nil
}

// snapshotOf writes all documents into an SQLite file. What is in MongoDB is walked through: each
// document is whole and as it stood at some moment of the walk, which is all that any of them
// promises of the others.
func snapshotOf(ctx context.Context, d database, path string, keys *secret.Keys) (err error) {
	if s, ok := d.(*sqlite.Store); ok {
		return s.Snapshot(ctx, path)
	}
	to, err := sqlite.Open(ctx, filepath.Dir(path), store.Options{Fingerprint: keys.Fingerprint()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	return carry(ctx, d, to, nil, func(int) {})
}

// seal packs the backup's files into one age file.
func seal(path, passphrase, dir string) (err error) {
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sealed, err := age.Encrypt(f, to)
	if err != nil {
		return err
	}
	w := tar.NewWriter(sealed)
	for _, name := range []string{manifestFile, keysFile, sqlite.File} {
		if err := pack(w, dir, name); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	if err := sealed.Close(); err != nil {
		return err
	}
	return f.Sync()
}

func pack(w *tar.Writer, dir, name string) error {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()}); err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return err
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
