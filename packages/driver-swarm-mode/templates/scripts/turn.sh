#!/bin/sh
# Waits for this node's turn to restart Docker: managers one after the other, so that the swarm keeps
# its majority, and workers spread over two minutes, so that services keep tasks that run.
set -eu

. "$(dirname "$0")/retry.sh"
. /etc/jeroboam/settings

managers_are_reachable() {
  states=$(docker node ls --filter role=manager --format '{{.Status}} {{.ManagerStatus}}')
  ! echo "$states" | grep -v -e '^Ready Leader$' -e '^Ready Reachable$'
}

if [ "$ROLE" = manager ]; then
  sleep $((NODE_INDEX * 30))
  retry managers_are_reachable
else
  sleep $((NODE_INDEX % 8 * 15))
fi
