#!/usr/bin/env bash
# Reads the table again while the connector streams: in chunks of 512, each between two watermarks.
. "$(dirname "$0")/lab.sh"
enter

from=$(end_of "$topic"); said=$(end_of "$notifications"); windows=$(end_of "$signals")

say 'Incremental snapshot'
id=$(new_id incremental)
start_snapshot "$id"
wait_for 30 'STARTED' notified "$said" STARTED
watch 0 snapshot orders_large
wait_for 120 'COMPLETED' notified "$said" COMPLETED

say 'What arrived'
show_notifications "$said"
echo 'the signal table, as Kafka has it:'
records "$signals" "$windows" | jq -r '.value.after.type' | sort | uniq -c
echo 'one window:'
records "$signals" "$windows" | jq -c '.value.after | select(.type | startswith("snapshot-window")) | {id, type, data}' | sed -n '1,2p'

expect 'rows read' "$(count "$topic" "$from" '.value.op == "r" and .value.source.snapshot == "incremental"')" -eq "$rows"
expect 'different keys' "$(records "$topic" "$from" | jq -s '[.[].key.id] | unique | length')" -eq "$rows"
chunks=$(( (rows + chunk - 1) / chunk ))
expect 'positions shared by a chunk of rows each' "$(records "$topic" "$from" | jq -s '[.[].value.source.sequence] | unique | length')" -eq "$chunks"
expect 'windows opened' "$(count "$signals" "$windows" '.value.after.type == "snapshot-window-open"')" -ge "$chunks"
