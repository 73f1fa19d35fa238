#!/bin/sh
# Makes this machine a member of the swarm, step by step, and tells Heat how it went.
set -eu

directory=$(dirname "$0")
log=/var/log/jeroboam.log
. /etc/jeroboam/settings

# Heat counts from before the boot, and is to hear why a node gave up.
DEADLINE=$(($(date +%s) + WAIT_TIMEOUT_SECONDS * 4 / 5))
export DEADLINE

umask 077
exec 9>/var/lib/jeroboam/lock
flock 9

for step in proxy docker-package docker-volume certificates docker-daemon swarm; do
  echo "jeroboam: $step"
  if ! sh "$directory/$step.sh" >"$log.$step" 2>&1; then
    cat "$log.$step"
    reason=$(tail -n 1 "$log.$step" | tr -cd '[:alnum:] ._:/=-' | cut -c 1-200)
    sh "$directory/signal.sh" FAILURE "$NODE_NAME: step $step failed: $reason"
    exit 1
  fi
  cat "$log.$step"
done
sh "$directory/signal.sh" SUCCESS "$NODE_NAME is a member of the swarm"
