#!/bin/sh
# Makes a key, and has the cluster's certificate authority sign it for all of this node's addresses.
set -eu

directory=$(dirname "$0")
. /etc/jeroboam/settings
set -a
. /etc/jeroboam/proxy
set +a
. "$directory/retry.sh"

[ "$TLS_DISABLED" = false ] || exit 0
umask 077
mkdir -p /etc/docker
cd /etc/docker
[ -n "$REFRESHING" ] || ! openssl verify -CAfile ca.crt server.crt >/dev/null 2>&1 || exit 0
# shellcheck source=certificate.sh
. "$directory/certificate.sh"

names=IP:127.0.0.1
for address in $NODE_ADDRESS $PUBLIC_ADDRESS $API_ADDRESSES; do
  case ",$names," in
    *",IP:$address,"*) ;;
    *) names="$names,IP:$address" ;;
  esac
done
cat >"$work/server.conf" <<END
[req]
distinguished_name = subject
req_extensions = extensions
prompt = no
[subject]
CN = swarm.invalid
[extensions]
subjectAltName = $names
extendedKeyUsage = clientAuth, serverAuth
END
fetch_ca ca.crt
[ -s server.key ] || openssl genrsa -out server.key 4096
have_signed server.key "$work/server.conf" server.crt
openssl verify -CAfile ca.crt server.crt
