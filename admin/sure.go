package admin

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/web"
)

// askOwn lets a sensitive act through when the person's password was typed within the
// last five minutes, at sign-in, at the lock or for such an act; else it asks for it in
// the form's field "own" (security.md 22; the template is admin/sure). The acts are:
// opening what is masked or confidential, and everything about another's account. A lost
// badge has the supervisor's own sign-in each time.
func (d *Door) askOwn(c *fiber.Ctx, password string) error {
	if web.Session(c).IsSure(d.Book.Now()) {
		return nil
	}
	if password == "" {
		return account.ErrAgain.At("own")
	}
	err := d.Book.Unlock(c.UserContext(), web.Session(c), password)
	if errors.Is(err, account.ErrMatch) {
		err = errOld
	}
	return at(err, map[string]string{"": "own"})
}
