#!/usr/bin/env bash
# What a reader should never have to point out: formatting, vet, staticcheck,
# and the rules of the house.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

step() {
	local from=$SECONDS
	"${@:2}"
	echo "lint: $1 clean ($((SECONDS - from)) s)"
}

formatted() {
	local bad
	bad=$(git ls-files -co --exclude-standard '*.go' ':!*/testdata/*' | xargs -r gofmt -l)
	[[ -z $bad ]] || { printf 'not formatted, run gofmt -w:\n%s\n' "$bad" >&2 && return 1; }
}

step gofmt formatted
step floors go test ./test/floors ./test/glossary ./test/texts
step vet go vet ./...
step staticcheck bin/staticcheck ./...
