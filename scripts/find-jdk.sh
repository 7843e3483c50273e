# Sourced by ./atoll and ./mvnw: sets JAVA_HOME to a JDK 25 or later, or explains in one line how to get one.
# Order: ATOLL_JDK, JAVA_HOME if it is new enough, the places where packages and version managers install JDKs.
atoll_jdk_ok() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  atoll_version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ -n "$atoll_version" ] && [ "$atoll_version" -ge 25 ]
}
atoll_find_jdk() {
  for atoll_candidate in "${ATOLL_JDK:-}" "${JAVA_HOME:-}" \
      /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk* /opt/java/* \
      "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if atoll_jdk_ok "$atoll_candidate"; then
      JAVA_HOME=$atoll_candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "atoll: no JDK 25 found (looked at ATOLL_JDK, JAVA_HOME, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks); install one (package temurin-25-jdk or openjdk-25-jdk) or set ATOLL_JDK=/path/to/jdk-25" >&2
  return 1
}
