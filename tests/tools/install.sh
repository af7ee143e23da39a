#!/bin/sh
# install.sh - installs Debian packages that are missing, showing each command first;
# on another system says what to install. The lists for Fedora and macOS stand in the
# README too: tests/readme/run.sh compares them, and with what the Makefile links.
set -eu
DNF_BUILD="gcc sqlite sqlite-devel libxlsxwriter-devel minizip-compat-devel zlib-devel expat-devel libcsv-devel jansson-devel pcre2-devel libsodium-devel"
DNF_TEST="bats python3 python3-openpyxl libxml2 unzip"
BREW_BUILD="sqlite jsmn"
as_root() {
  if [ "$(id -u)" -eq 0 ]; then echo "+ $*"; "$@"
  elif command -v sudo > /dev/null; then echo "+ sudo $*"; sudo "$@"
  else
    echo "install.sh: wanted root or sudo to install packages, got neither: as root run" >&2
    echo "  $*" >&2
    exit 1
  fi
}
if ! command -v apt-get > /dev/null 2>&1; then
  {
    echo "This system has no apt-get, and nothing was installed. Wanted, unless it is there:"
    echo "  Debian, Ubuntu: apt-get install $*"
    echo "  Fedora:         dnf install $DNF_BUILD"
    echo "                  for the tests: $DNF_TEST"
    echo "                  (jsmn.h is one header: put it where the compiler looks)"
    echo "  macOS:          brew install $BREW_BUILD (the extension alone, see the README)"
  } >&2
  exit 0
fi
missing=""
for package in "$@"; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
if [ -z "$missing" ]; then
  echo "nothing to install: $* are there"
  exit 0
fi
as_root env DEBIAN_FRONTEND=noninteractive apt-get update
# shellcheck disable=SC2086
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
