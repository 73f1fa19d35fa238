#!/bin/sh
# Starts containerd for the kubelet, with the images that came with the machine.
set -eu

directory=$(dirname "$0")
. "$directory/retry.sh"
. /etc/jeroboam/settings
. "$directory/unit.sh"

mkdir -p /etc/containerd /etc/systemd/system/containerd.service.d
cat >/etc/systemd/system/containerd.service.d/jeroboam.conf <<END
[Service]
EnvironmentFile=-/etc/jeroboam/proxy
Environment=PATH=$PATH
END
systemctl daemon-reload
systemctl enable --now containerd.service
retry ctr version >/dev/null

for archive in $IMAGE_ARCHIVES; do
  [ ! -e "$archive" ] || ctr -n k8s.io images import "$archive"
done
pause=$(ctr -n k8s.io images list -q | grep -m 1 '/pause:') ||
  pause=${CONTAINER_INFRA_PREFIX:-registry.k8s.io/}pause:3.9

cni_folder=
for folder in $CNI_FOLDERS; do
  [ ! -x "$folder/bridge" ] || cni_folder=$folder
done
systemd_cgroup=false
[ "$CGROUP_DRIVER" = cgroupfs ] || systemd_cgroup=true
cat >/etc/containerd/config.toml <<END
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$pause"
  # Never below containerd's own, which it may not be allowed.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$cni_folder"
    conf_dir = "/etc/cni/net.d"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = $systemd_cgroup
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "/etc/containerd/certs.d"
END
if [ -n "$INSECURE_REGISTRY" ]; then
  mkdir -p "/etc/containerd/certs.d/$INSECURE_REGISTRY"
  cat >"/etc/containerd/certs.d/$INSECURE_REGISTRY/hosts.toml" <<END
[host."http://$INSECURE_REGISTRY"]
  capabilities = ["pull", "resolve"]
END
fi
start_if_changed containerd /etc/containerd/config.toml /etc/jeroboam/proxy \
  /etc/systemd/system/containerd.service.d/jeroboam.conf
retry ctr version >/dev/null
