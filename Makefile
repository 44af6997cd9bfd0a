# zaemme: every command that this project promises. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# A database of one's own is not filled with invented people unless DEMO=1 says so.
DEMO ?= $(if $(DATABASE_URL),0,1)
LINT_VERSION := v2.15.0
TOOLS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/zaemme
LINT := $(TOOLS)/bin/golangci-lint-$(LINT_VERSION)
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
BUILD := go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)"
BROWSER := internal/testing/browser
OIDC := internal/testing/oidc
CHECK := internal/testing/check
# Debian's packages: what running needs, and what testing needs beyond it.
APT := DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Options::=--force-confold install -y --no-install-recommends
TEST_PACKAGES := chromium libreoffice-calc-nogui nodejs npm

.PHONY: help run build postgres tools fmt-check lint test check bench fuzz clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: postgres ## build and start; DEMO=0 for an empty installation
	@[ -e bin/zaemme ] || echo "building zaemme, about two minutes the first time"
	@$(BUILD) -o bin/zaemme ./cmd/zaemme
	@exec bin/zaemme serve $(if $(filter 0,$(DEMO)),--no-demo,--demo)

build: ## the one binary, bin/zaemme
	@CGO_ENABLED=0 $(BUILD) -o bin/zaemme ./cmd/zaemme

postgres: ## install Postgres' programs where there are none; no cluster is made or started
	@[ -n "$${DATABASE_URL:-}" ] && exit 0; \
	if command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || [ -x "$$(pg_config --bindir 2>/dev/null)/postgres" ]; then exit 0; fi; \
	as_root=""; [ "$$(id -u)" = 0 ] || as_root="$$(command -v sudo || true)"; \
	if ! command -v apt-get >/dev/null || { [ "$$(id -u)" != 0 ] && [ -z "$$as_root" ]; }; then \
		echo "Postgres fehlt. Bitte installieren (Debian: apt-get install postgresql) oder DATABASE_URL setzen." >&2; exit 1; fi; \
	$$as_root mkdir -p /etc/postgresql-common; \
	[ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' | $$as_root tee /etc/postgresql-common/createcluster.conf >/dev/null; \
	$$as_root apt-get update -qq; $$as_root env $(APT) postgresql

tools: postgres ## install what the tests need
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-calc-nogui"; \
	command -v node >/dev/null || missing="$$missing nodejs"; \
	command -v npm >/dev/null || missing="$$missing npm"; \
	if [ -n "$$missing" ]; then \
		as_root=""; [ "$$(id -u)" = 0 ] || as_root=sudo; \
		$$as_root apt-get update -qq; $$as_root env $(APT) $$missing; fi
	@[ -x $(LINT) ] || { echo "building golangci-lint $(LINT_VERSION), about two minutes"; mkdir -p $(TOOLS)/bin; \
		GOBIN=$(TOOLS)/bin GOFLAGS= go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION); \
		mv $(TOOLS)/bin/golangci-lint $(LINT); }
	@for folder in $(BROWSER) $(OIDC); do ( cd $$folder; \
		[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --ignore-scripts --no-audit --no-fund --silent ); done

fmt-check:
	@files=$$(gofmt -l cmd courses internal seeds views); [ -z "$$files" ] || { echo "gofmt -w is due:"; echo "$$files"; exit 1; }

lint: fmt-check
	@go vet ./...
	@$(LINT) run --allow-parallel-runners ./...

test: tools lint ## everything a change must pass, under ten minutes
	@go test -timeout 9m ./...

# A worker that is busy when the time is over fails the run with a bare «context
# deadline exceeded» (golang/go#75804, mended in Go 1.27): such a run is repeated once.
FUZZ_TIME ?= 60s
fuzz:
	@log=$$(mktemp); trap 'rm -f "$$log"' EXIT; \
	run() { go test -run '^$$' -fuzz "^$${1#*:}$$" -fuzztime $(FUZZ_TIME) -fuzzminimizetime 1x "./$${1%%:*}" 2>&1 | tee "$$log"; }; \
	for pair in $$(grep -rl --include=*_test.go 'func Fuzz' internal | while read -r f; do \
		grep -o 'func Fuzz[A-Za-z0-9_]*' $$f | sed "s|func |$$(dirname $$f):|"; done); do \
		echo "fuzz $$pair"; run "$$pair" || { grep -qx ' *context deadline exceeded' "$$log" && ! grep -q 'Failing input\|panic' "$$log" && run "$$pair"; } || exit 1; done

check: test fuzz ## what a release must pass: fuzzing, Lighthouse, load with a kill
	@cd $(CHECK) && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --ignore-scripts --no-audit --no-fund --silent; }
	@ZAEMME_CHECK=1 go test -count=1 -timeout 60m ./...
	@go test -tags check -count=1 -v -timeout 30m ./$(CHECK)

bench: tools ## the figures that docs/performance.md explains, as ratios
	@go test -run '^$$' -bench . -benchtime 2s -timeout 40m ./internal/testing/bench

clean: ## remove what was built, never the data
	@rm -rf bin out
