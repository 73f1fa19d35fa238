#!/bin/sh
# Tells Heat's wait condition how it went: signal.sh SUCCESS|FAILURE GENERATION REASON
# Success is told for every generation up to that one, as Heat counts them.
set -eu

directory=$(dirname "$0")
. /etc/jeroboam/settings
set -a
. /etc/jeroboam/proxy
set +a
# shellcheck source=login.sh
. "$directory/login.sh"

signal_value() { json_string "$1" </etc/jeroboam/signal.json; }

tell() {
  printf '{"status": "%s", "reason": "%s", "id": "%s", "data": ""}' "$1" "$2" "$3" >"$work/signal" &&
    request -o /dev/null -X POST -H @"$work/token" -d @"$work/signal" "$(signal_value alarm_url)"
}

tell_all() {
  log_in password "$(signal_value user_id)" "$(signal_value password)" \
    "$(signal_value project_id)" || return 1
  generation=$2
  [ "$1" = FAILURE ] || generation=1
  while [ "$generation" -le "$2" ]; do
    tell "$1" "$3" "$NODE_NAME-$generation" || return 1
    generation=$((generation + 1))
  done
}

attempts=30
until tell_all "$1" "$2" "$3"; do
  attempts=$((attempts - 1))
  [ "$attempts" -gt 0 ] || exit 1
  sleep 5
done
