#!/usr/bin/env bash
# Asks afterwards: which snapshots were there, and what does the topic hold?
. "$(dirname "$0")/lab.sh"
enter

say 'The newest snapshot of each table'
watch 0 snapshot list
say 'All snapshots'
# One of them was stopped, but the newest decides the status: what ended badly long ago is no alarm.
watch 0 snapshot history orders_large
say 'The whole topic'
watch 0 events "$topic"

say 'The same by kcat'
echo 'notifications that end a snapshot:'
records "$notifications" 0 | jq -r '.value | select(.type == "COMPLETED" or .type == "ABORTED") | "  \(.aggregate_type)  \(.type)  \(.id)"'
echo "the topic, by op and source.snapshot:"
records "$topic" 0 | jq -r 'if .value then "\(.value.op) \(.value.source.snapshot)" else "tombstone" end' | sort | uniq -c
expect 'records without a value that jq can read' "$(count "$topic" 0 '.value != null and .value.op == null')" -eq 0
