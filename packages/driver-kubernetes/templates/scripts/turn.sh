#!/bin/sh
# Waits for this node's turn to start anew: masters one after the other, so that etcd keeps its majority.
set -eu

directory=$(dirname "$0")
. "$directory/retry.sh"
. /etc/jeroboam/settings

[ "$ROLE" != worker ] || exit 0
pki=/etc/kubernetes/pki

etcd_has_a_majority() {
  curl -sS -f -o /dev/null --noproxy '*' --max-time 10 --cacert $pki/etcd-ca.crt \
    --cert $pki/etcd.crt --key $pki/etcd.key https://127.0.0.1:2379/health
}

# ask ADDRESS ARGUMENT...: asks another master's own API server, as kube-proxy, which may see every node.
ask() {
  server=https://$1:$API_PORT
  shift
  kubectl --kubeconfig /etc/kubernetes/kube-proxy.conf --server "$server" --request-timeout 20s "$@"
}

# Whether the master at an address is ready, with its member of etcd, and has told that it took over
# so many generations: is_back ADDRESS NAME GENERATION
is_back() {
  ask "$1" get --raw /readyz >/dev/null || {
    echo "$2 is not ready" >&2
    return 1
  }
  [ "$3" -gt 0 ] || return 0
  told=$(ask "$1" get node "$2" -o 'jsonpath={.metadata.annotations.jeroboam_generation}') || return 1
  [ "${told:-0}" -ge "$3" ] || {
    echo "$2 has not started anew yet" >&2
    return 1
  }
}

others_are_back() {
  index=0
  generation=$REFRESHING
  # Those behind this one come later. Before an expiry each counts for itself, and nothing is asked for.
  [ "$REFRESHING" != expiry ] || generation=0
  for address in $MASTER_ADDRESSES; do
    if [ "$address" = "$NODE_ADDRESS" ]; then
      generation=0
    else
      is_back "$address" "${NODE_NAME%-*}-$index" "$generation" || return 1
    fi
    index=$((index + 1))
  done
}

[ "$REFRESHING" != expiry ] || sleep $((NODE_INDEX * 30))
# A member that sees no majority for a minute has none to lose, and may be what the others lack.
(
  DEADLINE=$(($(date +%s) + 60))
  retry etcd_has_a_majority
) || exit 0
retry others_are_back
