#!/bin/sh
# Keeps Docker's data on the Cinder volume, when there is one.
set -eu

. "$(dirname "$0")/retry.sh"
. /etc/jeroboam/settings

[ -n "$VOLUME_ID" ] || exit 0
! mountpoint -q /var/lib/docker || exit 0

# Hypervisors show the first 20 characters of the volume's id as the disk's serial number.
find_device() {
  for device in /dev/disk/by-id/*"$(printf %.20s "$VOLUME_ID")"; do
    [ -b "$device" ] && return 0
  done
  echo "volume $VOLUME_ID is not attached" >&2
  return 1
}
retry find_device

systemctl stop docker.socket docker.service 2>/dev/null || true
if ! blkid "$device" >/dev/null; then
  if [ "$DOCKER_STORAGE_DRIVER" = btrfs ]; then
    mkfs.btrfs -q "$device"
  else
    mkfs.ext4 -q "$device"
  fi
fi
filesystem=$(blkid -o value -s UUID "$device")
mkdir -p /var/lib/docker
grep -q "^UUID=$filesystem " /etc/fstab ||
  echo "UUID=$filesystem /var/lib/docker auto defaults,nofail 0 2" >>/etc/fstab
mount /var/lib/docker
