package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
)

// staffCommand manages accounts from the console, for the day when nobody can
// sign in any more.
type staffCommand struct {
	Add     staffAdd     `cmd:"" help:"Add an account; its password is printed once."`
	Reset   staffReset   `cmd:"" help:"Give an account a new password, printed once."`
	Disable staffDisable `cmd:"" help:"Disable an account."`
	List    staffList    `cmd:"" help:"List all accounts."`
}

// atOffice runs f on the open book, stamped as the console.
func (c *console) atOffice(f func(b *book.Book, s account.Stamp) error) error {
	b, store, _, err := c.openBook(c.ctx, false, time.Now, nil)
	if err != nil {
		return err
	}
	defer store.Close()
	o, err := b.Home(c.ctx)
	if errors.Is(err, book.ErrNotFound) {
		return errors.New("no office has been set up in this data folder yet")
	}
	if err != nil {
		return err
	}
	return plain(f(b, account.Stamp{Office: o.ID, By: account.ByConsole, Roles: account.Roles{account.System}}))
}

type staffAdd struct {
	Login string   `arg:"" help:"User name, small letters and digits."`
	Name  string   `required:"" help:"Full name."`
	Roles []string `required:"" help:"officer, supervisor, host, complaint, auditor, admin; several with commas."`
}

// Run adds the account.
func (a staffAdd) Run(c *console) error {
	return c.atOffice(func(b *book.Book, s account.Stamp) error {
		password := book.NewPassword()
		x := account.Account{Login: a.Login, Name: a.Name}
		for _, r := range a.Roles {
			x.Roles = append(x.Roles, account.Role(strings.TrimSpace(r)))
		}
		if err := b.AddAccount(c.ctx, s, x, password, true); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s %s\n", account.CleanLogin(a.Login), password)
		return nil
	})
}

type staffReset struct {
	Login string `arg:"" help:"User name."`
}

// Run sets a new password, which its owner must change at the next sign-in.
func (a staffReset) Run(c *console) error {
	return c.atOffice(func(b *book.Book, s account.Stamp) error {
		password := book.NewPassword()
		if err := b.SetPassword(c.ctx, s, account.CleanLogin(a.Login), password, true, ""); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s %s\n", account.CleanLogin(a.Login), password)
		return nil
	})
}

type staffDisable struct {
	Login string `arg:"" help:"User name."`
}

// Run disables the account; its sessions are over at once.
func (a staffDisable) Run(c *console) error {
	return c.atOffice(func(b *book.Book, s account.Stamp) error {
		return b.ChangeAccount(c.ctx, s, account.CleanLogin(a.Login), func(x account.Account) account.Account {
			x.Disabled = true
			return x
		})
	})
}

type staffList struct{}

// Run lists login, name, roles and whether the account is disabled.
func (staffList) Run(c *console) error {
	return c.atOffice(func(b *book.Book, s account.Stamp) error {
		all, err := b.Accounts(c.ctx, s.Office)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', 0)
		for _, a := range all {
			state := ""
			if a.Disabled {
				state = "disabled"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.Login, a.Name, roleWords(a.Roles), state)
		}
		return w.Flush()
	})
}

func roleWords(rs account.Roles) string {
	var out []string
	for _, r := range rs {
		out = append(out, string(r))
	}
	return strings.Join(out, ",")
}
