package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"bukutamu/internal/store/opentest"
)

// asProgram makes the test binary the program itself: for signals and exit codes.
const asProgram = "BUKUTAMU_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
	}
	if opentest.Slow() {
		demoDays = 2
	}
	code := m.Run()
	closeBrowsers()
	if firstDemo.folder != "" {
		os.RemoveAll(firstDemo.folder)
	}
	os.Exit(code)
}
