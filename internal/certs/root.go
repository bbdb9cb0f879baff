package certs

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// privateNames are the name endings that no public registry gives out, and privateNets the
// networks that the internet does not carry: what an office calls its own machines.
var (
	privateNames = []string{"localhost", "local", "lan", "internal", "home.arpa"}
	privateNets  = []string{"127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10"}
)

// openRoot reads the root or, in a folder without one, makes it.
func (o *Own) openRoot() error {
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return fmt.Errorf("the folder for certificates cannot be made: %w", err)
	}
	now := o.now()
	if _, err := os.Lstat(o.rootFile()); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(o.publicFile()); err == nil {
			return fmt.Errorf("%s is missing but %s is there: bring it back from a backup, or remove %s too "+
				"so that a new root is made, which every device has to install again",
				o.rootFile(), o.publicFile(), o.publicFile())
		}
		pair, err := makeRoot(now, append(o.here(), o.hosts...))
		if err != nil {
			return err
		}
		if err := create(o.rootFile(), pair); err != nil {
			return err
		}
	}
	pair, err := readPair(o.rootFile())
	if err != nil {
		return err
	}
	key, ok := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !ok || !pair.Leaf.IsCA {
		return damaged(o.rootFile(), errors.New("it is not a root certificate of this program"))
	}
	if now.Before(pair.Leaf.NotBefore) {
		return fmt.Errorf("%s counts from %s on, but the clock says %s: set the clock",
			o.rootFile(), day(pair.Leaf.NotBefore), day(now))
	}
	if now.After(pair.Leaf.NotAfter) {
		return fmt.Errorf("%s ended on %s: move root.pem and root.crt away so that a new root is made, "+
			"which every device has to install again", o.rootFile(), day(pair.Leaf.NotAfter))
	}
	o.root, o.rootKey = pair.Leaf, key
	if got, err := os.ReadFile(o.publicFile()); err != nil || !bytes.Equal(got, o.RootPEM()) {
		return writeFile(o.publicFile(), o.RootPEM(), 0o644)
	}
	return nil
}

// openLeaf reads the server's certificate or makes a new one. A damaged one is no loss and
// is replaced; one whose key others could read is refused, since it may be known.
func (o *Own) openLeaf() error {
	now := o.now()
	if err := private(o.serverFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if leaf, err := readPair(o.serverFile()); err == nil && o.fits(leaf, now) {
		o.leaf = leaf
		return nil
	}
	leaf, pair, err := o.issue(now)
	if err != nil {
		return err
	}
	o.leaf = leaf
	return replace(o.serverFile(), pair)
}

// makeRoot makes a root that may sign for private names and addresses and for hosts.
func makeRoot(now time.Time, hosts []string) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	number := serial()
	c := &x509.Certificate{
		// Part of the number, so that two offices' roots can be told apart in a list.
		Subject:      pkix.Name{CommonName: fmt.Sprintf("bukutamu root %X", number.Bytes()[:3])},
		NotBefore:    now.Add(-backdate).UTC(),
		NotAfter:     now.AddDate(rootYears, 0, 0).UTC(),
		KeyUsage:     x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		SerialNumber: number,

		IsCA:                        true,
		BasicConstraintsValid:       true,
		MaxPathLenZero:              true, // it signs servers, no further authorities
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         append([]string{}, privateNames...),
	}
	for _, n := range privateNets {
		_, network, err := net.ParseCIDR(n)
		if err != nil {
			return nil, err
		}
		c.PermittedIPRanges = append(c.PermittedIPRanges, network)
	}
	for _, h := range hosts {
		if covers(c, h) {
			continue
		}
		if ip := net.ParseIP(h); ip != nil {
			c.PermittedIPRanges = append(c.PermittedIPRanges, exactly(ip))
		} else {
			c.PermittedDNSDomains = append(c.PermittedDNSDomains, h)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	return encodePair(der, key)
}

// exactly is the network of one address.
func exactly(ip net.IP) *net.IPNet {
	if v4 := ip.To4(); v4 != nil {
		return &net.IPNet{IP: v4, Mask: net.CIDRMask(32, 32)}
	}
	return &net.IPNet{IP: ip, Mask: net.CIDRMask(128, 128)}
}

func encodePair(der []byte, key *ecdsa.PrivateKey) ([]byte, error) {
	k, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	out := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return append(out, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: k})...), nil
}

// readPair reads a file that holds a certificate and its key.
func readPair(file string) (*tls.Certificate, error) {
	if err := private(file); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("the certificate cannot be read: %w", err)
	}
	pair, err := tls.X509KeyPair(b, b)
	if err != nil {
		return nil, damaged(file, err)
	}
	return &pair, nil
}

func damaged(file string, why error) error {
	return fmt.Errorf("%s is damaged: bring it back from a backup (%w)", file, why)
}

// private refuses a key that other accounts of the machine may read. Windows has no such
// bits; there the rights of the folder count.
func private(file string) error {
	i, err := os.Stat(file)
	if err != nil {
		return fmt.Errorf("the certificate cannot be read: %w", err)
	}
	if runtime.GOOS != "windows" && i.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("others may read the private key in %s (mode %04o): put it right with chmod 600 %s",
			file, i.Mode().Perm(), file)
	}
	return nil
}

// openToAll says whether every account of the machine may read or write a file.
func openToAll(i fs.FileInfo) bool {
	return runtime.GOOS != "windows" && i.Mode().Perm()&0o007 != 0
}

// create writes a file that nobody has yet: of two processes that start at once on an empty
// folder, one makes the root and the other uses it.
func create(file string, content []byte) error {
	temp, err := writeTemp(file, content, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(temp)
	if err := os.Link(temp, file); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("the certificate cannot be kept: %w", err)
	}
	return nil
}

// replace puts a new file with a key in the place of the old, all or nothing.
func replace(file string, content []byte) error { return writeFile(file, content, 0o600) }

func writeFile(file string, content []byte, mode fs.FileMode) error {
	temp, err := writeTemp(file, content, mode)
	if err != nil {
		return err
	}
	if err := os.Rename(temp, file); err != nil {
		os.Remove(temp)
		return fmt.Errorf("the certificate cannot be kept: %w", err)
	}
	return nil
}

func writeTemp(file string, content []byte, mode fs.FileMode) (name string, err error) {
	f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-") // made with 0600
	if err != nil {
		return "", fmt.Errorf("the certificate cannot be kept: %w", err)
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		os.Remove(f.Name())
		return "", fmt.Errorf("the certificate cannot be kept: %w", err)
	}
	return f.Name(), nil
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
