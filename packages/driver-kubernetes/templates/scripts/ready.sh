#!/bin/sh
# Waits until Kubernetes itself says that this node is ready.
set -eu

directory=$(dirname "$0")
. "$directory/retry.sh"
. /etc/jeroboam/settings

condition() {
  kubectl --kubeconfig /etc/kubernetes/kubelet.conf --request-timeout 20s get node "$NODE_NAME" \
    -o "jsonpath={.status.conditions[?(@.type==\"Ready\")].$1}"
}
node_is_ready() {
  [ "$(condition status)" = True ] || {
    echo "node $NODE_NAME is not ready: $(condition message)" >&2
    return 1
  }
}
retry node_is_ready

[ "$ROLE" != worker ] || exit 0
admin() { kubectl --kubeconfig /etc/kubernetes/admin.conf --request-timeout 20s "$@"; }

# A node may not give itself this label, by which kubectl shows its role.
name_the_role() { admin label --overwrite node "$NODE_NAME" node-role.kubernetes.io/control-plane=; }
retry name_the_role

# What the masters behind this one wait for.
tell_the_generation() {
  admin annotate --overwrite node "$NODE_NAME" "jeroboam_generation=${REFRESHING:-$GENERATION}"
}
[ "$REFRESHING" = expiry ] || retry tell_the_generation
