# Sourced by ./atoll (which sets root and java): builds what is older than its sources, and says how to run it.
dist=$root/server/target/atoll

# True if something below the directories is newer than the stamp: a file, or a directory that lost one.
atoll_is_older() {
  atoll_stamp=$1
  shift
  [ -f "$atoll_stamp" ] || return 0
  [ -n "$(find "$root/pom.xml" "$@" \( -name target -o -name '.*' \) -prune -o \
    \( -name pom.xml -o -path '*/src/main' -o -path '*/src/main/*' \) -newer "$atoll_stamp" -print 2>/dev/null | head -n 1)" ]
}

# One build at a time in this checkout; a second call waits for the first and then finds everything built.
atoll_lock() {
  atoll_lock_dir=$root/target/build.lock
  mkdir -p "$root/target"
  atoll_waited=0
  until mkdir "$atoll_lock_dir" 2>/dev/null; do
    atoll_holder=$(cat "$atoll_lock_dir/pid" 2>/dev/null || true)
    if [ -n "$atoll_holder" ] && ! kill -0 "$atoll_holder" 2>/dev/null; then
      rm -rf "$atoll_lock_dir"
      continue
    fi
    [ "$atoll_waited" -gt 0 ] || echo "atoll: another build is running in $root; waiting for it" >&2
    atoll_waited=$((atoll_waited + 1))
    if [ "$atoll_waited" -gt 600 ]; then
      echo "atoll: the other build did not end within 10 minutes; if none is running, remove $atoll_lock_dir" >&2
      return 1
    fi
    sleep 1
  done
  echo $$ > "$atoll_lock_dir/pid"
  trap 'rm -rf "$atoll_lock_dir"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

atoll_unlock() {
  rm -rf "$atoll_lock_dir"
  trap - EXIT INT TERM
}

# Runs Maven, shows one line per module, keeps the rest in target/build.log and shows its errors if it fails.
atoll_maven() {
  atoll_log=$root/target/build.log
  mkdir -p "$root/target"
  : > "$atoll_log"
  { (cd "$root" && ./mvnw -B -Dstyle.color=never "$@" 2>&1) || printf '\natoll-build-failed\n'; } | while IFS= read -r line; do
    printf '%s\n' "$line" >> "$atoll_log"
    case $line in
      '[INFO] Building '*']')
        module=${line#'[INFO] Building '}
        echo "  ${line##* } ${module%% *}" >&2
        ;;
    esac
  done
  # Maven may leave an escape sequence before it.
  if tail -n 1 "$atoll_log" | grep -q 'atoll-build-failed$'; then
    grep '^\[ERROR\]' "$atoll_log" | head -n 20 >&2 || true
    echo "atoll: the build failed; the whole output is in $atoll_log" >&2
    return 1
  fi
}

# Builds the server's distribution if needed; sets atoll_flags, atoll_class_path and atoll_cache.
atoll_build_program() {
  atoll_built=$root/server/target/built
  if atoll_is_older "$atoll_built" "$root/foundation" "$root/propagation" "$root/server"; then
    atoll_lock || return 1
    if atoll_is_older "$atoll_built" "$root/foundation" "$root/propagation" "$root/server"; then
      atoll_package || { atoll_unlock; return 1; }
    fi
    atoll_unlock
  fi
  # For one wiki: at most 256 MB of heap and 64 MB of RocksDB. A cache that does not fit (other collector, other JVM) is
  # ignored by the JVM, which shall not write about it on every command.
  atoll_flags="-Xlog:disable -Xlog:all=warning:stderr -Xlog:aot*=off:stderr -Xlog:cds*=off:stderr --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError -Xms32m -Xmx256m -Xss512k -XX:ReservedCodeCacheSize=96m"
  atoll_class_path=$(atoll_jars)
  atoll_cache=$dist/atoll.aot
  [ "$(cat "$dist/trained" 2>/dev/null)" = "$(atoll_training)" ] || atoll_train
  [ -s "$atoll_cache" ] || atoll_cache=
}

atoll_package() {
  if [ -f "$atoll_built" ]; then
    echo "atoll: building (sources changed; takes about 40 s)..." >&2
  else
    echo "atoll: building (the first run takes about 100 s, longer if libraries must be downloaded)..." >&2
  fi
  # The time the build starts, so that what is edited meanwhile is built the next time.
  : > "$root/target/build.start"
  rm -f "$dist/atoll.aot" "$dist/trained"
  atoll_maven -Dmaven.test.skip=true package -pl server -am || return 1
  touch -r "$root/target/build.start" "$atoll_built"
}

# The serial collector takes least memory; two collectors at once are an error, so one chosen by the operator replaces it.
atoll_collector() {
  case ${ATOLL_JAVA_OPTS:-} in
    *-XX:+Use*GC*) ;;
    *) echo "-XX:+UseSerialGC" ;;
  esac
}

# In a fixed order, as the ahead-of-time cache wants it.
atoll_jars() {
  LC_ALL=C
  export LC_ALL
  jars=
  for jar in "$dist"/lib/*.jar; do
    jars=${jars:+$jars:}$jar
  done
  printf '%s' "$jars"
}

# What a cache is good for: this JVM, these flags, these jars at this place.
atoll_training() {
  printf '%s\n' "$(cat "$JAVA_HOME/release")" "$atoll_flags" "$atoll_class_path" | cksum
}

# Makes the ahead-of-time cache that halves the start: runs a server for a moment on an empty directory and ends it. A
# failure costs only the faster start.
atoll_train() {
  echo "  preparing a faster start" >&2
  atoll_scratch=$(mktemp -d "$dist/training.XXXXXX" 2>/dev/null) || return 0
  if ! atoll_record serve --data "$atoll_scratch/data" --listen 127.0.0.1:0; then
    atoll_record --version || rm -f "$atoll_scratch/atoll.aot"
  fi
  rm -f "$dist/atoll.aot"
  mv "$atoll_scratch/atoll.aot" "$dist/atoll.aot" 2>/dev/null || true
  rm -rf "$atoll_scratch"
  atoll_training > "$dist/trained"
}

# Runs the program with the given arguments for at most five seconds, recording what it loads.
atoll_record() (
  rm -f "$atoll_scratch/atoll.aot"
  set -f
  # shellcheck disable=SC2086 # several flags in one variable
  "$java" $atoll_flags -XX:+UseSerialGC -XX:AOTCacheOutput="$atoll_scratch/atoll.aot" -cp "$atoll_class_path" \
    atoll.server.Main "$@" > "$atoll_scratch/output" 2>&1 &
  recorded=$!
  for _ in 1 2 3 4 5; do
    kill -0 "$recorded" 2>/dev/null || break
    sleep 1
  done
  kill -TERM "$recorded" 2>/dev/null || true
  code=0
  wait "$recorded" || code=$?
  [ -s "$atoll_scratch/atoll.aot" ] && { [ "$code" = 0 ] || [ "$code" = 143 ]; }
)

# Builds checks/<name> with everything below it; sets atoll_class_path.
atoll_build_check() {
  atoll_check=$root/checks/$1
  atoll_built=$atoll_check/target/built
  if atoll_is_older "$atoll_built" "$root/foundation" "$root/propagation" "$root/server" "$root/checks"; then
    atoll_lock || return 1
    echo "atoll: building $1 (takes about 60 s if everything changed)..." >&2
    : > "$root/target/build.start"
    atoll_maven -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath \
      -DincludeScope=runtime -pl "checks/$1" -am || { atoll_unlock; return 1; }
    touch -r "$root/target/build.start" "$atoll_built"
    atoll_unlock
  fi
  atoll_class_path=$(echo "$atoll_check"/target/atoll-"$1"-*.jar):$(cat "$atoll_check/target/classpath")
}
