package main

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// With --tls self both doors speak TLS, and both hand out the root that they can be
// checked with, without sign-in.
func TestTheOfficesOwnCertificate(t *testing.T) {
	h := open(t, Settings{Data: demoFolder(t), TLS: "self"})
	h.clock.from = time.Now() // a certificate is checked by the real time
	for _, door := range []string{h.Guest, h.Staff} {
		if !strings.HasPrefix(door, "https://") {
			t.Fatalf("the door is told as %s", door)
		}
		r, page := ask(t, door+certificatePath)
		if r.StatusCode != 200 || r.Header.Get("Strict-Transport-Security") == "" || !strings.Contains(page, h.own.Fingerprint()) {
			t.Errorf("%s%s: %d %v", door, certificatePath, r.StatusCode, r.Header)
		}
		for _, words := range []string{"Windows", "Android", "Linux, Chromium", rootDER, rootPEM} {
			if !strings.Contains(page, words) {
				t.Errorf("the page of %s does not say %q", door, words)
			}
		}
		_, pem := ask(t, door+rootPEM)
		roots := x509.NewCertPool()
		if !roots.AppendCertsFromPEM([]byte(pem)) || strings.Contains(pem, "PRIVATE") {
			t.Fatalf("%s%s is no certificate alone: %s", door, rootPEM, pem)
		}
		_, der := ask(t, door+rootDER)
		if root, err := x509.ParseCertificate([]byte(der)); err != nil || !root.IsCA {
			t.Errorf("%s%s is no authority's certificate: %v", door, rootDER, err)
		}
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: roots, Time: h.clock.now}}}
		answer, err := client.Get(door + "/")
		if err != nil {
			t.Errorf("with its own root: %v", err)
			continue
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if c := answer.Header.Get("Set-Cookie"); !strings.HasPrefix(c, "__Host-") || !strings.Contains(strings.ToLower(c), "; secure") {
			t.Errorf("the cookie over TLS: %q", c)
		}
	}
	for _, page := range []string{h.Staff + "/masuk", h.Guest + "/kios/daftarkan"} {
		if _, text := ask(t, page); !strings.Contains(text, `href="`+certificatePath+`"`) {
			t.Errorf("%s does not lead to the certificate", page)
		}
	}
	fresh := open(t, Settings{Data: t.TempDir(), TLS: "self"})
	if _, text := ask(t, fresh.Staff+"/pasang"); !strings.Contains(text, `href="`+certificatePath+`"`) {
		t.Errorf("set-up does not lead to the certificate: %s", text)
	}
	plain := open(t, Settings{Data: demoFolder(t)})
	if got := status(t, plain.Staff+certificatePath); got != 404 {
		t.Errorf("without an authority of its own: %d", got)
	}
	if _, text := ask(t, plain.Staff+"/masuk"); strings.Contains(text, certificatePath) {
		t.Error("sign-in leads to a certificate that nobody has")
	}
}
