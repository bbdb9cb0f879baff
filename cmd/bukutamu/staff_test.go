package main

import (
	"strings"
	"testing"
)

// What the console does with accounts counts at once in the program that is serving.
func TestAccountsFromTheConsole(t *testing.T) {
	h := demo(t)
	staff := func(args ...string) (int, string, string) {
		t.Helper()
		return call(t, append([]string{"staff"}, append(args, "--data", h.settings.Data)...)...)
	}
	code, out, err := staff("add", "melati", "--name", "Melati Contoh", "--roles", "officer,host")
	login, first, _ := strings.Cut(strings.TrimSpace(out), " ")
	if code != 0 || login != "melati" || len(first) < 12 {
		t.Fatalf("add: exit %d, %q, %q", code, out, err)
	}
	in := func(word string) bool {
		c := h.staff(t)
		c.Get("/").Form("Masuk").Fill("Nama pengguna", "melati").Fill("Kata sandi", word).Press("Masuk")
		return c.Get("/saya").H1() != "Masuk"
	}
	if !in(first) {
		t.Error("the printed password does not open the door")
	}
	_, out, _ = staff("reset", "melati")
	_, second, _ := strings.Cut(strings.TrimSpace(out), " ")
	if second == first || in(first) || !in(second) {
		t.Error("after a reset only the new password counts")
	}
	if code, out, _ := staff("disable", "melati"); code != 0 || out != "" || in(second) {
		t.Errorf("a disabled account is let in (exit %d, %q)", code, out)
	}
	_, list, _ := staff("list")
	for _, want := range []string{"melati", "Melati Contoh", "officer,host", "disabled", "piket"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q: %s", want, list)
		}
	}
	for _, args := range [][]string{
		{"add", "melati", "--name", "Melati Lain", "--roles", "officer"},
		{"add", "mawar", "--name", "Mawar Contoh", "--roles", "king"},
		{"add", "M W!", "--name", "Mawar Contoh", "--roles", "officer"},
		{"reset", "nobody"},
		{"disable", "nobody"},
		{"disable", "admin"}, // the last administrator
	} {
		refused(t, "bukutamu: ", append([]string{"staff"}, append(args, "--data", h.settings.Data)...)...)
	}
}
