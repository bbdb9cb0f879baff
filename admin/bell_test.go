package admin_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/web/webtest"
)

// rings is a guest at a kiosk who calls.
func (d *deskTest) rings(device, place string) {
	d.t.Helper()
	s := account.Stamp{Office: d.office.ID, By: account.ByGuest, Roles: account.Roles{account.Guest}, Device: device}
	if err := d.book.CallOfficer(context.Background(), s, place); err != nil {
		d.t.Fatal(err)
	}
}

// A guest's call rings on every page of the desk until somebody goes, and the other
// desks read who.
func TestACallFromTheLobby(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	quiet := ratna.Get("/")
	if quiet.Root.ID("bell").Text() != "" || strings.Contains(quiet.Body, "data-sound-again") {
		t.Error("a bell without a call")
	}
	d.rings("Kios 1", "Lobi")
	id, _ := d.waits(ratna, 17)
	for _, path := range []string{"/", "/tamu/baru", "/kunjungan/" + id, "/kunjungan/" + id + "/leave", "/meja/bel"} {
		page := ratna.Get(path).Want(200)
		says(t, page, "Kios 1 · Lobi memanggil petugas, 09.42.")
		if !strings.Contains(page.Body, `data-sound="call"`) || !strings.Contains(page.Body, `data-sound-again="20"`) {
			t.Errorf("%s does not ring", path)
		}
	}
	page := ratna.Get("/").Form("Saya ke sana").Press("Saya ke sana").Want(200)
	if page.URL.Path != "/" || strings.Contains(page.Body, "data-sound-again") {
		t.Error("it rings on")
	}
	says(t, d.as("sari").Get("/"), "Ratna Umpama menuju ke Kios 1 · Lobi.")
	calls, err := d.book.Calls(context.Background(), d.office.ID)
	if err != nil || len(calls) != 0 {
		t.Errorf("%v %v", calls, err)
	}
}

// With scripts the answer is the bell alone: the page stays, with what was typed.
func TestAnsweringACallKeepsThePage(t *testing.T) {
	d := openDesk(t)
	d.rings("Kios 1", "")
	d.later(time.Minute)
	d.rings("Kios 2", "")
	ratna := d.as("ratna")
	form := ratna.Get("/tamu/baru").Form("Saya ke sana")
	ratna.Header["HX-Request"] = "true"
	if got := form.Press("Saya ke sana"); got.Status != http.StatusNoContent {
		t.Errorf("answered by %d", got.Status)
	}
	page := ratna.Get("/meja/bel").Want(200)
	if strings.Contains(page.Body, "<main") || strings.Count(page.Body, "data-sound-again") != 1 {
		t.Error(page.Body)
	}
	says(t, page, "Ratna Umpama menuju ke Kios 1.")
	says(t, page, "Kios 2 memanggil petugas")
}

// A desk that locked itself rings as well. Its page names the kiosk and nobody, and asks
// for the bell without a stream; a host's has none.
func TestTheBellOfALockedDesk(t *testing.T) {
	d := openDesk(t)
	b := d.deskOf("ratna")
	d.waits(b, 17)
	d.later(16 * time.Minute)
	lock := b.Get("/").Want(200)
	if lock.H1() != "Meja terkunci" || lock.Root.ID("bell").Text() != "" {
		t.Fatal(lock.Text())
	}
	d.rings("Kios 1", "Lobi")
	part := b.Get("/kunci/bel").Want(200)
	says(t, part, "Kios 1 · Lobi memanggil petugas, 09.58.")
	if !strings.Contains(part.Body, `data-sound="call"`) || strings.Contains(part.Body, "Anggrek") || strings.Contains(part.Body, "<main") {
		t.Error(part.Body)
	}
	says(t, b.Get("/kunci"), "Kios 1 · Lobi memanggil petugas")
	if page := webtest.New(t, d.base).Get("/kunci/bel"); page.Status != http.StatusForbidden {
		t.Errorf("without a session: %d", page.Status)
	}
	if page := d.as("gading").Get("/kunci/bel").Want(200); strings.Contains(page.Body, "Kios 1") {
		t.Error("a host hears the bell")
	}
}
