package account_test

import (
	"errors"
	"testing"
	"time"

	"bukutamu/internal/account"
)

func TestAnAccountNeedsALoginANameAndARole(t *testing.T) {
	good := account.Account{Login: "piket.2", Name: "Ratna Umpama", Roles: account.Roles{account.Officer}}
	for _, c := range []struct {
		name   string
		change func(*account.Account)
		want   error
	}{
		{"good", func(*account.Account) {}, nil},
		{"upper case", func(a *account.Account) { a.Login = "Piket" }, account.ErrLogin},
		{"one letter", func(a *account.Account) { a.Login = "p" }, account.ErrLogin},
		{"blank name", func(a *account.Account) { a.Name = "  " }, account.ErrName},
		{"no role", func(a *account.Account) { a.Roles = nil }, account.ErrRoles},
		{"role twice", func(a *account.Account) { a.Roles = account.Roles{account.Admin, account.Admin} }, account.ErrRoles},
		{"the program's own role", func(a *account.Account) { a.Roles = account.Roles{account.System} }, account.ErrRoles},
	} {
		a := good
		c.change(&a)
		if err := a.Check(); (c.want == nil) != (err == nil) || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestSignInWaitsGrowButNeverLock(t *testing.T) {
	for failed, want := range map[int]time.Duration{0: 0, 3: 0, 4: 2 * time.Second, 5: 4 * time.Second, 1000: 5 * time.Minute} {
		if got := (account.Account{Failed: failed}).Wait(); got != want {
			t.Errorf("after %d failures: %v, want %v", failed, got, want)
		}
	}
}

func TestSessionsEndByQuietAndByAge(t *testing.T) {
	begun := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		device string
		now    time.Duration
		seen   time.Duration
		over   bool
	}{
		{"fresh", "", time.Minute, 0, false},
		{"quiet for half an hour", "", 31 * time.Minute, time.Minute, true},
		{"an enrolled desk stays", "desk1", 3 * time.Hour, 0, false},
		{"no session outlives the shift", "desk1", 12 * time.Hour, 12 * time.Hour, true},
	} {
		s := account.Session{Begun: begun, Seen: begun.Add(c.seen), Device: c.device}
		if got := s.Over(begun.Add(c.now)); got != c.over {
			t.Errorf("%s: over %v", c.name, got)
		}
	}
}

func TestAdministratorsDoNotReceiveGuestsAndAuditorsOnlyRead(t *testing.T) {
	for _, c := range []struct {
		role account.Role
		may  account.Action
		want bool
	}{
		{account.Admin, account.SeeDesk, false},
		{account.Admin, account.EditOffice, true},
		{account.Auditor, account.SeeHistory, true},
		{account.Auditor, account.EditOffice, false},
		{account.Auditor, account.TakePhoto, false},
		{account.Officer, account.EditAccounts, false},
		{account.Host, account.SeeHistory, false},
		{account.Guest, account.SeeDesk, false},
	} {
		if got := (account.Roles{c.role}).Can(c.may); got != c.want {
			t.Errorf("%s %s: %v", c.role, c.may, got)
		}
	}
}
