import { randomUUID } from "node:crypto";
import type { Cluster } from "../cluster/cluster.ts";
import { isStoreConflict } from "../store/store-conflict.ts";
import type { AuthorityRows } from "../store/secret-rows.ts";
import { expiryOf, NO_EXPIRY } from "./authority-expiry.ts";
import type { CertManager, KeyPair } from "./cert-manager.ts";
import { signingCertificate, type StoredAuthority } from "./stored-authority.ts";

type Named = Pick<Cluster, "uuid" | "name">;

/** What is on record of a cluster's authorities, and the keys that belong to it. */
export interface AuthorityRecord {
  /** Makes one where the cluster has none of the kind. */
  create(cluster: Named, kind: StoredAuthority["kind"]): Promise<void>;
  /** Makes a new one and keeps the former one beside it, unless a former one is there. */
  prepare(cluster: Named, stored: StoredAuthority, rotationId: string): Promise<void>;
  /** Forgets the former one's key, and then the former one. */
  complete(stored: StoredAuthority): Promise<void>;
  /** Puts the former one back. */
  abandon(stored: StoredAuthority): Promise<void>;
}

/**
 * What a cert manager is about to keep is on record before it is kept, each try under a uuid of its
 * own; a row's version lets one of several processes win.
 */
export function authorityRecord(
  rows: AuthorityRows,
  certManager: CertManager,
  makeKeys: (clusterName: string, kind: StoredAuthority["kind"]) => Promise<KeyPair>,
): AuthorityRecord {
  /** Keeps what is on record already, and then says on record where. */
  async function keep(registered: StoredAuthority, name: string, keys: KeyPair): Promise<void> {
    const { uuid, clusterUuid } = registered;
    const ref = await certManager.store({ uuid, clusterUuid, name, ...keys });
    try {
      await rows.replace({ ...registered, ref });
    } catch (error) {
      if (!isStoreConflict(error)) throw error;
      // A database that lost its answer refuses what it has stored already when it is asked again.
      const current = await rows.find(clusterUuid, registered.kind);
      if (current?.uuid === uuid && current.ref === ref) return;
      // Whoever was quicker keeps another one, and nobody would look for this one.
      await certManager.remove(ref, clusterUuid);
      throw error;
    }
  }

  const fresh = (keys: KeyPair, kind: StoredAuthority["kind"]) => ({
    certificatePem: keys.certificatePem,
    uuid: randomUUID(),
    ref: null,
    ...expiry(keys.certificatePem, kind),
  });

  return {
    async create({ uuid: clusterUuid, name }, kind) {
      const found = await rows.find(clusterUuid, kind);
      if (found && signingCertificate(found)) return;
      const keys = await makeKeys(name, kind);
      const first = { clusterUuid, kind, version: 1, ...fresh(keys, kind), rotation: null };
      if (!found) await rows.insert(first);
      const registered = found ? await rows.replace({ ...first, version: found.version }) : first;
      await keep(registered, name, keys);
    },

    async prepare({ name }, stored, rotationId) {
      if (stored.rotation !== null && stored.ref !== null) return;
      const { certificatePem, uuid, ref } = stored;
      const rotation = stored.rotation ?? { id: rotationId, former: { certificatePem, uuid, ref } };
      const keys = await makeKeys(name, stored.kind);
      await keep(
        await rows.replace({ ...stored, ...fresh(keys, stored.kind), rotation }),
        name,
        keys,
      );
    },

    async complete(stored) {
      const ref = stored.rotation?.former.ref;
      // From here on nobody signs with it, also when nothing else comes to be written.
      if (ref) await certManager.remove(ref, stored.clusterUuid);
      await rows.replace({ ...stored, rotation: null });
    },

    async abandon(stored) {
      if (!stored.rotation) return;
      const { former } = stored.rotation;
      const back = { ...former, ...expiry(former.certificatePem, stored.kind) };
      await rows.replace({ ...stored, ...back, rotation: null });
      if (stored.ref !== null) await certManager.remove(stored.ref, stored.clusterUuid);
    },
  };
}

function expiry(certificatePem: string, kind: StoredAuthority["kind"]) {
  return kind === "service-account" ? NO_EXPIRY : expiryOf(certificatePem);
}
