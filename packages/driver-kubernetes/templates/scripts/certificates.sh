#!/bin/sh
# Has the cluster's authorities sign what this node shows to others, and fetches by what it knows them.
set -eu

directory=$(dirname "$0")
. "$directory/retry.sh"
. /etc/jeroboam/settings
set -a
. /etc/jeroboam/proxy
set +a
. "$directory/certificate.sh"

umask 077
mkdir -p /etc/kubernetes/pki
cd /etc/kubernetes/pki

if [ "$ROLE" != worker ]; then
  printf '%s\n' "$SERVICE_ACCOUNT_KEY" >service-account.key
  openssl pkey -in service-account.key -pubout -out service-account.pub
fi

# Whether a certificate may stay. While an authority is being replaced both are believed here. Users who
# know the former one alone are to find the API as they left it, and so are members of etcd, which read
# whom they believe only when they start.
keeps() {
  openssl verify -CAfile "$2.crt" "$1.crt" >/dev/null 2>&1 || return 1
  [ -n "$REFRESHING" ] || return 0
  case $1 in
    kube-apiserver | etcd) openssl x509 -in "$1.crt" -noout -checkend 2592000 >/dev/null ;;
    *) return 1 ;;
  esac
}

# certificate NAME AUTHORITY COMMON_NAME ORGANIZATION SUBJECT_ALTERNATIVE_NAMES
certificate() {
  [ -s "$1.key" ] ||
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"
  authority=ca
  [ "$2" = kubernetes ] || authority=$2-ca
  ! keeps "$1" "$authority" || return 0
  # Only masters hold the service accounts' key, so a signature by it shows that a master asks.
  master=
  [ "$ROLE" = worker ] || master=$(openssl pkey -in "$1.key" -pubout -outform DER |
    openssl dgst -sha256 -sign service-account.key | base64 -w 0)
  cat >"$work/$1.conf" <<END
[req]
prompt = no
distinguished_name = subject
${5:+req_extensions = extensions}
${master:+attributes = attributes}
[subject]
CN = $3
${4:+O = $4}
[attributes]
challengePassword = $master
[extensions]
subjectAltName = $5
END
  have_signed "$1.key" "$work/$1.conf" "$1.crt" "$2"
}

# Each address once: addresses ADDRESS...
addresses() {
  list=
  for address in "$@"; do
    case ",$list," in
      *",IP:$address,"*) ;;
      *) list=${list:+$list,}IP:$address ;;
    esac
  done
  echo "$list"
}

fetch_ca ca.crt
# shellcheck disable=SC2086
certificate kubelet kubernetes "system:node:$NODE_NAME" system:nodes \
  "DNS:$NODE_NAME,$(addresses "$NODE_ADDRESS" $PUBLIC_ADDRESS)"
certificate kube-proxy kubernetes system:kube-proxy '' ''

if [ "$ROLE" != worker ]; then
  fetch_ca etcd-ca.crt etcd
  certificate etcd etcd etcd '' "$(addresses "$NODE_ADDRESS" 127.0.0.1)"
  service=kubernetes.default.svc
  # shellcheck disable=SC2086
  certificate kube-apiserver kubernetes kube-apiserver '' \
    "DNS:kubernetes,DNS:kubernetes.default,DNS:$service,DNS:$service.cluster.local,DNS:$NODE_NAME,$(
      addresses 127.0.0.1 "$SERVICE_API_ADDRESS" "$NODE_ADDRESS" $PUBLIC_ADDRESS $API_ADDRESSES
    )"
  certificate kubelet-client kubernetes kube-apiserver-kubelet-client '' ''
fi
