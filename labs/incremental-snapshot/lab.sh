# The lab's shared part: sourced by every step. Where the world lives, and how to talk to it.
#
#   LAB_WORLD       the folder of servers and state (default: one in the temporary folder)
#   LAB_WITH        stack | docker (default: stack where it is found, else docker)
#   LAB_ROWS        rows of orders_large (10000)
#   LAB_ROW_DELAY   seconds that the connector waits at each row that it reads (0.001)
#   CDCWATCH        the cdcwatch to use; else the one in PATH, else this repository's build
#   CDCWATCH_STACK  the stack script
set -euo pipefail

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stack=${CDCWATCH_STACK:-$lab/../../../shared/stack/stack}
world=${LAB_WORLD:-${TMPDIR:-/tmp}/cdcwatch-lab-incremental-$(id -u)}
with=${LAB_WITH:-$([ -x "$stack" ] && echo stack || echo docker)}
rows=${LAB_ROWS:-10000}
row_delay=${LAB_ROW_DELAY:-0.001}
chunk=512
topic=shop.public.orders_large
notifications=shop-notifications
signals=shop.public.debezium_signal

say() { if [ -t 1 ]; then printf '\n\033[1m%s\033[0m\n' "$*"; else printf '\n%s\n' "$*"; fi; }
fail() { echo "${0##*/}: $*" >&2; exit 1; }
trap 'status=$?; [ "$status" = 0 ] || echo "${0##*/}: ended with status $status at line $LINENO: $BASH_COMMAND" >&2' ERR

for tool in kcat jq curl; do
  command -v "$tool" > /dev/null || fail "$tool is missing (Debian: apt-get install $tool)"
done

compose() { docker compose --project-directory "$lab" --env-file "$world/ports" "$@"; }

# The addresses, from the running world: KAFKA, CONNECT, and for the stack POSTGRES_PORT.
enter() {
  [ -e "$world/up" ] || fail "no servers in $world: run ./01-start.sh first"
  case $with in
    stack) eval "$("$stack" env "$world")" ;;
    docker) . "$world/ports"; KAFKA=127.0.0.1:$KAFKA_PORT; CONNECT=http://127.0.0.1:$CONNECT_PORT ;;
    *) fail "LAB_WITH is stack or docker, not $with" ;;
  esac
  # An address of one's own in the environment would be preferred by cdcwatch.
  unset "${!CDCWATCH_@}" 2> /dev/null || true
}

# ---- The database ------------------------------------------------------------------------------

sql() { # sql SQL [DATABASE]: as the owner of everything
  case $with in
    stack) psql -h 127.0.0.1 -p "$POSTGRES_PORT" -U postgres -d "${2:-shop}" -qtAX -v ON_ERROR_STOP=1 -c "$1" ;;
    docker) compose exec -T postgres psql -U postgres -d "${2:-shop}" -qtAX -v ON_ERROR_STOP=1 -c "$1" ;;
  esac
}

signal() { # signal ID TYPE JSON: a row in the signal table, which is all that a signal is
  echo "signal $2: $3 (id $1)"
  sql "INSERT INTO debezium_signal (id, type, data) VALUES ('$1', '$2', '$3')"
}

start_snapshot() { # start_snapshot ID [EXTRA-JSON-MEMBERS]
  signal "$1" execute-snapshot "{\"data-collections\": [\"public.orders_large\"], \"type\": \"incremental\"${2:-}}"
}

new_id() { echo "$1-$(date +%H%M%S)"; } # the signal table's key: never the same id twice

# ---- Connect's REST interface ------------------------------------------------------------------

rest() { # rest METHOD PATH [JSON]
  local body=(); [ $# -lt 3 ] || body=(--data "$3")
  curl -sS --fail-with-body -X "$1" -H 'Content-Type: application/json' "${body[@]}" "$CONNECT$2"
}

connector_runs() { [ "$(rest GET /connectors/shop/status 2> /dev/null | jq -r '[.connector.state, .tasks[]?.state] | join(" ")')" = "RUNNING RUNNING" ]; }

# ---- Kafka, by kcat: the second witness beside cdcwatch ----------------------------------------

end_of() { # end_of TOPIC: the offset that its next record will have; 0 where there is no topic yet
  kcat -Q -b "$KAFKA" -t "$1:0:-1" 2> /dev/null | sed -n 's/.*offset \([0-9]*\).*/\1/p' | grep . || echo 0
}

records() { # records TOPIC FROM: one line each, {offset, key, value}; value null for a tombstone
  [ "$(end_of "$1")" -gt "$2" ] || return 0
  kcat -C -b "$KAFKA" -t "$1" -p 0 -o "$2" -e -q -J \
    | jq -c '{offset, key: (.key | fromjson?), value: (.payload // "null" | fromjson)}'
}

count() { # count TOPIC FROM JQ-CONDITION
  records "$1" "$2" | jq -s "[.[] | select($3)] | length"
}

reads_from() { count "$topic" "$1" '.value.op == "r"'; }

notified() { # notified FROM TYPE: has such a notification come?
  [ "$(count "$notifications" "$1" ".value.type == \"$2\"")" -gt 0 ]
}

show_notifications() { # show_notifications FROM: in order, runs of IN_PROGRESS folded to a count
  records "$notifications" "$1" | jq -r '.value | [.type, .id, (.additional_data | .status // .data_collections // ""), (.additional_data.total_rows_scanned // "")] | @tsv' \
    | awk -F'\t' '$1 == "IN_PROGRESS" { if (last == $1) n++; else n = 1; last = $1; next }
        last == "IN_PROGRESS" { print "  IN_PROGRESS x " n; last = "" } { print "  " $1 "  " $2 "  " $3 "  " $4 }
        END { if (last == "IN_PROGRESS") print "  IN_PROGRESS x " n }'
}

# ---- Waiting and judging -----------------------------------------------------------------------

wait_for() { # wait_for SECONDS WHAT COMMAND...
  local end=$((SECONDS + $1)) what=$2; shift 2
  until "$@"; do [ "$SECONDS" -lt "$end" ] || fail "waited in vain for $what"; sleep 0.3; done
}

expect() { # expect WHAT ACTUAL OPERATOR EXPECTED
  if test "$2" "$3" "$4"; then echo "ok: $1: $2"; else fail "$1: $2, expected $3 $4"; fi
}

has_reads() { [ "$(reads_from "$1")" -ge "$2" ]; }

# ---- cdcwatch ----------------------------------------------------------------------------------

find_cdcwatch() {
  local each
  for each in "${lab_cdcwatch:-}" "$(command -v cdcwatch || true)" "$lab/../../.build/release/cdcwatch"; do
    if [ -n "$each" ] && [ -x "$each" ]; then echo "$each"; return 0; fi
  done
  return 1
}
lab_cdcwatch=${CDCWATCH:-}
[ -z "$lab_cdcwatch" ] || [ -x "$lab_cdcwatch" ] || fail "CDCWATCH is $lab_cdcwatch, which cannot be run"

watch() { # watch STATUS ARGUMENTS...: cdcwatch, which must end with that status
  local expected=$1 binary status=0; shift
  local at=(-b "$KAFKA")
  [ "$1" = events ] || at+=(--connect "$CONNECT") # events asks Kafka alone
  echo "\$ cdcwatch ${at[*]} $*"
  binary=$(find_cdcwatch) || { echo "  (cdcwatch is not built yet: swift build -c release --product cdcwatch)"; return 0; }
  "$binary" "${at[@]}" "$@" || status=$?
  [ "$status" = "$expected" ] || fail "cdcwatch $* ended with $status, expected $expected"
}
