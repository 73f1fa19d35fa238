import type { NewKeyPair } from "../certificates/cert-manager.ts";
import type { StoredAuthority } from "../certificates/stored-authority.ts";
import { MemoryTable } from "./memory-table.ts";
import type { AuthorityRows, KeyPairRows } from "./secret-rows.ts";

/** A key pair is never changed. */
export type StoredKeyPair = NewKeyPair & { readonly version: 1 };

type AuthorityKey = Pick<StoredAuthority, "clusterUuid" | "kind">;
const authorityKey = ({ clusterUuid, kind }: AuthorityKey) => `${clusterUuid} ${kind}`;

export function authorityTable(): MemoryTable<StoredAuthority> {
  return new MemoryTable<StoredAuthority>("certificate authority of cluster", authorityKey);
}

export function keyPairTable(): MemoryTable<StoredKeyPair> {
  return new MemoryTable<StoredKeyPair>("key pair", ({ uuid }) => uuid);
}

export function authorityRows(table: MemoryTable<StoredAuthority>): AuthorityRows {
  const of = (clusterUuid: string) =>
    [...table.all()].filter((authority) => authority.clusterUuid === clusterUuid);
  return {
    find: async (clusterUuid, kind) => table.find(authorityKey({ clusterUuid, kind })),
    ofCluster: async (clusterUuid) =>
      of(clusterUuid).toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
    insert: async (authority) => table.insert(authority),
    replace: async (authority) => table.replace(authority),
    async removeOf(clusterUuid) {
      for (const authority of of(clusterUuid)) table.put(authorityKey(authority), undefined);
    },
    toWarnOf: async ({ now, limit }) =>
      inOrder(table, "warnAt")
        .filter(({ warnAt }) => warnAt !== null && warnAt <= now)
        .slice(0, limit),
    firstEnd: async () => inOrder(table, "endsAt")[0]?.endsAt ?? undefined,
  };
}

function inOrder(table: MemoryTable<StoredAuthority>, by: "warnAt" | "endsAt") {
  const timeOf = (authority: StoredAuthority) => authority[by]?.getTime() ?? Infinity;
  return [...table.all()].toSorted((a, b) => timeOf(a) - timeOf(b));
}

export function keyPairRows(table: MemoryTable<StoredKeyPair>): KeyPairRows {
  const find = (uuid: string, clusterUuid: string) => {
    const found = table.find(uuid);
    return found?.clusterUuid === clusterUuid ? found : undefined;
  };
  return {
    async find(uuid, clusterUuid) {
      const found = find(uuid, clusterUuid);
      if (!found) return undefined;
      const { version: _, ...keyPair } = found;
      return keyPair;
    },
    insert: async (keyPair) => table.insert({ ...keyPair, version: 1 }),
    async remove(uuid, clusterUuid) {
      if (find(uuid, clusterUuid)) table.put(uuid, undefined);
    },
    async removeOf(clusterUuid) {
      for (const keyPair of table.all())
        if (keyPair.clusterUuid === clusterUuid) table.put(keyPair.uuid, undefined);
    },
  };
}
