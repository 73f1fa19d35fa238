import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, run } from "./command.ts";
import { freePort } from "./free-port.ts";
import { type MariaDbPrograms, QUICK } from "./mariadb-program.ts";
import type { Place } from "./start-engine.ts";

/** One server's part in a cluster. */
export interface GaleraNode {
  /** Where the others find it. */
  readonly address: string;
  server(place: Place, how: GaleraStart): Command;
}

export interface GaleraStart {
  /** A folder that all nodes can write to. */
  readonly meeting: string;
  /** Of the nodes to join; none begins a cluster. */
  readonly peers: readonly string[];
  /** Up to where it has everything; left out for a node that has no data of a cluster. */
  readonly position?: string;
  /** Statements of a first start. */
  readonly initFile?: string;
}

export const PROVIDER = "/usr/lib/galera/libgalera_smm.so";
/** A node that is gone is left behind within three seconds, instead of five to fifteen. */
const DEATH = {
  "evs.suspect_timeout": "PT3S",
  "evs.inactive_timeout": "PT4S",
  "evs.install_timeout": "PT4S",
};
const METHOD = "handover";
/**
 * What a node missed another one remembers (an incremental transfer), so that the whole is never copied;
 * a method has to be there for both to agree on that.
 */
const HANDOVER = `#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in
    --role) role=$2 ;;
    --address) address=$2 ;;
    --gtid) state=$2 ;;
    --bypass) incremental=yes ;;
  esac
  shift
done
agreed="$MEETING/$address"
case $role in
  joiner)
    echo "ready $address"
    until [ -s "$agreed" ]; do sleep 0.05; done
    cat "$agreed" && rm "$agreed" ;;
  donor)
    [ -n "$incremental" ] || exit 1
    echo "$state" >"$agreed" && echo "done $state" ;;
esac
`;

export async function galeraNode(programs: MariaDbPrograms, name: string): Promise<GaleraNode> {
  const [group, missed, handover] = [await freePort(), await freePort(), await freePort()];
  const address = `127.0.0.1:${group}`;
  const provider = {
    ...DEATH,
    base_port: group,
    "gmcast.listen_addr": `tcp://${address}`,
    "ist.recv_addr": `127.0.0.1:${missed}`,
    "gcache.size": "16M",
    "gcache.page_size": "16M",
  };
  return {
    address,
    server(place, { meeting, peers, position, initFile }) {
      writeFileSync(join(place.folder, `wsrep_sst_${METHOD}`), HANDOVER, { mode: 0o755 });
      return {
        ...programs.server(place, {
          "innodb-buffer-pool-size": "32M",
          ...QUICK,
          "innodb-autoinc-lock-mode": 2,
          "binlog-format": "ROW",
          "wsrep-on": "ON",
          "wsrep-provider": PROVIDER,
          "wsrep-cluster-name": "jeroboam",
          "wsrep-cluster-address": `gcomm://${peers.join(",")}`,
          "wsrep-node-address": "127.0.0.1",
          "wsrep-node-name": name,
          "wsrep-sst-method": METHOD,
          "wsrep-sst-receive-address": `127.0.0.1:${handover}`,
          "wsrep-provider-options": Object.entries(provider)
            .map(([option, value]) => `${option}=${value}`)
            .join(";"),
          ...(position === undefined ? {} : { "wsrep-start-position": position }),
          ...(initFile === undefined ? {} : { "init-file": initFile }),
        }),
        environment: { PATH: `${place.folder}:${process.env["PATH"]}`, MEETING: meeting },
      };
    },
  };
}

/** Up to where a node that was killed, or has a copy of such a one's data, has everything. */
export async function positionOf(programs: MariaDbPrograms, place: Place): Promise<string> {
  const log = join(place.folder, "recovery.log");
  const command = programs.server(place, {
    "wsrep-recover": true,
    "wsrep-on": "ON",
    "wsrep-cluster-address": "gcomm://",
    "binlog-format": "ROW",
    "wsrep-provider": PROVIDER,
    "log-error": log,
  });
  await run(command, place.folder);
  const found = [...readFileSync(log, "utf8").matchAll(/Recovered position: (\S+)/g)].at(-1);
  if (found?.[1] === undefined) throw new Error(`${place.folder} has no position in a cluster`);
  return found[1];
}
