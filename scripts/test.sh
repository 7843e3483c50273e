# Sourced by ./atoll (which sets root): runs everything that must pass and ends with one line that counts it.

# All tests are run although some fail, so that one run tells everything; the reports decide.
atoll_test() {
  echo "atoll test: JDK at $JAVA_HOME; Maven downloads libraries it does not have yet;" \
    "as root on Debian, MediaWiki, PHP and Chromium are installed for the tests that need them, nothing else"
  log=$root/target/test.log
  mkdir -p "$root/target"
  : > "$log"
  find "$root" -name .git -prune -o -path '*/target/surefire-reports/*' -type f -exec rm -f {} +
  code=0
  atoll_verify verify -Dmaven.test.failure.ignore=true "$@" || {
    code=1
    grep '^\[ERROR\]' "$log" | head -n 30 || true
    echo "atoll test: the build failed; the whole output is in $log"
  }
  # Apart, because a module with a wrong layout would keep those above it from being tested.
  echo "  formatting"
  atoll_verify com.diffplug.spotless:spotless-maven-plugin:check "$@" || {
    code=1
    grep '^\[ERROR\] *src/.*\.java$' "$log" || true
    echo "atoll test: these files are not formatted (and perhaps more in modules above them); run" \
      "./mvnw com.diffplug.spotless:spotless-maven-plugin:apply"
  }
  atoll_count_tests $# || code=1
  return "$code"
}

# Runs Maven over all modules, shows one line for each and the test classes that fail.
atoll_verify() {
  { (cd "$root" && ./mvnw -B -Dstyle.color=never --fail-at-end "$@" 2>&1) || printf '\natoll-build-failed\n'; } |
    while IFS= read -r line; do
      printf '%s\n' "$line" >> "$log"
      case $line in
        '[INFO] Building '*']')
          [ "$1" != verify ] || echo "  ${line##* } $(printf '%s' "${line#'[INFO] Building '}" | cut -d ' ' -f 1)"
          ;;
        '[ERROR]'*'Tests run:'*) echo "  $line" ;;
      esac
    done
  [ "$(tail -n 1 "$log")" != atoll-build-failed ]
}

# Names tests that failed, were skipped or never ran, then counts. Only a run of everything can tell what never ran.
atoll_count_tests() {
  missing=$root/target/tests-missing
  : > "$missing"
  if [ "$1" = 0 ]; then
    find "$root" \( -name .git -o -name target \) -prune -o -path '*/src/test/java/*Test.java' -print |
      while IFS= read -r file; do
        class=$(printf '%s' "${file##*/src/test/java/}" | sed 's/\.java$//; s|/|.|g')
        [ -f "${file%%/src/test/java/*}/target/surefire-reports/TEST-$class.xml" ] || echo "$class"
      done | LC_ALL=C sort > "$missing"
  fi
  find "$root" -name .git -prune -o -path '*/target/surefire-reports/TEST-*.xml' -exec cat {} + |
    awk -v ci="${CI:-}" -v missing="$missing" '
      function attribute(name,   at) {
        at = index($0, " " name "=\"")
        if (!at) return ""
        rest = substr($0, at + length(name) + 3)
        return substr(rest, 1, index(rest, "\"") - 1)
      }
      /^<testsuite / {
        tests += attribute("tests"); failed += attribute("failures") + attribute("errors"); skipped += attribute("skipped")
      }
      /^ *<testcase / { test = attribute("classname") "." attribute("name") }
      /^ *<(failure|error)[ >]/ { print "failed: " test }
      /^ *<skipped/ { print "could not run: " test (attribute("message") == "" ? "" : " (" attribute("message") ")") }
      END {
        while ((getline class < missing) > 0) { print "did not run: " class; absent++ }
        bad = failed + absent + (ci == "true" ? skipped : 0)
        printf "%d passed, %d failed", tests - failed - skipped, bad
        if (skipped) printf ", %d could not run", skipped
        printf "\n"
        exit (bad > 0 || tests == 0)
      }'
}
