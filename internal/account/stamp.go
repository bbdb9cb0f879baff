package account

import "time"

// Stamp marks an act with who did it, when, where, and on the strength of what.
// Handlers make it from the session and the form; moves get it as an argument.
type Stamp struct {
	At     time.Time // UTC, whole milliseconds
	Office string
	By     string // login; "guest", "system" or "console" for those without an account
	Roles  Roles
	Person string // the person of the office behind the account, when there is one
	Device string // name of the enrolled device, when there is one
	Act    string // nonce of the form: the same form sent twice is one act
	Seen   int    // number of the last log entry the person saw; SeenAny skips the question
}

// SeenAny is the Seen of jobs and of acts made on several visits at once: no
// person looked at a card that could have grown old.
const SeenAny = -1

// Logins of those who act without an account.
const (
	ByGuest   = "guest"
	BySystem  = "system"
	ByConsole = "console"
	ByNobody  = "-" // whoever fails to sign in
)

// Act is one line of the audit log: an intent, written before the act is done,
// and its outcome. It holds ids and no personal data. The acts of an office
// form a keyed chain: Hash covers the fields and the Hash before.
type Act struct {
	N      int       `json:"n"` // counts from 1 per office
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Device string    `json:"device,omitempty"`
	What   string    `json:"what"` // an Action, a move's name, or "sign-in", "sign-out", …
	On     string    `json:"on,omitempty"`
	Reason string    `json:"reason,omitempty" seal:"act reason"`
	Digest []byte    `json:"digest,omitempty"` // keyed hash of Reason, so that erasing it leaves the chain whole
	Done   string    `json:"done"`             // intent, done or failed; not part of the hash
	Hash   []byte    `json:"hash"`
}
