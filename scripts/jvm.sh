# Sourced by the checkout's scripts and by the installed bin/atoll: how the program is run, the same at both places.
# The caller sets java (the JVM) and atoll_lib (the directory with the jars).

# For one wiki: at most 256 MB of heap and 64 MB of RocksDB. A cache that does not fit (other collector, other JVM) is
# ignored by the JVM, which shall not write about it on every command.
atoll_flags="-Xlog:disable -Xlog:all=warning:stderr -Xlog:aot*=off:stderr -Xlog:cds*=off:stderr --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError -Xms32m -Xmx256m -Xss512k -XX:ReservedCodeCacheSize=96m"

# The serial collector takes least memory; two collectors at once are an error, so one chosen by the operator replaces it.
atoll_collector() {
  case ${ATOLL_JAVA_OPTS:-} in
    *-XX:+Use*GC*) ;;
    *) echo "-XX:+UseSerialGC" ;;
  esac
}

# The class path, in a fixed order, as the ahead-of-time cache wants it.
atoll_jars() (
  LC_ALL=C
  export LC_ALL
  jars=
  for jar in "$atoll_lib"/*.jar; do
    jars=${jars:+$jars:}$jar
  done
  printf '%s' "$jars"
)

# Becomes the program. The cache is used if the file is there.
atoll_exec() {
  # Many threads allocate native memory; without this each gets an arena of its own and the process grows for nothing.
  export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
  atoll_cache=$1
  shift
  [ -s "$atoll_cache" ] || atoll_cache=
  atoll_class_path=$(atoll_jars)
  set -f
  # shellcheck disable=SC2086 # several flags in one variable
  exec "$java" $atoll_flags $(atoll_collector) ${ATOLL_JAVA_OPTS:-} ${atoll_cache:+"-XX:AOTCache=$atoll_cache"} \
    "-Djava.library.path=$atoll_lib" -cp "$atoll_class_path" atoll.server.Main "$@"
}

# Makes the ahead-of-time cache that halves the start: runs a server for a moment on an empty directory and ends it.
# $1 is the file to make, $2 a directory for its work. A failure costs only the faster start.
atoll_train() {
  atoll_record "$1" "$2/output" serve --data "$2/data" --listen 127.0.0.1:0 ||
    atoll_record "$1" "$2/output" --version || rm -f "$1"
}

# Runs the program with the given arguments for at most five seconds, recording what it loads in the file $1.
atoll_record() (
  recording=$1
  output=$2
  shift 2
  rm -f "$recording"
  class_path=$(atoll_jars)
  set -f
  # shellcheck disable=SC2086 # several flags in one variable
  "$java" $atoll_flags -XX:+UseSerialGC "-XX:AOTCacheOutput=$recording" "-Djava.library.path=$atoll_lib" \
    -cp "$class_path" atoll.server.Main "$@" > "$output" 2>&1 &
  recorded=$!
  for _ in 1 2 3 4 5; do
    kill -0 "$recorded" 2>/dev/null || break
    sleep 1
  done
  kill -TERM "$recorded" 2>/dev/null || true
  code=0
  wait "$recorded" || code=$?
  [ -s "$recording" ] && { [ "$code" = 0 ] || [ "$code" = 143 ]; }
)
