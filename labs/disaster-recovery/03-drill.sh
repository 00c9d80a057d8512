#!/usr/bin/env bash
# The basic drill on a shadow: connector and offsets are deleted, and come back from a backup.
. "$(dirname "$0")/lab.sh"
enter

before=$(rest GET /connectors/shop/config | jq -cS . | sha256sum | cut -c 1-12)

say 'The plan'
cdc 0 drill plan connector-deleted -c shop --set db=main

say 'The drill'
hash=$(hash_of connector-deleted -c shop --set db=main)
cdc 0 drill run connector-deleted -c shop --set db=main --execute --confirm connector-deleted --plan "$hash"

say 'The shop has not noticed'
order 'after the drill'
wait_for 30 'the order behind the drill' has_arrived 'after the drill'
expect "the shop's configuration, its hash" "$(rest GET /connectors/shop/config | jq -cS . | sha256sum | cut -c 1-12)" = "$before"
expect 'connectors' "$(rest GET /connectors | jq length)" -eq 1
expect 'slots' "$(sql 'SELECT count(*) FROM pg_replication_slots')" -eq 1
cdc 0 drill status --max-age 92d
