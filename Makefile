# bukutamu: what there is to do with this tree. Needs Go, make and, for the tests, what
# scripts/need installs. `make` alone tells.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run build test check quick static vulnerabilities race bench morning soak fuzz clean

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
# The race detector needs a C compiler; without one the tests run without it, and say so.
RACE := $(if $(filter 1,$(shell go env CGO_ENABLED)),-race)
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
# The whole program and the browser live in cmd; the rest is quick enough for the race detector.
PARTS = $$(go list ./... | grep -v '/cmd/')
WHOLE = ./cmd/...
# The same tests on MongoDB, by one switch; without a real server (BUKUTAMU_TEST_MONGO=uri, which
# needs none of this: there every run is on it) on a test server that the tests start themselves.
# It is slow, so the ordinary run takes the kiosk and the tests that tell most of the rest; the long
# one takes all but what looks at pages in a browser or at SQLite's files.
MONGO = BUKUTAMU_TEST_STORE=mongo -count=1
MONGO_SOME = '^Test(TheEightSteps|WhatTheCheckIn|RepeatedClicks|TwoOfficers|ABadgeThat|APartyIs|SteppingOut|ATransfer|Undo|NobodyLeaves|AnItemLeft|Photos|TheInbox|SigningIn|TheLastAdmin|AFreshOffice|TheGuestDoorBefore|RaceFor|RaceOf|OneFormIs|SentTwice|Companions|ACutBetween|AnAnonymous|OnlyCode|ChangesOf|ALookThat|EachJob|EveryKind|PrivateFields)'
MONGO_HTTP = '^Test(TheStraightRoad|AFreshOffice|AccountsFrom|VerifyNames|TheDoctor|TheGuestDoorBefore|AliveAnd|WhoReads|TheDemo|AConfidential|WhetherPhones|TheOfficesOwn|LoadOnTheDemo|ABackup)'
MONGO_SAYS = @[ -n "$${BUKUTAMU_TEST_MONGO:-}" ] || echo "MongoDB: tested on FerretDB behind a front, which cannot show query plans, failover and transactions; BUKUTAMU_TEST_MONGO=uri takes a real server"
NORACE = @echo "race detector: NOT USED, there is no C compiler here (Debian: gcc and libc6-dev)"

help:
	@echo "make run     the synthetic office, on http://127.0.0.1:8080 and :8081"
	@echo "make build   the program as one static file, bin/bukutamu"
	@echo "make test    everything (<= 15 minutes on 2 cores); installs what the tests need"
	@echo "make check   the gate before a change goes in"
	@echo "make bench   what the program does beside what this machine could do"
	@echo "make morning the busiest morning of an office in a minute: how long each act takes"
	@echo "make soak    the long forms of the tests (hours)"
	@echo "make fuzz    every fuzz target for FUZZTIME=20s"

run:
	go run ./cmd/bukutamu serve --demo

build:
	CGO_ENABLED=0 go build -buildvcs=false -trimpath -tags timetzdata -ldflags '-s -w -X main.version=$(VERSION)' -o bin/bukutamu ./cmd/bukutamu

# --- the tests ---

test: quick
	@scripts/need
	$(if $(RACE),,$(NORACE))
	$(MONGO_SAYS)
	@go run ./scripts/gotest -count=1 -timeout=14m $(RACE) $(PARTS) -- -count=1 -timeout=14m $(WHOLE) -- $(MONGO) -timeout=8m ./kiosk -- $(MONGO) -timeout=8m -run=$(MONGO_SOME) ./internal/book ./admin ./cmd/bukutamu

soak: quick
	@scripts/need
	$(MONGO_SAYS)
	@BUKUTAMU_SOAK=1 go run ./scripts/gotest -count=1 -timeout=12h $(RACE) $(PARTS) -- -count=1 -timeout=12h $(WHOLE) -- $(MONGO) -timeout=12h ./internal/book ./kiosk ./admin -- $(MONGO) -timeout=12h -run=$(MONGO_HTTP) ./cmd/bukutamu

fuzz:
	@scripts/fuzz

bench:
	@go test -list '^TestBenchTable$$' ./cmd/bukutamu | grep -q '^TestBenchTable$$' || { echo "there is no TestBenchTable in cmd/bukutamu"; exit 1; }
	@BUKUTAMU_BENCH=1 go test -count=1 -run '^TestBenchTable$$' -v -timeout=1h ./cmd/bukutamu

morning:
	@BUKUTAMU_MORNING=1 go test -count=1 -run '^TestTheBusiestMorning$$' -v -timeout=10m ./cmd/bukutamu

# --- the gate ---

check: quick static vulnerabilities race
	@echo "check: all of it is in order"

# What takes seconds and is also the first part of `make test`. The import table, the template
# rules and the rules on goroutines, time and forced versions are tests of internal/.
quick:
	@wrong=$$(gofmt -l .); [ -z "$$wrong" ] || { echo "not gofmt'ed:"; echo "$$wrong"; exit 1; }
	@go vet ./...
	@go test -count=1 ./internal
	@echo "quick checks: in order"

static:
	@go mod verify
	@go run $(STATICCHECK) ./...
	@echo "staticcheck: in order"
	@CGO_ENABLED=0 GOOS=windows GOARCH=amd64 go build -buildvcs=false -o /dev/null ./cmd/bukutamu
	@echo "windows/amd64: builds"

vulnerabilities:
	@scripts/vulncheck

# The walks through the browser are left out by -short; `make test` runs them.
race:
	$(if $(RACE),,$(NORACE))
	@go run ./scripts/gotest -timeout=14m $(RACE) $(PARTS) -- -short -timeout=14m $(RACE) $(WHOLE)

clean:
	rm -rf bin
