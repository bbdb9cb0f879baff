package admin_test

import (
	"strings"
	"testing"
)

// Where the browser will keep the camera shut the page itself says so, and what to do.
func TestWithoutTLSThePageSpeaksOfTheCamera(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.arrives(ratna)
	for _, path := range []string{"/", "/kunjungan/" + id + "/verify"} {
		if page := ratna.Get(path).Want(200); strings.Contains(page.Text(), "Kamera perlu TLS") {
			t.Errorf("%s on the server's own machine speaks of TLS", path)
		}
	}
	ratna.Header["X-Forwarded-For"] = "192.0.2.7" // a proxy that nobody named: no longer this machine
	for _, path := range []string{"/", "/kunjungan/" + id + "/verify"} {
		page := ratna.Get(path).Want(200)
		if n := strings.Count(page.Text(), "Kamera perlu TLS (https): administrator menyalakannya dengan --tls self"); n != 1 || strings.Contains(page.Body, `says="insecure"`) {
			t.Errorf("%s says it %d times", path, n)
		}
	}
}
