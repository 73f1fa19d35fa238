import { isStoreConflict } from "../store/store-conflict.ts";
import type { KeyPairRows } from "../store/secret-rows.ts";
import type { CertManager } from "./cert-manager.ts";
import { certificateNotFound } from "./certificate-not-found.ts";

const REF = /^x509keypair:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * Keeps key pairs in the rows of a store, which decides how they are protected there.
 *
 * @upstream magnum/common/cert_manager/x509keypair_cert_manager.py `CertManager`
 */
export function createX509KeyPairCertManager(rows: KeyPairRows): CertManager {
  return {
    async store(keyPair) {
      try {
        await rows.insert(keyPair);
      } catch (error) {
        if (!isStoreConflict(error)) throw error;
      }
      return `x509keypair:${keyPair.uuid}`;
    },
    async get(ref, clusterUuid) {
      const uuid = REF.exec(ref)?.[1];
      const found = uuid === undefined ? undefined : await rows.find(uuid, clusterUuid);
      if (!found) throw certificateNotFound(ref, clusterUuid);
      return { certificatePem: found.certificatePem, privateKeyPem: found.privateKeyPem };
    },
    async remove(ref, clusterUuid) {
      const uuid = REF.exec(ref)?.[1];
      if (uuid !== undefined) await rows.remove(uuid, clusterUuid);
    },
    removeAll: (clusterUuid) => rows.removeOf(clusterUuid),
  };
}
