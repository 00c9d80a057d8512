#!/usr/bin/env bash
# Holds the units against systemd's own judgement: no warning, and an exposure of at most 2.0.
set -euo pipefail
cd "$(dirname "$0")"

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
for unit in *.service *.timer; do
  # The program need not be installed on the machine that looks at the units.
  sed 's#/usr/local/bin/cdcwatch#/bin/true#' "$unit" > "$folder/$unit"
done
found="$(systemd-analyze verify --man=no "$folder"/*.service "$folder"/*.timer 2>&1)" || true
if grep -F "$folder" <<< "$found"; then exit 1; fi
for unit in "$folder"/*.service; do
  systemd-analyze security --offline=yes --threshold=20 --no-pager "$unit" | tail -n 1
done
systemd-analyze calendar --iterations=1 hourly '*:15,45' > "$folder/calendar"
