#!/usr/bin/env bash
# Stops an incremental snapshot for good: COMPLETED comes, and ABORTED right behind it.
. "$(dirname "$0")/lab.sh"
enter

from=$(end_of "$topic"); said=$(end_of "$notifications")

say 'Incremental snapshot, stopped half-way'
start_snapshot "$(new_id stopped)"
wait_for 60 '2,000 rows' has_reads "$from" 2000
signal "$(new_id stop)" stop-snapshot '{"data-collections": ["public.orders_large"], "type": "incremental"}'
wait_for 30 'ABORTED' notified "$said" ABORTED
sleep 1
watch 2 snapshot --once orders_large

say 'What arrived'
show_notifications "$said"
at=$(reads_from "$from")
expect 'rows read, fewer than the table has' "$at" -lt "$rows"
expect 'TABLE_SCAN_COMPLETED' "$(count "$notifications" "$said" '.value.type == "TABLE_SCAN_COMPLETED"')" -eq 0
sleep 2
expect 'rows read, 2 s later' "$(reads_from "$from")" -eq "$at"
