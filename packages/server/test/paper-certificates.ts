import { type CertificateAuthority, JeroboamError } from "@jeroboam/core";

/** An authority without keys, for tests that are not about certificates: making keys takes long. */
export function paperCertificates(): CertificateAuthority {
  const clusters = new Set<string>();
  const certificateOf = async (clusterUuid: string) => {
    if (clusters.has(clusterUuid)) return `certificate of ${clusterUuid}`;
    throw new JeroboamError("JRB_CERTIFICATE_NOT_FOUND", "gone", { details: { clusterUuid } });
  };
  return {
    createForCluster: async ({ uuid }) => void clusters.add(uuid),
    prepareRotation: async ({ uuid }) => void (await certificateOf(uuid)),
    completeRotation: async () => {},
    abandonRotation: async () => {},
    rotationOf: async () => undefined,
    deleteForCluster: async (clusterUuid) => void clusters.delete(clusterUuid),
    caCertificatePem: certificateOf,
    async serviceAccountKey(clusterUuid) {
      const publicKeyPem = await certificateOf(clusterUuid);
      return { publicKeyPem, privateKeyPem: publicKeyPem };
    },
    async sign(clusterUuid, csrPem) {
      if (csrPem.includes("CERTIFICATE REQUEST")) return certificateOf(clusterUuid);
      throw new JeroboamError("JRB_INVALID_CSR", "no", { details: { reason: "it is not PEM" } });
    },
  };
}
