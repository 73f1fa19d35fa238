#!/bin/sh
# Makes a key, and has the cluster's certificate authority sign it for all of this node's addresses.
set -eu

. "$(dirname "$0")/retry.sh"
. /etc/jeroboam/settings
set -a
. /etc/jeroboam/proxy
set +a

[ "$TLS_DISABLED" = false ] || exit 0
umask 077
mkdir -p /etc/docker
cd /etc/docker
! openssl verify -CAfile ca.crt server.crt >/dev/null 2>&1 || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Reads one string out of a flat JSON object; certificates hold no escape but line ends.
json_string() {
  printf '%b' "$(tr -d '\n' | sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p")"
}

# Credentials travel in files, so that no process list shows them.
request() {
  curl -sS -f --connect-timeout 10 --max-time 60 -H 'Content-Type: application/json' "$@"
}

log_in() {
  request -D "$work/headers" -o /dev/null -d @"$work/login" "$AUTH_URL/auth/tokens" &&
    sed -n 's/^[Xx]-[Ss]ubject-[Tt]oken: *\([^[:space:]]*\).*/X-Auth-Token: \1/p' \
      "$work/headers" >"$work/token" &&
    [ -s "$work/token" ]
}
fetch_authority() {
  request -H @"$work/token" -H 'OpenStack-API-Version: container-infra latest' \
    -o "$work/ca.json" "$MAGNUM_URL/certificates/$CLUSTER_UUID" &&
    json_string pem <"$work/ca.json" >ca.crt &&
    openssl x509 -in ca.crt -noout
}
have_signed() {
  request -H @"$work/token" -H 'OpenStack-API-Version: container-infra latest' \
    -d @"$work/request" -o "$work/signed.json" "$MAGNUM_URL/certificates" &&
    json_string pem <"$work/signed.json" >server.crt &&
    openssl verify -CAfile ca.crt server.crt
}
log_in_and_fetch() { log_in && fetch_authority; }
log_in_and_sign() { log_in && have_signed; }

cat >"$work/login" <<END
{"auth": {"identity": {"methods": ["password"],
  "password": {"user": {"id": "$TRUSTEE_USER_ID", "password": "$TRUSTEE_PASSWORD"}}}}}
END
retry log_in_and_fetch

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
[ -s server.key ] || openssl genrsa -out server.key 4096
openssl req -new -key server.key -config "$work/server.conf" -out "$work/server.csr"
printf '{"cluster_uuid": "%s", "csr": "%s"}' "$CLUSTER_UUID" \
  "$(awk '{printf "%s\\n", $0}' "$work/server.csr")" >"$work/request"
retry log_in_and_sign
chmod 644 ca.crt server.crt
