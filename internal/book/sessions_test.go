package book_test

import (
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
)

func TestASessionFromSignInToSignOut(t *testing.T) {
	l := enter(t)
	l.account("piket", account.Officer)
	desk := account.Device{Kind: "desk", Name: "Meja depan"}
	token, a, err := l.SignIn(l.ctx, "Piket", password, desk, "Chromium")
	good(t, err)
	s, err := l.Session(l.ctx, token)
	if err != nil || s.Login != "piket" || s.Epoch != a.Epoch || s.Device != "Meja depan" || s.Agent != "Chromium" || s.CSRF == "" || s.Office != "kapuas" {
		t.Errorf("%+v, %v", s, err)
	}
	if len(token) < 52 || strings.Contains(s.ID, token) { // 256 bits, and only their hash is kept
		t.Errorf("token %q, id %q", token, s.ID)
	}
	l.clock.pass(20 * time.Minute)
	good(t, l.TouchSession(l.ctx, s, l.clock.now()))
	refused(t, "unlocked by a wrong password", l.Unlock(l.ctx, s, password2), account.ErrMatch)
	if s, _ = l.Session(l.ctx, token); !s.Seen.Equal(l.clock.now()) || !s.Sure.Equal(nine) {
		t.Errorf("seen %v, sure %v", s.Seen, s.Sure)
	}
	good(t, l.Unlock(l.ctx, s, password))
	if s, _ = l.Session(l.ctx, token); !s.Sure.Equal(l.clock.now()) {
		t.Errorf("after the password sure since %v", s.Sure)
	}
	refused(t, "ended by another", l.EndSession(l.ctx, l.stamp("jaga", account.Officer), "jaga", s.ID), book.ErrNotFound)
	good(t, l.EndSession(l.ctx, l.officer(), "piket", s.ID))
	for what, err := range map[string]error{
		"reading":  func() error { _, err := l.Session(l.ctx, token); return err }(),
		"touching": l.TouchSession(l.ctx, s, nine),
		"unlock":   l.Unlock(l.ctx, s, password),
		"guessing": func() error { _, err := l.Session(l.ctx, ""); return err }(),
	} {
		refused(t, what, err, book.ErrGone)
	}
	refused(t, "ended twice", l.EndSession(l.ctx, l.officer(), "piket", s.ID), book.ErrNotFound)
	kiosk, _, err := l.SignIn(l.ctx, "piket", password, account.Device{Kind: "kiosk", Name: "Lobi"}, "")
	good(t, err)
	if s, _ = l.Session(l.ctx, kiosk); s.Device != "" {
		t.Error("a kiosk gives sessions that last the shift")
	}
}

func TestTheListOfSessionsHoldsWhatStillRuns(t *testing.T) {
	l := enter(t)
	l.account("piket", account.Officer)
	for range 3 {
		_, _, err := l.SignIn(l.ctx, "piket", password, account.Device{Kind: "desk", Name: "Meja depan"}, "")
		good(t, err)
		l.clock.pass(5 * time.Hour)
	}
	all, err := l.Sessions(l.ctx, "piket")
	if err != nil || len(all) != 2 { // the first is 15 hours old
		t.Fatalf("%d run, %v", len(all), err)
	}
	if last, err := l.LastSignIn(l.ctx, "kapuas", "piket"); err != nil || !last.Equal(nine.Add(10*time.Hour)) {
		t.Errorf("last signed in %v, %v", last, err)
	}
	if last, err := l.LastSignIn(l.ctx, "kapuas", "hantu"); err != nil || !last.IsZero() {
		t.Errorf("nobody signed in %v, %v", last, err)
	}
	n, err := l.EndSessions(l.ctx, l.officer(), "piket", all[0].ID)
	if err != nil || n != 1 {
		t.Errorf("ended %d, %v", n, err)
	}
	if left, _ := l.Sessions(l.ctx, "piket"); len(left) != 1 || left[0].ID != all[0].ID {
		t.Errorf("left %v", left)
	}
}
