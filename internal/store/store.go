// Package store keeps documents and knows nothing of visits, guests or badges. A document is
// changed only by compare-and-swap on its version, holds at most one exclusive claim, and is
// found by tags and time. Engines are in the folders below; Of gives a typed view with sealed
// fields that all engines share.
package store

import (
	"context"
	"time"
)

// Everywhere is the office of what belongs to no office: accounts, sessions, set-up.
const Everywhere = "_"

// Store is what every engine does. All methods may be called at the same time. An error that is
// neither one of this package's nor the context's own is wrapped in ErrUnavailable.
type Store interface {
	// Get returns a document with its body, or ErrNotFound.
	Get(ctx context.Context, office, kind, id string) (Doc, error)
	// Claimed returns the document that holds the claim now, with its body, or ErrNotFound.
	Claimed(ctx context.Context, office, kind, claim string) (Doc, error)
	// Scan returns one page. Nothing stays open after it returns.
	Scan(ctx context.Context, office string, q Query) ([]Doc, Cursor, error)
	// Put writes a document and returns it as it now stands (Version, Changed, normalised).
	// Version 0 makes a new one: *ExistsError brings the one that is there. Any other version
	// must be the stored one: ErrStale, also when the document is gone. *TakenError says that
	// somebody else holds the claim. An existing id is reported before a taken claim.
	// A put that the engine has begun is waited for even past the context's deadline.
	Put(ctx context.Context, d Doc) (Doc, error)
	// Remove deletes a document of that version: ErrStale when it has another, ErrNotFound when
	// it is gone. For retention and expiry, nothing else.
	Remove(ctx context.Context, office, kind, id string, version int64) error
	// Close finishes what was begun and releases the files. Later calls fail.
	Close() error
}

// Walker is an engine that can hand out everything it holds, for verify and copy.
type Walker interface {
	// Each calls visit for every document with its body, in no promised order, each once. No
	// reader stays open while visit runs, so visit may use the store. Documents put or removed
	// meanwhile may or may not be seen. The first error ends the walk and is returned as it is.
	Each(ctx context.Context, visit func(Doc) error) error
}

// Loader is an engine that takes documents as they are, versions and times included, for copy.
type Loader interface {
	// Load writes the documents, in place of those with the same id. What was written before an
	// error stays: loading them again is harmless.
	Load(ctx context.Context, docs []Doc) error
}

// Scrubber is an engine on whose disk erased text may linger (in a log) until it is told.
type Scrubber interface {
	// Scrub makes what was erased before the call unreadable in the engine's files. It fails
	// with ErrUnavailable while a reader keeps old pages in use, and may simply be repeated.
	Scrub(ctx context.Context) error
}

// Doc is one document. Text fields are UTF-8 without control characters.
type Doc struct {
	Office, Kind, ID string

	// Version counts the writes from 1; 0 is a document that was never put.
	Version int64
	// Claim is the one exclusive thing the document holds now ("badge:17"), unique among the
	// documents of its office and kind; empty holds nothing.
	Claim string
	// Tags are what look-ups ask for ("open", "host:…"). Doubles and empty ones are dropped.
	Tags []string
	// At is the time by which the kind is ordered; UTC, cut to milliseconds, may be zero.
	At time.Time
	// Changed is when it was last put, by the engine's clock; UTC, cut to milliseconds.
	Changed time.Time
	// Dated, in a Put, keeps Changed as it is given instead of the clock's time: for what must
	// not say at which hour it was written. Where an engine numbers its rows, such a new row gets
	// its number by chance. It is never read back, and changes of other processes do not find
	// such a document by its Changed in time.
	Dated bool
	// Brief is a JSON object of at most MaxBrief bytes, what lists and reports need; or empty.
	Brief []byte
	// Body is a JSON object; or empty. Another engine may give back other bytes of equal value.
	Body []byte
}

// Query is one page of a kind.
type Query struct {
	// Kind may be empty with ByChange alone: all kinds.
	Kind string
	// Tags must all hold; the first should be the rarest, because the engine walks along it.
	Tags []string
	// From and To bound At: From ≤ At < To. Zero leaves that end open.
	From, To time.Time
	// Newest turns the order (At, ID) round: latest first, equal times by falling ID.
	Newest bool
	// ByChange orders by Changed, oldest first, from Since on; Tags, From, To and Newest must
	// then be empty.
	ByChange bool
	Since    time.Time
	// After is the text of the Cursor before; empty is the first page.
	After string
	// Limit is 1 to MaxLimit; 0 means DefaultLimit.
	Limit int
	// Body fills Doc.Body too. Lists leave it off: they never decode documents.
	Body bool
}

// Limits that hold on every engine.
const (
	MaxLimit       = 1000   // documents a page
	DefaultLimit   = 50     // documents a page when the query names none
	DefaultExamine = 20_000 // rows looked at for one page
	MaxBrief       = 1024   // bytes of a brief
	MaxTags        = 200    // tags of a document
	MaxName        = 256    // bytes of an office, kind, id, claim or tag
)

// Options are the same for every engine.
type Options struct {
	// Now is the clock that stamps Changed; time.Now when nil.
	Now func() time.Time
	// Examine is how many rows one Scan may look at before it returns what it has with More
	// set; DefaultExamine when 0.
	Examine int
	// Fingerprint is secret.Keys.Fingerprint. It is written into a new store; an existing store
	// with another one is refused with ErrWrongKey. Empty skips the check (tools, tests).
	Fingerprint string
}

// Filled returns the options with defaults in place of zero values.
func (o Options) Filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Examine <= 0 {
		o.Examine = DefaultExamine
	}
	return o
}

// Written is the Changed of a document that is put now.
func (o Options) Written(d Doc) time.Time {
	if d.Dated {
		return d.Changed
	}
	return o.Stamp()
}

// Stamp is the clock's time as it is stored: UTC, cut to milliseconds.
func (o Options) Stamp() time.Time { return Cut(o.Now()) }

// Cut turns a time into what every engine stores: UTC, whole milliseconds, rounded down.
// The zero time stays zero.
func Cut(t time.Time) time.Time { return FromMilli(t.UnixMilli()) }

// FromMilli is the stored time of a count of milliseconds since 1970.
func FromMilli(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
