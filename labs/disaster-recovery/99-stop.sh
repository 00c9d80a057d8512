#!/usr/bin/env bash
# Stops the lab's servers and deletes its data.
. "$(dirname "$0")/lab.sh"

if [ ! -e "$world/up" ]; then echo "nothing runs in $world"; exit 0; fi
case $with in
  stack) "$stack" down "$world" ;;
  docker) compose down --volumes ;;
esac
rm -rf "$world"
echo "stopped, $world deleted"
