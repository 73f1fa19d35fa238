#!/bin/sh
# Joins the swarm by any manager that answers; the first manager starts one when nobody does.
set -eu

. "$(dirname "$0")/retry.sh"
. /etc/jeroboam/settings

is_member() {
  case $ROLE in
    manager) wanted='active true' ;;
    *) wanted='active false' ;;
  esac
  found=$(docker info --format '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}')
  [ "$found" = "$wanted" ] || {
    echo "swarm state and control are: $found, wanted: $wanted" >&2
    return 1
  }
}

# Asks a manager's Docker API for the swarm's join tokens.
join_tokens() {
  if [ "$TLS_DISABLED" = true ]; then
    curl -sS -f --noproxy '*' --connect-timeout 5 --max-time 20 "http://$1:$API_PORT/swarm"
  else
    curl -sS -f --noproxy '*' --connect-timeout 5 --max-time 20 --cacert /etc/docker/ca.crt \
      --cert /etc/docker/server.crt --key /etc/docker/server.key "https://$1:$API_PORT/swarm"
  fi
}

join_by() {
  case $ROLE in
    manager) key=Manager ;;
    *) key=Worker ;;
  esac
  token=$(join_tokens "$1" | sed -n "s/.*\"$key\" *: *\"\([^\"]*\)\".*/\1/p")
  [ -n "$token" ] || return 1
  # Not by the docker program, on whose command line everybody could read the token.
  printf '{"ListenAddr": "0.0.0.0:2377", "AdvertiseAddr": "%s", "RemoteAddrs": ["%s:2377"], "JoinToken": "%s"}' \
    "$NODE_ADDRESS" "$1" "$token" |
    curl -sS -f --max-time 60 --unix-socket /var/run/docker.sock -o /dev/null -X POST \
      -H 'Content-Type: application/json' -d @- http://docker/swarm/join
}

join_by_any() {
  # A join may go on in the background: leaving it then would leave a dead manager behind.
  case $(docker info --format '{{.Swarm.LocalNodeState}}') in
    inactive) ;;
    error) docker swarm leave --force || true ;;
    *) is_member && return 0 || return 1 ;;
  esac
  for manager in $MASTER_ADDRESSES; do
    if [ "$manager" != "$NODE_ADDRESS" ] && join_by "$manager"; then
      return 0
    fi
  done
  echo "no manager lets this node join: $MASTER_ADDRESSES" >&2
  return 1
}

# What init says holds a token, which has no place in a console log.
join_or_begin() {
  join_by_any || docker swarm init --advertise-addr "$NODE_ADDRESS" >/dev/null
}

# A member that takes over new certificates comes back by itself, and has nothing to join or to leave.
if [ -n "$REFRESHING" ]; then
  retry is_member
elif ! is_member; then
  if [ "$ROLE" = manager ] && [ "$NODE_INDEX" = 0 ]; then
    retry join_or_begin
  else
    retry join_by_any
  fi
  retry is_member
fi
