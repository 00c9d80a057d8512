# The lab's shared part: sourced by every step. Where the world lives, and how to talk to it.
#
#   LAB_WORLD       the folder of servers and state (default: one in the temporary folder)
#   LAB_WITH        stack | docker (default: stack where it is found, else docker)
#   CDCWATCH        the cdcwatch to use; else the one in PATH, else this repository's build
#   CDCWATCH_STACK  the stack script
set -euo pipefail

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
configs=$lab/../../configs
stack=${CDCWATCH_STACK:-$lab/../../../shared/stack/stack}
world=${LAB_WORLD:-${TMPDIR:-/tmp}/cdcwatch-lab-recovery-$(id -u)}
with=${LAB_WITH:-$([ -x "$stack" ] && echo stack || echo docker)}
archive=$world/archive

say() { if [ -t 1 ]; then printf '\n\033[1m%s\033[0m\n' "$*"; else printf '\n%s\n' "$*"; fi; }
fail() { echo "${0##*/}: $*" >&2; exit 1; }
trap 'status=$?; [ "$status" = 0 ] || echo "${0##*/}: ended with status $status at line $LINENO: $BASH_COMMAND" >&2' ERR

for tool in kcat jq curl; do
  command -v "$tool" > /dev/null || fail "$tool is missing (Debian: apt-get install $tool)"
done

compose() { docker compose --project-directory "$lab" --env-file "$world/ports" "$@"; }

# The addresses, from the running world: KAFKA, CONNECT, POSTGRES_PORT.
enter() {
  [ -e "$world/up" ] || fail "no servers in $world: run ./01-start.sh first"
  case $with in
    stack) eval "$("$stack" env "$world")" ;;
    docker) . "$world/ports"; KAFKA=127.0.0.1:$KAFKA_PORT; CONNECT=http://127.0.0.1:$CONNECT_PORT ;;
    *) fail "LAB_WITH is stack or docker, not $with" ;;
  esac
  # Addresses and files of one's own would be preferred by cdcwatch.
  unset "${!CDCWATCH_@}" XDG_CONFIG_HOME XDG_STATE_HOME 2> /dev/null || true
  export HOME=$world/home
}

# ---- The database ------------------------------------------------------------------------------

sql() { # sql SQL [DATABASE]: as the owner of everything
  case $with in
    stack) psql -h 127.0.0.1 -p "$POSTGRES_PORT" -U postgres -d "${2:-shop}" -qtAX -v ON_ERROR_STOP=1 -c "$1" ;;
    docker) compose exec -T postgres psql -U postgres -d "${2:-shop}" -qtAX -v ON_ERROR_STOP=1 -c "$1" ;;
  esac
}

order() { sql "INSERT INTO orders (note) VALUES ('$1')"; }

# ---- Connect and Kafka: the second witnesses beside cdcwatch -----------------------------------

rest() { # rest METHOD PATH [JSON]
  local body=(); [ $# -lt 3 ] || body=(--data "$3")
  curl -sS --fail-with-body -X "$1" -H 'Content-Type: application/json' "${body[@]}" "$CONNECT$2"
}

connector_runs() { [ "$(rest GET /connectors/shop/status 2> /dev/null | jq -r '[.connector.state, .tasks[]?.state] | join(" ")')" = "RUNNING RUNNING" ]; }

arrived() { # arrived NOTE: how often has an order with this note come?
  { kcat -C -b "$KAFKA" -t shop.public.orders -o beginning -e -q 2> /dev/null || true; } \
    | jq -s "[.[] | select(.after.note? == \"$1\")] | length"
}

has_arrived() { [ "$(arrived "$1")" -gt 0 ]; }

# ---- Waiting and judging -----------------------------------------------------------------------

wait_for() { # wait_for SECONDS WHAT COMMAND...
  local end=$((SECONDS + $1)) what=$2; shift 2
  until "$@"; do [ "$SECONDS" -lt "$end" ] || fail "waited in vain for $what"; sleep 0.3; done
}

expect() { # expect WHAT ACTUAL OPERATOR EXPECTED
  if test "$2" "$3" "$4"; then echo "ok: $1: $2"; else fail "$1: $2, expected $3 $4"; fi
}

# ---- cdcwatch ----------------------------------------------------------------------------------

lab_cdcwatch=${CDCWATCH:-$(command -v cdcwatch || echo "$lab/../../.build/release/cdcwatch")}
[ -x "$lab_cdcwatch" ] || fail "there is no cdcwatch: swift build -c release --product cdcwatch, or set CDCWATCH"
lab_cdcwatch=$(realpath "$lab_cdcwatch")

cdc() { # cdc STATUS ARGUMENTS...: cdcwatch, which must end with that status
  local expected=$1 status=0; shift
  echo "\$ cdcwatch $*"
  "$lab_cdcwatch" "$@" || status=$?
  [ "$status" = "$expected" ] || fail "cdcwatch $* ended with $status, expected $expected"
  echo "(exit $status)"
}

hash_of() { # hash_of DRILL ARGUMENTS...: the plan's hash, which a script types to agree to it
  "$lab_cdcwatch" drill plan "$@" -o json | jq -r .plan_hash
}

cron() { # cron LINE: runs what the LINE-th job of configs/cron.d-cdcwatch runs; true when cron would mail nothing
  local line mail
  line=$(grep '^[0-9]' "$configs/cron.d-cdcwatch" | sed -n "$1p" | cut -d ' ' -f 7-)
  line=${line//\/etc\/cdcwatch\/backup.env/$world/backup.env}
  line=${line//\/usr\/local\/bin\/cdcwatch/$lab_cdcwatch}
  echo "cron: $(sed 's/.*\(offsets [^>]*\)>.*/cdcwatch \1/' <<< "$line")"
  mail=$(HOME=$world/cron bash -c "$line" 2>&1) || true # a user of its own, without files of ours
  [ -z "$mail" ] || { echo "mail to root:"; sed 's/^/  | /' <<< "$mail"; return 1; }
}
