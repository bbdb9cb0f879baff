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

func writeBackup(ctx context.Context, file, passphrase string, s *sqlite.Store, keys *secret.Keys) (err error) {
	dir, err := os.MkdirTemp(filepath.Dir(file), ".backup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	snapshot := filepath.Join(dir, sqlite.File)
	if err := s.Snapshot(ctx, snapshot); err != nil {
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

type restoreCommand struct{ sealing }

// Run restores into an empty data folder. Everything is unpacked, compared with
// the manifest and opened beside the target before it gets its names.
func (r restoreCommand) Run(c *console) error {
	passphrase, err := r.passphrase()
	if err != nil {
		return err
	}
	folder, keyFile := c.settings.folder(), c.settings.keyFile()
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty: a restore never overwrites; name an empty folder with --data", folder)
	}
	if _, err := os.Stat(keyFile); err == nil {
		return fmt.Errorf("%s is there already: a restore never overwrites", keyFile)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(folder, ".restore-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	m, err := unseal(r.File, passphrase, dir)
	if err != nil {
		return fmt.Errorf("%s: %w", r.File, err)
	}
	if err := proveBackup(c.ctx, dir); err != nil {
		return fmt.Errorf("%s: %w", r.File, err)
	}
	if err := os.MkdirAll(filepath.Dir(keyFile), 0o700); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(dir, keysFile), keyFile); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(dir, sqlite.File), filepath.Join(folder, sqlite.File)); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "restored: backup of %s into %s\n", m.Made.Format(time.RFC3339), folder)
	return nil
}

// proveBackup opens the unpacked database with the unpacked keys once.
func proveBackup(ctx context.Context, dir string) error {
	keys, err := secret.Load(filepath.Join(dir, keysFile))
	if err != nil {
		return err
	}
	s, err := sqlite.Open(ctx, dir, store.Options{Fingerprint: keys.Fingerprint()})
	if err != nil {
		return err
	}
	return s.Close()
}

var errDamaged = errors.New("the backup is damaged; nothing was restored")

// unseal unpacks a backup into dir and compares every file with the manifest.
func unseal(path, passphrase, dir string) (manifest, error) {
	var m manifest
	who, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return m, err
	}
	who.SetMaxWorkFactor(22)
	f, err := os.Open(path)
	if err != nil {
		return m, err
	}
	defer f.Close()
	plain, err := age.Decrypt(f, who)
	var wrong *age.NoIdentityMatchError
	switch {
	case errors.As(err, &wrong):
		return m, errors.New("the passphrase does not open this backup")
	case err != nil:
		return m, errDamaged
	}
	r := tar.NewReader(plain)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return m, errDamaged
		}
		switch h.Name {
		case manifestFile:
			if err := json.NewDecoder(r).Decode(&m); err != nil || m.Product != "bukutamu" {
				return m, errDamaged
			}
		case keysFile, sqlite.File:
			if err := unpack(filepath.Join(dir, h.Name), r); err != nil {
				return m, err
			}
		default:
			return m, errDamaged
		}
	}
	// The rest of the stream carries the last seal: a file cut at a boundary shows here.
	if _, err := io.Copy(io.Discard, plain); err != nil {
		return m, errDamaged
	}
	for _, name := range []string{keysFile, sqlite.File} {
		sum, err := sumOf(filepath.Join(dir, name))
		if err != nil || m.Sums[name] == "" || sum != m.Sums[name] {
			return m, errDamaged
		}
	}
	return m, nil
}

func unpack(path string, r io.Reader) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := io.Copy(f, r); err != nil {
		return errDamaged
	}
	return f.Sync()
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
