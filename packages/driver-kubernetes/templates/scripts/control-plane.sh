#!/bin/sh
# The API server, the controller manager and the scheduler. The latter two know this master's API
# server alone, by tokens that never leave the machine.
set -eu

directory=$(dirname "$0")
. "$directory/retry.sh"
. /etc/jeroboam/settings
. "$directory/unit.sh"

[ "$ROLE" != worker ] || exit 0
umask 077
pki=/etc/kubernetes/pki
tokens=/etc/kubernetes/tokens
mkdir -p $tokens

# token NAME USER GROUP
token() {
  [ -s "$tokens/$1" ] || openssl rand -hex 32 >"$tokens/$1"
  echo "$(cat "$tokens/$1"),$2,$1,$3"
  kubeconfig "/etc/kubernetes/$1.conf" "tokenFile: $tokens/$1" >&2
}
{
  token admin "jeroboam:$NODE_NAME" system:masters
  token controller-manager system:kube-controller-manager ''
  token scheduler system:kube-scheduler ''
} >$tokens/known.csv

unit kube-apiserver kube-apiserver \
  --advertise-address="$NODE_ADDRESS" --secure-port="$API_PORT" --allow-privileged=true \
  --anonymous-auth=false --authorization-mode=Node,RBAC \
  --enable-admission-plugins=NodeRestriction --profiling=false \
  --client-ca-file=$pki/ca.crt --token-auth-file=$tokens/known.csv \
  --tls-cert-file=$pki/kube-apiserver.crt --tls-private-key-file=$pki/kube-apiserver.key \
  --etcd-servers=https://127.0.0.1:2379 --etcd-cafile=$pki/etcd-ca.crt \
  --etcd-certfile=$pki/etcd.crt --etcd-keyfile=$pki/etcd.key \
  --kubelet-certificate-authority=$pki/ca.crt \
  --kubelet-client-certificate=$pki/kubelet-client.crt \
  --kubelet-client-key=$pki/kubelet-client.key \
  --kubelet-preferred-address-types=InternalIP \
  --service-account-issuer=https://kubernetes.default.svc.cluster.local \
  --service-account-key-file=$pki/service-account.pub \
  --service-account-signing-key-file=$pki/service-account.key \
  --service-cluster-ip-range="$SERVICE_NETWORK"

admin() { kubectl --kubeconfig /etc/kubernetes/admin.conf --request-timeout 20s "$@"; }
api_is_ready() { admin get --raw /readyz; }
retry api_is_ready

# Before 1.24 both also listen without TLS unless told not to.
plain() { ! understands "$1" '--port int' || echo --port=0; }
# shellcheck disable=SC2046
unit kube-controller-manager kube-controller-manager $(plain kube-controller-manager) \
  --kubeconfig=/etc/kubernetes/controller-manager.conf --bind-address=127.0.0.1 \
  --leader-elect=true --use-service-account-credentials=true --profiling=false \
  --root-ca-file=$pki/ca.crt \
  --service-account-private-key-file=$pki/service-account.key \
  --service-cluster-ip-range="$SERVICE_NETWORK" \
  --allocate-node-cidrs=true --cluster-cidr="$POD_NETWORK" \
  --node-cidr-mask-size="$POD_RANGE_BITS"
# shellcheck disable=SC2046
unit kube-scheduler kube-scheduler $(plain kube-scheduler) \
  --kubeconfig=/etc/kubernetes/scheduler.conf --bind-address=127.0.0.1 \
  --leader-elect=true --profiling=false

# What Kubernetes does not bind itself: the API server's rights on kubelets.
allow_the_api_server() {
  admin apply -f - <<'END'
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: kube-apiserver-kubelet-client
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: system:kubelet-api-admin
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: User
    name: kube-apiserver-kubelet-client
END
}
retry allow_the_api_server
