#!/usr/bin/env bash
# Bundles that install without a network: one archive for each processor with
# the binary, its documents and the licences of everything linked in.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${VERSION:?}" "${LDFLAGS:?}"

rm -rf dist
mkdir -p dist
go run ./tools/licences -texts dist/licences
# The date of the commit, so that the same commit gives the same archive.
when=$(git log -1 --format=%cI 2>/dev/null || echo 2026-01-01T00:00:00Z)
for arch in amd64 arm64; do
	name="quanlian-$VERSION-linux-$arch"
	mkdir -p "dist/$name"
	echo "release: $name"
	CGO_ENABLED=0 GOOS=linux GOARCH=$arch \
		go build -trimpath -ldflags "$LDFLAGS" -o "dist/$name/quanlian" ./cmd/quanlian
	# Whole, so that no link of the README leads nowhere.
	cp README.md README.zh-CN.md ARCHITECTURE.md CONTRIBUTING.md GLOSSARY.md LICENSE NOTICE "dist/$name/"
	cp -r docs "dist/$name/docs"
	cp -r dist/licences "dist/$name/licences"
	(cd "dist/$name" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
	tar -C dist --sort=name --owner=0 --group=0 --numeric-owner --mtime="$when" \
		-cf - "$name" | gzip -n >"dist/$name.tar.gz"
	rm -rf "dist/$name"
done
rm -rf dist/licences
(cd dist && sha256sum ./*.tar.gz >SHA256SUMS && ls -l)
