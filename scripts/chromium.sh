#!/bin/sh
# Prints where Chromium is, for the tests of the console in a browser: scripts/chromium.sh
# Exit code 3: it is not here and cannot be installed.
set -eu

fail() {
  echo "chromium.sh: $1" >&2
  exit 3
}

if ! command -v chromium >/dev/null; then
  command -v apt-get >/dev/null || fail "Chromium is not installed, and this is not Debian"
  [ "$(id -u)" = 0 ] || fail "Chromium is not installed; as root: apt-get install chromium fonts-dejavu-core"
  # A line of Debian's own log follows only if it fails.
  log=$(mktemp)
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
    chromium fonts-dejavu-core; } >"$log" 2>&1 ||
    fail "Chromium cannot be installed: $(tail -n 1 "$log")"
  rm -f "$log"
fi
command -v chromium
