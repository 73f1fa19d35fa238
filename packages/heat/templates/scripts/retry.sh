#!/bin/sh
# Sourced: repeats a command until it succeeds, or fails once the node's deadline has passed.
# The command says itself why it fails; the last word is what Heat gets to hear.

retry() {
  until "$@"; do
    [ "$(date +%s)" -lt "$DEADLINE" ] || return 1
    sleep 3
  done
}
