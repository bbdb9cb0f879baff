// Package guard starts goroutines that cannot take the process down.
//
// A panic outside the goroutine of a handler kills the whole program, even with the
// recover middleware in front, so `go` is written in this file and nowhere else; a test
// (internal/imports_test.go) looks for it. Stream writers run on goroutines that the
// server starts: they wrap their body in Run.
package guard

import (
	"fmt"
	"log/slog"
	"runtime/debug"
)

// Go runs f on a goroutine of its own. A panic in f ends f alone: it is logged as an error
// with the name and the stack. The name is a constant of the caller ("feed", "jobs"),
// never data of a person. A nil log stands for slog.Default().
func Go(log *slog.Logger, name string, f func()) {
	go Run(log, name, f)
}

// Run calls f here and now and reports whether it came to its end: false says that it
// panicked and that this was logged. Deferred calls of f have run by then.
func Run(log *slog.Logger, name string, f func()) (ended bool) {
	defer func() {
		if ended {
			return
		}
		// runtime.Goexit also arrives here, with nothing to recover: that is an end chosen
		// by f (t.FailNow does it), not a fault.
		v := recover()
		if v == nil {
			return
		}
		if log == nil {
			log = slog.Default()
		}
		// The type and not the value: a panic's value may carry what a person typed.
		log.Error("panic", "in", name, "what", kindOf(v), "stack", string(debug.Stack()))
	}()
	f()
	return true
}

// kindOf tells what was panicked with as far as it cannot hold personal data: errors of
// the runtime (index out of range, nil map) are told in full, everything else by type.
func kindOf(v any) string {
	if e, ok := v.(interface {
		error
		RuntimeError()
	}); ok {
		return e.Error()
	}
	return fmt.Sprintf("%T", v)
}
