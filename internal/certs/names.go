package certs

import (
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"strings"
)

// cleanHost gives a host in the form certificates carry: lower-case name or address, ""
// for an unspecified address. It refuses what no certificate can be made for.
func cleanHost(h string) (string, error) {
	h = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(h)), ".")
	if ip := net.ParseIP(strings.Trim(h, "[]")); ip != nil {
		if ip.IsUnspecified() {
			return "", nil
		}
		return ip.String(), nil
	}
	if !hostName(h) {
		return "", fmt.Errorf("%q is neither a host name nor an address, so no certificate can be made for it", h)
	}
	return h, nil
}

// hostName says whether h is written as a host name: labels of letters, digits, hyphens.
func hostName(h string) bool {
	if len(h) > 253 {
		return false
	}
	for _, label := range strings.Split(h, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, c := range label {
			if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
				return false
			}
		}
	}
	return true
}

// covers says whether a root may sign for a host.
func covers(root *x509.Certificate, h string) bool {
	if ip := net.ParseIP(h); ip != nil {
		for _, n := range root.PermittedIPRanges {
			if n.Contains(ip) {
				return true
			}
		}
		return false
	}
	for _, d := range root.PermittedDNSDomains {
		if h == d || strings.HasSuffix(h, "."+d) {
			return true
		}
	}
	return false
}

// machine is what this machine is called and reached by on a private network: its name, the
// same with .local (which phones resolve without a name server), localhost, loopback, and
// the private addresses of its interfaces. Link-local addresses need a zone, which no
// browser takes, and are left out.
func machine() []string {
	all := []string{"localhost", "127.0.0.1", "::1"}
	if name, err := os.Hostname(); err == nil {
		if name, err = cleanHost(name); err == nil && name != "" && name != "localhost" && net.ParseIP(name) == nil {
			all = append(all, name)
			if short, _, _ := strings.Cut(name, "."); short != "localhost" {
				all = append(all, short+".local")
			}
		}
	}
	addrs, _ := net.InterfaceAddrs() // without them the names still serve
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && n.IP.IsPrivate() {
			all = append(all, n.IP.String())
		}
	}
	return all
}
