package book_test

import (
	"errors"
	"testing"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/sample"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

// empty is a book on an empty folder.
func empty(t testing.TB) *lobby {
	t.Helper()
	l := &lobby{t: t, ctx: t.Context(), folder: t.TempDir(), keys: secret.Generate(), clock: &clock{at: nine}, office: sample.Office()}
	l.openStore(store.Options{})
	return l
}

func TestTheFirstRunFromTheEmptyFolder(t *testing.T) {
	l := empty(t)
	good(t, l.Ready(l.ctx))
	_, err := l.Home(l.ctx)
	refused(t, "no office yet", err, book.ErrNotFound)
	if s, err := l.SetupState(l.ctx); err != nil || s.Step != book.StepOffice {
		t.Errorf("%+v, %v", s, err)
	}
	first, err := l.BeginSetup(l.ctx)
	good(t, err)
	second, err := l.BeginSetup(l.ctx) // the next start
	good(t, err)
	for what, token := range map[string]string{"the older link": first, "an invented one": secret.Token(), "none": ""} {
		_, err = l.Setup(l.ctx, token)
		refused(t, what, err, book.ErrSetupUsed)
	}
	step := func(want string) {
		t.Helper()
		if s, err := l.Setup(l.ctx, second); err != nil || s.Step != want {
			t.Errorf("step %s, %v, want %s", s.Step, err, want)
		}
	}
	step(book.StepOffice)
	admin := account.Account{Login: "admin", Name: "Arif Perumpamaan"}
	o := l.office
	o.Name = ""
	refused(t, "an office without a name", l.SetupOffice(l.ctx, o), office.ErrName)
	step(book.StepOffice)
	o = l.office
	o.ID = "kupuas" // a slip
	good(t, l.SetupOffice(l.ctx, o))
	step(book.StepAdmin)
	good(t, l.SetupOffice(l.ctx, l.office))
	step(book.StepAdmin)
	if home, err := l.Home(l.ctx); err != nil || home.ID != "kapuas" {
		t.Errorf("at home in %s, %v", home.ID, err)
	}
	if _, err := l.Office(l.ctx, "kupuas"); !errors.Is(err, book.ErrNotFound) {
		t.Errorf("the mistyped office is still there: %v", err)
	}
	refused(t, "an easy password", l.SetupAdmin(l.ctx, "kapuas", admin, "kapuas-kapuas"), account.ErrWeak)
	step(book.StepAdmin)
	good(t, l.SetupAdmin(l.ctx, "kapuas", admin, password))
	step(book.StepPeople)
	if a, err := l.Account(l.ctx, "admin"); err != nil || !a.Admin() || a.Must {
		t.Errorf("%+v, %v", a, err)
	}
	admin.Login = "kedua"
	refused(t, "a second administrator by the same link", l.SetupAdmin(l.ctx, "kapuas", admin, password), book.ErrSetupUsed)
	refused(t, "another office by then", l.SetupOffice(l.ctx, o), office.ErrChanged)
	if home, err := l.Home(l.ctx); err != nil || home.ID != "kapuas" {
		t.Errorf("a refusal moved home to %s, %v", home.ID, err)
	}

	l.Book, l.feed = l.another() // a new start: the steps go on where they were left
	third, err := l.BeginSetup(l.ctx)
	good(t, err)
	_, err = l.Setup(l.ctx, second)
	refused(t, "the link before", err, book.ErrSetupUsed)
	second = third
	step(book.StepPeople)
	good(t, l.SetupStep(l.ctx, book.StepPrinter))
	good(t, l.SetupStep(l.ctx, book.StepBadges)) // never back
	step(book.StepPrinter)
	for range 2 {
		good(t, l.FinishSetup(l.ctx))
	}
	_, err = l.Setup(l.ctx, third)
	refused(t, "when it is finished", err, book.ErrSetupUsed)
	if token, err := l.BeginSetup(l.ctx); err != nil || token != "" {
		t.Errorf("a finished office prints the link %q, %v", token, err)
	}
	l.clean()
}

func TestReadySaysWhenTheStoreIsAway(t *testing.T) {
	l := enter(t)
	good(t, l.Ready(l.ctx))
	good(t, l.store.Close())
	if err := l.Ready(l.ctx); !errors.Is(err, book.ErrUnavailable) {
		t.Error(err)
	}
}
