#!/usr/bin/env bash
# Build the pinned linter into bin/. It is no part of the program, so its
# modules stay out of go.mod. (templ stands there as a tool: its version must be
# that of the runtime the pages are compiled with.)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# install NAME VERSION PACKAGE builds the tool unless that version stands there.
install() {
	local name=$1 version=$2 package=$3 mark="bin/.$1-$2"
	[[ -x bin/$name && -e $mark ]] && return
	echo "setup: building $name $version"
	mkdir -p bin
	rm -f bin/."$name"-*
	GOFLAGS='' GOBIN="$PWD/bin" go install "$package@$version"
	touch "$mark"
}

install staticcheck v0.8.2 honnef.co/go/tools/cmd/staticcheck
