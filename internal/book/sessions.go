package book

import (
	"context"
	"errors"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/store"
)

func keepSession(s account.Session) store.Kept[struct{}] {
	return store.Kept[struct{}]{ID: s.ID, Claim: "id:" + s.ID, Tags: []string{"login:" + s.Login}, At: s.Begun}
}

// SignIn checks the password and begins a session. id is the hash of the token
// in the browser's cookie, which the book never sees.
func (b *Book) SignIn(ctx context.Context, id, login, password, device, agent, csrf string) (account.Session, account.Account, error) {
	a, err := b.CheckPassword(ctx, login, password)
	if err != nil {
		return account.Session{}, a, err
	}
	now := b.Now()
	s := account.Session{ID: id, Office: a.Office, Login: a.Login, Epoch: a.Epoch, CSRF: csrf, Device: device, Begun: now, Seen: now, Sure: now, Agent: agent}
	stamp := account.Stamp{At: now, Office: a.Office, By: a.Login, Device: device}
	err = b.Acting(ctx, stamp, "sign-in", a.Login, "", func() error {
		_, _, err := b.sessions.Add(ctx, store.Everywhere, s)
		return err
	})
	return s, a, err
}

// Session finds a running session and its account. ErrGone means it is over.
func (b *Book) Session(ctx context.Context, id string) (account.Session, account.Account, error) {
	s, err := b.sessions.Get(ctx, store.Everywhere, id)
	if err != nil {
		return s, account.Account{}, missing(err, ErrGone)
	}
	a, err := b.Account(ctx, s.Login)
	if err != nil {
		return s, a, missing(err, ErrGone)
	}
	if s.Over(b.Now()) || a.Disabled || a.Epoch != s.Epoch {
		return s, a, ErrGone
	}
	return s, a, nil
}

// Touch notes that the person is active; it writes at most once a minute.
func (b *Book) Touch(ctx context.Context, s account.Session) error {
	now := b.Now()
	if now.Sub(s.Seen) < time.Minute {
		return nil
	}
	_, err := b.sessions.Update(ctx, store.Everywhere, s.ID, func(s account.Session) (account.Session, error) {
		s.Seen = now
		return s, nil
	})
	if errors.Is(err, store.ErrNotFound) { // ended meanwhile
		return nil
	}
	return err
}

// Sessions lists the running sessions of an account.
func (b *Book) Sessions(ctx context.Context, login string) ([]account.Session, error) {
	p, err := b.sessions.ScanFull(ctx, store.Everywhere, store.Query{Tags: []string{"login:" + login}, Newest: true, Limit: 200})
	if err != nil {
		return nil, err
	}
	a, err := b.Account(ctx, login)
	if err != nil {
		return nil, err
	}
	var out []account.Session
	for _, s := range p.Values {
		if !s.Over(b.Now()) && s.Epoch == a.Epoch {
			out = append(out, s)
		}
	}
	return out, nil
}

// EndSession ends a session of the given account; another's is not found.
func (b *Book) EndSession(ctx context.Context, stamp account.Stamp, login, id string) error {
	s, err := b.sessions.Get(ctx, store.Everywhere, id)
	if err != nil {
		return missing(err, ErrNotFound)
	}
	if s.Login != login {
		return ErrNotFound
	}
	return b.Acting(ctx, stamp, "sign-out", login, "", func() error {
		return b.sessions.Remove(ctx, store.Everywhere, id)
	})
}
