package certs

import (
	"crypto/tls"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// pair is a certificate and key in files that something else renews.
type pair struct {
	certFile, keyFile string
	now               func() time.Time

	mu     sync.Mutex
	cert   *tls.Certificate
	looked time.Time
	stamp  [2]time.Time // when the files were last changed
}

// Load gives the configuration of a door from PEM files: the certificate with its chain,
// and its key. Files that are renewed while serving are taken up within ten minutes. What
// cannot be used (missing, not PEM, certificate and key that do not belong together, ended
// or not yet valid, a key that every account of the machine may read) is an error that
// names the file.
func Load(certFile, keyFile string, now func() time.Time) (*tls.Config, error) {
	p := &pair{certFile: certFile, keyFile: keyFile, now: now}
	if err := p.read(); err != nil {
		return nil, err
	}
	p.looked = now()
	return doorConfig(func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return p.current(), nil }), nil
}

func (p *pair) read() error {
	stamp, err := p.changed()
	if err != nil {
		return err
	}
	certPEM, err := os.ReadFile(p.certFile)
	if err != nil {
		return fmt.Errorf("the certificate cannot be read: %w", err)
	}
	keyPEM, err := os.ReadFile(p.keyFile)
	if err != nil {
		return fmt.Errorf("the certificate's key cannot be read: %w", err)
	}
	cert, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return fmt.Errorf("%s and %s cannot be used together: %w", p.certFile, p.keyFile, err)
	}
	switch now := p.now(); {
	case now.After(cert.Leaf.NotAfter):
		return fmt.Errorf("the certificate in %s ended on %s", p.certFile, day(cert.Leaf.NotAfter))
	case now.Before(cert.Leaf.NotBefore):
		return fmt.Errorf("the certificate in %s counts from %s on, but the clock says %s", p.certFile, day(cert.Leaf.NotBefore), day(now))
	}
	p.cert, p.stamp = &cert, stamp
	return nil
}

// changed gives when the files were last changed, and refuses a key open to everybody. A
// group may read it: that is how several services share one certificate.
func (p *pair) changed() (stamp [2]time.Time, err error) {
	for i, f := range []string{p.certFile, p.keyFile} {
		s, err := os.Stat(f)
		switch {
		case err != nil:
			return stamp, fmt.Errorf("the certificate cannot be read: %w", err)
		case s.IsDir():
			return stamp, fmt.Errorf("the certificate cannot be read: %w", &os.PathError{Op: "read", Path: f, Err: errors.New("it is a folder")})
		case i == 1 && openToAll(s):
			return stamp, fmt.Errorf("every account of this machine may read the private key in %s (mode %04o): put it right with chmod 600 %s", f, s.Mode().Perm(), f)
		}
		stamp[i] = s.ModTime()
	}
	return stamp, nil
}

// current is the certificate to serve with; while new files are half-written or wrong,
// serving goes on with the old.
func (p *pair) current() *tls.Certificate {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if since := now.Sub(p.looked); since < 0 || since >= lookAgain {
		p.looked = now
		if stamp, err := p.changed(); err == nil && stamp != p.stamp {
			_ = p.read() // the old one stays when this fails
		}
	}
	return p.cert
}
