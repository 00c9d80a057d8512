#!/usr/bin/env bash
# What cron does every hour: a backup, and half an hour later a look at whether there is a sound one.
. "$(dirname "$0")/lab.sh"
enter

say 'What cron knows: backup.env'
cat > "$world/backup.env" << ENV
CDCWATCH_BROKERS=$KAFKA
CDCWATCH_CONNECT=$CONNECT
CDCWATCH_ARCHIVE=$archive
CDCWATCH_KEEP=30d
ENV
cat "$world/backup.env"

say 'Three hours of configs/cron.d-cdcwatch'
for hour in 1 2 3; do
  order "hour $hour"
  cron 1
done
cron 2
expect 'backups' "$(find "$archive" -mindepth 1 -maxdepth 1 -type d -name '2*' | wc -l)" -eq 3

say 'The newest'
cdc 0 offsets verify latest
