#!/usr/bin/env bash
# Runs all steps unattended in a world of its own; every step asserts what came of it. For CI: about 2 minutes.
set -euo pipefail
cd "$(dirname "$0")"

LAB_WORLD=$(mktemp -d)
export LAB_WORLD
# Steps start servers before they can fail: down comes before the folder goes.
trap './99-stop.sh > /dev/null || true; rm -rf "$LAB_WORLD"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for step in 0[1-5]-*.sh; do
  began=$SECONDS
  if ! "./$step" > "$LAB_WORLD/output" 2>&1; then
    cat "$LAB_WORLD/output"
    echo "verify.sh: $step failed after $((SECONDS - began)) s" >&2
    exit 1
  fi
  grep '^ok:' "$LAB_WORLD/output" | sed "s/^ok:/  /" || true
  echo "passed: $step ($((SECONDS - began)) s)"
done
echo "all steps passed in $SECONDS s"
