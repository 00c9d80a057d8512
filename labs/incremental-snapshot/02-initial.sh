#!/usr/bin/env bash
# Makes the connector; its initial snapshot reads the whole table once.
. "$(dirname "$0")/lab.sh"
enter

case $with in
  stack) host=127.0.0.1 port=$POSTGRES_PORT ;;
  docker) host=postgres port=5432 ;;
esac

say 'Connector shop'
rest PUT /connectors/shop/config "$(jq -n --arg host "$host" --arg port "$port" --arg chunk "$chunk" '{
  "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
  "topic.prefix": "shop",
  "database.hostname": $host, "database.port": $port, "database.dbname": "shop",
  "database.user": "cdc", "database.password": "cdc",
  "plugin.name": "pgoutput", "slot.name": "shop",
  "publication.name": "shop", "publication.autocreate.mode": "disabled",
  "table.include.list": "public.orders_large",
  "signal.enabled.channels": "source", "signal.data.collection": "public.debezium_signal",
  "incremental.snapshot.chunk.size": $chunk,
  "heartbeat.interval.ms": "5000",
  "notification.enabled.channels": "sink", "notification.sink.topic.name": "shop-notifications",
  "key.converter": "org.apache.kafka.connect.json.JsonConverter", "key.converter.schemas.enable": "false",
  "value.converter": "org.apache.kafka.connect.json.JsonConverter", "value.converter.schemas.enable": "false"
}')" | jq -c '{name, type}'
wait_for 60 'the connector to run' connector_runs

say 'The initial snapshot'
wait_for 60 'its first rows' has_reads 0 1
watch 0 snapshot orders_large
wait_for 120 'COMPLETED' notified 0 COMPLETED
wait_for 30 'all rows' has_reads 0 "$rows"

say 'What arrived, by op and source.snapshot'
records "$topic" 0 | jq -r 'select(.value) | .value | "\(.op) \(.source.snapshot)"' | sort | uniq -c
show_notifications 0
expect 'rows read' "$(records "$topic" 0 | jq -s '[.[] | select(.value.op == "r" and .value.source.snapshot != "incremental")] | length')" -eq "$rows"
