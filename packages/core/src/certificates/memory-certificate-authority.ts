import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { type Clock, systemClock } from "../engine/clock.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { commonName, issueCertificate } from "./certificate.ts";
import { authorityExtensions, signedExtensions } from "./certificate-extensions.ts";
import type { CertificateAuthority } from "./certificate-port.ts";
import { parseCertificateRequest } from "./certificate-request.ts";
import type { DerNode } from "./der.ts";

export interface MemoryCertificateAuthorityOptions {
  readonly clock?: Pick<Clock, "now">;
  /** How long CA certificates are valid; what they sign ends with them at the latest. Default 1825. */
  readonly validityDays?: number;
  /** Size of a CA's RSA key. Default 2048. */
  readonly keyBits?: number;
  /** The shortest RSA key that is certified; less than 2048 only for clients that cannot do better. Default 2048. */
  readonly requestKeyBitsMin?: number;
}

interface ClusterAuthority {
  readonly name: DerNode;
  readonly certificatePem: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly notAfter: Date;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const makeKeyPair = promisify(generateKeyPair);

/**
 * Keeps the CA of each cluster in the memory of this process: for tests, demonstrations and short-lived tools.
 *
 * Certificates are valid from one day before they are made, against clocks that run behind.
 *
 * @upstream magnum/conductor/handlers/common/cert_manager.py `generate_certificates_to_cluster`
 */
export function createMemoryCertificateAuthority(
  options: MemoryCertificateAuthorityOptions = {},
): CertificateAuthority {
  const { clock = systemClock, keyBits = 2048, validityDays = 1825 } = options;
  const { requestKeyBitsMin = 2048 } = options;
  const authorities = new Map<string, Promise<ClusterAuthority>>();
  const rotations = new Map<string, { readonly id: string; readonly former: ClusterAuthority }>();

  const validity = () => {
    const now = clock.now().getTime();
    return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + validityDays * DAY_MS) };
  };

  async function makeAuthority(clusterName: string): Promise<ClusterAuthority> {
    const { privateKey, publicKey } = await makeKeyPair("rsa", { modulusLength: keyBits });
    const name = commonName(clusterName);
    const { notAfter, notBefore } = validity();
    const extensions = authorityExtensions(publicKey);
    const body = { issuer: name, subject: name, notBefore, notAfter, publicKey, extensions };
    const certificatePem = await issueCertificate(body, privateKey);
    return { name, certificatePem, publicKey, privateKey, notAfter };
  }

  async function getAuthority(clusterUuid: string): Promise<ClusterAuthority> {
    const authority = await authorities.get(clusterUuid);
    if (authority !== undefined) return authority;
    throw new JeroboamError(
      "JRB_CERTIFICATE_NOT_FOUND",
      `Cluster ${clusterUuid} has no certificate authority; it was deleted, or the process that held it has ended.`,
      { details: { clusterUuid } },
    );
  }

  return {
    async createForCluster(clusterUuid, clusterName) {
      const present = authorities.get(clusterUuid);
      const authority = present ?? makeAuthority(clusterName);
      authorities.set(clusterUuid, authority);
      try {
        await authority;
      } catch (error) {
        if (authorities.get(clusterUuid) === authority) authorities.delete(clusterUuid);
        throw error;
      }
    },

    async rotateForCluster(clusterUuid, clusterName, rotationId) {
      const former = await getAuthority(clusterUuid);
      if (rotations.get(clusterUuid)?.id === rotationId) return;
      const authority = await makeAuthority(clusterName);
      authorities.set(clusterUuid, Promise.resolve(authority));
      rotations.set(clusterUuid, { id: rotationId, former });
    },

    async abandonRotation(clusterUuid, rotationId) {
      const rotation = rotations.get(clusterUuid);
      if (rotation?.id !== rotationId || !authorities.has(clusterUuid)) return;
      authorities.set(clusterUuid, Promise.resolve(rotation.former));
      rotations.delete(clusterUuid);
    },

    async caCertificatePem(clusterUuid) {
      return (await getAuthority(clusterUuid)).certificatePem;
    },

    async sign(clusterUuid, csrPem) {
      const authority = await getAuthority(clusterUuid);
      const request = parseCertificateRequest(csrPem, requestKeyBitsMin);
      const { notAfter, notBefore } = validity();
      const body = {
        issuer: authority.name,
        subject: request.subject,
        notBefore,
        notAfter: notAfter < authority.notAfter ? notAfter : authority.notAfter,
        publicKey: request.publicKey,
        extensions: signedExtensions(request, authority.publicKey),
      };
      return issueCertificate(body, authority.privateKey);
    },

    async deleteForCluster(clusterUuid) {
      authorities.delete(clusterUuid);
      rotations.delete(clusterUuid);
    },
  };
}
