# Quanlian. `make run` shows the demo city, `make test` proves the program.
# Each target does the set-up it needs; nothing has to be installed by hand
# but Go, Node and make on a Debian machine with root or sudo.

.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory --no-builtin-rules
SHELL := /bin/bash

GO      ?= go
ADDR    ?= :8080
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
STATE   := var/test
LDFLAGS := -s -w -X main.version=$(VERSION)
export PATH := $(CURDIR)/bin:$(PATH)
export GOFLAGS := -buildvcs=false

# Packages by the phase that runs them. Scenarios and the browser are for
# `make test`; load is for `make long`.
UNIT = $$($(GO) list ./... | grep -v -E '^quanlian/test/(e2e|load)(/|$$)')
FULL = $$($(GO) list ./... | grep -v -E '^quanlian/test/load(/|$$)')

.PHONY: help
help: ## Show the targets (what you read now)
	@echo "Quanlian: two commands do everything: make run, make test"
	@echo
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: assets ## Set up, build and serve the demo city on ADDR (default :8080)
	@$(GO) build -o bin/quanlian ./cmd/quanlian
	@bin/quanlian demo --addr $(ADDR)

.PHONY: build
build: assets ## Build bin/quanlian
	@$(GO) build -trimpath -ldflags "$(LDFLAGS)" -o bin/quanlian ./cmd/quanlian

# Garbage collected a quarter as often: tests and compilers together take a fifth
# less of the processor.
check test test-full lint: export GOGC := 400
check test test-full lint: export GOMEMLIMIT := 4GiB

.PHONY: check
check: lint ## Some 8 minutes: generated files, vet, staticcheck, floors, texts, unit tests, SQLite
	@tools/setup/packages.sh check
	@$(call run_tests,check,$(UNIT))

.PHONY: test
test: ## Set up what is missing, then check, PostgreSQL, scenarios, browser
	@tools/setup/packages.sh test
	@$(MAKE) lint
	@tools/setup/postgres.sh with $(MAKE) test-full

# Run under tools/setup/postgres.sh, which gives QUANLIAN_TEST_PG. What is
# required may not be skipped: with a ..._REQUIRED set, a test whose need is
# missing fails.
.PHONY: test-full
test-full:
	@export QUANLIAN_TEST_PG_REQUIRED=1 QUANLIAN_TEST_CHROMIUM_REQUIRED=1; $(call run_tests,test,$(FULL))

.PHONY: long
long: assets ## Hours: kill -9 by the hundred, simulated years, a million records (docs/measured)
	@tools/setup/packages.sh test
	@tools/setup/postgres.sh with tools/setup/long.sh

.PHONY: bench
bench: assets ## Our figures beside a peer's, in one run, as ratios (PKG=./x, BENCH=regexp; keeps up to 6 GB in var/bench, less with QUANLIAN_LOAD_RIGHTS=100000)
	@tools/setup/packages.sh test
	@QUANLIAN_PG_DURABLE=1 tools/setup/postgres.sh with $(GO) test -run '^$$' -bench "$${BENCH:-.}" -benchmem -timeout 60m $${PKG:-./...}

.PHONY: release
release: assets ## Offline bundles for linux amd64 and arm64 in dist/
	@VERSION=$(VERSION) LDFLAGS="$(LDFLAGS)" tools/setup/release.sh

.PHONY: generate
generate: tools ## Write every generated file anew
	@tools/setup/generate.sh write

.PHONY: lint
lint: tools assets ## Generated files clean, gofmt, vet, staticcheck, floors
	@tools/setup/generate.sh check
	@tools/setup/lint.sh

.PHONY: assets
assets: ## Fetch the front-end packages and bundle them into web/assets/dist
	@tools/setup/assets.sh

.PHONY: tools
tools:
	@tools/setup/tools.sh

.PHONY: pg-start pg-stop
pg-start: ## Start the project's own PostgreSQL and print its URL
	@tools/setup/packages.sh postgres
	@tools/setup/postgres.sh start
pg-stop: ## Stop the project's own PostgreSQL
	@tools/setup/postgres.sh stop

.PHONY: clean
clean: ## Remove what was built; the data in var/ stays
	@rm -rf bin dist $(STATE)

# run_tests NAME PACKAGES: every event goes to testsum, which prints failures
# as they occur, the slowest packages, and the closing line. Lint has vetted all
# of it; without symbols it is linked in half the time.
define run_tests
set -o pipefail; mkdir -p $(STATE); \
$(GO) build -o bin/testsum ./tools/testsum && \
$(GO) test -json -vet=off -ldflags='-s -w' -timeout 50m $(TESTFLAGS) $(2) 2>&1 | bin/testsum -summary $(STATE)/$(1).txt
endef
