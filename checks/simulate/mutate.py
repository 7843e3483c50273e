"""Carries out mutate.sh: see there."""

import os
import re
import shutil
import subprocess
import sys

QUIET = '<configuration><root level="OFF"/></configuration>'


def mutations(path):
    """Blocks of `== name`, `file`, `-` lines to find, `+` lines to put there instead."""
    found = []
    for block in re.split(r"^== ", open(path).read(), flags=re.M)[1:]:
        lines = block.rstrip("\n").split("\n")
        old = "\n".join(line[1:] for line in lines[2:] if line.startswith("-"))
        new = "\n".join(line[1:] for line in lines[2:] if line.startswith("+"))
        found.append((lines[0].strip(), lines[1].strip(), old, new))
    return found


def run(root, scratch, scenario, seeds, classpath, mutation):
    name, file, old, new = mutation
    text = open(os.path.join(root, file)).read()
    if text.count(old) != 1:
        return f"{name}: the text to replace occurs {text.count(old)} times in {file}; the list is out of date"
    copy = os.path.join(scratch, "src", os.path.basename(file))
    os.makedirs(os.path.dirname(copy), exist_ok=True)
    with open(copy, "w") as out:
        out.write(text.replace(old, new))
    # Only the changed file is compiled; its classes stand before the shipped ones.
    classes = os.path.join(scratch, "classes")
    shutil.rmtree(classes, ignore_errors=True)
    os.makedirs(classes)
    java = os.path.join(os.environ["JAVA_HOME"], "bin")
    build = subprocess.run([java + "/javac", "-proc:none", "-nowarn", "-d", classes, "-cp", classpath, copy],
                           capture_output=True, text=True)
    os.remove(copy)
    if build.returncode != 0:
        return f"{name}: does not compile\n{build.stderr[:1000]}"
    with open(os.path.join(classes, "logback.xml"), "w") as out:
        out.write(QUIET)
    try:
        result = subprocess.run(
            [java + "/java", "-Xmx512m", "-XX:+UseSerialGC", "-cp", classes + ":" + classpath, "atoll.simulate.Main",
             scenario, "--seeds", seeds], capture_output=True, text=True, timeout=600)
    except subprocess.TimeoutExpired:
        return f"{name}: NOT FOUND (no end within 600 s)"
    if result.returncode == 0:
        return f"{name}: NOT FOUND in {seeds} seeds"
    failure = re.search(r"^ *seed (\d+)(?:, step (\d+))?(?:: (.*))?", result.stderr, flags=re.M)
    if not failure:
        return f"{name}: the run broke\n{result.stderr[-600:]}"
    seed, step, message = failure.groups()
    violated = re.search(r"violated: (.*)", result.stderr)
    cause = re.search(r"(?:AssertionError|Exception): (.*)", result.stderr)
    reason = [part for part in (violated and violated.group(1), cause.group(1) if cause else message) if part]
    detail = re.sub(r"\(?[A-Z]+, claim.*?\]\]\)?", "", " | ".join(reason))[:140]
    return f"{name}: found at seed {seed}{', step ' + step if step else ''} | {detail}"


def main():
    root, scratch, scenario, seeds, only = sys.argv[1:6]
    classpath = os.path.join(root, "checks/simulate/target/classes") + ":"
    classpath += open(os.path.join(scratch, "atoll-simulate.cp")).read().strip()
    failed = False
    for mutation in mutations(os.path.join(root, "checks/simulate/mutations", scenario + ".txt")):
        if only and only not in mutation[0]:
            continue
        line = run(root, scratch, scenario, seeds, classpath, mutation)
        failed |= ": found at" not in line
        print(line, flush=True)
    sys.exit(1 if failed else 0)


main()
