package book

import (
	"context"
	"errors"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

// Setup is how far the first run has come. There are no default accounts: the
// program prints a one-time link, and whoever follows it makes the office and
// the first administrator.
type Setup struct {
	Token    string    `json:"token"` // keyed hash of the newest link; older ones are dead
	Office   string    `json:"office"`
	Step     string    `json:"step"` // the next one to do
	Finished time.Time `json:"finished,omitzero"`
}

// Steps of the first run, in order. They can be left and taken up again.
const (
	StepOffice  = "office"
	StepAdmin   = "admin"
	StepPeople  = "people"
	StepBadges  = "badges"
	StepPrinter = "printer"
	StepKiosk   = "kiosk"
)

// Steps lists the steps in order.
var Steps = []string{StepOffice, StepAdmin, StepPeople, StepBadges, StepPrinter, StepKiosk}

const setupID = "setup"

func keepSetup(s Setup) store.Kept[struct{}] {
	return store.Kept[struct{}]{ID: setupID, Claim: setupID}
}

// ErrSetupUsed refuses a set-up link that is used up or was replaced.
var ErrSetupUsed = refusal.New(refusal.Gone, "book.setup-used")

// BeginSetup makes a new set-up link's token, and the one before is dead. The
// token is empty when set-up is finished.
func (b *Book) BeginSetup(ctx context.Context) (string, error) {
	token := secret.Token()
	first := Setup{Token: b.keyed("setup", token), Step: StepOffice}
	s, made, err := b.setups.Add(ctx, store.Everywhere, first)
	if err != nil || made {
		return token, err
	}
	if !s.Finished.IsZero() {
		return "", nil
	}
	return token, b.setup(ctx, func(s Setup) (Setup, error) {
		s.Token = first.Token
		return s, nil
	})
}

// Setup gives the state of the first run to whoever holds the newest link's token.
func (b *Book) Setup(ctx context.Context, token string) (Setup, error) {
	s, err := b.setups.Get(ctx, store.Everywhere, setupID)
	if err != nil {
		return s, missing(err, ErrSetupUsed)
	}
	if key := b.keyed("setup", secret.Clean(token)); !s.Finished.IsZero() || key == "" || s.Token != key {
		return s, ErrSetupUsed
	}
	return s, nil
}

func (b *Book) setup(ctx context.Context, f func(Setup) (Setup, error)) error {
	_, err := b.setups.Update(ctx, store.Everywhere, setupID, f)
	return err
}

// Home is the office of this installation. ErrNotFound before set-up has named one.
func (b *Book) Home(ctx context.Context) (office.Office, error) {
	b.mu.Lock()
	id := b.home
	b.mu.Unlock()
	if id == "" {
		s, err := b.setups.Get(ctx, store.Everywhere, setupID)
		if err != nil {
			return office.Office{}, missing(err, ErrNotFound)
		}
		if s.Office == "" {
			return office.Office{}, ErrNotFound
		}
		id = s.Office
		b.mu.Lock()
		b.home = id
		b.mu.Unlock()
	}
	return b.Office(ctx, id)
}

// SetupOffice keeps the office named in the first step. Done again before the
// administrator exists, it replaces what was typed, also the id; later the id stays.
func (b *Book) SetupOffice(ctx context.Context, o office.Office) error {
	if err := o.Check(); err != nil {
		return err
	}
	var before string
	fits := func(s Setup) bool { return s.Office == "" || s.Office == o.ID || !s.staffed() }
	if s, err := b.SetupState(ctx); err != nil {
		return err
	} else if !fits(s) {
		return office.ErrChanged
	}
	if err := b.AddOffice(ctx, o); err != nil {
		return err
	}
	if _, err := b.offices.Update(ctx, o.ID, o.ID, func(old office.Office) (office.Office, error) {
		o.Revision = old.Revision + 1
		return o, nil
	}); err != nil {
		return err
	}
	if err := b.setup(ctx, func(s Setup) (Setup, error) {
		if !fits(s) {
			return s, office.ErrChanged
		}
		before, s.Office, s.Step = s.Office, o.ID, laterStep(s.Step, StepAdmin)
		return s, nil
	}); err != nil {
		return err
	}
	b.mu.Lock()
	b.home = o.ID
	b.mu.Unlock()
	if before != "" && before != o.ID {
		return b.offices.Remove(ctx, before, before)
	}
	return nil
}

// staffed reports whether there is an administrator, who carries on by signing in.
func (s Setup) staffed() bool {
	return !s.Finished.IsZero() || s.Step != StepOffice && s.Step != StepAdmin
}

// SetupAdmin makes the first administrator, who carries on from there; the link
// makes no second one.
func (b *Book) SetupAdmin(ctx context.Context, officeID string, a account.Account, password string) error {
	if s, err := b.SetupState(ctx); err != nil {
		return err
	} else if s.staffed() {
		return ErrSetupUsed
	}
	s := account.Stamp{Office: officeID, By: account.ByConsole, Roles: account.Roles{account.System}}
	if !a.Roles.Has(account.Admin) {
		a.Roles = append(a.Roles, account.Admin)
	}
	if err := b.AddAccount(ctx, s, a, password, false); err != nil {
		return err
	}
	return b.SetupStep(ctx, StepPeople)
}

// SetupStep notes that everything before step is done. It never goes back.
func (b *Book) SetupStep(ctx context.Context, step string) error {
	return b.setup(ctx, func(s Setup) (Setup, error) {
		s.Step = laterStep(s.Step, step)
		return s, nil
	})
}

// SetupState reads how far set-up is, for an administrator who takes it up again.
func (b *Book) SetupState(ctx context.Context) (Setup, error) {
	s, err := b.setups.Get(ctx, store.Everywhere, setupID)
	if errors.Is(err, store.ErrNotFound) {
		return Setup{Step: StepOffice}, nil
	}
	return s, err
}

// FinishSetup ends the first run; no link is printed any more.
func (b *Book) FinishSetup(ctx context.Context) error {
	return b.setup(ctx, func(s Setup) (Setup, error) {
		if s.Finished.IsZero() {
			s.Finished, s.Token = b.Now(), ""
		}
		return s, nil
	})
}

func laterStep(a, b string) string {
	for _, s := range Steps {
		if s == a {
			return b
		}
		if s == b {
			return a
		}
	}
	return b
}
