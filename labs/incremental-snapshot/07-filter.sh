#!/usr/bin/env bash
# Reads only some rows again: additional-conditions.
. "$(dirname "$0")/lab.sh"
enter

from=$(end_of "$topic"); said=$(end_of "$notifications")
filter="customer_id = 42"

say "Incremental snapshot where $filter"
start_snapshot "$(new_id filtered)" ", \"additional-conditions\": [{\"data-collection\": \"public.orders_large\", \"filter\": \"$filter\"}]"
wait_for 30 'STARTED' notified "$said" STARTED
watch 0 snapshot orders_large
wait_for 120 'COMPLETED' notified "$said" COMPLETED

say 'What arrived'
show_notifications "$said"
wanted=$(sql "SELECT count(*) FROM orders_large WHERE $filter")
expect 'rows read' "$(reads_from "$from")" -eq "$wanted"
expect 'of other customers' "$(count "$topic" "$from" '.value.op == "r" and .value.after.customer_id != 42')" -eq 0
