package main

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/store/sqlite"
)

type restoreCommand struct{ sealing }

// Run restores into an empty data folder, or into an empty database on MongoDB. Everything is
// unpacked, compared with the manifest and opened beside the target before it gets its
// names. Keys that are given in the environment stay there: they must be those of the backup.
func (r restoreCommand) Run(c *console) error {
	passphrase, err := r.passphrase()
	if err != nil {
		return err
	}
	folder, keyFile := c.settings.folder(), c.settings.keyFile()
	given, err := c.settings.givenKeys()
	if err != nil {
		return err
	}
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 && !isMongo(c.settings.Store) {
		return fmt.Errorf("%s is not empty: a restore never overwrites; name an empty folder with --data", folder)
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
	keys, err := proveBackup(c.ctx, dir)
	if err != nil {
		return fmt.Errorf("%s: %w", r.File, err)
	}
	if given != nil && given.Fingerprint() != keys.Fingerprint() {
		return fmt.Errorf("%s: the keys in the environment variable %s are not those of this backup", r.File, c.settings.Keys)
	}
	if given == nil {
		if err := bringKeys(keys, keyFile, isMongo(c.settings.Store)); err != nil {
			return err
		}
	}
	if isMongo(c.settings.Store) {
		err = c.fill(dir, "the backup of "+m.Made.Format(time.RFC3339Nano), keys)
	} else {
		err = os.Rename(filepath.Join(dir, sqlite.File), filepath.Join(folder, sqlite.File))
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "restored: backup of %s into %s\n", m.Made.Format(time.RFC3339), c.settings.place())
	return nil
}

// bringKeys writes the keys anew: they may belong on another disk. Those of a restore that was cut
// off may be there.
func bringKeys(keys *secret.Keys, file string, again bool) error {
	if _, err := os.Stat(file); err == nil {
		if there, err := secret.Load(file); again && err == nil && there.Fingerprint() == keys.Fingerprint() {
			return nil
		}
		return fmt.Errorf("%s is there already: a restore never overwrites", file)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	return keys.Save(file)
}

// fill carries an unpacked backup into an empty database, or goes on with one that was cut off.
func (c *console) fill(dir, from string, keys *secret.Keys) error {
	o := store.Options{Fingerprint: keys.Fingerprint()}
	source, err := sqlite.Open(c.ctx, dir, o)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := c.settings.openDatabase(c.ctx, o)
	if err != nil {
		return err
	}
	defer target.Close()
	_, err = transfer(c, source, target, from)
	return err
}

// proveBackup opens the unpacked database with the unpacked keys once.
func proveBackup(ctx context.Context, dir string) (*secret.Keys, error) {
	keys, err := secret.Load(filepath.Join(dir, keysFile))
	if err != nil {
		return nil, err
	}
	s, err := sqlite.Open(ctx, dir, store.Options{Fingerprint: keys.Fingerprint()})
	if err != nil {
		return nil, err
	}
	return keys, s.Close()
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
