# Sourced by ./atoll (which sets root and java): builds what is older than its sources, and runs it.
. "$root/scripts/jvm.sh"
dist=$root/server/target/atoll
atoll_lib=$dist/lib

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

# Builds the server's distribution if needed.
atoll_build_program() {
  atoll_built=$root/server/target/built
  if atoll_is_older "$atoll_built" "$root/foundation" "$root/propagation" "$root/apps" "$root/server"; then
    atoll_lock || return 1
    if atoll_is_older "$atoll_built" "$root/foundation" "$root/propagation" "$root/apps" "$root/server"; then
      atoll_assemble || { atoll_unlock; return 1; }
    fi
    atoll_unlock
  fi
}

# The program with a cache that fits; made here if the JVM, the flags or the jars have changed.
atoll_run() {
  [ "$(cat "$dist/trained" 2>/dev/null)" = "$(atoll_training)" ] || atoll_prepare
  atoll_exec "$dist/atoll.aot" "$@"
}

atoll_assemble() {
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

# What a cache is good for: this JVM, these flags, these jars at this place.
atoll_training() {
  printf '%s\n' "$(cat "$JAVA_HOME/release")" "$atoll_flags" "$(atoll_jars)" | cksum
}

atoll_prepare() {
  echo "  preparing a faster start" >&2
  atoll_scratch=$(mktemp -d "$dist/training.XXXXXX" 2>/dev/null) || return 0
  atoll_train "$atoll_scratch/atoll.aot" "$atoll_scratch"
  rm -f "$dist/atoll.aot"
  mv "$atoll_scratch/atoll.aot" "$dist/atoll.aot" 2>/dev/null || true
  rm -rf "$atoll_scratch"
  atoll_training > "$dist/trained"
}

# Builds checks/<name> with everything below it; sets atoll_class_path.
atoll_build_check() {
  atoll_check=$root/checks/$1
  atoll_built=$atoll_check/target/built
  if atoll_is_older "$atoll_built" "$root/foundation" "$root/propagation" "$root/apps" "$root/server" "$root/checks"; then
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
