#!/bin/sh
# Sourced: repeats a command until it succeeds, or fails once the node's deadline has passed.

retry() {
  until "$@"; do
    if [ "$(date +%s)" -ge "$DEADLINE" ]; then
      echo "gave up: $1" >&2
      return 1
    fi
    sleep 3
  done
}
