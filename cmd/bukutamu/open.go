package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"bukutamu/internal/secret"
)

// folder is where the database lives.
func (s *Settings) folder() string {
	if f, ok := strings.CutPrefix(s.Store, "sqlite:"); ok && f != "" {
		return f
	}
	return s.Data
}

// keyFile is where the keys live when they are in a file.
func (s *Settings) keyFile() string {
	if s.Keys != "" {
		return s.Keys
	}
	return filepath.Join(s.Data, "keys")
}

// checkProxy refuses what is no address or network: it would silently be nobody.
func (s *Settings) checkProxy() error {
	if s.TrustedProxy == "" {
		return nil
	}
	if a, err := netip.ParseAddr(s.TrustedProxy); err == nil {
		s.TrustedProxy = a.Unmap().String() // as the peer's address is written
		return nil
	}
	if _, err := netip.ParsePrefix(s.TrustedProxy); err == nil {
		return nil
	}
	return fmt.Errorf("--trusted-proxy: %q is not an address or a network like 10.0.0.0/8", s.TrustedProxy)
}

// checkURL refuses a base URL that no QR code could lead to. Its address is in capitals in
// the code, and the pages' own links begin at the root, so it has no path.
func (s *Settings) checkURL() error {
	if s.BaseURL == "" {
		return nil
	}
	u, err := url.Parse(s.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Opaque != "" ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return fmt.Errorf("--base-url: %q is not an address like https://tamu.example.id", s.BaseURL)
	}
	s.BaseURL = strings.TrimRight(s.BaseURL, "/")
	return nil
}

// givenKeys are the keys in the environment variable that --keys names; nil when it
// names a file.
func (s *Settings) givenKeys() (*secret.Keys, error) {
	if s.Keys == "" || strings.ContainsAny(s.Keys, `/\.`) {
		return nil, nil
	}
	text, ok := os.LookupEnv(s.Keys)
	if !ok {
		return nil, nil
	}
	k, err := secret.Parse([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("the keys in the environment variable %s: %w", s.Keys, err)
	}
	return k, nil
}

// openKeys loads the keys, and makes new ones only where there is no database
// that others could belong to.
func (s *Settings) openKeys(ctx context.Context) (*secret.Keys, error) {
	if k, err := s.givenKeys(); k != nil || err != nil {
		return k, err
	}
	path := s.keyFile()
	k, err := secret.Load(path)
	switch {
	case err == nil:
		return k, nil
	case !errors.Is(err, secret.ErrNoKeys):
		return nil, err // it names the file
	}
	made, err := s.made(ctx)
	if err != nil {
		return nil, err
	}
	if made {
		return nil, fmt.Errorf("the database in %s is there, but its key file %s is missing: put the key file back (a backup holds it); no new one is made, since nothing could be read with it", s.place(), path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if k, err = secret.Create(path); err != nil {
		return nil, err
	}
	return k, nil
}
