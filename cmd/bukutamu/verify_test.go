package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
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
	for _, topic := range []string{"clock:", "data:", "keys:", "store:", "guest door:", "staff door:", "tls:", "printer:"} {
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
