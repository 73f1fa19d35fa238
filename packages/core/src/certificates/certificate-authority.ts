import { createPrivateKey, randomUUID, X509Certificate } from "node:crypto";
import { type Clock, systemClock } from "../engine/clock.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { isStoreConflict } from "../store/store-conflict.ts";
import type { AuthorityRows } from "../store/store.ts";
import { issueCertificate, subjectOf } from "./certificate.ts";
import { signedExtensions } from "./certificate-extensions.ts";
import type { CertManager, KeyPair } from "./cert-manager.ts";
import type { CertificateAuthority } from "./certificate-port.ts";
import { DEFAULT_PROFILES } from "./certificate-profile.ts";
import { parseCertificateRequest } from "./certificate-request.ts";
import { certifiedRequest, type SigningTerms } from "./chosen-profile.ts";
import { newAuthority } from "./new-authority.ts";
import { DEFAULT_REQUEST_RULES } from "./request-rules.ts";
import type { AuthorityCertificate, StoredAuthority } from "./stored-authority.ts";

export interface CertificateAuthorityOptions {
  readonly clock?: Pick<Clock, "now">;
  /** How long CA certificates are valid; what they sign ends with them at the latest. Default 1825. */
  readonly validityDays?: number;
  /** Size of a CA's RSA key. Default 2048. */
  readonly keyBits?: number;
  /** The shortest RSA key that is certified; less than 2048 only for clients that cannot do better. Default 2048. */
  readonly requestKeyBitsMin?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const OF_ANY_USER: SigningTerms = { authority: "cluster", by: "user", profiles: DEFAULT_PROFILES };

/**
 * Keeps the CA of each cluster: on record in the rows of a store, its private key with the cert
 * manager. What a cert manager is about to keep is on record before it is kept.
 *
 * Certificates are valid from one day before they are made, against clocks that run behind.
 *
 * @upstream magnum/conductor/handlers/common/cert_manager.py `generate_certificates_to_cluster`
 */
export function createCertificateAuthority(
  rows: AuthorityRows,
  certManager: CertManager,
  options: CertificateAuthorityOptions = {},
): CertificateAuthority {
  const { clock = systemClock, keyBits = 2048, validityDays = 1825 } = options;
  const rules = { ...DEFAULT_REQUEST_RULES, rsaBitsMin: options.requestKeyBitsMin ?? 2048 };

  const validity = () => {
    const now = clock.now().getTime();
    return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + validityDays * DAY_MS) };
  };

  const makeKeys = (clusterName: string): Promise<KeyPair> =>
    newAuthority(clusterName, { keyType: "rsa", keyBits, hash: "sha256", ...validity() });

  /** Keeps what is on record already, and then says on record where. */
  async function keep(registered: StoredAuthority, name: string, keys: KeyPair): Promise<void> {
    const { uuid, clusterUuid } = registered;
    const ref = await certManager.store({ uuid, clusterUuid, name, ...keys });
    try {
      await rows.replace({ ...registered, ref });
    } catch (error) {
      if (isStoreConflict(error)) await certManager.remove(ref, clusterUuid);
      throw error;
    }
  }

  async function findAuthority(clusterUuid: string): Promise<KeptCertificate> {
    const stored = await rows.find(clusterUuid, "cluster");
    const authority = stored && keptCertificate(stored);
    if (authority !== undefined) return authority;
    throw new JeroboamError(
      "JRB_CERTIFICATE_NOT_FOUND",
      `Cluster ${clusterUuid} has no certificate authority; it was deleted, or the store that held it is gone.`,
      { details: { clusterUuid } },
    );
  }

  return {
    async createForCluster(clusterUuid, clusterName) {
      const found = await rows.find(clusterUuid, "cluster");
      if (found && keptCertificate(found)) return;
      const keys = await makeKeys(clusterName);
      // A uuid of its own, so that nothing is mistaken for what an earlier try may have kept.
      const fresh = { certificatePem: keys.certificatePem, uuid: randomUUID(), ref: null };
      const first = { clusterUuid, kind: "cluster", version: 1, ...fresh, rotation: null } as const;
      if (!found) await rows.insert(first);
      await keep(found ? await rows.replace({ ...found, ...fresh }) : first, clusterName, keys);
    },

    async rotateForCluster(clusterUuid, clusterName, rotationId) {
      const former = await findAuthority(clusterUuid);
      const stored = await rows.find(clusterUuid, "cluster");
      if (!stored || (stored.rotation?.id === rotationId && stored.ref !== null)) return;
      const replaced = stored.rotation?.former.ref;
      const keys = await makeKeys(clusterName);
      const fresh = { certificatePem: keys.certificatePem, uuid: randomUUID(), ref: null };
      const rotation = { id: rotationId, former };
      await keep(await rows.replace({ ...stored, ...fresh, rotation }), clusterName, keys);
      if (replaced && replaced !== former.ref) await certManager.remove(replaced, clusterUuid);
    },

    async abandonRotation(clusterUuid, rotationId) {
      const stored = await rows.find(clusterUuid, "cluster");
      if (stored?.rotation?.id !== rotationId) return;
      await rows.replace({ ...stored, ...stored.rotation.former, rotation: null });
      if (stored.ref !== null) await certManager.remove(stored.ref, clusterUuid);
    },

    async caCertificatePem(clusterUuid) {
      return (await findAuthority(clusterUuid)).certificatePem;
    },

    async sign(clusterUuid, csrPem, terms = OF_ANY_USER) {
      const { certificatePem, ref } = await findAuthority(clusterUuid);
      const authority = new X509Certificate(certificatePem);
      const request = certifiedRequest(parseCertificateRequest(csrPem, rules), terms, false);
      const { privateKeyPem } = await certManager.get(ref, clusterUuid);
      const { notAfter, notBefore } = validity();
      const body = {
        issuer: subjectOf(authority),
        subject: request.subject,
        notBefore,
        notAfter: earlier(notAfter, new Date(authority.validTo)),
        publicKey: request.publicKey,
        extensions: signedExtensions(request, authority.publicKey),
      };
      return issueCertificate(body, createPrivateKey(privateKeyPem), "sha256");
    },

    async deleteForCluster(clusterUuid) {
      await certManager.removeAll(clusterUuid);
      await rows.removeOf(clusterUuid);
    },
  };
}

type KeptCertificate = AuthorityCertificate & { readonly ref: string };

/** The one that signs; during a rotation the former one until the new one's key is kept. */
function keptCertificate(authority: StoredAuthority): KeptCertificate | undefined {
  for (const one of [authority, authority.rotation?.former]) {
    if (one?.ref) return { certificatePem: one.certificatePem, uuid: one.uuid, ref: one.ref };
  }
  return undefined;
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
