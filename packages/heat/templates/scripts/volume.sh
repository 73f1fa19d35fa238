#!/bin/sh
# Keeps the containers' data on the Cinder volume, when there is one.
set -eu

. "$(dirname "$0")/retry.sh"
. /etc/jeroboam/settings

[ -n "$VOLUME_ID" ] || exit 0
! mountpoint -q "$VOLUME_MOUNT" || exit 0

# Hypervisors show the first 20 characters of the volume's id as the disk's serial number.
find_device() {
  for device in /dev/disk/by-id/*"$(printf %.20s "$VOLUME_ID")"; do
    [ -b "$device" ] && return 0
  done
  echo "volume $VOLUME_ID is not attached" >&2
  return 1
}
retry find_device

# Several services are several words.
# shellcheck disable=SC2086
systemctl stop $VOLUME_SERVICES 2>/dev/null || true
blkid "$device" >/dev/null || "mkfs.$VOLUME_FILESYSTEM" -q "$device"
filesystem=$(blkid -o value -s UUID "$device")
mkdir -p "$VOLUME_MOUNT"
grep -q "^UUID=$filesystem " /etc/fstab ||
  echo "UUID=$filesystem $VOLUME_MOUNT auto defaults,nofail 0 2" >>/etc/fstab
mount "$VOLUME_MOUNT"
