#!/bin/sh
# The kubelet and kube-proxy, which log in by certificate.
set -eu

directory=$(dirname "$0")
. /etc/jeroboam/settings
. "$directory/unit.sh"

umask 077
pki=/etc/kubernetes/pki
kubeconfig /etc/kubernetes/kubelet.conf \
  "client-certificate: $pki/kubelet.crt, client-key: $pki/kubelet.key"
kubeconfig /etc/kubernetes/kube-proxy.conf \
  "client-certificate: $pki/kube-proxy.crt, client-key: $pki/kube-proxy.key"

resolver=/run/systemd/resolve/resolv.conf
[ -e $resolver ] || resolver=/etc/resolv.conf
cat >/etc/kubernetes/kubelet.yaml <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
  x509: {clientCAFile: $pki/ca.crt}
authorization: {mode: Webhook}
tlsCertFile: $pki/kubelet.crt
tlsPrivateKeyFile: $pki/kubelet.key
cgroupDriver: $CGROUP_DRIVER
clusterDomain: cluster.local
failSwapOn: false
resolvConf: $resolver
END

taints=$NODE_TAINTS
[ "$ROLE" = worker ] || taints=node-role.kubernetes.io/control-plane=:NoSchedule
labels=magnum.openstack.org/nodegroup=$NODE_GROUP,magnum.openstack.org/role=$NODE_GROUP_ROLE
labels=$labels${NODE_LABELS:+,$NODE_LABELS}
# Before 1.24 there was a runtime inside the kubelet.
runtime=
! understands kubelet '--container-runtime string' || runtime=--container-runtime=remote
unit kubelet kubelet --config=/etc/kubernetes/kubelet.yaml \
  --kubeconfig=/etc/kubernetes/kubelet.conf --hostname-override="$NODE_NAME" \
  --node-ip="$NODE_ADDRESS" --node-labels="$labels" \
  ${taints:+--register-with-taints="$taints"} ${runtime:+"$runtime"} \
  --container-runtime-endpoint=unix:///run/containerd/containerd.sock

# Zero leaves the machine's own limits of connection tracking.
unit kube-proxy kube-proxy --kubeconfig=/etc/kubernetes/kube-proxy.conf \
  --hostname-override="$NODE_NAME" --cluster-cidr="$POD_NETWORK" --proxy-mode=iptables \
  --conntrack-max-per-core=0 --conntrack-min=0
