#!/bin/sh
# Runs for as long as the node does: keeps a route to each other node's pods, and the rules by which
# packets of pods pass.
set -u

. /etc/jeroboam/settings
# Tells our routes from others'.
protocol=199

# As kube-proxy: since Kubernetes 1.32 a kubelet may see no node but its own.
ranges_and_addresses() {
  kubectl --kubeconfig /etc/kubernetes/kube-proxy.conf --request-timeout 20s get nodes -o \
    'jsonpath={range .items[*]}{.spec.podCIDR}{" "}{.status.addresses[?(@.type=="InternalIP")].address}{"\n"}{end}'
}

keep_routes() {
  nodes=$(ranges_and_addresses) || return 0
  echo "$nodes" | while read -r range address; do
    # A node that is still without one of them comes as a single word.
    if [ -z "$address" ] || [ "$address" = "$NODE_ADDRESS" ]; then continue; fi
    ip route replace "$range" via "$address" proto $protocol
  done
  ip route show proto $protocol | while read -r range _; do
    case $nodes in
      *"$range "*) ;;
      *) ip route del "$range" proto $protocol ;;
    esac
  done
}

# rule TABLE CHAIN CONDITION...
rule() {
  table=$1
  shift
  iptables -w -t "$table" -C "$@" 2>/dev/null || iptables -w -t "$table" -I "$@"
}

keep_rules() {
  rule filter FORWARD -s "$POD_NETWORK" -j ACCEPT
  rule filter FORWARD -d "$POD_NETWORK" -j ACCEPT
  rule nat POSTROUTING -s "$POD_NETWORK" ! -d "$POD_NETWORK" -j MASQUERADE
}

while :; do
  keep_rules
  keep_routes
  sleep 10
done
