package book_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
)

func TestABrowserBecomesADevice(t *testing.T) {
	l := enter(t)
	token, code, err := l.NewEnrol(l.ctx, "kapuas")
	good(t, err)
	if again, err := l.AskEnrol(l.ctx, "kapuas", token); err != nil || again != code {
		t.Errorf("asked again: %s instead of %s, %v", again, code, err)
	}
	_, err = l.Device(l.ctx, token)
	refused(t, "before anybody confirmed", err, book.ErrNotFound)
	_, err = l.Enrol(l.ctx, l.officer(), code, "kiosk", "Lobi", "")
	refused(t, "confirmed by an officer", err, account.ErrForbidden)
	typed := strings.ToLower(code[:3] + "-" + code[3:])
	d, err := l.Enrol(l.ctx, l.admin(), typed, "kiosk", " Lobi ", "Pintu utama")
	if err != nil || d.Name != "Lobi" || d.Kind != "kiosk" || d.By != "admin" {
		t.Fatalf("%+v, %v", d, err)
	}
	_, err = l.Enrol(l.ctx, l.admin(), code, "kiosk", "Lobi 2", "")
	refused(t, "the code once more", err, book.ErrEnrolCode)
	l.clock.pass(time.Hour)
	if seen, err := l.Device(l.ctx, token); err != nil || seen.ID != d.ID || !seen.Seen.Equal(l.clock.now()) {
		t.Errorf("%+v, %v", seen, err)
	}
	good(t, l.Revoke(l.ctx, l.admin(), d.ID))
	revoked := l.clock.now()
	l.clock.pass(time.Minute)
	good(t, l.Revoke(l.ctx, l.admin(), d.ID))
	_, err = l.Device(l.ctx, token)
	refused(t, "after it was revoked", err, book.ErrNotFound)
	all, err := l.Devices(l.ctx, "kapuas")
	if err != nil || len(all) != 1 || !all[0].Revoked.Equal(revoked) || all[0].Token != "" {
		t.Errorf("%+v, %v", all, err)
	}
	refused(t, "nobody's device", l.Revoke(l.ctx, l.admin(), secret.ID()), book.ErrNotFound)
	refused(t, "revoked by an officer", l.Revoke(l.ctx, l.officer(), d.ID), account.ErrForbidden)
}

func TestADeviceIsRenamedAndGetsPrinters(t *testing.T) {
	l := enter(t)
	token, code, err := l.NewEnrol(l.ctx, "kapuas")
	good(t, err)
	d, err := l.Enrol(l.ctx, l.admin(), code, "kiosk", "Lobi", "")
	good(t, err)
	own := office.Printers{{Paper: office.TicketPaper, Way: office.ByQueue, Queue: " struk "}, {Paper: office.BadgePaper, Way: office.NoPrinter, Queue: "left"}}
	good(t, l.ChangeDevice(l.ctx, l.admin(), d.ID, " Kios 1 ", "Pintu barat", own, "[]"))
	seen, err := l.Device(l.ctx, token)
	want := office.Printers{{Paper: office.BadgePaper, Way: office.NoPrinter}, {Paper: office.TicketPaper, Way: office.ByQueue, Queue: "struk"}}
	if err != nil || seen.Name != "Kios 1" || seen.Place != "Pintu barat" || !slices.Equal(seen.Printers, want) {
		t.Errorf("%+v, %v", seen, err)
	}
	if all, err := l.Devices(l.ctx, "kapuas"); err != nil || !slices.Equal(all[0].Printers, want) {
		t.Errorf("%+v, %v", all, err)
	}
	acts, err := l.Acts(l.ctx, "kapuas", "", 1)
	if err != nil || len(acts.Acts) != 1 || acts.Acts[0].What != "device-change" || acts.Acts[0].On != d.ID || acts.Acts[0].Reason != "[]" {
		t.Errorf("%+v, %v", acts, err)
	}
	refused(t, "by an officer", l.ChangeDevice(l.ctx, l.officer(), d.ID, "x", "", nil, ""), account.ErrForbidden)
	refused(t, "no name", l.ChangeDevice(l.ctx, l.admin(), d.ID, " ", "", nil, ""), book.ErrDeviceName)
	refused(t, "an option as a queue", l.ChangeDevice(l.ctx, l.admin(), d.ID, "x", "", office.Printers{{Paper: office.TicketPaper, Way: office.ByQueue, Queue: "-d"}}, ""), office.ErrQueue)
	refused(t, "nobody's device", l.ChangeDevice(l.ctx, l.admin(), secret.ID(), "x", "", nil, ""), book.ErrNotFound)
	good(t, l.Revoke(l.ctx, l.admin(), d.ID))
	refused(t, "a revoked one", l.ChangeDevice(l.ctx, l.admin(), d.ID, "x", "", nil, ""), book.ErrNotFound)
}

func TestWhatAnEnrolmentRefuses(t *testing.T) {
	l := enter(t)
	_, code, err := l.NewEnrol(l.ctx, "kapuas")
	good(t, err)
	_, err = l.Enrol(l.ctx, l.admin(), "AAAAAA", "tablet", "", "")
	if no := refusal.Of(err); len(no) != 2 || no[0].Key != book.ErrEnrolCode.Key || no[1].Key != book.ErrDeviceName.Key {
		t.Errorf("%v", err)
	}
	_, err = l.Enrol(l.ctx, l.admin(), code, "desk", strings.Repeat("x", 61), "")
	refused(t, "a long name", err, book.ErrDeviceName)
	// The longest names are no fault of the store.
	_, err = l.Enrol(l.ctx, l.admin(), code, "desk", strings.Repeat("<", 60), strings.Repeat("&", 60))
	good(t, err)

	old, oldCode, err := l.NewEnrol(l.ctx, "kapuas")
	good(t, err)
	l.clock.pass(15*time.Minute + time.Second)
	_, err = l.Enrol(l.ctx, l.admin(), oldCode, "desk", "Meja", "")
	refused(t, "after a quarter of an hour", err, book.ErrEnrolCode)
	if fresh, err := l.AskEnrol(l.ctx, "kapuas", old); err != nil || fresh == oldCode {
		t.Errorf("the page shows %s, %v", fresh, err)
	}
}

func TestRaceOfEnrolments(t *testing.T) {
	l := enter(t)
	for range rounds(10) {
		token := secret.Token()
		codes := make([]string, 8)
		together(8, func(i int) { // one browser, many tabs
			var err error
			if codes[i], err = l.AskEnrol(l.ctx, "kapuas", token); err != nil {
				t.Error(err)
			}
		})
		for _, c := range codes {
			if c != codes[0] {
				t.Fatalf("one browser shows %v", codes)
			}
		}
		errs := make([]error, 8)
		together(8, func(i int) { _, errs[i] = l.Enrol(l.ctx, l.admin(), codes[0], "kiosk", "Lobi", "") })
		if count(errs, nil) != 1 || count(errs, book.ErrEnrolCode) != 7 {
			t.Fatalf("%v", errs)
		}
	}
}
