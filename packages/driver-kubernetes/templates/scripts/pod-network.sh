#!/bin/sh
# A bridge for this node's pods, in the range that the controller manager gave the node, and routes to
# the pods of the others.
set -eu

directory=$(dirname "$0")
. "$directory/retry.sh"
. /etc/jeroboam/settings
. "$directory/unit.sh"

for module in overlay br_netfilter; do
  modprobe "$module" 2>/dev/null || true
done
cat >/etc/sysctl.d/99-jeroboam.conf <<'END'
net.ipv4.ip_forward = 1
-net.bridge.bridge-nf-call-iptables = 1
END
sysctl -q -p /etc/sysctl.d/99-jeroboam.conf

find_range() {
  range=$(kubectl --kubeconfig /etc/kubernetes/kubelet.conf --request-timeout 20s \
    get node "$NODE_NAME" -o 'jsonpath={.spec.podCIDR}') || return 1
  [ -n "$range" ] || {
    echo "the controller manager gave node $NODE_NAME no range of pod addresses" >&2
    return 1
  }
}
retry find_range

# Packets between nodes have to fit into the nodes' network.
interface=$(ip -o -4 address show to "$NODE_ADDRESS" | awk '{print $2; exit}')
mtu=$(cat "/sys/class/net/$interface/mtu")
mkdir -p /etc/cni/net.d
cat >/etc/cni/net.d/10-pods.conflist <<END
{
  "cniVersion": "0.3.1",
  "name": "pods",
  "plugins": [
    {
      "type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true, "mtu": $mtu,
      "ipam": {
        "type": "host-local", "ranges": [[{"subnet": "$range"}]], "routes": [{"dst": "0.0.0.0/0"}]
      }
    },
    {"type": "portmap", "capabilities": {"portMappings": true}}
  ]
}
END
unit pod-routes sh "$directory/pod-routes.sh"
