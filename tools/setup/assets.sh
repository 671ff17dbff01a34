#!/usr/bin/env bash
# Fetch the front-end packages by their lock file and bundle them into
# web/assets/dist, which the binary embeds. Does nothing when nothing changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

[[ -f web/assets/package-lock.json && -d tools/assets ]] || exit 0
if ! command -v npm >/dev/null; then
	echo "setup: Node.js with npm is needed to fetch the front-end packages" >&2
	exit 1
fi
mark=web/assets/node_modules/.installed
if [[ ! -e $mark || web/assets/package-lock.json -nt $mark ]]; then
	echo "setup: fetching front-end packages"
	(cd web/assets && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error)
	touch "$mark"
fi
# Papers are drawn with this font; their package embeds it.
font=web/assets/node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf
[[ ! -d adapter/paper/font ]] || cp -u "$font" adapter/paper/font/
built=web/assets/node_modules/.built
newer=first
# The style sheet is pruned to what the templates use, so they count as sources.
[[ ! -e $built ]] || newer=$(find web tools/assets -type f \
	-not -path '*/node_modules/*' -not -path '*/dist/*' -newer "$built" -print -quit)
if [[ -n $newer || $mark -nt $built || -z $(find web/assets/dist -name '*.css*' -print -quit) ]]; then
	echo "setup: bundling the front end"
	go run ./tools/assets
	touch "$built"
fi
