package book

import (
	"context"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/store"
)

// LastSignIn is when somebody last signed in to the account, by the audit log;
// zero when there is no sign-in among the account's last hundred acts.
func (b *Book) LastSignIn(ctx context.Context, officeID, login string) (time.Time, error) {
	q := store.Query{Tags: []string{"on:" + login, "by:" + login}, Newest: true, Limit: 100}
	p, err := b.acts.ScanFull(ctx, officeID, q)
	for _, a := range p.Values {
		if a.What == "sign-in" && a.Done == "done" {
			return a.At, nil
		}
	}
	return time.Time{}, err
}

// EndSessions ends all running sessions of an account but the one named, and says
// how many there were.
func (b *Book) EndSessions(ctx context.Context, s account.Stamp, login, but string) (int, error) {
	all, err := b.Sessions(ctx, login)
	n := 0
	for _, x := range all {
		if err != nil {
			return n, err
		}
		if x.ID == but || x.Office != s.Office {
			continue
		}
		err = b.EndSession(ctx, s, login, x.ID)
		n++
	}
	return n, err
}
