#!/usr/bin/env bash
# The runs that take hours. Packages under test/load, and every test that asks
# for QUANLIAN_LONG. What comes out is recorded in docs/measured by hand, with
# command and date.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

export QUANLIAN_LONG=1 QUANLIAN_TEST_PG_REQUIRED=1 QUANLIAN_TEST_CHROMIUM_REQUIRED=1
mkdir -p var/test
go build -o bin/testsum ./tools/testsum
go test -json -timeout 6h ./... 2>&1 | bin/testsum -summary var/test/long.txt
