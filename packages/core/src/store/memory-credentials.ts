import { type ClusterCredential, type FormerCredential, nodeLogin } from "../cloud/credential.ts";
import type { Entry, MemoryTable } from "./memory-table.ts";
import type { CredentialRows } from "./secret-rows.ts";

/** A former credential and whose it was. */
export interface FormerOfCluster extends FormerCredential {
  readonly clusterUuid: string;
}

interface CredentialTables {
  /** By cluster. */
  readonly credentials: MemoryTable<Entry<ClusterCredential>>;
  /** By what nodes log in with. */
  readonly formerCredentials: MemoryTable<Entry<FormerOfCluster>>;
}

export function credentialRows(tables: CredentialTables): CredentialRows {
  const { credentials: present, formerCredentials: former } = tables;
  const formerOf = (clusterUuid: string) =>
    [...former.all()].filter(({ value }) => value.clusterUuid === clusterUuid);
  return {
    find: async (uuid) => present.find(uuid)?.value,
    put: async (uuid, credential) =>
      present.put(uuid, { version: 1, key: uuid, value: credential }),
    async remove(uuid) {
      present.put(uuid, undefined);
      for (const { key } of formerOf(uuid)) former.put(key, undefined);
    },
    formerOf: async (uuid) =>
      formerOf(uuid).map(({ value: { credential, operationUuid } }) => ({
        credential,
        operationUuid,
      })),
    async putFormer(clusterUuid, { credential, operationUuid }) {
      const key = nodeLogin(credential).id;
      former.put(key, { version: 1, key, value: { clusterUuid, credential, operationUuid } });
    },
    removeFormer: async (loginId) => former.put(loginId, undefined),
    clusterOf: async (loginId) =>
      [...present.all()].find(({ value }) => nodeLogin(value).id === loginId)?.key ??
      former.find(loginId)?.value.clusterUuid,
  };
}
