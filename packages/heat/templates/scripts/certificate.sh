#!/bin/sh
# Sourced: what the cluster's certificate authorities give. Needs the settings, the proxy and retry.sh.

# shellcheck source=login.sh
. "$(dirname "$0")/login.sh"

# Asks the certificates API as this node; a token that does not do is asked for anew by the next try.
ask_certificates() {
  [ -s "$work/token" ] || log_in "$LOGIN_METHOD" "$LOGIN_ID" "$LOGIN_SECRET" || return 1
  request -H @"$work/token" -H 'OpenStack-API-Version: container-infra latest' \
    -o "$work/answer" "$@" || {
    rm -f "$work/token"
    return 1
  }
}

# Writes the certificates that an answer holds; their only escape in JSON is the end of a line.
write_certificates() {
  printf '%b' "$(json_string pem <"$work/answer")" >"$1.new" &&
    openssl x509 -in "$1.new" -noout &&
    chmod 644 "$1.new" &&
    mv "$1.new" "$1"
}

try_fetch_ca() {
  ask_certificates "$MAGNUM_URL/certificates/$CLUSTER_UUID?ca_cert_type=$2" &&
    write_certificates "$1"
}

try_have_signed() {
  ask_certificates -d @"$work/request" "$MAGNUM_URL/certificates" && write_certificates "$1"
}

# fetch_ca FILE [TYPE]: the certificate of an authority (kubernetes, etcd, front-proxy); while it is
# being replaced the new one and the former one.
fetch_ca() { retry try_fetch_ca "$1" "${2:-kubernetes}"; }

# have_signed KEY CONFIG CERTIFICATE [TYPE]: has an authority sign a request made of a key and an
# OpenSSL configuration.
have_signed() {
  openssl req -new -key "$1" -config "$2" -out "$work/csr" &&
    printf '{"cluster_uuid": "%s", "ca_cert_type": "%s", "csr": "%s"}' "$CLUSTER_UUID" \
      "${4:-kubernetes}" "$(awk '{printf "%s\\n", $0}' "$work/csr")" >"$work/request" &&
    retry try_have_signed "$3"
}
