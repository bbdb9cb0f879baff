package web

import (
	"crypto/subtle"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/secret"
)

// newAct makes a form's nonce: it names the act, so that the same form sent twice is one
// act, and it may become a record's id, so it is signed: nobody can choose another's.
func (d *door) newAct() string {
	n := secret.Nonce()
	return n + "." + d.actSum(n)
}

func (d *door) actSum(nonce string) string {
	return hex.EncodeToString(d.Keys.MAC("act|"+d.Door.String(), []byte(nonce))[:12])
}

// nonce gives the bare nonce of a form's act when it is one of ours.
func (d *door) nonce(act string) (string, bool) {
	n, sum, ok := strings.Cut(act, ".")
	if !ok || !secret.ValidToken(n) || subtle.ConstantTimeCompare([]byte(sum), []byte(d.actSum(n))) != 1 {
		return "", false
	}
	return n, true
}

// Stamp marks an act: who does it, when, where, with the nonce of the form (a fresh one
// when it brought none) and the number of the last log entry its page showed. A form
// that leaves out seen has seen nothing.
func Stamp(c *fiber.Ctx) account.Stamp {
	r := of(c)
	s := account.Stamp{At: r.door.Now().UTC().Truncate(time.Millisecond), By: account.ByGuest, Roles: account.Roles{account.Guest}, Act: r.act}
	if o, err := r.loadOffice(c.UserContext()); err == nil {
		s.Office = o.ID
	}
	if r.account != nil && !r.locked {
		s.By, s.Roles, s.Person = r.account.Login, r.account.Roles, r.account.Person
	}
	if r.device != nil {
		s.Device = r.device.Name
	}
	if s.Act == "" {
		s.Act = secret.Nonce()
	}
	if n, err := strconv.Atoi(r.values.Get("seen")); err == nil && n > 0 {
		s.Seen = n
	}
	return s
}
