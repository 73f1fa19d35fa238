import { createPrivateKey, generateKeyPair, X509Certificate } from "node:crypto";
import { promisify } from "node:util";
import { type Clock, systemClock } from "../engine/clock.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { AuthorityRows } from "../store/store.ts";
import { commonName, issueCertificate, subjectOf } from "./certificate.ts";
import { authorityExtensions, signedExtensions } from "./certificate-extensions.ts";
import type { CertificateAuthority } from "./certificate-port.ts";
import { parseCertificateRequest } from "./certificate-request.ts";
import type { AuthorityKeys, StoredAuthority } from "./stored-authority.ts";

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
const makeKeyPair = promisify(generateKeyPair);

/**
 * Keeps the CA of each cluster in the rows of a store, which decides how they are protected there.
 *
 * Certificates are valid from one day before they are made, against clocks that run behind.
 *
 * @upstream magnum/conductor/handlers/common/cert_manager.py `generate_certificates_to_cluster`
 */
export function createCertificateAuthority(
  rows: AuthorityRows,
  options: CertificateAuthorityOptions = {},
): CertificateAuthority {
  const { clock = systemClock, keyBits = 2048, validityDays = 1825 } = options;
  const { requestKeyBitsMin = 2048 } = options;

  const validity = () => {
    const now = clock.now().getTime();
    return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + validityDays * DAY_MS) };
  };

  async function makeKeys(clusterName: string): Promise<AuthorityKeys> {
    const { privateKey, publicKey } = await makeKeyPair("rsa", { modulusLength: keyBits });
    const name = commonName(clusterName);
    const extensions = authorityExtensions(publicKey);
    const body = { issuer: name, subject: name, ...validity(), publicKey, extensions };
    return {
      certificatePem: await issueCertificate(body, privateKey),
      privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    };
  }

  async function findAuthority(clusterUuid: string): Promise<StoredAuthority> {
    const authority = await rows.find(clusterUuid);
    if (authority !== undefined) return authority;
    throw new JeroboamError(
      "JRB_CERTIFICATE_NOT_FOUND",
      `Cluster ${clusterUuid} has no certificate authority; it was deleted, or the store that held it is gone.`,
      { details: { clusterUuid } },
    );
  }

  return {
    async createForCluster(clusterUuid, clusterName) {
      if (await rows.find(clusterUuid)) return;
      const keys = await makeKeys(clusterName);
      try {
        await rows.insert({ clusterUuid, version: 1, ...keys, rotation: null });
      } catch (error) {
        // Whoever was quicker made the one that counts.
        if (!(await rows.find(clusterUuid))) throw error;
      }
    },

    async rotateForCluster(clusterUuid, clusterName, rotationId) {
      const stored = await findAuthority(clusterUuid);
      if (stored.rotation?.id === rotationId) return;
      const { certificatePem, privateKeyPem } = stored;
      const rotation = { id: rotationId, former: { certificatePem, privateKeyPem } };
      await rows.replace({ ...stored, ...(await makeKeys(clusterName)), rotation });
    },

    async abandonRotation(clusterUuid, rotationId) {
      const stored = await rows.find(clusterUuid);
      if (stored?.rotation?.id !== rotationId) return;
      await rows.replace({ ...stored, ...stored.rotation.former, rotation: null });
    },

    async caCertificatePem(clusterUuid) {
      return (await findAuthority(clusterUuid)).certificatePem;
    },

    async sign(clusterUuid, csrPem) {
      const stored = await findAuthority(clusterUuid);
      const authority = new X509Certificate(stored.certificatePem);
      const request = parseCertificateRequest(csrPem, requestKeyBitsMin);
      const { notAfter, notBefore } = validity();
      const body = {
        issuer: subjectOf(authority),
        subject: request.subject,
        notBefore,
        notAfter: earlier(notAfter, new Date(authority.validTo)),
        publicKey: request.publicKey,
        extensions: signedExtensions(request, authority.publicKey),
      };
      return issueCertificate(body, createPrivateKey(stored.privateKeyPem));
    },

    deleteForCluster: (clusterUuid) => rows.remove(clusterUuid),
  };
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
