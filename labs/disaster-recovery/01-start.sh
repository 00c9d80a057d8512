#!/usr/bin/env bash
# Starts the servers and makes the shop's database, the connector and cdcwatch's configuration.
. "$(dirname "$0")/lab.sh"

say "Servers in $world (with $with)"
mkdir -p "$world/home/.config/cdcwatch"
case $with in
  stack)
    "$stack" up "$world" kafka connect postgres ;;
  docker)
    command -v docker > /dev/null || fail "neither a stack at $stack nor docker: see README.md, What you need"
    [ -s "$world/ports" ] || python3 "$lab/free-ports.py" KAFKA_PORT CONNECT_PORT POSTGRES_PORT > "$world/ports"
    compose up --detach --wait ;;
esac
touch "$world/up"
enter
echo "Kafka $KAFKA, Connect $CONNECT, PostgreSQL 127.0.0.1:$POSTGRES_PORT"

say 'Database shop'
if [ -z "$(sql "SELECT 1 FROM pg_database WHERE datname = 'shop'" postgres)" ]; then
  sql 'CREATE DATABASE shop' postgres
fi
if [ -z "$(sql "SELECT to_regclass('orders')")" ]; then sql "$(cat "$lab/shop.sql")"; fi
# A slot that nobody reads must not fill the disk: drills ask for such a limit.
sql "ALTER SYSTEM SET max_slot_wal_keep_size = '1GB'"
sql 'SELECT pg_reload_conf()' > /dev/null

say 'Connector shop'
case $with in
  stack) host=127.0.0.1 port=$POSTGRES_PORT ;;
  docker) host=postgres port=5432 ;;
esac
rest PUT /connectors/shop/config "$(jq -n --arg host "$host" --arg port "$port" '{
  "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
  "topic.prefix": "shop",
  "database.hostname": $host, "database.port": $port, "database.dbname": "shop",
  "database.user": "cdc", "database.password": "cdc",
  "plugin.name": "pgoutput", "slot.name": "shop",
  "publication.name": "shop", "publication.autocreate.mode": "disabled",
  "table.include.list": "public.orders,public.sentinel",
  "key.converter": "org.apache.kafka.connect.json.JsonConverter", "key.converter.schemas.enable": "false",
  "value.converter": "org.apache.kafka.connect.json.JsonConverter", "value.converter.schemas.enable": "false"
}')" | jq -c '{name, type}'
wait_for 60 'the connector to run' connector_runs
order first
wait_for 60 'the first order' has_arrived first

say "cdcwatch's configuration, $HOME/.config/cdcwatch/config.yaml"
cat > "$HOME/.config/cdcwatch/config.yaml" << CONFIG
context: lab
contexts:
  lab:
    kafka: {brokers: $KAFKA}
    connect: $CONNECT
    databases:
      main: postgresql://postgres:postgres@127.0.0.1:$POSTGRES_PORT/shop
    archive: $archive
    drill: allowed
    sentinel-table: public.sentinel
CONFIG
chmod 0600 "$HOME/.config/cdcwatch/config.yaml"
cat "$HOME/.config/cdcwatch/config.yaml"
cdc 3 context test # a warning: the first backup makes the archive's folder
expect 'the first order arrived, times' "$(arrived first)" -ge 1
