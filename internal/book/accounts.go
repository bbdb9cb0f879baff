package book

import (
	"context"
	"errors"
	"slices"

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
	if err := may(s, account.EditAccounts); err != nil {
		return err
	}
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
	if err := may(s, account.EditAccounts); err != nil {
		return err
	}
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
	if err := may(s, account.EditAccounts); err != nil {
		return err
	}
	s = b.stamped(s)
	return b.Acting(ctx, s, "account-change", login, "", func() error {
		var old account.Account
		next, err := b.accounts.Update(ctx, store.Everywhere, login, func(a account.Account) (account.Account, error) {
			if a.Office != s.Office {
				return a, ErrNotFound
			}
			old = a
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
		if err == nil && old.Admin() && !next.Admin() {
			return b.unlessLast(ctx, s, old)
		}
		return missing(err, ErrNotFound)
	})
}

// unlessLast looks again after an administrator was taken away: two who did that
// to each other at the same moment both saw the other. Then both stay.
func (b *Book) unlessLast(ctx context.Context, s account.Stamp, old account.Account) error {
	ctx = context.WithoutCancel(ctx)
	no := b.keepAnAdmin(ctx, s.Office, old.Login)
	if !errors.Is(no, account.ErrLastAdmin) {
		return no
	}
	_, err := b.accounts.Update(ctx, store.Everywhere, old.Login, func(a account.Account) (account.Account, error) {
		a.Roles, a.Disabled, a.Changed = old.Roles, old.Disabled, s.At
		a.Epoch++
		return a, nil
	})
	return errors.Join(no, err)
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
	if err := mayPassword(s, login); err != nil {
		return err
	}
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

// mayPassword: everybody their own, administrators everybody's.
func mayPassword(s account.Stamp, login string) error {
	if s.By == login && s.Roles.Can(account.OwnPassword) {
		return nil
	}
	return may(s, account.EditAccounts)
}

// KeepPassword is SetPassword with a password that was judged and hashed elsewhere.
func (b *Book) KeepPassword(ctx context.Context, s account.Stamp, login, hash string, must bool, keep string) error {
	if err := mayPassword(s, login); err != nil {
		return err
	}
	s = b.stamped(s)
	return b.Acting(ctx, s, "password", login, "", func() error {
		a, err := b.accounts.Update(ctx, store.Everywhere, login, func(a account.Account) (account.Account, error) {
			if a.Office != s.Office {
				return a, ErrNotFound
			}
			a.Password, a.Must, a.Changed, a.Failed = hash, must, s.At, 0
			a.Epoch++
			return a, nil
		})
		if err != nil || keep == "" {
			return missing(err, ErrNotFound)
		}
		_, err = b.sessions.Update(ctx, store.Everywhere, keep, func(x account.Session) (account.Session, error) {
			if x.Login == login {
				x.Epoch, x.Sure = a.Epoch, s.At
			}
			return x, nil
		})
		if errors.Is(err, store.ErrNotFound) {
			return nil // it ended meanwhile
		}
		return err
	})
}
