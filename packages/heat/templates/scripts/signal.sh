#!/bin/sh
# Tells Heat's wait condition how it went: signal.sh SUCCESS|FAILURE REASON
set -eu

. /etc/jeroboam/settings
set -a
. /etc/jeroboam/proxy
set +a

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'X-Auth-Token: %s\n' "$SIGNAL_TOKEN" >"$work/token"
printf '{"status": "%s", "reason": "%s", "id": "%s", "data": ""}' "$1" "$2" "$NODE_NAME" \
  >"$work/signal"

attempts=30
until curl -sS -f --connect-timeout 10 --max-time 30 -o /dev/null -X POST -H @"$work/token" \
  -H 'Content-Type: application/json' -d @"$work/signal" "$SIGNAL_ENDPOINT"; do
  attempts=$((attempts - 1))
  [ "$attempts" -gt 0 ] || exit 1
  sleep 5
done
