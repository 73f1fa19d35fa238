#!/bin/sh
# Keeps containers from the metadata service, which would tell them what this node logs in with. What
# runs in the host's own network still reaches it.
set -eu

cat >/etc/systemd/system/jeroboam-metadata-guard.service <<'END'
[Unit]
Description=Keeps containers from the metadata service
Before=docker.service containerd.service
[Service]
Type=oneshot
RemainAfterExit=yes
Environment="RULE=FORWARD -d 169.254.169.254 -j DROP"
ExecStart=/bin/sh -c 'iptables -w -t mangle -C $RULE 2>/dev/null || iptables -w -t mangle -I $RULE'
[Install]
WantedBy=multi-user.target
END
systemctl daemon-reload
systemctl enable --now jeroboam-metadata-guard.service
