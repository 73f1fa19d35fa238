#!/bin/sh
# Runs this node's steps in order and tells Heat how it went. Told why, it runs those that take over new
# certificates: for the generation that is asked for, or for an expiry, of which Heat hears nothing.
set -eu

directory=$(dirname "$0")
log=/var/log/jeroboam.log
. /etc/jeroboam/settings

REFRESHING=${1:-}
# Heat counts from before the boot, and is to hear why a node gave up. A node that runs is given up for
# a while after a quarter of an hour.
patience=$((WAIT_TIMEOUT_SECONDS * 4 / 5))
if [ -n "$REFRESHING" ] && [ "$patience" -gt 900 ]; then patience=900; fi
DEADLINE=$(($(date +%s) + patience))
export DEADLINE REFRESHING

umask 077
exec 9>/var/lib/jeroboam/lock
flock 9

steps=$STEPS
[ -z "$REFRESHING" ] || steps=$REFRESH_STEPS
generation=${REFRESHING:-$GENERATION}
signal() { [ "$REFRESHING" = expiry ] || sh "$directory/signal.sh" "$1" "$generation" "$2"; }

for step in $steps; do
  echo "jeroboam: $step"
  if ! sh "$directory/$step.sh" >"$log.$step" 2>&1; then
    cat "$log.$step"
    reason=$(tail -n 1 "$log.$step" | tr -cd '[:alnum:] ._:/=-' | cut -c 1-200)
    signal FAILURE "$NODE_NAME: step $step failed: $reason"
    exit 1
  fi
  cat "$log.$step"
done
[ "$REFRESHING" = expiry ] || echo "$generation" >/var/lib/jeroboam/generation
signal SUCCESS "$NODE_NAME is ready"
