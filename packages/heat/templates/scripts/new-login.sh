#!/bin/sh
# Takes over the cluster's present login, which the one that is there still opens.
set -eu

directory=$(dirname "$0")
. /etc/jeroboam/settings
set -a
. /etc/jeroboam/proxy
set +a
. "$directory/retry.sh"

[ -n "$LOGIN_METHOD" ] || exit 0
# shellcheck source=login.sh
. "$directory/login.sh"

# A server that has no such API hands out no other login.
fetch_login() {
  log_in "$LOGIN_METHOD" "$LOGIN_ID" "$LOGIN_SECRET" || return 1
  request -H @"$work/token" -H 'OpenStack-API-Version: container-infra latest' \
    -o "$work/present" -w '%{http_code}' "$MAGNUM_URL/credentials/$CLUSTER_UUID" >"$work/status" ||
    grep -q '^40[45]$' "$work/status"
}

# One setting out of the answer; words of a shell and of JSON alike, as Heat demands of the first login.
setting() {
  value=$(json_string "$2" <"$work/present")
  case $value in
    '' | *[!A-Za-z0-9._~+/=-]*)
      echo "the cluster's login has an unusable $2" >&2
      return 1
      ;;
  esac
  echo "$1='$value'"
}

retry fetch_login
grep -q '^200$' "$work/status" || exit 0
{
  grep -v '^LOGIN_' /etc/jeroboam/settings
  setting LOGIN_METHOD method
  setting LOGIN_ID id
  setting LOGIN_SECRET secret
} >/etc/jeroboam/settings.new
mv /etc/jeroboam/settings.new /etc/jeroboam/settings
