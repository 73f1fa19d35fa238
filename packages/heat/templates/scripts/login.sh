#!/bin/sh
# Sourced: logs in to Keystone. Secrets travel in files, so that no process list shows them.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

request() {
  [ "$VERIFY_CA" = true ] || set -- --insecure "$@"
  curl -sS -f --connect-timeout 10 --max-time 60 -H 'Content-Type: application/json' "$@"
}

# Reads one string out of a flat JSON object, as it is written there.
json_string() {
  tr -d '\n' | sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"
}

# log_in METHOD ID SECRET [PROJECT]: leaves the header with the token in $work/token.
log_in() {
  case $1 in
    application_credential)
      identity="\"application_credential\": {\"id\": \"$2\", \"secret\": \"$3\"}"
      ;;
    *) identity="\"password\": {\"user\": {\"id\": \"$2\", \"password\": \"$3\"}}" ;;
  esac
  scope=${4:+", \"scope\": {\"project\": {\"id\": \"$4\"}}"}
  cat >"$work/login" <<END
{"auth": {"identity": {"methods": ["$1"], $identity}$scope}}
END
  rm -f "$work/token"
  request -D "$work/headers" -o /dev/null -d @"$work/login" "$AUTH_URL/auth/tokens" &&
    sed -n 's/^[Xx]-[Ss]ubject-[Tt]oken: *\([^[:space:]]*\).*/X-Auth-Token: \1/p' \
      "$work/headers" >"$work/new-token" &&
    [ -s "$work/new-token" ] &&
    mv "$work/new-token" "$work/token"
}
