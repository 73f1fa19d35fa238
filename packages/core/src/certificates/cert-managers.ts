import { isRetryable, JeroboamError, messageOf } from "../errors/jeroboam-error.ts";
import type { CertManager, CertManagerBackend } from "./cert-manager.ts";
import { certificateNotFound } from "./certificate-not-found.ts";

/** Where key pairs can be kept, by Magnum's names. */
export const CERT_MANAGER_TYPES = ["barbican", "x509keypair", "local"] as const;
export type CertManagerType = (typeof CERT_MANAGER_TYPES)[number];

const REFS: Readonly<Record<CertManagerType, RegExp>> = {
  barbican: /^https?:/,
  x509keypair: /^x509keypair:/,
  local: /^local:/,
};

/**
 * Keeps new key pairs with the backend of one type, and finds those that were kept when it was
 * another: what a key pair is referred to by tells the type.
 *
 * What a backend throws that is no error of this package becomes `JRB_CERT_MANAGER_UNAVAILABLE`, to be
 * tried again where the backend's error is `retryable`.
 *
 * @param backends - The types that are set up here; what another one keeps cannot be reached.
 */
export function createCertManager(
  type: CertManagerType,
  backends: Readonly<Partial<Record<CertManagerType, CertManagerBackend>>>,
): CertManager {
  const asking = async <T>(
    wanted: CertManagerType,
    clusterUuid: string,
    call: (backend: CertManagerBackend) => Promise<T>,
  ): Promise<T> => {
    const backend = backends[wanted];
    if (!backend) throw unavailable(wanted, clusterUuid, "it is not set up here");
    try {
      return await call(backend);
    } catch (error) {
      if (JeroboamError.isInstance(error)) throw error;
      throw unavailable(wanted, clusterUuid, messageOf(error), error);
    }
  };
  const typeOf = (ref: string) => CERT_MANAGER_TYPES.find((one) => REFS[one].test(ref)) ?? type;
  const remove = (ref: string, clusterUuid: string) =>
    asking(typeOf(ref), clusterUuid, (backend) => backend.remove(ref, clusterUuid));
  return {
    store: (keyPair) => asking(type, keyPair.clusterUuid, (backend) => backend.store(keyPair)),
    async get(ref, clusterUuid) {
      const found = await asking(typeOf(ref), clusterUuid, (backend) =>
        backend.get(ref, clusterUuid),
      );
      if (!found) throw certificateNotFound(ref, clusterUuid);
      return found;
    },
    remove,
    async removeAll(clusterUuid, recorded = []) {
      // A search finds what never got on record; what is on record may be where it does not look (any more).
      for (const ref of recorded) await remove(ref, clusterUuid);
      await asking(type, clusterUuid, (backend) => backend.removeAll(clusterUuid));
    },
  };
}

function unavailable(
  certManager: CertManagerType,
  clusterUuid: string,
  reason: string,
  cause?: unknown,
): JeroboamError {
  return new JeroboamError(
    "JRB_CERT_MANAGER_UNAVAILABLE",
    `The cert manager ${certManager}, which keeps certificates of cluster ${clusterUuid}, cannot be used: ${reason}`,
    { cause, retryable: isRetryable(cause), details: { certManager, clusterUuid, reason } },
  );
}
