package book

import (
	"context"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

func keepSession(s account.Session) store.Kept[struct{}] {
	return store.Kept[struct{}]{ID: s.ID, Claim: "id:" + s.ID, Tags: []string{"login:" + s.Login}, At: s.Begun}
}

// SignIn checks the password and begins a session. The token belongs into the
// browser's cookie and is kept nowhere; device is the enrolled desk, if any.
func (b *Book) SignIn(ctx context.Context, login, password string, device account.Device, agent string) (token string, a account.Account, err error) {
	a, err = b.CheckPassword(ctx, login, password)
	if err != nil {
		return "", a, err
	}
	now := b.Now()
	token = secret.Random(52)
	s := account.Session{
		ID: b.sessionKey(token), Office: a.Office, Login: a.Login, Epoch: a.Epoch, CSRF: secret.Token(),
		Begun: now, Seen: now, Sure: now, Agent: agent,
	}
	if device.Kind == "desk" {
		s.Device = device.Name
	}
	stamp := account.Stamp{At: now, Office: a.Office, By: a.Login, Device: device.Name}
	err = b.Acting(ctx, stamp, "sign-in", a.Login, "", func() error {
		_, _, err := b.sessions.Add(ctx, store.Everywhere, s)
		return err
	})
	return token, a, err
}

func (b *Book) sessionKey(token string) string { return b.keyed("session", token) }

// Session finds the session of a cookie's token. ErrGone means there is none;
// whether it is over by time or by a change of the account is the caller's
// question to Over and Epoch.
func (b *Book) Session(ctx context.Context, token string) (account.Session, error) {
	s, err := b.sessions.Get(ctx, store.Everywhere, b.sessionKey(token))
	return s, missing(err, ErrGone)
}

// TouchSession notes that the person did something at now.
func (b *Book) TouchSession(ctx context.Context, s account.Session, now time.Time) error {
	_, err := b.sessions.Update(ctx, store.Everywhere, s.ID, func(s account.Session) (account.Session, error) {
		s.Seen = now
		return s, nil
	})
	return missing(err, ErrGone)
}

// Unlock brings a locked desk back with the password of the person who is
// signed in there.
func (b *Book) Unlock(ctx context.Context, s account.Session, password string) error {
	if _, err := b.CheckPassword(ctx, s.Login, password); err != nil {
		return err
	}
	now := b.Now()
	_, err := b.sessions.Update(ctx, store.Everywhere, s.ID, func(s account.Session) (account.Session, error) {
		s.Seen, s.Sure, s.Locked = now, now, false
		return s, nil
	})
	return missing(err, ErrGone)
}

// Lock leaves a desk alone: nothing but the password of its person opens it again.
func (b *Book) Lock(ctx context.Context, s account.Session) error {
	_, err := b.sessions.Update(ctx, store.Everywhere, s.ID, func(s account.Session) (account.Session, error) {
		s.Locked = true
		return s, nil
	})
	return missing(err, ErrGone)
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
	what := "sign-out"
	if stamp.By != login {
		what = "end-session" // somebody else's: an administrator, or who took over the desk
	}
	return b.Acting(ctx, stamp, what, login, "", func() error {
		return b.sessions.Remove(ctx, store.Everywhere, id)
	})
}
