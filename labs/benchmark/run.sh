#!/usr/bin/env bash
# Times `cdcwatch events` against kcat's bare fetch of the same topic, in turn; prints a Markdown table.
# usage: run.sh BROKERS TOPIC [ROUNDS=5] [EXPECTED.json]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fail() { echo "run.sh: $*" >&2; exit "${code:-1}"; }
[ $# -ge 2 ] || code=64 fail 'usage: run.sh BROKERS TOPIC [ROUNDS] [EXPECTED.json]'
brokers=$1 topic=$2 rounds=${3:-5} expected=${4:-}
[ -x /usr/bin/time ] || code=3 fail '/usr/bin/time is missing (Debian: apt-get install time)'
for tool in kcat jq; do command -v "$tool" > /dev/null || code=3 fail "$tool is missing (Debian: apt-get install $tool)"; done

cdcwatch=
for each in "${CDCWATCH:-}" "$(command -v cdcwatch || true)" "$here/../../.build/release/cdcwatch"; do
  if [ -n "$each" ] && [ -x "$each" ]; then cdcwatch=$each; break; fi
done
[ -n "$cdcwatch" ] || echo 'run.sh: cdcwatch is not built yet (swift build -c release --product cdcwatch): kcat alone' >&2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch=(kcat -C -b "$brokers" -t "$topic" -e -q -o beginning -f '')
count=("$cdcwatch" -b "$brokers" events "$topic" -o json)

measure() { # measure NAME COMMAND...: appends "seconds peak-KiB" to NAME.times, output in NAME.out
  local name=$1 began ended; shift
  began=${EPOCHREALTIME/./}
  /usr/bin/time -v -o "$work/usage" "$@" > "$work/$name.out" 2> "$work/$name.err" \
    || { cat "$work/$name.err" >&2; fail "$* failed"; }
  ended=${EPOCHREALTIME/./}
  awk -v us="$((ended - began))" -F': ' '/Maximum resident/ { printf "%.3f %d\n", us / 1e6, $2 }' "$work/usage" | tee -a "$work/$name.times" \
    | sed "s/^/  $name /" >&2
}

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
field() { cut -d' ' -f"$2" "$work/$1.times"; } # field NAME 1|2

judge_counts() { # what cdcwatch counted, against what fill.py wrote
  local shape='{records, tombstones, unreadable, by: (.by | sort_by(.op, .snapshot))}'
  diff <(jq -S "$shape" "$expected") <(jq -S "$shape" "$work/cdcwatch.out") >&2 || fail "the counts differ from $expected"
}

load=$(cut -d' ' -f1 /proc/loadavg)
# Once unmeasured: the topic's pages come into the page cache for both alike.
"${fetch[@]}" > /dev/null
for ((round = 1; round <= rounds; round++)); do
  if [ -n "$cdcwatch" ]; then
    measure cdcwatch "${count[@]}"
    [ -z "$expected" ] || judge_counts
  fi
  measure kcat "${fetch[@]}"
done

records=$(kcat -Q -b "$brokers" $(kcat -L -J -b "$brokers" -t "$topic" | jq -r '.topics[0].partitions[] | "-t '"$topic"':\(.partition):-1"') \
  | awk '{ n += $NF } END { print n }')
row() { # row NAME COMMAND
  local seconds; seconds=$(field "$1" 1 | median)
  printf '| `%s` | %.2f s | %s .. %s | %.2f M | %.0f MiB |\n' "$2" "$seconds" "$(field "$1" 1 | sort -n | head -n 1)" \
    "$(field "$1" 1 | sort -n | tail -n 1)" "$(jq -n "$records / $seconds / 1e6")" "$(jq -n "$(field "$1" 2 | sort -n | tail -n 1) / 1024")"
}
echo "$records records, $rounds rounds in turn, $(nproc) cores, load $load at the start, kcat $(kcat -V | sed -n 's/.*Version \([^ ]*\).*librdkafka \([^ ]*\).*/\1, librdkafka \2/p')"
echo
echo '| command | median | range | records/s | peak memory |'
echo '|---|---|---|---|---|'
[ -z "$cdcwatch" ] || row cdcwatch "cdcwatch -b BROKERS events $topic -o json"
row kcat "kcat -C -b BROKERS -t $topic -e -q -o beginning -f ''"
if [ -n "$cdcwatch" ]; then
  echo
  echo "cdcwatch's speed is $(jq -n "$(field kcat 1 | median) / $(field cdcwatch 1 | median) * 100 | round / 100") of kcat's${expected:+; its counts are right}"
fi
