#!/bin/sh
# Runs this node's steps in order and tells Heat how it went. Told why, it runs those that take over new
# certificates: for the generation that is asked for, or for an expiry, of which Heat hears nothing.
set -eu

directory=$(dirname "$0")
log=/var/log/jeroboam.log
. /etc/jeroboam/settings

# Heat counts from before the boot, and is to hear why a node gave up.
DEADLINE=$(($(date +%s) + WAIT_TIMEOUT_SECONDS * 4 / 5))
REFRESHING=${1:-}
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
