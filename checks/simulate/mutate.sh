#!/usr/bin/env bash
# Proves that the simulation has teeth: applies each mutation of mutations/<scenario>.txt to a scratch copy of the
# of its file, compiles it against the built modules, and runs seeds until one fails. Takes seconds to a minute for each.
#
#   checks/simulate/mutate.sh [SCENARIO] [SEEDS] [NAME]     (default: ledger 200, all mutations)
#
# Prints one line for each mutation; ends with 1 if one was not found.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
scenario=${1:-ledger}
seeds=${2:-200}
only=${3:-}
. "$root/scripts/find-jdk.sh"
atoll_find_jdk
export JAVA_HOME
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$root"
./mvnw -q -o -pl checks/simulate -am compile -DincludeScope=runtime \
    dependency:build-classpath -Dmdep.outputFile="$scratch/\${project.artifactId}.cp" >"$scratch/build.log" 2>&1 \
    || { cat "$scratch/build.log"; exit 1; }
exec python3 checks/simulate/mutate.py "$root" "$scratch" "$scenario" "$seeds" "$only"
