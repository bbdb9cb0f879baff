package guard_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"bukutamu/internal/guard"
)

func TestAPanicEndsItsGoroutineAlone(t *testing.T) {
	ended := make(chan bool)
	guard.Go(slog.New(slog.DiscardHandler), "jobs", func() {
		defer close(ended)
		panic("the printer is on fire")
	})
	<-ended // the deferred call ran, and the test is still alive

	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	if guard.Run(log, "stream", func() { panic("6203014107900001") }) {
		t.Error("Run says that a panicking function came to its end")
	}
	told := out.String()
	if !strings.Contains(told, "in=stream") || !strings.Contains(told, "what=string") {
		t.Errorf("the panic is not in the log with its name: %s", told)
	}
	if strings.Contains(told, "6203014107900001") {
		t.Error("the value of the panic, which may be a person's number, is in the log")
	}
}

func TestARuntimeErrorIsToldInFull(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	guard.Run(log, "stream", func() {
		var list []int
		_ = list[len(out.String())]
	})
	if !strings.Contains(out.String(), "index out of range") {
		t.Errorf("the log does not say what happened: %s", out.String())
	}
}

func TestRunComesToItsEnd(t *testing.T) {
	ran := false
	if !guard.Run(nil, "stream", func() { ran = true }) || !ran {
		t.Error("a function without a panic did not come to its end")
	}
}
