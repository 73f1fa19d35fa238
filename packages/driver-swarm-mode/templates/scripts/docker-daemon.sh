#!/bin/sh
# Starts Docker on its local socket and, for the cluster, on the API port.
set -eu

. "$(dirname "$0")/retry.sh"
. /etc/jeroboam/settings

# Fedora Atomic gives the storage driver on the command line, where daemon.json may not repeat it.
if [ -n "$DOCKER_STORAGE_DRIVER" ] && [ -e /etc/sysconfig/docker-storage ]; then
  echo "DOCKER_STORAGE_OPTIONS=\"--storage-driver $DOCKER_STORAGE_DRIVER\"" \
    >/etc/sysconfig/docker-storage
fi

# Fedora Atomic asks for live restore, with which Docker refuses swarm mode.
[ ! -e /etc/sysconfig/docker ] ||
  sed -i 's/--live-restore=[a-z]*//g; s/--live-restore//g' /etc/sysconfig/docker

# The image's own command line, with our sockets instead of its own.
command_line=$(systemctl show -p ExecStart docker.service |
  sed -n 's/^ExecStart={.*argv\[\]=\(.*\) ; ignore_errors=.*/\1/p' |
  sed 's/ -H [^ ]*//g; s/ --host[= ][^ ]*//g')
[ -n "$command_line" ] || { echo "the unit docker.service has no command line" >&2; exit 1; }

mkdir -p /etc/systemd/system/docker.service.d
cat >/etc/systemd/system/docker.service.d/jeroboam.conf <<END
[Service]
EnvironmentFile=-/etc/jeroboam/proxy
ExecStart=
ExecStart=$command_line -H unix:///var/run/docker.sock -H tcp://0.0.0.0:$API_PORT
END
systemctl daemon-reload

# A restart in the middle of a join could cost a young swarm its majority, so only changes cause one.
stamp=/var/lib/jeroboam/docker-daemon.sum
sum=$(cat /etc/systemd/system/docker.service.d/jeroboam.conf /etc/docker/daemon.json \
  /etc/jeroboam/proxy /etc/docker/*.crt /etc/sysconfig/docker* 2>/dev/null | sha256sum)
if [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ] || ! systemctl is-active -q docker.service; then
  systemctl disable --now docker.socket 2>/dev/null || true
  systemctl enable docker.service
  systemctl restart docker.service
  echo "$sum" >"$stamp"
fi
retry docker info >/dev/null
