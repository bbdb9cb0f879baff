package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/office"
	"bukutamu/internal/sample"
)

func TestVerifyNamesADayThatDiffers(t *testing.T) {
	folder := demoFolder(t)
	_, anchors := verified(t, folder)
	if len(anchors) == 0 {
		t.Fatal("no value of a day")
	}
	day, value, _ := strings.Cut(anchors[0], "=")
	if code, _, err := call(t, "verify", "--data", folder, "--anchor", anchors[0]); code != 0 {
		t.Errorf("the day's own value: exit %d, %s", code, err)
	}
	code, _, err := call(t, "verify", "--data", folder, "--anchor", day+"="+value[:len(value)-4]+"ZZZZ")
	if code != exitFault || !strings.Contains(err, day) || strings.Count(err, "\n") != 1 {
		t.Errorf("another value: exit %d, %q", code, err)
	}
}

func TestTheDoctor(t *testing.T) {
	h := demo(t)
	args := []string{"doctor", "--data", h.settings.Data, "--guest-listen", h.settings.GuestListen, "--staff-listen", h.settings.StaffListen}
	code, out, err := call(t, args...)
	if code != 0 || err != "" {
		t.Errorf("exit %d, %q\n%s", code, err, out)
	}
	for _, topic := range []string{"clock:", "data:", "keys:", "store:", "holidays:", "guest door:", "staff door:", "tls:", "printer:"} {
		if !strings.Contains(out, topic) {
			t.Errorf("nothing about %q in:\n%s", topic, out)
		}
	}
	if code, out, _ := call(t, "doctor", "--data", filepath.Join(t.TempDir(), "none")); code != 0 || strings.Contains(out, "bad") {
		t.Errorf("before the first start: exit %d\n%s", code, out)
	}
	if err := os.Remove(filepath.Join(h.settings.Data, "keys")); err != nil {
		t.Fatal(err)
	}
	if code, out, _ := call(t, args...); code != exitFault || !strings.Contains(out, "bad") {
		t.Errorf("without keys: exit %d\n%s", code, out)
	}
}

func TestTheDoctorMissesHolidays(t *testing.T) {
	o := sample.Office()
	o.Holidays = []office.Holiday{{Date: "2026-12-25", Name: "Natal"}, {Date: "2027-01-01", Name: "Tahun Baru", Check: true}}
	for day, want := range map[string]string{"2026-10-31": "ok", "2026-11-01": "look 2027", "2027-02-01": "look 2027"} {
		at, err := time.ParseInLocation(time.DateOnly, day, o.In())
		if err != nil {
			t.Fatal(err)
		}
		mark, year, _ := strings.Cut(want, " ")
		if got := holidayFinding(o, at); got.mark != mark || !strings.Contains(got.what, year) {
			t.Errorf("on %s: %+v", day, got)
		}
	}
}
