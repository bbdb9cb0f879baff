package book

import (
	"context"
	"errors"
	"strings"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

// NewPassword draws a password to hand over: twenty letters and digits in groups
// of five, 100 bits, easy to read out. Its owner has to choose an own one.
func NewPassword() string {
	s := strings.ToLower(secret.Random(20))
	return s[:5] + "-" + s[5:10] + "-" + s[10:15] + "-" + s[15:]
}

// WeakPassword tells whether a password is too easy to guess, with what is known
// about its owner: login, name, office.
func WeakPassword(password string, known ...string) bool {
	return secret.WeakPassword(password, known...)
}

// CheckPassword says whether login and password belong together. Unknown and
// disabled accounts cost the same time and get the same words; failures make
// the next try wait, longer each time, but never lock anybody out for good.
func (b *Book) CheckPassword(ctx context.Context, login, password string) (account.Account, error) {
	now := b.Now()
	login = account.CleanLogin(login)
	a, err := b.Account(ctx, login)
	if errors.Is(err, ErrNotFound) {
		if err = b.stranger(ctx, login, password, now); errors.Is(err, account.ErrMatch) {
			b.failed(ctx, "")
		}
		return account.Account{}, err
	}
	if err != nil {
		return a, err
	}
	if err := wait(a, now); err != nil {
		return account.Account{}, err
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
		b.failed(ctx, a.Login)
		return account.Account{}, account.ErrMatch
	}
	return a, nil
}

// failed puts a wrong password on the audit log. An unknown login is not written down:
// it may be a password that was typed into the wrong field.
func (b *Book) failed(ctx context.Context, login string) {
	o, err := b.Home(ctx)
	if err == nil {
		s := account.Stamp{Office: o.ID, By: account.ByNobody}
		err = b.Acting(ctx, s, "sign-in", login, "", func() error { return account.ErrMatch })
	}
	if err != nil && !errors.Is(err, account.ErrMatch) && !errors.Is(err, ErrNotFound) {
		b.log.Error("a failed sign-in was not recorded", "error", err)
	}
}

// wait refuses a try before the account's delay is over.
func wait(a account.Account, now time.Time) error {
	if left := a.FailedAt.Add(a.Wait()).Sub(now); left > 0 {
		return account.ErrWait.With("seconds", int((left+time.Second-1)/time.Second))
	}
	return nil
}

// strangers is how many unknown logins are remembered; beyond, all are forgotten.
const strangers = 5000

// stranger answers for a login that no account has as for one whose password is
// wrong: it costs the same work and makes the next try wait as long, or the wait
// would tell which accounts there are. These tries are kept in memory only.
func (b *Book) stranger(ctx context.Context, login, password string, now time.Time) error {
	key := b.keyed("stranger", login)
	b.mu.Lock()
	a := b.tries[key]
	b.mu.Unlock()
	if err := wait(a, now); err != nil {
		return err
	}
	if err := secret.DummyPassword(ctx, password); err != nil {
		return busy(err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.tries) >= strangers {
		clear(b.tries)
	}
	a = b.tries[key]
	b.tries[key] = account.Account{Failed: a.Failed + 1, FailedAt: now}
	return account.ErrMatch
}

// busy turns "too many passwords at once" into the refusal to wait a moment.
func busy(err error) error {
	if errors.Is(err, secret.ErrBusy) {
		return account.ErrWait.With("seconds", 5)
	}
	return err
}
