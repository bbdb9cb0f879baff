// Package certs gives the two doors their TLS certificates: from files that somebody else
// looks after (Load), or from a certificate authority of the office's own (Self).
//
// Without TLS a browser on the office's network has no camera, so it belongs to the first
// run. The office's own root is installed once on each kiosk, desk and phone. It can do
// little harm there: it signs servers only, for private names and addresses and the host
// names that were given when it was made, and every browser checks that.
package certs

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const (
	rootYears = 10
	// leafLife is the most that browsers accept of a public certificate; those of a root
	// installed by hand may live longer, but nobody has to know that.
	leafLife = 397 * 24 * time.Hour
	// renewBefore leaves two months in which a server that is switched on now and then
	// still renews in time.
	renewBefore = 60 * 24 * time.Hour
	// backdate forgives the devices of an office whose clocks are late.
	backdate = 24 * time.Hour
	// lookAgain is how often a serving process looks whether its certificate is still the
	// right one: near its end, or without an address that the machine got since.
	lookAgain = 10 * time.Minute
)

// Own is the office's own certificate authority with the server's certificate of now.
// It is safe for concurrent use.
type Own struct {
	dir   string
	hosts []string
	now   func() time.Time
	here  func() []string // names and addresses of this machine; tests give their own

	root    *x509.Certificate
	rootKey *ecdsa.PrivateKey

	mu     sync.Mutex
	leaf   *tls.Certificate
	looked time.Time
}

// Self opens the authority in dir and makes what is missing: root.pem (its certificate and
// key, mode 0600), root.crt (the certificate alone, to hand out) and server.pem (the
// server's certificate and key, 0600; made anew 60 days before its end and whenever a name
// or address is missing from it).
//
// hosts are the names and addresses that the doors are reached by beside the machine's own
// (its name, name.local, localhost, loopback, private addresses), which are always in;
// unspecified addresses such as 0.0.0.0 are passed over. A root signs only for names that
// it was made for: a host outside them, a damaged file, a key that others may read, a root
// that has ended or whose time has not come are errors that name the file and say what to
// do; the root is never silently replaced, since every device would have to install it again.
func Self(dir string, hosts []string, now func() time.Time) (*Own, error) {
	return self(dir, hosts, now, machine)
}

func self(dir string, hosts []string, now func() time.Time, here func() []string) (*Own, error) {
	o := &Own{dir: dir, now: now, here: here}
	for _, h := range hosts {
		clean, err := cleanHost(h)
		if err != nil {
			return nil, err
		}
		if clean != "" {
			o.hosts = append(o.hosts, clean)
		}
	}
	if err := o.openRoot(); err != nil {
		return nil, err
	}
	for _, h := range o.hosts {
		if !covers(o.root, h) {
			return nil, fmt.Errorf("the root certificate in %s was made without %q and may not sign for it; "+
				"go on without that name, or move root.pem and root.crt away so that a new root is made, "+
				"which every device has to install again", dir, h)
		}
	}
	if err := o.openLeaf(); err != nil {
		return nil, err
	}
	o.looked = now()
	return o, nil
}

// Config is the configuration of a door that speaks HTTP/1.1: TLS 1.2 or newer. It renews
// the certificate while serving.
func (o *Own) Config() *tls.Config {
	return doorConfig(func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return o.current(), nil })
}

// RootPEM is the root certificate as Linux, Firefox and certutil take it.
func (o *Own) RootPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: o.root.Raw})
}

// RootDER is the root certificate as Windows and Android take it: a .crt file served as
// application/x-x509-ca-cert.
func (o *Own) RootDER() []byte { return o.root.Raw }

// Fingerprint is that of the root, see the function of this name.
func (o *Own) Fingerprint() string { return Fingerprint(o.root.Raw) }

// Until tells when the server's certificate of now and when the root end.
func (o *Own) Until() (server, root time.Time) {
	return o.current().Leaf.NotAfter, o.root.NotAfter
}

// Fingerprint is the SHA-256 of a certificate in DER, in the pairs that phones and browsers
// show, eight to a group, so that two people can compare it aloud.
func Fingerprint(der []byte) string {
	var b strings.Builder
	for i, c := range sha256.Sum256(der) {
		switch {
		case i == 0:
		case i%8 == 0:
			b.WriteByte(' ')
		default:
			b.WriteByte(':')
		}
		fmt.Fprintf(&b, "%02X", c)
	}
	return b.String()
}

// current is the certificate to serve with. When it cannot be renewed or kept, serving goes
// on with what there is; the next look or the next start tries again.
func (o *Own) current() *tls.Certificate {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.now()
	if since := now.Sub(o.looked); since >= 0 && since < lookAgain {
		return o.leaf
	}
	o.looked = now
	if !o.fits(o.leaf, now) {
		if leaf, pair, err := o.issue(now); err == nil {
			o.leaf = leaf
			_ = replace(o.serverFile(), pair) // a full disk must not stop the door
		}
	}
	return o.leaf
}

// fits says whether a certificate is ours, far from its end and has every name.
func (o *Own) fits(c *tls.Certificate, now time.Time) bool {
	if c == nil || c.Leaf == nil || c.Leaf.CheckSignatureFrom(o.root) != nil {
		return false
	}
	if now.Before(c.Leaf.NotBefore) || (now.After(c.Leaf.NotAfter.Add(-renewBefore)) && c.Leaf.NotAfter.Before(o.root.NotAfter)) {
		return false
	}
	for _, h := range o.names() {
		if c.Leaf.VerifyHostname(h) != nil {
			return false
		}
	}
	return true
}

// names is everything the certificate is for: what was asked for, and of this machine's own
// names what the root may sign.
func (o *Own) names() []string {
	all := append([]string{}, o.hosts...)
	seen := map[string]bool{}
	for _, h := range all {
		seen[h] = true
	}
	for _, h := range o.here() {
		if !seen[h] && covers(o.root, h) {
			seen[h] = true
			all = append(all, h)
		}
	}
	return all
}

// issue makes a certificate with a key of its own, and the file that holds both.
func (o *Own) issue(now time.Time) (*tls.Certificate, []byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	c := &x509.Certificate{
		// A space in the name, lest somebody takes it for a host name.
		Subject:      pkix.Name{CommonName: "bukutamu server"},
		NotBefore:    now.Add(-backdate).UTC(),
		NotAfter:     now.Add(-backdate + leafLife).UTC(),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		SerialNumber: serial(),

		BasicConstraintsValid: true,
	}
	if c.NotAfter.After(o.root.NotAfter) {
		c.NotAfter = o.root.NotAfter
	}
	for _, h := range o.names() {
		if ip := net.ParseIP(h); ip != nil {
			c.IPAddresses = append(c.IPAddresses, ip)
		} else {
			c.DNSNames = append(c.DNSNames, h)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, c, o.root, &key.PublicKey, o.rootKey)
	if err != nil {
		return nil, nil, err
	}
	pair, err := encodePair(der, key)
	if err != nil {
		return nil, nil, err
	}
	leaf, err := tls.X509KeyPair(pair, pair)
	if err != nil {
		return nil, nil, err
	}
	return &leaf, pair, nil
}

func (o *Own) rootFile() string   { return filepath.Join(o.dir, "root.pem") }
func (o *Own) publicFile() string { return filepath.Join(o.dir, "root.crt") }
func (o *Own) serverFile() string { return filepath.Join(o.dir, "server.pem") }

func serial() *big.Int {
	b := make([]byte, 16)
	rand.Read(b)
	b[0] = b[0]&0x7f | 0x40 // positive, and never short
	return new(big.Int).SetBytes(b)
}

func doorConfig(get func(*tls.ClientHelloInfo) (*tls.Certificate, error)) *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"http/1.1"},
		GetCertificate: get,
	}
}
