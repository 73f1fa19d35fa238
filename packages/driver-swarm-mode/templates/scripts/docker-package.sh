#!/bin/sh
# Installs the distribution's Docker, curl and OpenSSL where the image lacks them.
set -eu

. "$(dirname "$0")/retry.sh"
set -a
. /etc/jeroboam/proxy
set +a

missing=
command -v dockerd >/dev/null || command -v dockerd-current >/dev/null || missing="$missing docker"
command -v curl >/dev/null || missing="$missing curl"
command -v openssl >/dev/null || missing="$missing openssl"
[ -n "$missing" ] || exit 0

install_packages() {
  if command -v apt-get >/dev/null; then
    packages=$(echo "$missing" | sed 's/docker/docker.io/')
    # shellcheck disable=SC2086
    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y $packages
  elif command -v dnf >/dev/null; then
    # shellcheck disable=SC2086
    dnf install -q -y $missing
  else
    echo "the image lacks$missing and has no package manager" >&2
    exit 1
  fi
}
retry install_packages
