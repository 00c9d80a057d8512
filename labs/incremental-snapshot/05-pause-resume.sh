#!/usr/bin/env bash
# Pauses an incremental snapshot half-way, sees that streaming goes on, and resumes it.
. "$(dirname "$0")/lab.sh"
enter

from=$(end_of "$topic"); said=$(end_of "$notifications")

say 'Incremental snapshot, paused half-way'
start_snapshot "$(new_id paused)"
wait_for 60 '2,000 rows' has_reads "$from" 2000
signal "$(new_id pause)" pause-snapshot '{}'
wait_for 30 'PAUSED' notified "$said" PAUSED
sleep 2 # the rows of the window in flight

at=$(reads_from "$from")
watch 0 snapshot --once orders_large
mark=while-paused-$(date +%s)
sql "UPDATE orders_large SET status = '$mark' WHERE id = $rows"
streamed() { [ "$(count "$topic" "$from" ".value.after.status == \"$mark\"")" = 1 ]; }
wait_for 30 'a change made while paused' streamed
sleep 3
expect 'rows read, standing still for 3 s' "$(reads_from "$from")" -eq "$at"
expect 'and the table is not done' "$at" -lt "$rows"

say 'Resumed'
signal "$(new_id resume)" resume-snapshot '{}'
wait_for 30 'RESUMED' notified "$said" RESUMED
watch 0 snapshot orders_large
wait_for 120 'COMPLETED' notified "$said" COMPLETED
show_notifications "$said"
expect 'rows read, each once' "$(reads_from "$from")" -eq "$rows"
expect 'different keys' "$(records "$topic" "$from" | jq -s '[.[] | select(.value.op == "r") | .key.id] | unique | length')" -eq "$rows"
