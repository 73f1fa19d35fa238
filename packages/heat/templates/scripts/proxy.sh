#!/bin/sh
# Lets programs and people on this machine use the proxies, but never between the cluster's nodes.
set -eu

. /etc/jeroboam/settings
. /etc/jeroboam/proxy

[ -n "$http_proxy$https_proxy" ] || exit 0

for address in localhost 127.0.0.1 169.254.169.254 "$NODE_ADDRESS" $MASTER_ADDRESSES; do
  case ",$no_proxy," in
    *",$address,"*) ;;
    *) no_proxy="${no_proxy:+$no_proxy,}$address" ;;
  esac
done

# Values are free of quotes (drivers refuse them), so that systemd reads the file as sh does.
cat >/etc/jeroboam/proxy <<END
http_proxy='$http_proxy'
https_proxy='$https_proxy'
no_proxy='$no_proxy'
END
cat >/etc/profile.d/jeroboam-proxy.sh <<'END'
set -a
. /etc/jeroboam/proxy
set +a
END
