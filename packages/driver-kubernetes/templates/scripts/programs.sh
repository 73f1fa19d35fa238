#!/bin/sh
# Says what the image lacks before anything is tried, and when it holds another Kubernetes than it should.
set -eu

. /etc/jeroboam/settings

wanted="containerd ctr curl openssl ip iptables sysctl kubelet kube-proxy kubectl"
[ "$ROLE" = worker ] ||
  wanted="$wanted etcd kube-apiserver kube-controller-manager kube-scheduler"
missing=
for program in $wanted; do
  command -v "$program" >/dev/null || missing="$missing $program"
done
for plugin in bridge host-local loopback portmap; do
  found=
  for folder in $CNI_FOLDERS; do
    [ ! -x "$folder/$plugin" ] || found=true
  done
  [ -n "$found" ] || missing="$missing cni:$plugin"
done
[ -z "$missing" ] || {
  echo "the image lacks$missing" >&2
  exit 1
}

version=$(kubelet --version | sed 's/^Kubernetes //')
# What follows a hyphen names who built it.
[ -z "$KUBE_TAG" ] || [ "${KUBE_TAG%%-*}" = "${version%%-*}" ] || {
  echo "the label kube_tag says $KUBE_TAG and the image holds $version" >&2
  exit 1
}
