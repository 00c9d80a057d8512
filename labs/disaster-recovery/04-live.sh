#!/usr/bin/env bash
# The same on the connector itself, with the backup that cron made.
. "$(dirname "$0")/lab.sh"
enter

# The backup has no password in it: whoever restores has to have it.
(umask 077; printf 'cdc\n' > "$world/password")
live=(cron-backup -c shop --live --set db=main --secret "database.password=@$world/password")

say 'Without the password it is refused, before anything is done'
cdc 6 drill run cron-backup -c shop --live --set db=main --execute --confirm shop --plan none | tail -n 3

say 'The drill, on the connector itself'
hash=$(hash_of "${live[@]}")
cdc 0 drill run "${live[@]}" --execute --confirm shop --plan "$hash"
order 'after the live drill'
wait_for 30 'the order behind the drill' has_arrived 'after the live drill'
expect 'the order arrived' "$(arrived 'after the live drill')" -eq 1
