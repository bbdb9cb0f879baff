package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/spool/spooltest"
)

// The doctor looks at each queue that is printed on, and says what to do about it.
func TestTheDoctorLooksAtTheQueues(t *testing.T) {
	c := consoleOf(t, t.TempDir(), "")
	b, s, _, err := c.openBook(t.Context(), true, time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := office.Kapuas()
	o.Printers = office.Printers{{Paper: office.BadgePaper, Way: office.ByQueue, Queue: "pengenal-depan"}}
	if _, err := b.BeginSetup(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.SetupOffice(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	code, err := b.AskEnrol(t.Context(), o.ID, "token")
	if err != nil {
		t.Fatal(err)
	}
	stamp := account.Stamp{Office: o.ID, By: account.ByConsole, Roles: account.Roles{account.Admin}, Seen: account.SeenAny}
	d, err := b.Enrol(t.Context(), stamp, code, "kiosk", "Kios 1", "")
	if err == nil {
		err = b.ChangeDevice(t.Context(), stamp, d.ID, d.Name, "", office.Printers{{Paper: office.TicketPaper, Way: office.ByQueue, Queue: "struk"}}, "")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	q := spooltest.New(t)
	said := func() string {
		var out []string
		for _, f := range printerFindings(c) {
			out = append(out, f.mark+" "+f.what)
		}
		return strings.Join(out, "\n")
	}
	t.Setenv("PATH", t.TempDir())
	if out := said(); !strings.Contains(out, "look printer: the office prints on the queue pengenal-depan, but this machine has no lp; install cups-client") {
		t.Errorf("no lp: %s", out)
	}
	t.Setenv("PATH", q.Folder()+string(os.PathListSeparator)+"/usr/bin:/bin")
	if out := said(); !strings.Contains(out, "ok printer: the queue pengenal-depan takes papers (the office)") || !strings.Contains(out, "ok printer: the queue struk takes papers (Kios 1)") {
		t.Errorf("good queues: %s", out)
	}
	q.Stop()
	if out := said(); !strings.Contains(out, "look printer: the queue struk of Kios 1 has stopped; look for paper and cable, then: cupsenable struk") {
		t.Errorf("stopped: %s", out)
	}
}
