#!/bin/sh
# Sourced: services of systemd, and how they reach the Kubernetes API. Needs the settings.

# unit NAME PROGRAM ARGUMENT...: a service that always runs; it starts anew only when it is another one,
# or a file of Kubernetes that it names, or that such a file names.
unit() {
  name=$1
  program=$(command -v "$2") || return 1
  shift 2
  cat >"/etc/systemd/system/$name.service" <<END
[Unit]
Description=$name of this Kubernetes cluster
Wants=network-online.target
After=network-online.target containerd.service
StartLimitIntervalSec=0
[Service]
Environment=PATH=$PATH
ExecStart=$program $*
Restart=always
RestartSec=2
LimitNOFILE=1048576
[Install]
WantedBy=multi-user.target
END
  systemctl daemon-reload
  systemctl enable "$name.service"
  files=$(named "/etc/systemd/system/$name.service")
  # shellcheck disable=SC2046,SC2086
  start_if_changed "$name" "/etc/systemd/system/$name.service" $files $(named /dev/null $files)
}

named() {
  grep -h -o '/etc/kubernetes/[a-z./-]*' "$@" 2>/dev/null | sort -u
}

# start_if_changed NAME FILE...
start_if_changed() {
  name=$1
  shift
  sum=$(cat "$@" 2>/dev/null | sha256sum)
  stamp=/var/lib/jeroboam/$name.sum
  if [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ] || ! systemctl is-active -q "$name.service"; then
    systemctl restart "$name.service"
    echo "$sum" >"$stamp"
  fi
}

# kubeconfig FILE USER: USER is a flow of YAML.
kubeconfig() {
  cat >"$1" <<END
apiVersion: v1
kind: Config
clusters:
  - name: cluster
    cluster:
      server: https://$API_ADDRESS:$API_PORT
      certificate-authority: /etc/kubernetes/pki/ca.crt
users:
  - name: user
    user: {$2}
contexts:
  - name: context
    context: {cluster: cluster, user: user}
current-context: context
END
}

# understands PROGRAM OPTION: whether this version of a program still has an option, or has it already.
understands() {
  "$1" --help 2>&1 | grep -q -e "^ *$2 "
}
