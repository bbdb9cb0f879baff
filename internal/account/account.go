// Package account is about the people who work with the program: who they are,
// which roles they hold, what each role may do, and the stamp that marks
// everything they do.
package account

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Account is a person who signs in. Accounts are disabled, never deleted, since
// the logs name them for ever. One account may hold several roles.
type Account struct {
	Login    string    `json:"login"` // lower case; never changes
	Office   string    `json:"office"`
	Name     string    `json:"name"`
	Roles    Roles     `json:"roles"`
	Person   string    `json:"person,omitempty"` // id of the person of the office, when the account belongs to one
	Password string    `json:"password"`         // PHC string of argon2id
	Must     bool      `json:"must,omitempty"`   // the password came from somebody else and must be changed
	Disabled bool      `json:"disabled,omitempty"`
	Created  time.Time `json:"created"`
	Changed  time.Time `json:"changed"`
	Epoch    int       `json:"epoch"` // sessions of an older epoch are over: counts password and role changes
	Failed   int       `json:"failed,omitempty"`
	FailedAt time.Time `json:"failedAt,omitzero"`
}

// Refusals about accounts.
var (
	ErrLogin     = refusal.New(refusal.Invalid, "account.login")
	ErrName      = refusal.New(refusal.Invalid, "account.name")
	ErrPerson    = refusal.New(refusal.Invalid, "account.person")
	ErrRoles     = refusal.New(refusal.Invalid, "account.roles")
	ErrWeak      = refusal.New(refusal.Invalid, "account.password-weak")
	ErrRepeat    = refusal.New(refusal.Invalid, "account.password-repeat")
	ErrTaken     = refusal.New(refusal.Conflict, "account.login-taken")
	ErrLastAdmin = refusal.New(refusal.Conflict, "account.last-admin")
	ErrMatch     = refusal.New(refusal.Invalid, "account.no-match")
	ErrWait      = refusal.New(refusal.Busy, "account.wait")
	ErrForbidden = refusal.New(refusal.Forbidden, "account.forbidden")
	ErrAgain     = refusal.New(refusal.Invalid, "account.password-again")
)

var login = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,31}$`)

// CleanLogin lowers the case and trims, since people type their names as they like.
func CleanLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Check says what is wrong with the account's own fields: login (2 to 32 of
// a–z 0–9 . _ -), name (2 to 80 characters), at least one known role.
func (a Account) Check() error {
	var no refusal.List
	if !login.MatchString(a.Login) {
		no = append(no, ErrLogin.At("login"))
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(a.Name)); n < 2 || n > 80 {
		no = append(no, ErrName.At("name"))
	}
	if len(a.Roles) == 0 || !a.Roles.Valid() {
		no = append(no, ErrRoles.At("roles"))
	}
	return no.Err()
}

// Wait is how long sign-in for this account is put off after its failures: none
// for the first three, then doubling from 2 seconds to at most 5 minutes. It
// is a delay, never a lock: the last administrator always gets in again.
func (a Account) Wait() time.Duration {
	if a.Failed < 4 {
		return 0
	}
	return min(2*time.Second<<min(a.Failed-4, 10), 5*time.Minute)
}

// Session is a signed-in browser at one door. The token itself is only in the
// cookie; the record is found by the token's hash.
type Session struct {
	ID     string    `json:"id"` // hash of the token
	Office string    `json:"office"`
	Login  string    `json:"login"`
	Epoch  int       `json:"epoch"`
	CSRF   string    `json:"csrf"`
	Device string    `json:"device,omitempty"` // enrolled desk, when it is one
	Begun  time.Time `json:"begun"`
	Seen   time.Time `json:"seen"`             // written at most once a minute; streams and polls do not count
	Sure   time.Time `json:"sure"`             // last time the password was typed
	Locked bool      `json:"locked,omitempty"` // the desk was left alone; only the password opens it
	Agent  string    `json:"agent"`            // browser, for the list of sessions
}

// Session limits (security.md 22).
const (
	SessionIdle  = 30 * time.Minute
	SessionWhole = 12 * time.Hour
	SessionLock  = 15 * time.Minute // quiet time after which an enrolled desk shows nothing
	SessionSure  = 5 * time.Minute  // how long a typed password stands for acts that ask for it again
)

// IsSure reports whether the password was typed so lately that a sensitive act does
// not ask for it again.
func (s Session) IsSure(now time.Time) bool { return s.ID != "" && now.Sub(s.Sure) < SessionSure }

// Over reports whether the session has ended by time. On an enrolled desk it
// lasts the shift and is only locked, not ended, by quiet.
func (s Session) Over(now time.Time) bool {
	if now.Sub(s.Begun) >= SessionWhole {
		return true
	}
	return s.Device == "" && now.Sub(s.Seen) >= SessionIdle
}

// Device is an enrolled kiosk, desk or display. Its token is only in its
// cookie; the record is found by the token's hash.
type Device struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"` // kiosk or desk
	Name    string    `json:"name"`
	Place   string    `json:"place,omitempty"`
	Token   string    `json:"token"` // keyed hash of the token
	Created time.Time `json:"created"`
	By      string    `json:"by"`
	Seen    time.Time `json:"seen,omitzero"` // written at most once a minute
	Revoked time.Time `json:"revoked,omitzero"`
	// Printers are the device's own, where it does not print as the office does.
	Printers office.Printers `json:"printers,omitempty"`
}

// Admin reports whether this is an active administrator.
func (a Account) Admin() bool { return !a.Disabled && a.Roles.Has(Admin) }
