package admin_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"bukutamu/admin"
	"bukutamu/internal/account"
	"bukutamu/internal/lang"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web/webtest"
)

// Every route of the office's half, each role: whoever the matrix lets in gets a page or
// an act's answer, everybody else 403, and whoever is not signed in the way to sign-in.
func TestWhoMayOpenWhat(t *testing.T) {
	b := kapuas(t)
	logins := map[account.Role]string{account.Officer: "ratna", account.Supervisor: "sekar", account.Host: "gading",
		account.Complaint: "wulan", account.Auditor: "cakra", account.Admin: "bima"}
	routes := admin.OfficeRoutes(b.door)
	if len(routes) < 30 {
		t.Fatalf("only %d routes", len(routes))
	}
	param := regexp.MustCompile(`:[a-z]+`)
	for role, login := range logins {
		c := b.as(login)
		csrf := metaCSRF(c.Get("/saya"))
		for _, r := range routes {
			path := param.ReplaceAllString(r.Path, "ZZZZ0000")
			p := b.request(c, r.Method, path, csrf)
			may := account.Actions()[r.May].Has(role)
			switch {
			case !may && p.Status != 403:
				t.Errorf("%s %s %s: %d, want 403", role, r.Method, r.Path, p.Status)
			case may && p.Status != 200 && p.Status != 303 && p.Status != 404 && p.Status != 422:
				t.Errorf("%s %s %s: %d", role, r.Method, r.Path, p.Status)
			case may && !strings.Contains(r.Path, ":") && r.Method == "GET" && p.Status != 200 && p.Status != 303:
				t.Errorf("%s %s %s: %d, want a page", role, r.Method, r.Path, p.Status)
			}
		}
	}
	stranger := webtest.New(t, b.base)
	csrf := metaCSRF(stranger.Get("/masuk"))
	for _, r := range routes {
		p := b.request(stranger, r.Method, param.ReplaceAllString(r.Path, "ZZZZ0000"), csrf)
		if p.Status != 303 || p.Header.Get("Location") != "/" {
			t.Errorf("nobody %s %s: %d to %q", r.Method, r.Path, p.Status, p.Header.Get("Location"))
		}
	}
}

func (b *bureau) request(c *webtest.Client, method, path, csrf string) *webtest.Page {
	if method == "GET" {
		return c.Send(method, path, "", nil)
	}
	body := strings.NewReader(url.Values{"csrf": {csrf}}.Encode())
	return c.Send(method, path, "application/x-www-form-urlencoded", body)
}

func metaCSRF(p *webtest.Page) string {
	for _, n := range p.Root.Tags("meta") {
		if n.Attr["name"] == "csrf" {
			return n.Attr["content"]
		}
	}
	return ""
}

// No POST of ours works without the form's token.
func TestActsNeedTheToken(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	for _, r := range admin.OfficeRoutes(b.door) {
		if r.Method != "POST" {
			continue
		}
		path := strings.NewReplacer(":login", "ratna", ":id", "X").Replace(r.Path)
		if p := b.request(c, "POST", path, "another's"); p.Status != 403 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
}

// Every page in both languages: one h1, no missing text, no field without a name.
func TestPagesInBothLanguages(t *testing.T) {
	b := kapuas(t)
	for _, login := range []string{"bima", "sekar"} {
		c := b.as(login)
		for _, r := range admin.OfficeRoutes(b.door) {
			if r.Method != "GET" || strings.Contains(r.Path, ":") || strings.HasSuffix(r.Path, ".pdf") || strings.HasSuffix(r.Path, ".csv") {
				continue
			}
			for _, l := range []lang.Lang{lang.ID, lang.EN} {
				p := c.Get(r.Path + "?lang=" + string(l))
				if p.Status == 403 {
					continue
				}
				if n := len(p.Root.Tags("h1")); n != 1 || strings.Contains(p.Text(), "«") || strings.Contains(p.Body, "%!") {
					t.Errorf("%s %s: %d h1\n%.300s", r.Path, l, n, p.Text())
				}
				for _, in := range p.Root.Tags("input", "select", "textarea", "button") {
					if in.Attr["type"] != "hidden" && in.Name() == "" {
						t.Errorf("%s %s: a field without a name: %v", r.Path, l, in.Attr)
					}
				}
			}
		}
	}
}

// Whatever this door refuses has a sentence in both languages.
func TestEveryRefusalHasWords(t *testing.T) {
	for _, r := range refusal.All() {
		if !lang.Has("refusal." + r.Key) {
			t.Errorf("refusal.%s has no text", r.Key)
		}
	}
}
