#!/usr/bin/env bash
# Two broken backups: the hashes tell of the first, the drill alone of the second.
. "$(dirname "$0")/lab.sh"
enter
live=(cron-backup -c shop --live --set db=main --secret "database.password=@$world/password")
newest() { find "$archive" -mindepth 1 -maxdepth 1 -type d -name '2*' | sort | tail -n 1; }
state() { rest GET /connectors/shop/status | jq -c '[.connector.state, .tasks[].state]'; }

say 'A byte of the newest backup is another one'
damaged=$(newest)
printf 'X' | dd of="$damaged/records.jsonl" bs=1 seek=20 conv=notrunc status=none
hash=$(hash_of "${live[@]}" --set "backup=$damaged")
cdc 6 drill run "${live[@]}" --set "backup=$damaged" --execute --confirm shop --plan "$hash"
expect 'the connector and its task' "$(state)" = '["RUNNING","RUNNING"]'
rm -r "$damaged"

say "Somebody takes Connect's address out of cron's file"
sed -i '/^CDCWATCH_CONNECT=/d' "$world/backup.env"
cron 1
cron 2
cdc 0 offsets verify "$(newest)"
hash=$(hash_of "${live[@]}")
cdc 2 drill run "${live[@]}" --execute --confirm shop --plan "$hash"
expect 'the connector and its task' "$(state)" = '["RUNNING","RUNNING"]'
