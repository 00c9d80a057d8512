#!/usr/bin/env bash
# Runs the three connector configurations against real servers and says what arrived.
# usage: try.sh [postgres|mysql|mariadb...]     servers: `stack` (or $CDCWATCH_STACK)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stack=${CDCWATCH_STACK:-$here/../../shared/stack/stack}
[ -x "$stack" ] || { echo "try.sh: no stack at $stack: set CDCWATCH_STACK" >&2; exit 3; }
[ $# -gt 0 ] || set -- postgres mysql mariadb

fail() { echo "try.sh: $*" >&2; exit 1; }

world=$(mktemp -d)
trap '"$stack" down "$world" || true; rm -rf "$world"' EXIT

"$stack" up "$world" kafka "$@"
eval "$("$stack" env "$world")"

# What the worker's ${env:...} and ${file:...} resolve to.
export KAFKA_BOOTSTRAP=$KAFKA
for engine in "$@"; do
  port=${engine^^}_PORT
  export "SHOP_${engine^^}_HOST=127.0.0.1" "SHOP_${engine^^}_PORT=${!port}"
  printf 'user=cdc\npassword=cdc-secret\n' > "$world/shop-$engine.properties"
done
"$stack" up "$world" connect
eval "$("$stack" env "$world")"

prepare() { # prepare ENGINE: database, table with 1,000 rows, and the SQL file as it is
  case $1 in
    postgres)
      local psql=(psql -h 127.0.0.1 -p "$POSTGRES_PORT" -U postgres -qtAX -v ON_ERROR_STOP=1)
      "${psql[@]}" -c 'CREATE DATABASE shop'
      "${psql[@]}" -d shop -c 'CREATE ROLE app' -c 'CREATE TABLE orders_large (id int PRIMARY KEY, status text)' \
        -c "INSERT INTO orders_large SELECT i, 'new' FROM generate_series(1, 1000) i" -c 'ALTER TABLE orders_large OWNER TO app'
      "${psql[@]}" -d shop -v password=cdc-secret -f "$here/signal-table.postgres.sql"
      ;;
    *)
      "$stack" sql "$world" "$1" "CREATE DATABASE shop; USE shop;
        CREATE TABLE orders_large (id int PRIMARY KEY AUTO_INCREMENT, status varchar(20));
        INSERT INTO orders_large (status) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT 'new' FROM n;
        $(sed 's/@PASSWORD@/cdc-secret/' "$here/signal-table.mysql.sql")"
      ;;
  esac
}

# The configuration as it is, but secrets from this world and no TLS, which these servers lack.
local_config() { # local_config ENGINE
  jq --arg world "$world" '.config |= (
    with_entries(select(.key | test("sslrootcert|ssl.truststore") | not))
    | if has("database.sslmode") then .["database.sslmode"] = "disable" else .["database.ssl.mode"] = $plain end
    | map_values(gsub("/etc/connect/secrets"; $world)))' \
    --arg plain "$([ "$1" = mariadb ] && echo disable || echo preferred)" "$here/shop-$1.json"
}

wait_for() { # wait_for SECONDS WHAT COMMAND...
  local end=$((SECONDS + $1)) what=$2; shift 2
  until "$@"; do [ "$SECONDS" -lt "$end" ] || fail "waited in vain for $what"; sleep 0.5; done
}

state() { curl -sf "$CONNECT/connectors/$1/status" | jq -r '[.connector.state, .tasks[].state] | join(",")'; }
is_running() { [ "$(state "$1")" = RUNNING,RUNNING ]; }
count() { # count TOPIC JQ-CONDITION
  kcat -C -b "$KAFKA" -t "$1" -o beginning -e -q -J 2> /dev/null \
    | jq -s "[.[] | select(.payload != null) | .payload | fromjson | select($2)] | length"
}
has() { local n; n=$(count "$1" "$2") && [ "$n" -ge "$3" ]; }

for engine in "$@"; do
  prepare "$engine"
  local_config "$engine" > "$world/$engine.json"
  code=$(curl -s -o "$world/answer" -w '%{http_code}' -H 'Content-Type: application/json' --data "@$world/$engine.json" "$CONNECT/connectors")
  [ "$code" = 201 ] || fail "$engine: POST /connectors answered $code: $(cat "$world/answer")"
  wait_for 60 "$engine to run" is_running "shop-$engine"

  prefix=$(jq -r '.config["topic.prefix"]' "$here/shop-$engine.json")
  case $engine in
    postgres) schema=public heartbeat=debezium.heartbeat signal=debezium.signal
              sql() { "$stack" sql "$world" postgres "$1" shop; } ;;
    *) schema=shop heartbeat=shop.debezium_heartbeat signal=shop.debezium_signal
       sql() { "$stack" sql "$world" "$engine" "$1"; } ;;
  esac
  wait_for 60 "$engine: 1,000 rows of the initial snapshot" has "$prefix.$schema.orders_large" '.op == "r"' 1000
  sql "UPDATE $schema.orders_large SET status = 'paid' WHERE id = 1"
  sql "INSERT INTO $signal VALUES ('try-1', 'execute-snapshot', '{\"data-collections\": [\"$schema.orders_large\"], \"type\": \"incremental\"}')"
  wait_for 60 "$engine: the update" has "$prefix.$schema.orders_large" '.op == "u"' 1
  wait_for 60 "$engine: 1,000 rows of the incremental snapshot" has "$prefix.$schema.orders_large" '.source.snapshot == "incremental"' 1000
  wait_for 60 "$engine: the notification of its end" has "$prefix-notifications" '.id == "try-1" and .type == "COMPLETED"' 1
  wait_for 60 "$engine: a heartbeat" has "__debezium-heartbeat.$prefix" '.ts_ms > 0' 1
  wait_for 60 "$engine: the heartbeat table's row" has "$prefix.$heartbeat" '.op == "c" or .op == "u"' 1
  retention=$("$stack" kafka-tool kafka.admin.ConfigCommand --bootstrap-server "$KAFKA" --describe --topic "$prefix-notifications" | sed -n 's/^ *\(retention.ms=[0-9]*\).*/\1/p')
  secrets=$(curl -sf "$CONNECT/connectors/shop-$engine/config" | grep -c cdc-secret || true)
  [ "$secrets" = 0 ] || fail "$engine: REST shows the password"
  echo "$engine: $(state "shop-$engine"), 1000 rows initial, 1000 incremental, update, heartbeats, $prefix-notifications $retention"
done
[ -z "${POSTGRES_PORT:-}" ] || echo "postgres: publication $("$stack" sql "$world" postgres "SELECT string_agg(schemaname || '.' || tablename, ' ' ORDER BY 1) FROM pg_publication_tables WHERE pubname = 'shop_cdc'" shop), slot $("$stack" sql "$world" postgres "SELECT slot_name || ' ' || active || ' ' || wal_status FROM pg_replication_slots" shop)"
