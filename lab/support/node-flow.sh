#!/bin/sh
# What a node does with its login, by curl and openssl alone. Environment: AUTH_URL, MAGNUM_URL,
# CLUSTER_UUID, LOGIN_METHOD, LOGIN_ID, LOGIN_SECRET. Leaves its token in the file `token`.
set -eu

case $LOGIN_METHOD in
  application_credential)
    identity="\"application_credential\": {\"id\": \"$LOGIN_ID\", \"secret\": \"$LOGIN_SECRET\"}"
    ;;
  *) identity="\"password\": {\"user\": {\"id\": \"$LOGIN_ID\", \"password\": \"$LOGIN_SECRET\"}}" ;;
esac
printf '{"auth": {"identity": {"methods": ["%s"], %s}}}' "$LOGIN_METHOD" "$identity" >login
curl -sSf -D headers -o /dev/null -H 'Content-Type: application/json' -d @login "$AUTH_URL/auth/tokens"
sed -n 's/^[Xx]-[Ss]ubject-[Tt]oken: *\([^[:space:]]*\).*/\1/p' headers >token
printf 'X-Auth-Token: %s' "$(cat token)" >auth

pem() { printf '%b' "$(tr -d '\n' | sed 's/.*"pem" *: *"\([^"]*\)".*/\1/')"; }

curl -sSf -H @auth "$MAGNUM_URL/certificates/$CLUSTER_UUID" | pem >ca.pem
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out csr.pem -subj /CN=node-0 2>/dev/null
printf '{"cluster_uuid": "%s", "csr": "%s"}' "$CLUSTER_UUID" \
  "$(awk '{printf "%s\\n", $0}' csr.pem)" >request
curl -sSf -H @auth -H 'Content-Type: application/json' -d @request "$MAGNUM_URL/certificates" |
  pem >cert.pem
openssl verify -x509_strict -CAfile ca.pem cert.pem
