#!/bin/sh
# Makes a throw-away MediaWiki from Debian's package: scripts/mediawiki.sh DIRECTORY [PORT]
#
# Everything the wiki writes is below the directory: an SQLite database, LocalSettings.php (whose further lines may be
# put into settings.d/*.php), and jobs in the wiki's own table. Nothing is served; that takes
#   MW_CONFIG_FILE=DIRECTORY/LocalSettings.php php -S 127.0.0.1:PORT -t /usr/share/mediawiki
# Exit code 3: the package is not here and cannot be installed.
set -eu
directory=$1
port=${2:-8088}
code=/usr/share/mediawiki

fail() {
  echo "mediawiki.sh: $1" >&2
  exit 3
}

if [ ! -f "$code/maintenance/install.php" ] || ! php -m 2>/dev/null | grep -qi '^pdo_sqlite$'; then
  command -v apt-get >/dev/null || fail "MediaWiki is not installed, and this is not Debian"
  [ "$(id -u)" = 0 ] || fail "MediaWiki is not installed; as root: apt-get install mediawiki php-cli php-sqlite3 php-intl php-curl"
  # A line of Debian's own log follows only if it fails.
  log=$(mktemp)
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
    mediawiki php-cli php-sqlite3 php-intl php-mbstring php-xml php-curl; } >"$log" 2>&1 ||
    fail "MediaWiki cannot be installed: $(tail -n 1 "$log")"
  rm -f "$log"
fi

mkdir -p "$directory/db" "$directory/cache" "$directory/images" "$directory/settings.d"
cd "$code"
# The installer refuses to run where there are settings, so they are hidden from it and written afterwards.
MW_CONFIG_FILE=$directory/none.php php maintenance/install.php --dbtype sqlite --dbpath "$directory/db" --dbname testwiki \
  --server "http://127.0.0.1:$port" --scriptpath "" --confpath "$directory" --pass "atoll-Admin-1" \
  --skins Vector "Test wiki" Admin >"$directory/install.log" 2>&1 || {
  tail -n 3 "$directory/install.log" >&2
  exit 1
}
cat >>"$directory/LocalSettings.php" <<SETTINGS
\$wgSecretKey = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';
\$wgCacheDirectory = '$directory/cache';
\$wgUploadDirectory = '$directory/images';
\$wgMainCacheType = CACHE_DB;
\$wgJobRunRate = 0;
\$wgShowExceptionDetails = true;
\$wgRateLimits = [];
foreach ( glob( '$directory/settings.d/*.php' ) as \$atollSettings ) {
	require \$atollSettings;
}
SETTINGS
