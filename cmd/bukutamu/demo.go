package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/sample"
	"bukutamu/internal/secret"
)

// demoDays is how many days of visits the demo has, today not counted; fewer in tests on a slow store.
var demoDays = 90

// demoAccounts are the six accounts of contract.md, one for each role.
var demoAccounts = []account.Account{
	{Login: "piket", Name: "Ratna Umpama", Roles: account.Roles{account.Officer}},
	{Login: "atasan", Name: "Bima Rekaan", Roles: account.Roles{account.Supervisor}},
	{Login: "pengaduan", Name: "Sekar Misalnya", Roles: account.Roles{account.Complaint}},
	{Login: "kasi.pidum", Name: "Gading Andaikan", Roles: account.Roles{account.Host}},
	{Login: "auditor", Name: "Wulan Contohsari", Roles: account.Roles{account.Auditor}},
	{Login: "admin", Name: "Arif Perumpamaan", Roles: account.Roles{account.Admin}},
}

// makeDemo fills an empty store with the synthetic office, or brings one that it
// made before up to today. It returns the lines "LOGIN PASSWORD ROLES". A store
// that holds anything else is refused.
func (c *console) makeDemo(b *book.Book, now func() time.Time) ([]string, error) {
	o, err := b.Home(c.ctx)
	switch {
	case errors.Is(err, book.ErrNotFound):
		if o, err = c.newDemo(b); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	case !o.Demo:
		return nil, fmt.Errorf("the folder %s holds the book of %s; the demo never touches it: leave --demo out, or give the demo another folder with --data", c.settings.Data, o.Name)
	}
	if err := tellDemo(c.ctx, b, o, now()); err != nil {
		return nil, err
	}
	return c.demoPasswords(b, o)
}

func (c *console) newDemo(b *book.Book) (office.Office, error) {
	o := sample.Office()
	o.Demo = true
	o.Printers = office.Printers{{Paper: office.TicketPaper, Way: office.ByBrowser}} // so that the kiosk shows how
	if _, err := b.BeginSetup(c.ctx); err != nil {
		return o, err
	}
	if err := b.SetupOffice(c.ctx, o); err != nil {
		return o, err
	}
	return o, b.FinishSetup(c.ctx)
}

// demoPasswords gives every demo account a password: the one asked for, or a new one each start.
func (c *console) demoPasswords(b *book.Book, o office.Office) ([]string, error) {
	var lines []string
	s := system(o.ID)
	for _, a := range demoAccounts {
		password := c.settings.DemoPassword
		if password == "" {
			password = book.NewPassword()
		}
		hash, err := secret.HashPassword(c.ctx, password)
		if err != nil {
			return nil, err
		}
		if a.Roles.Has(account.Host) {
			a.Person = personNamed(o, a.Name)
		}
		err = b.KeepAccount(c.ctx, s, a, hash)
		if errors.Is(err, account.ErrTaken) {
			err = b.KeepPassword(c.ctx, s, a.Login, hash, false, "")
		}
		if err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprintf("%s %s %s", a.Login, password, roleWords(a.Roles)))
	}
	return lines, nil
}

// personNamed finds the person of the office whose name holds the given one.
func personNamed(o office.Office, name string) string {
	for _, m := range office.Find(o, name, 1) {
		return m.Person.ID
	}
	return ""
}

// tellDemo writes the days that are missing, oldest first, and today.
func tellDemo(ctx context.Context, b *book.Book, o office.Office, now time.Time) error {
	t := newTale(o)
	today := o.Day(now)
	for day := today.AddDate(0, 0, -demoDays); day.Before(today); day = day.AddDate(0, 0, 1) {
		for _, v := range t.pastDay(day) {
			if _, err := b.Keep(ctx, o.ID, v); err != nil {
				return fmt.Errorf("demo, %s: %w", day.Format(time.DateOnly), err)
			}
		}
	}
	if err := sendHome(ctx, b, o, now); err != nil {
		return err
	}
	if err := t.complain(ctx, b, now); err != nil {
		return err
	}
	if err := t.forgotten(ctx, b, today); err != nil {
		return err
	}
	return t.today(ctx, b, now)
}
