// Package book is the guest book: the one service behind both doors. It joins
// the pure moves of package visit with the clock, the office's rules, the keys
// and the store, and tells the live screens what changed.
package book

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/complaint"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Config is what a book is made of. All fields but Changed are needed.
type Config struct {
	Store store.Store
	Keys  *secret.Keys
	Now   func() time.Time
	Log   *slog.Logger
	// Changed hears of every visit, photo, office, device and call that was written
	// or removed here, once it is durable: its kind and id, never its content. It is
	// called by the writer and must not wait.
	Changed func(office, kind, id string)
}

// Book is safe for concurrent use.
type Book struct {
	store   store.Store
	keys    *secret.Keys
	now     func() time.Time
	log     *slog.Logger
	changed func(office, kind, id string)

	visits   *store.Kind[visit.Visit, Line]
	photos   *store.Kind[Picture, struct{}]
	offices  *store.Kind[office.Office, struct{}]
	accounts *store.Kind[account.Account, AccountLine]
	sessions *store.Kind[account.Session, struct{}]
	devices  *store.Kind[account.Device, account.Device]
	enrols   *store.Kind[Enrolment, struct{}]
	calls    *store.Kind[Call, Call]
	acts     *store.Kind[account.Act, struct{}]
	jobs     *store.Kind[job, struct{}]
	setups   *store.Kind[Setup, struct{}]
	carries  *store.Kind[Carry, struct{}]

	complaints  *store.Kind[complaint.Complaint, ComplaintLine]
	attachments *store.Kind[Attachment, attachmentLine]
	digests     *store.Kind[Digest, struct{}]
	handovers   *store.Kind[Handover, HandoverLine]
	rollcalls   *store.Kind[Rollcall, struct{}]

	mu      sync.Mutex // guards what follows
	home    string     // id of the installation's office, once known
	known   map[string]cachedOffice
	desks   map[string]keptDesk
	moved   map[string]uint64          // changes of an office's visits and calls made here
	heads   map[string]account.Act     // newest act of an office, a guess that Put corrects
	heard   map[string]heard           // kind and id → newest version known; kept while Follow runs
	tries   map[string]account.Account // failed sign-ins to logins that no account has
	glances map[string][]time.Time     // when a kiosk last asked for a code that is not known

	follows atomic.Bool // Follow runs

	pinQueue, pinWork chan struct{} // who waits for the slow hash of a PIN, and who has it

	acting chan struct{} // whoever appends to the acts holds its one place
}

// New makes the book over an open store.
func New(c Config) *Book {
	if c.Changed == nil {
		c.Changed = func(string, string, string) {}
	}
	b := &Book{
		store: c.Store, keys: c.Keys, now: c.Now, log: c.Log, changed: c.Changed,
		known: map[string]cachedOffice{}, desks: map[string]keptDesk{}, moved: map[string]uint64{}, heads: map[string]account.Act{}, tries: map[string]account.Account{}, heard: map[string]heard{}, glances: map[string][]time.Time{},
		acting: make(chan struct{}, 1), pinQueue: make(chan struct{}, pinWaiting), pinWork: make(chan struct{}, 1),
	}
	told := telling{c.Store, b.wrote, b.mine}
	b.visits = store.Of(told, c.Keys, KindVisit, b.keepVisit)
	b.photos = store.Of(told, c.Keys, KindPhoto, keepPicture)
	b.offices = store.Of(told, c.Keys, KindOffice, keepOffice)
	b.accounts = store.Of(told, c.Keys, KindAccount, keepAccount)
	b.sessions = store.Of(told, c.Keys, KindSession, keepSession)
	b.devices = store.Of(told, c.Keys, KindDevice, keepDevice)
	b.enrols = store.Of(told, c.Keys, KindEnrol, keepEnrol)
	b.calls = store.Of(told, c.Keys, KindCall, keepCall)
	b.acts = store.Of(told, c.Keys, KindAct, keepAct)
	b.jobs = store.Of(told, c.Keys, KindJob, keepJob)
	b.setups = store.Of(told, c.Keys, KindSetup, keepSetup)
	b.carries = store.Of(told, c.Keys, KindCarry, keepCarry)
	b.complaints = store.Of(told, c.Keys, KindComplaint, b.keepComplaint)
	b.attachments = store.Of(told, c.Keys, KindAttachment, keepAttachment)
	b.digests = store.Of(told, c.Keys, KindDigest, keepDigest)
	b.handovers = store.Of(told, c.Keys, KindHandover, keepHandover)
	b.rollcalls = store.Of(told, c.Keys, KindRollcall, keepRollcall)
	return b
}

// The kinds of documents, one file each in this package.
const (
	KindVisit   = "visit"
	KindPhoto   = "photo"
	KindOffice  = "office"
	KindAccount = "account"
	KindSession = "session"
	KindDevice  = "device"
	KindEnrol   = "enrol"
	KindCall    = "call"
	KindAct     = "act"
	KindJob     = "job"
	KindSetup   = "setup"
	KindCarry   = "carry"

	KindComplaint  = "complaint"
	KindAttachment = "attachment"
	KindDigest     = "digest"
	KindHandover   = "handover"
	KindRollcall   = "rollcall"
)

// ErrUnavailable is what the pages answer 503 to.
var ErrUnavailable = store.ErrUnavailable

// ErrGone refuses what was there and is over.
var (
	ErrGone     = refusal.New(refusal.Gone, "book.gone")
	ErrNotFound = refusal.New(refusal.NotFound, "book.not-found")
)

// Now is the book's clock, UTC in whole milliseconds.
func (b *Book) Now() time.Time { return b.now().UTC().Truncate(time.Millisecond) }

// Ready says whether the store answers.
func (b *Book) Ready(ctx context.Context) error {
	_, err := b.store.Get(ctx, store.Everywhere, KindSetup, setupID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// missing turns the store's "not found" into the refusal that people read.
func missing(err error, no *refusal.Refusal) error {
	if errors.Is(err, store.ErrNotFound) {
		return no
	}
	return err
}
