package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrNotFound: no such document in this office.
	ErrNotFound = errors.New("store: not found")
	// ErrStale: the document changed since it was read, or is gone.
	ErrStale = errors.New("store: stale version")
	// ErrExists: the id is taken; the error is an *ExistsError.
	ErrExists = errors.New("store: exists")
	// ErrTaken: the claim is held by another document; the error is a *TakenError.
	ErrTaken = errors.New("store: claim taken")
	// ErrContended: Update gave up because others were faster too many times in a row.
	ErrContended = errors.New("store: too many writers on one document")
	// ErrUnavailable: the engine failed (disk full, I/O, connection); nothing was written that
	// was not acknowledged. Pages answer 503.
	ErrUnavailable = errors.New("store: unavailable")
	// ErrClosed: the store was closed.
	ErrClosed = fmt.Errorf("%w: closed", ErrUnavailable)
	// ErrCursor: Query.After is not a text that this store gave out. Pages answer 400.
	ErrCursor = errors.New("store: bad cursor")
	// ErrInvalid: a document or query breaks a limit of this package; a fault of the caller.
	ErrInvalid = errors.New("store: invalid")
	// ErrNewer: the store was written by a newer program.
	ErrNewer = errors.New("store: written by a newer version of this program")
	// ErrWrongKey: the key ring is not the one this store was made with.
	ErrWrongKey = errors.New("store: these keys do not belong to this store")
)

// ExistsError brings the document that is already there.
type ExistsError struct{ Doc Doc }

func (e *ExistsError) Error() string {
	return "store: exists: " + e.Doc.Kind + " " + e.Doc.ID
}

// Is makes errors.Is(err, ErrExists) true.
func (e *ExistsError) Is(target error) bool { return target == ErrExists }

// TakenError names the claim and the id of the document that holds it.
type TakenError struct{ Claim, By string }

// Error names the sort of claim alone: a code or login does not belong into a log.
func (e *TakenError) Error() string {
	sort, _, _ := strings.Cut(e.Claim, ":")
	return "store: claim taken: " + sort + " by " + e.By
}

// Is makes errors.Is(err, ErrTaken) true.
func (e *TakenError) Is(target error) bool { return target == ErrTaken }

// Refused tells a refusal (which leaves nothing behind and may stand in a batch) from a failure
// of the engine.
func Refused(err error) bool {
	for _, r := range []error{ErrNotFound, ErrStale, ErrExists, ErrTaken, ErrCursor, ErrInvalid,
		context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, r) {
			return true
		}
	}
	return false
}

// Unavailable wraps a failure of the engine in ErrUnavailable; nil, refusals, what is wrapped
// already and the start-up refusals pass.
func Unavailable(err error) error {
	if err == nil || Refused(err) || errors.Is(err, ErrUnavailable) || errors.Is(err, ErrNewer) ||
		errors.Is(err, ErrWrongKey) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}
