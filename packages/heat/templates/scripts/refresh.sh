#!/bin/sh
# Takes over new certificates when the cluster asks for it, or when one of this node's ends within 30
# days. The cluster asks by the generation in the server's metadata, which only grows.
set -eu

directory=$(dirname "$0")
state=/var/lib/jeroboam
. /etc/jeroboam/settings

ends_soon() {
  for certificate in $CERTIFICATES; do
    openssl x509 -in "$certificate" -noout -checkend 2592000 >/dev/null || return 0
  done
  return 1
}

# Whether it was tried less than so many seconds ago: tried_lately WHAT SECONDS
tried_lately() {
  stamp=$state/tried-$1
  if [ -e "$stamp" ] && [ $(($(date +%s) - $(stat -c %Y "$stamp"))) -lt "$2" ]; then return 0; fi
  touch "$stamp"
  return 1
}

wanted=$(curl -sS -f --noproxy '*' --connect-timeout 5 --max-time 20 \
  http://169.254.169.254/openstack/latest/meta_data.json | tr -d '\n' |
  sed -n 's/.*"jeroboam_generation" *: *"\([0-9]\{1,9\}\)".*/\1/p')
present=$(cat "$state/generation")

if [ "${wanted:-0}" -gt "$present" ]; then
  tried_lately "$wanted" 300 || exec sh "$directory/run.sh" "$wanted"
elif [ "$TLS_DISABLED" = false ] && ends_soon; then
  tried_lately expiry 86400 || exec sh "$directory/run.sh" expiry
fi
