#!/usr/bin/env bash
# Every generated file that is committed, in one place.
# usage: generate.sh write | check
# check writes them too, and fails when that changed one: commit the result.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

files() {
	{
		find web api cmd -name '*_templ.go' 2>/dev/null || true
		ls docs/licences.md NOTICE 2>/dev/null || true
	} | sort
}
sums() { files | xargs -r sha256sum; }

write() {
	if [[ -n $(find web -name '*.templ' -print -quit 2>/dev/null) ]]; then
		go tool templ generate -path web -log-level error
	fi
	go run ./tools/licences
}

case "${1:-}" in
write) write ;;
check)
	before=$(sums)
	write
	after=$(sums)
	if [[ $before != "$after" ]]; then
		echo "generated files were stale; they are written anew, commit them:" >&2
		diff <(echo "$before") <(echo "$after") | awk '/^[<>]/ {print "  " $3}' | sort -u >&2
		exit 1
	fi
	;;
*)
	echo "usage: generate.sh write | check" >&2
	exit 2
	;;
esac
