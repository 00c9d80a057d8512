#!/usr/bin/env bash
# Changes rows while they are being read: a chunk drops the rows whose newer version streams by.
. "$(dirname "$0")/lab.sh"
enter

from=$(end_of "$topic"); said=$(end_of "$notifications")

say 'Incremental snapshot with writers'
start_snapshot "$(new_id concurrent)"
wait_for 30 'STARTED' notified "$said" STARTED

mark=touched-$(date +%s)
sql "DO \$\$ BEGIN
  FOR i IN 1 .. 200 LOOP
    UPDATE orders_large SET status = '$mark' WHERE id IN (SELECT 1 + floor(random() * $rows)::int FROM generate_series(1, 20));
    COMMIT;
    PERFORM pg_sleep(0.03);
  END LOOP;
END \$\$" &
writer=$!
trap 'kill "$writer" 2> /dev/null || true' EXIT

watch 0 snapshot orders_large
wait "$writer"; trap - EXIT
wait_for 120 'COMPLETED' notified "$said" COMPLETED
settled() { [ "$(records "$topic" "$from" | jq -s --arg mark "$mark" '[.[] | select(.value.op == "u" and .value.after.status == $mark).key.id] | unique | length')" = "$(sql "SELECT count(*) FROM orders_large WHERE status = '$mark'")" ]; }
wait_for 30 'every changed row' settled

say 'What arrived'
show_notifications "$said"
records "$topic" "$from" | jq -r 'select(.value) | .value | "\(.op) \(.source.snapshot)"' | sort | uniq -c
reads=$(reads_from "$from")
echo "dropped from their windows: $((rows - reads)) rows"
expect 'rows read, fewer than the table has' "$reads" -lt "$rows"
expect 'different keys, read or changed' "$(records "$topic" "$from" | jq -s '[.[] | select(.value) | .key.id] | unique | length')" -eq "$rows"

say "Does the topic's newest version of each row agree with the table?"
# The whole proof: last record of each key, against the database.
records "$topic" 0 | jq -r 'select(.value.after) | "\(.key.id) \(.value.after.status)"' \
  | awk '{ newest[$1] = $2 } END { for (id in newest) print id, newest[id] }' | sort > "$world/topic.txt"
sql "SELECT id || ' ' || status FROM orders_large" | sort > "$world/table.txt"
expect 'rows that differ' "$(comm -3 "$world/topic.txt" "$world/table.txt" | wc -l)" -eq 0
