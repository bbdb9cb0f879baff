package book

import (
	"context"
	"errors"
	"slices"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

// AccountLine is what the list of accounts shows.
type AccountLine struct {
	Login    string        `json:"l"`
	Name     string        `json:"n"`
	Office   string        `json:"o"`
	Roles    account.Roles `json:"r"`
	Person   string        `json:"p,omitempty"`
	Disabled bool          `json:"d,omitempty"`
}

// Accounts live in the fixed office "_": whoever signs in has no office yet.
func keepAccount(a account.Account) store.Kept[AccountLine] {
	return store.Kept[AccountLine]{
		ID: a.Login, Claim: "login:" + a.Login, Tags: []string{"office:" + a.Office}, At: a.Created,
		Brief: AccountLine{a.Login, a.Name, a.Office, a.Roles, a.Person, a.Disabled},
	}
}

// Account reads one account.
func (b *Book) Account(ctx context.Context, login string) (account.Account, error) {
	a, err := b.accounts.Get(ctx, store.Everywhere, login)
	return a, missing(err, ErrNotFound)
}

// Accounts lists the office's accounts in the order they were made.
func (b *Book) Accounts(ctx context.Context, officeID string) ([]AccountLine, error) {
	var out []AccountLine
	q := store.Query{Tags: []string{"office:" + officeID}, Limit: store.MaxLimit}
	for {
		p, err := b.accounts.Scan(ctx, store.Everywhere, q)
		if err != nil {
			return nil, err
		}
		for _, r := range p.Rows {
			out = append(out, r.Brief)
		}
		if q.After = p.Next; p.Next == "" {
			return out, nil
		}
	}
}

// AddAccount makes an account with the given password. must says that its owner
// has to choose an own one at the first sign-in.
func (b *Book) AddAccount(ctx context.Context, s account.Stamp, a account.Account, password string, must bool) error {
	a.Login = account.CleanLogin(a.Login)
	no := refusal.Of(a.Check())
	if secret.WeakPassword(password, a.Login, a.Name, s.Office) {
		no = append(no, account.ErrWeak.At("password"))
	}
	if a.Person != "" {
		o, err := b.Office(ctx, s.Office)
		if err != nil {
			return err
		}
		if _, ok := o.Person(a.Person); !ok {
			no = append(no, account.ErrPerson.At("person"))
		}
	}
	if err := no.Err(); err != nil {
		return err
	}
	hash, err := secret.HashPassword(ctx, password)
	if err != nil {
		return busy(err)
	}
	a.Must = must
	return b.KeepAccount(ctx, s, a, hash)
}

// KeepAccount makes an account whose password was judged and hashed elsewhere.
func (b *Book) KeepAccount(ctx context.Context, s account.Stamp, a account.Account, hash string) error {
	s = b.stamped(s)
	a.Office, a.Password, a.Created, a.Changed, a.Epoch = s.Office, hash, s.At, s.At, 1
	return b.Acting(ctx, s, "account-add", a.Login, "", func() error {
		_, made, err := b.accounts.Add(ctx, store.Everywhere, a)
		if err == nil && !made {
			return account.ErrTaken.At("login")
		}
		return err
	})
}

// ChangeAccount changes name, roles, person or whether it is disabled. Sessions
// of an account whose roles changed or that was disabled are over. The last
// active administrator cannot be taken away.
func (b *Book) ChangeAccount(ctx context.Context, s account.Stamp, login string, f func(account.Account) account.Account) error {
	s = b.stamped(s)
	return b.Acting(ctx, s, "account-change", login, "", func() error {
		_, err := b.accounts.Update(ctx, store.Everywhere, login, func(a account.Account) (account.Account, error) {
			if a.Office != s.Office {
				return a, ErrNotFound
			}
			next := f(a)
			next.Login, next.Password, next.Office, next.Changed = a.Login, a.Password, a.Office, s.At
			if err := next.Check(); err != nil {
				return a, err
			}
			if a.Admin() && !next.Admin() {
				if err := b.keepAnAdmin(ctx, s.Office, login); err != nil {
					return a, err
				}
			}
			if next.Disabled != a.Disabled || !slices.Equal(next.Roles, a.Roles) {
				next.Epoch++
			}
			return next, nil
		})
		return missing(err, ErrNotFound)
	})
}

func (b *Book) keepAnAdmin(ctx context.Context, officeID, but string) error {
	all, err := b.Accounts(ctx, officeID)
	if err != nil {
		return err
	}
	for _, l := range all {
		if l.Login != but && !l.Disabled && l.Roles.Has(account.Admin) {
			return nil
		}
	}
	return account.ErrLastAdmin
}

// SetPassword gives an account a new password. All its sessions are over, but
// the one named in keep gets the new epoch and goes on.
func (b *Book) SetPassword(ctx context.Context, s account.Stamp, login, password string, must bool, keep string) error {
	a, err := b.Account(ctx, login)
	if err != nil {
		return err
	}
	if a.Office != s.Office {
		return ErrNotFound
	}
	if secret.WeakPassword(password, a.Login, a.Name, s.Office) {
		return account.ErrWeak.At("password")
	}
	hash, err := secret.HashPassword(ctx, password)
	if err != nil {
		return busy(err)
	}
	return b.KeepPassword(ctx, s, login, hash, must, keep)
}

// KeepPassword is SetPassword with a password that was judged and hashed elsewhere.
func (b *Book) KeepPassword(ctx context.Context, s account.Stamp, login, hash string, must bool, keep string) error {
	s = b.stamped(s)
	return b.Acting(ctx, s, "password", login, "", func() error {
		a, err := b.accounts.Update(ctx, store.Everywhere, login, func(a account.Account) (account.Account, error) {
			a.Password, a.Must, a.Changed, a.Failed = hash, must, s.At, 0
			a.Epoch++
			return a, nil
		})
		if err != nil || keep == "" {
			return missing(err, ErrNotFound)
		}
		_, err = b.sessions.Update(ctx, store.Everywhere, keep, func(x account.Session) (account.Session, error) {
			x.Epoch, x.Sure = a.Epoch, s.At
			return x, nil
		})
		return err
	})
}

// CheckPassword says whether login and password belong together. Unknown and
// disabled accounts cost the same time and get the same words; failures make
// the next try wait, longer each time, but never lock anybody out for good.
func (b *Book) CheckPassword(ctx context.Context, login, password string) (account.Account, error) {
	now := b.Now()
	a, err := b.Account(ctx, account.CleanLogin(login))
	if errors.Is(err, ErrNotFound) {
		if err := secret.DummyPassword(ctx, password); err != nil {
			return a, busy(err)
		}
		return account.Account{}, account.ErrMatch
	}
	if err != nil {
		return a, err
	}
	if left := a.FailedAt.Add(a.Wait()).Sub(now); left > 0 {
		return account.Account{}, account.ErrWait.With("seconds", int(left/time.Second)+1)
	}
	ok, err := secret.CheckPassword(ctx, a.Password, password)
	if err != nil {
		return account.Account{}, busy(err)
	}
	good := ok && !a.Disabled
	if !good || a.Failed > 0 {
		if _, err := b.accounts.Update(ctx, store.Everywhere, a.Login, func(a account.Account) (account.Account, error) {
			if a.Failed++; good {
				a.Failed = 0
			}
			a.FailedAt = now
			return a, nil
		}); err != nil {
			return account.Account{}, err
		}
	}
	if !good {
		return account.Account{}, account.ErrMatch
	}
	return a, nil
}

// busy turns "too many passwords at once" into the refusal to wait a moment.
func busy(err error) error {
	if errors.Is(err, secret.ErrBusy) {
		return account.ErrWait.With("seconds", 5)
	}
	return err
}
