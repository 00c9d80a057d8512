#!/usr/bin/env bash
# Starts the servers and makes the shop's database: 10,000 orders, a signal table, a role of few rights.
. "$(dirname "$0")/lab.sh"

say "Servers in $world (with $with)"
mkdir -p "$world"
case $with in
  stack)
    "$stack" up "$world" kafka connect postgres ;;
  docker)
    command -v docker > /dev/null || fail "neither a stack at $stack nor docker: see README.md, What you need"
    [ -s "$world/ports" ] || python3 "$lab/free-ports.py" KAFKA_PORT CONNECT_PORT > "$world/ports"
    compose up --detach --wait ;;
esac
touch "$world/up"
enter
echo "Kafka $KAFKA, Connect $CONNECT"

say "Database shop, table orders_large"
if [ -z "$(sql "SELECT 1 FROM pg_database WHERE datname = 'shop'" postgres)" ]; then
  sql 'CREATE DATABASE shop' postgres
fi
if [ -z "$(sql "SELECT to_regclass('orders_large')")" ]; then
  sql "$(sed -e "s/@ROWS@/$rows/g" -e "s/@ROW_DELAY@/$row_delay/g" "$lab/shop.sql")"
fi
expect 'rows in orders_large' "$(sql 'SELECT count(*) FROM orders_large')" -ge "$rows"
