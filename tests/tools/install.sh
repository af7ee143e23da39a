#!/bin/sh
# Installs Debian packages that are missing, showing each command first; on
# another system says what to install.
set -eu
as_root() {
  if [ "$(id -u)" -eq 0 ]; then echo "+ $*"; "$@"
  else echo "+ sudo $*"; sudo "$@"; fi
}
if ! command -v apt-get >/dev/null 2>&1; then
  echo "This system has no apt-get. Install what these Debian packages hold, then run make again:" >&2
  echo "  Debian, Ubuntu: apt install $*" >&2
  echo "  Fedora:         dnf install gcc sqlite-devel sqlite libxlsxwriter-devel libcsv-devel jansson-devel bats python3-openpyxl" >&2
  echo "                  (jsmn.h is one header: put it where the compiler looks)" >&2
  echo "  macOS:          brew install sqlite libxlsxwriter libcsv jansson jsmn pcre2 libsodium bats-core" >&2
  exit 0
fi
missing=""
for package in "$@"; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
if [ -z "$missing" ]; then
  echo "nothing to install: $* are there"
  exit 0
fi
as_root env DEBIAN_FRONTEND=noninteractive apt-get update
# shellcheck disable=SC2086
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
