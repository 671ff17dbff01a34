#!/usr/bin/env bash
# Install the Debian packages that a task needs and the machine lacks.
# usage: packages.sh postgres | chromium | check | test
set -euo pipefail

case "${1:-}" in
postgres) wanted=(postgresql) ;;
chromium) wanted=(chromium-headless-shell fonts-noto-cjk) ;;
check) wanted=(poppler-utils openssl) ;; # pdftotext reads our papers back, openssl our signatures
test) wanted=(postgresql chromium-headless-shell fonts-noto-cjk poppler-utils openssl) ;;
*)
	echo "usage: packages.sh postgres | chromium | check | test" >&2
	exit 2
	;;
esac

# has tells whether the machine can already do what the package is for.
has() {
	case "$1" in
	postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
	chromium-headless-shell) command -v chromium-headless-shell >/dev/null ;;
	poppler-utils) command -v pdftotext >/dev/null ;;
	*) dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed' ;;
	esac
}

missing=()
for package in "${wanted[@]}"; do
	has "$package" || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

as_root=()
if [[ $(id -u) -ne 0 ]]; then
	if ! command -v sudo >/dev/null; then
		echo "setup: need root or sudo to install: ${missing[*]}" >&2
		exit 1
	fi
	as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
	if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" >"$log" 2>&1; then
		tail -n 40 "$log" >&2
		echo "setup: apt-get $1 failed" >&2
		if [[ ${missing[*]} == chromium-headless-shell ]] && command -v chromium >/dev/null; then
			echo "setup: going on with chromium, which takes twice as long" >&2
			exit 0
		fi
		exit 1
	fi
}
apt update
# Chromium without its windows is half the work; where Debian does not have it
# apart, the whole one does.
for i in "${!missing[@]}"; do
	if [[ ${missing[i]} == chromium-headless-shell ]] && ! apt-cache show chromium-headless-shell >/dev/null 2>&1; then
		command -v chromium >/dev/null && unset 'missing[i]' || missing[i]=chromium
	fi
done
[[ ${#missing[@]} -eq 0 ]] || apt install --no-install-recommends "${missing[@]}"
