#!/bin/sh
# Lets this machine believe the operator's authorities, beside those of its image.
set -eu

authorities=/etc/jeroboam/openstack-ca.pem
[ -s "$authorities" ] || exit 0

if command -v update-ca-certificates >/dev/null; then
  mkdir -p /usr/local/share/ca-certificates
  cp "$authorities" /usr/local/share/ca-certificates/openstack-ca.crt
  update-ca-certificates
elif command -v update-ca-trust >/dev/null; then
  mkdir -p /etc/pki/ca-trust/source/anchors
  cp "$authorities" /etc/pki/ca-trust/source/anchors/openstack-ca.pem
  update-ca-trust extract
else
  echo "this image has neither update-ca-certificates nor update-ca-trust" >&2
  exit 1
fi
