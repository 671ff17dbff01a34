#!/usr/bin/env bash
# Build the pinned tools of the build into bin/. They are no part of the
# program, so their modules stay out of go.mod.
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

# templ must be of the version whose runtime the pages are compiled with.
templ_version=$(go list -m -f '{{.Version}}' github.com/a-h/templ)
install templ "$templ_version" github.com/a-h/templ/cmd/templ
install staticcheck v0.8.2 honnef.co/go/tools/cmd/staticcheck
