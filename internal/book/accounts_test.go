package book_test

import (
	"errors"
	"slices"
	"testing"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/refusal"
)

// good passwords are long and hold no word of the list.
const (
	password  = "kucing-zamrud-41-layang"
	password2 = "perahu-merah-77-senja"
)

func (l *lobby) account(login string, roles ...account.Role) account.Account {
	l.t.Helper()
	a := account.Account{Login: login, Name: "Ratna Umpama", Roles: roles}
	good(l.t, l.AddAccount(l.ctx, l.admin(), a, password, false))
	a, err := l.Account(l.ctx, login)
	good(l.t, err)
	return a
}

func TestMakingAnAccount(t *testing.T) {
	l := enter(t)
	add := func(login, name, word, person string, roles ...account.Role) error {
		return l.AddAccount(l.ctx, l.admin(), account.Account{Login: login, Name: name, Roles: roles, Person: person}, word, true)
	}
	good(t, add(" Kasi.Pidum ", "Gading Andaikan", password, "gading-andaikan", account.Host, account.Officer))
	a, err := l.Account(l.ctx, "kasi.pidum")
	if err != nil || !a.Must || a.Office != "kapuas" || a.Epoch != 1 || a.Created != nine || a.Password == password {
		t.Errorf("made %+v, %v", a, err)
	}
	refused(t, "the same login", add("kasi.pidum", "Orang Lain", password, "", account.Host), account.ErrTaken)
	for what, c := range map[string]struct {
		err  error
		want []*refusal.Refusal
	}{
		"an easy password": {add("piket", "Ratna Umpama", "piket-kapuas-1", "", account.Officer), []*refusal.Refusal{account.ErrWeak}},
		"nobody's person":  {add("piket", "Ratna Umpama", password, "hantu", account.Officer), []*refusal.Refusal{account.ErrPerson}},
		"all at once":      {add("p", " ", "kurang", "hantu"), []*refusal.Refusal{account.ErrLogin, account.ErrName, account.ErrRoles, account.ErrWeak, account.ErrPerson}},
	} {
		got := refusal.Of(c.err)
		for _, want := range c.want {
			if !errors.Is(c.err, want) {
				t.Errorf("%s: %v lacks %s", what, c.err, want.Key)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %v", what, c.err)
		}
	}
	if err := l.AddAccount(l.ctx, l.officer(), account.Account{Login: "baru", Name: "Baru Umpama", Roles: account.Roles{account.Admin}}, password, false); !errors.Is(err, account.ErrForbidden) {
		t.Errorf("an officer made an administrator: %v", err)
	}
	all, err := l.Accounts(l.ctx, "kapuas")
	if err != nil || len(all) != 1 || all[0].Login != "kasi.pidum" || all[0].Person != "gading-andaikan" {
		t.Errorf("listed %v, %v", all, err)
	}
}

func TestOneLoginIsOneAccount(t *testing.T) {
	l := enter(t)
	errs := make([]error, 10)
	together(10, func(i int) {
		errs[i] = l.KeepAccount(l.ctx, l.admin(), account.Account{Login: "piket", Name: "Ratna Umpama", Roles: account.Roles{account.Officer}}, "hash")
	})
	if count(errs, nil) != 1 || count(errs, account.ErrTaken) != 9 {
		t.Errorf("%v", errs)
	}
	l.clean()
}

func TestChangingAnAccount(t *testing.T) {
	l := enter(t)
	l.account("admin", account.Admin)
	before := l.account("piket", account.Officer)
	change := func(s account.Stamp, login string, f func(*account.Account)) error {
		return l.ChangeAccount(l.ctx, s, login, func(a account.Account) account.Account { f(&a); return a })
	}
	good(t, change(l.admin(), "piket", func(a *account.Account) {
		a.Name, a.Login, a.Password, a.Office = "Ratna Rekaan", "lain", "lain", "lain"
	}))
	a, _ := l.Account(l.ctx, "piket")
	if a.Name != "Ratna Rekaan" || a.Password != before.Password || a.Office != "kapuas" || a.Epoch != before.Epoch {
		t.Errorf("a new name made %+v", a)
	}
	good(t, change(l.admin(), "piket", func(a *account.Account) { a.Roles = append(a.Roles, account.Supervisor) }))
	if a, _ = l.Account(l.ctx, "piket"); a.Epoch != before.Epoch+1 {
		t.Error("new roles leave the sessions running")
	}
	good(t, change(l.admin(), "piket", func(a *account.Account) { a.Disabled = true }))
	if a, _ = l.Account(l.ctx, "piket"); a.Epoch != before.Epoch+2 {
		t.Error("a disabled account leaves the sessions running")
	}
	refused(t, "no role", change(l.admin(), "piket", func(a *account.Account) { a.Roles = nil }), account.ErrRoles)
	refused(t, "nobody", change(l.admin(), "hantu", func(*account.Account) {}), book.ErrNotFound)
	refused(t, "by an officer", change(l.officer(), "piket", func(a *account.Account) { a.Roles = account.Roles{account.Admin} }), account.ErrForbidden)
	other := l.admin()
	other.Office = "palangka"
	refused(t, "of another office", change(other, "piket", func(*account.Account) {}), book.ErrNotFound)
}

func TestTheLastAdministratorStays(t *testing.T) {
	l := enter(t)
	l.account("admin", account.Admin)
	disable := func(login string) error {
		return l.ChangeAccount(l.ctx, l.admin(), login, func(a account.Account) account.Account { a.Disabled = true; return a })
	}
	demote := func(login string) error {
		return l.ChangeAccount(l.ctx, l.admin(), login, func(a account.Account) account.Account { a.Roles = account.Roles{account.Officer}; return a })
	}
	refused(t, "disabled", disable("admin"), account.ErrLastAdmin)
	refused(t, "made an officer", demote("admin"), account.ErrLastAdmin)
	l.account("admin.2", account.Admin)
	good(t, disable("admin"))
	refused(t, "the other", demote("admin.2"), account.ErrLastAdmin)
}

// Two administrators who disable each other at the same moment: one at least stays.
func TestTwoAdministratorsCannotBothGo(t *testing.T) {
	l := enter(t)
	hash := l.account("a1", account.Admin).Password
	good(t, l.KeepAccount(l.ctx, l.admin(), account.Account{Login: "a2", Name: "Bima Rekaan", Roles: account.Roles{account.Admin}}, hash))
	other, _ := l.another()
	for range rounds(50) {
		errs := make([]error, 2)
		together(2, func(i int) {
			b := []*book.Book{l.Book, other}[i]
			errs[i] = b.ChangeAccount(l.ctx, l.admin(), []string{"a1", "a2"}[i], func(a account.Account) account.Account { a.Disabled = true; return a })
		})
		all, err := l.Accounts(l.ctx, "kapuas")
		good(t, err)
		active := 0
		for i, a := range all {
			if !a.Disabled {
				active++
			}
			if told := errors.Is(errs[i], account.ErrLastAdmin); told == a.Disabled {
				t.Fatalf("%s: disabled %v, told %v", a.Login, a.Disabled, errs[i])
			}
		}
		if active == 0 {
			t.Fatal("no administrator is left")
		}
		for _, login := range []string{"a1", "a2"} {
			good(t, l.ChangeAccount(l.ctx, l.admin(), login, func(a account.Account) account.Account { a.Disabled = false; return a }))
		}
	}
}

func TestANewPassword(t *testing.T) {
	l := enter(t)
	l.account("piket", account.Officer)
	mine, _, err := l.SignIn(l.ctx, "piket", password, account.Device{}, "")
	good(t, err)
	other, _, err := l.SignIn(l.ctx, "piket", password, account.Device{}, "")
	good(t, err)
	s, err := l.Session(l.ctx, mine)
	good(t, err)
	own := l.stamp("piket", account.Officer)
	refused(t, "an easy one", l.SetPassword(l.ctx, own, "piket", "ratna-umpama-1", false, s.ID), account.ErrWeak)
	good(t, l.SetPassword(l.ctx, own, "piket", password2, false, s.ID))
	running, err := l.Sessions(l.ctx, "piket")
	if err != nil || len(running) != 1 || running[0].ID != s.ID {
		t.Errorf("sessions %v, %v", running, err)
	}
	if o, err := l.Session(l.ctx, other); err != nil || o.Epoch == running[0].Epoch {
		t.Error("the other session goes on")
	}
	if _, err := l.CheckPassword(l.ctx, "piket", password); !errors.Is(err, account.ErrMatch) {
		t.Errorf("the old password: %v", err)
	}
	_, err = l.CheckPassword(l.ctx, "piket", password2)
	good(t, err)

	refused(t, "a colleague's", l.SetPassword(l.ctx, l.stamp("jaga", account.Officer), "piket", password, false, ""), account.ErrForbidden)
	stranger := l.admin()
	stranger.Office = "palangka"
	refused(t, "another office's", l.SetPassword(l.ctx, stranger, "piket", password, false, ""), book.ErrNotFound)
	good(t, l.SetPassword(l.ctx, l.admin(), "piket", password, true, "gone"))
	if a, _ := l.Account(l.ctx, "piket"); !a.Must {
		t.Error("a password from the administrator need not be changed")
	}
	var what []string
	for _, a := range l.allActs() {
		what = append(what, a.What+" "+a.Done)
	}
	if !slices.Contains(what, "password done") || !slices.Contains(what, "account-add done") || !slices.Contains(what, "sign-in done") {
		t.Errorf("recorded: %v", what)
	}
}
