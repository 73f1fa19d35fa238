#!/bin/sh
# Lets masters take over new certificates one after the other, so that etcd keeps its majority.
set -eu

. /etc/jeroboam/settings

[ "$ROLE" = worker ] || sleep $((NODE_INDEX * 30))
