#!/usr/bin/env bash
# Times how soon cdcwatch is there: `version`, and one snapshot reading against a live broker.
# usage: start.sh BROKERS TABLE [CONNECT_URL] [ROUNDS=11]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fail() { echo "start.sh: $*" >&2; exit "${code:-1}"; }
[ $# -ge 2 ] || code=64 fail 'usage: start.sh BROKERS TABLE [CONNECT_URL] [ROUNDS]'
brokers=$1 table=$2 connect=${3:-} rounds=${4:-11}

cdcwatch=
for each in "${CDCWATCH:-}" "$(command -v cdcwatch || true)" "$here/../../.build/release/cdcwatch"; do
  if [ -n "$each" ] && [ -x "$each" ]; then cdcwatch=$each; break; fi
done

milliseconds() { # milliseconds COMMAND...: the median; exit 3 is an answer too (not enough to tell)
  local began status
  for ((round = 0; round <= rounds; round++)); do
    status=0; began=${EPOCHREALTIME/./}
    "$@" > /dev/null 2>&1 || status=$?
    case $status in 0 | 2 | 3) ;; *) fail "$* ended with $status" ;; esac
    [ "$round" = 0 ] || echo "$((${EPOCHREALTIME/./} - began))" # the first warms the page cache
  done | sort -n | awk '{ v[NR] = $1 } END { printf "%.1f", v[int((NR + 1) / 2)] / 1000 }'
}

row() { # row NAME COMMAND...
  local name=$1 time; shift
  time=$(milliseconds "$@")
  printf '| `%s` | %s ms |\n' "$name" "$time"
}
echo "| command, median of $rounds | time |"
echo '|---|---|'
row 'true (a process, nothing else)' /bin/true
row "kcat -L (the broker's own time)" kcat -L -b "$brokers"
if [ -z "$cdcwatch" ]; then
  echo 'start.sh: cdcwatch is not built yet (swift build -c release --product cdcwatch)' >&2
  exit 0
fi
row 'cdcwatch version' "$cdcwatch" version
row "cdcwatch snapshot --once $table" "$cdcwatch" -b "$brokers" ${connect:+--connect "$connect"} snapshot --once "$table"
