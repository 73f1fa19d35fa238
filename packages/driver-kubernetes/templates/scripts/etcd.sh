#!/bin/sh
# A member of etcd on each master. All of them know each other from the start: no discovery service.
set -eu

directory=$(dirname "$0")
. "$directory/retry.sh"
. /etc/jeroboam/settings
. "$directory/unit.sh"

[ "$ROLE" != worker ] || exit 0
umask 077
mkdir -p /var/lib/etcd
pki=/etc/kubernetes/pki

members=
for address in $MASTER_ADDRESSES; do
  members=${members:+$members,}$address=https://$address:2380
done
unit etcd etcd --name="$NODE_ADDRESS" --data-dir=/var/lib/etcd \
  --initial-cluster="$members" --initial-cluster-state=new \
  --initial-cluster-token="$CLUSTER_UUID" --heartbeat-interval=250 --election-timeout=2500 \
  --listen-peer-urls="https://$NODE_ADDRESS:2380" \
  --initial-advertise-peer-urls="https://$NODE_ADDRESS:2380" \
  --listen-client-urls=https://127.0.0.1:2379 --advertise-client-urls=https://127.0.0.1:2379 \
  --client-cert-auth --trusted-ca-file=$pki/etcd-ca.crt \
  --cert-file=$pki/etcd.crt --key-file=$pki/etcd.key \
  --peer-client-cert-auth --peer-trusted-ca-file=$pki/etcd-ca.crt \
  --peer-cert-file=$pki/etcd.crt --peer-key-file=$pki/etcd.key

etcd_is_healthy() {
  curl -sS -f --noproxy '*' --max-time 10 --cacert $pki/etcd-ca.crt --cert $pki/etcd.crt \
    --key $pki/etcd.key https://127.0.0.1:2379/health
}
retry etcd_is_healthy
