#!/bin/sh
# Called by ./atoll package --verify, which passes target/package: unpacks the tarball and tries it; as root also installs
# the Debian package, runs what its unit runs as the user it runs as, lets a job go through, stops it, removes it, purges it.
set -eu
packages=$1
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
scratch=$(mktemp -d)
pids=
installed=

cleanup() {
  code=$?
  trap - EXIT
  for pid in $pids; do
    kill "$pid" 2> /dev/null || true
  done
  [ -z "$installed" ] || dpkg -P atoll > /dev/null 2>&1 || true
  [ "$code" = 0 ] || { echo "the program's output:" >&2; tail -n 20 "$scratch"/*.out >&2 2> /dev/null || true; }
  rm -rf "$scratch"
  exit "$code"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  echo "atoll package: $*" >&2
  exit 2
}

# $1 seconds, then a command that is repeated until it succeeds.
within() {
  left=$1
  shift
  until "$@"; do
    [ "$left" -gt 0 ] || return 1
    left=$((left - 1))
    sleep 1
  done
}

has() {
  grep -q -- "$1" "$2" 2> /dev/null
}

ended() {
  ! kill -0 "$1" 2> /dev/null
}

# Nothing of this machine's Java can be found by it.
bare() {
  env -i PATH=/usr/bin:/bin HOME="$scratch" LANG=C "$@"
}

echo "  tarball" >&2
mkdir "$scratch/tar"
tar -C "$scratch/tar" -xzf "$packages"/atoll-*.tar.gz
unpacked=$(echo "$scratch"/tar/atoll-*)
bare "$unpacked/bin/atoll" --version | grep -q '^atoll ' || fail "the unpacked program does not start"
# The JVM refuses to start if the cache does not fit the runtime and the jars at their new place.
bare env ATOLL_JAVA_OPTS=-XX:AOTMode=on "$unpacked/bin/atoll" --version > /dev/null ||
  fail "the ahead-of-time cache cannot be used where the program was unpacked"

if [ "$(id -u)" != 0 ]; then
  echo "atoll package: the tarball works; run as root to try the Debian package too" >&2
  exit 0
fi
! dpkg -s atoll > /dev/null 2>&1 || fail "the package atoll is installed on this machine; it is not touched"
for left in /etc/atoll /var/lib/atoll; do
  [ ! -e "$left" ] || fail "'$left' exists; it is not touched"
done

echo "  install" >&2
installed=yes
dpkg -i "$packages"/atoll_*.deb > "$scratch/dpkg.out" 2>&1 || fail "dpkg -i failed"
id atoll > /dev/null || fail "the user atoll was not made"
[ "$(stat -c '%U:%G %a' /etc/atoll/atoll.yaml)" = 'root:atoll 640' ] || fail "/etc/atoll/atoll.yaml can be read by others"
unit=/usr/lib/systemd/system/atoll.service
if command -v systemd-analyze > /dev/null; then
  systemd-analyze verify "$unit" > "$scratch/unit.out" 2>&1 || fail "systemd-analyze verify finds faults"
  ! has atoll.service "$scratch/unit.out" || fail "systemd-analyze verify warns about the unit"
  systemd-analyze security --offline=true --threshold=25 --no-pager "$unit" > "$scratch/security.out" 2>&1 ||
    fail "systemd-analyze security rates the unit above 2.5"
  echo "  $(tail -n 1 "$scratch/security.out" | sed 's/^[^O]*//')" >&2
fi

echo "  run" >&2
"$JAVA_HOME/bin/java" "$here/../packaging/verify/PlayWiki.java" "$scratch/wiki" > "$scratch/wiki.out" 2>&1 &
pids="$pids $!"
notify=
if command -v python3 > /dev/null; then
  mkdir -m 755 "$scratch/run"
  chmod 711 "$scratch"
  python3 "$here/../packaging/verify/heard.py" "$scratch/run/notify" "$scratch/heard" &
  pids="$pids $!"
  within 20 test -S "$scratch/run/notify" || fail "no socket to hear notices on"
  chmod 666 "$scratch/run/notify"
  notify=$scratch/run/notify
fi
within 60 test -s "$scratch/wiki" || fail "the wiki of this test did not start"
atoll config check --config /etc/atoll/atoll.yaml > /dev/null || fail "the installed configuration cannot be used"
printf 'wiki: http://127.0.0.1:%s\nlisten: 127.0.0.1:18973\n' "$(cat "$scratch/wiki")" >> /etc/atoll/atoll.yaml
command=$(sed -n 's/^ExecStart=//p' "$unit")
# shellcheck disable=SC2086 # a command with its arguments
setpriv --reuid=atoll --regid=atoll --init-groups --no-new-privs --bounding-set=-all \
  env -i PATH=/usr/bin:/bin STATE_DIRECTORY=/var/lib/atoll NOTIFY_SOCKET="$notify" $command > "$scratch/serve.out" 2>&1 &
served=$!
pids="$pids $served"
[ -z "$notify" ] || within 60 has READY=1 "$scratch/heard" || fail "systemd would not have heard READY=1"

job=0b6ae1a4-7d8e-4d53-9e5b-7c8f2b1a0001
cat > "$scratch/job.json" << JOB
{"\$schema":"/mediawiki/job/1.0.0","database":"wiki","type":"null","params":{},"meta":{"id":"$job",
"stream":"mediawiki.job.null","dt":"2026-01-01T00:00:00Z","domain":"localhost","request_id":"r-1"}}
JOB
ask() {
  bare ATOLL_SERVER=http://127.0.0.1:18973 atoll "$@" > "$scratch/ask.out" 2>&1
}
done_is_shown() {
  ask jobs show "$job" && has DONE "$scratch/ask.out"
}
within 30 ask events produce "$scratch/job.json" || fail "the job was not accepted"
within 30 done_is_shown || fail "the job was not done"

echo "  stop" >&2
kill -TERM "$served"
within 60 ended "$served" || fail "it did not stop within 60 s of SIGTERM"
code=0
wait "$served" || code=$?
[ "$code" = 0 ] || [ "$code" = 143 ] || fail "it ended with code $code"
[ -z "$notify" ] || within 5 has STOPPING=1 "$scratch/heard" || fail "systemd would not have heard STOPPING=1"

echo "  remove, purge" >&2
dpkg -r atoll > "$scratch/dpkg.out" 2>&1 || fail "dpkg -r failed"
for gone in /usr/lib/atoll /usr/bin/atoll "$unit" /usr/share/doc/atoll; do
  [ ! -e "$gone" ] && [ ! -L "$gone" ] || fail "'$gone' is left after the removal"
done
[ -d /var/lib/atoll/log ] || fail "the removal took the state along"
[ -f /etc/atoll/atoll.yaml ] || fail "the removal took the configuration along"
dpkg -P atoll > "$scratch/dpkg.out" 2>&1 || fail "dpkg -P failed"
for gone in /var/lib/atoll /etc/atoll; do
  [ ! -e "$gone" ] || fail "'$gone' is left after the purge"
done
! id atoll > /dev/null 2>&1 || fail "the user atoll is left after the purge"
installed=
echo "atoll package: both packages were tried and work" >&2
