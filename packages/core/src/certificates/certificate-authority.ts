import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { type Clock, systemClock } from "../engine/clock.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { AuthorityRows } from "../store/secret-rows.ts";
import { authorityRecord } from "./authority-record.ts";
import { issueCertificate, subjectOf } from "./certificate.ts";
import { signedExtensions } from "./certificate-extensions.ts";
import type { CertManager } from "./cert-manager.ts";
import type { CertificateAuthority } from "./certificate-port.ts";
import { type CertificateRequest, parseCertificateRequest } from "./certificate-request.ts";
import { certifiedRequest, type SigningTerms } from "./chosen-profile.ts";
import { isFromMaster } from "./mastership.ts";
import { type AuthorityKeyType, newAuthority } from "./new-authority.ts";
import { newServiceAccountKey } from "./new-service-account-key.ts";
import {
  DEFAULT_REQUEST_RULES,
  type KeyUsage,
  type RequestableExtension,
  type RequestRules,
} from "./request-rules.ts";
import type { SignatureHash } from "./signature-algorithm.ts";
import {
  signingCertificate,
  type StoredAuthority,
  trustedCertificates,
} from "./stored-authority.ts";

export interface CertificateAuthorityOptions {
  readonly clock?: Pick<Clock, "now">;
  /** How long CA certificates are valid; what they sign ends with them at the latest. Default 1825. */
  readonly validityDays?: number;
  /** The kind of key that CAs have. Default `rsa`. */
  readonly keyType?: AuthorityKeyType;
  /** Size of a CA's RSA key. Default 2048. */
  readonly keyBits?: number;
  /** What certificates are hashed with before they are signed. Default `sha256`. */
  readonly hash?: SignatureHash;
  /** The shortest RSA key that is certified; less than 2048 only for clients that cannot do better. Default 2048. */
  readonly requestKeyBitsMin?: number;
  /** Extensions that requests may hold; others are left out, or refused where they are critical. */
  readonly allowedExtensions?: readonly RequestableExtension[];
  /** What keys may be for; certificates are for signatures, and for key encipherment where that is among them. */
  readonly allowedKeyUsages?: readonly KeyUsage[];
}

/** For nobody else, whatever is configured. */
const OF_AUTHORITIES: ReadonlySet<KeyUsage> = new Set(["Certificate Sign", "CRL Sign"]);
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Keeps the authorities of each cluster: on record in the rows of a store, their private keys with the
 * cert manager.
 *
 * Certificates are valid from one day before they are made, against clocks that run behind.
 *
 * @upstream magnum/conductor/handlers/common/cert_manager.py `generate_certificates_to_cluster`
 * @differs upstream makes all authorities for every COE and forgets to delete two of them
 */
export function createCertificateAuthority(
  rows: AuthorityRows,
  certManager: CertManager,
  options: CertificateAuthorityOptions = {},
): CertificateAuthority {
  const { clock = systemClock, validityDays = 1825, hash = "sha256" } = options;
  const { keyType = "rsa", keyBits = 2048 } = options;
  const rules = requestRules(options);

  const validity = () => {
    const now = clock.now().getTime();
    return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + validityDays * DAY_MS) };
  };
  const record = authorityRecord(rows, certManager, (name, kind) =>
    kind === "service-account"
      ? newServiceAccountKey()
      : newAuthority(name, { keyType, keyBits, hash, ...validity() }),
  );

  async function found(clusterUuid: string, kind: StoredAuthority["kind"]) {
    const stored = await rows.find(clusterUuid, kind);
    const signing = stored && signingCertificate(stored);
    if (stored && signing) return { stored, signing };
    throw new JeroboamError(
      "JRB_CERTIFICATE_NOT_FOUND",
      `Cluster ${clusterUuid} has no ${kind === "service-account" ? "key of service accounts" : `certificate authority of kind ${kind}`}; the cluster was deleted, its driver asks for none, or the store that held it is gone.`,
      { details: { clusterUuid, kind } },
    );
  }

  async function isMaster(
    clusterUuid: string,
    request: CertificateRequest,
    { by, profiles }: SigningTerms,
  ): Promise<boolean> {
    if (by !== "node" || !profiles.some((profile) => profile.for === "master")) return false;
    const stored = await rows.find(clusterUuid, "service-account");
    return stored !== undefined && isFromMaster(request, createPublicKey(stored.certificatePem));
  }

  const rotating = async (clusterUuid: string): Promise<readonly StoredAuthority[]> =>
    (await rows.ofCluster(clusterUuid)).filter(({ rotation }) => rotation !== null);

  return {
    async createForCluster(cluster, { authorities, serviceAccountKey }) {
      for (const kind of authorities) await record.create(cluster, kind);
      if (serviceAccountKey) await record.create(cluster, "service-account");
    },

    async prepareRotation(cluster, rotationId) {
      const all = await rows.ofCluster(cluster.uuid);
      for (const stored of all)
        if (stored.kind !== "service-account") await record.prepare(cluster, stored, rotationId);
    },

    async completeRotation(clusterUuid, rotationId) {
      for (const stored of await rotating(clusterUuid))
        if (stored.rotation?.id === rotationId) await record.complete(stored);
    },

    async abandonRotation(clusterUuid, rotationId) {
      for (const stored of await rotating(clusterUuid))
        if (stored.rotation?.id === rotationId) await record.abandon(stored);
    },

    async rotationOf(clusterUuid) {
      const [stored] = await rotating(clusterUuid);
      return stored?.rotation ? { id: stored.rotation.id } : undefined;
    },

    async caCertificatePem(clusterUuid, kind = "cluster") {
      const { stored } = await found(clusterUuid, kind);
      return trustedCertificates(stored)
        .map(({ certificatePem }) => certificatePem)
        .join("");
    },

    async serviceAccountKey(clusterUuid) {
      const { signing } = await found(clusterUuid, "service-account");
      const { privateKeyPem } = await certManager.get(signing.ref, clusterUuid);
      return { publicKeyPem: signing.certificatePem, privateKeyPem };
    },

    async sign(clusterUuid, csrPem, terms) {
      const parsed = parseCertificateRequest(csrPem, rules);
      const { signing } = await found(clusterUuid, terms.authority);
      const request = certifiedRequest(parsed, terms, await isMaster(clusterUuid, parsed, terms));
      const { privateKeyPem } = await certManager.get(signing.ref, clusterUuid);
      const authority = new X509Certificate(signing.certificatePem);
      const { notAfter, notBefore } = validity();
      const body = {
        issuer: subjectOf(authority),
        subject: request.subject,
        notBefore,
        notAfter: earlier(notAfter, new Date(authority.validTo)),
        publicKey: request.publicKey,
        extensions: signedExtensions(request, {
          authorityKey: authority.publicKey,
          mayEncipherKeys: rules.keyUsages.has("Key Encipherment"),
        }),
      };
      return issueCertificate(body, createPrivateKey(privateKeyPem), hash);
    },

    async deleteForCluster(clusterUuid) {
      const certificates = (await rows.ofCluster(clusterUuid)).flatMap(trustedCertificates);
      await certManager.removeAll(
        clusterUuid,
        certificates.map(({ ref }) => ref),
      );
      await rows.removeOf(clusterUuid);
    },
  };
}

function requestRules(options: CertificateAuthorityOptions): RequestRules {
  const { requestKeyBitsMin, allowedExtensions, allowedKeyUsages } = options;
  return {
    rsaBitsMin: requestKeyBitsMin ?? DEFAULT_REQUEST_RULES.rsaBitsMin,
    extensions: new Set(allowedExtensions ?? DEFAULT_REQUEST_RULES.extensions),
    keyUsages: new Set(
      (allowedKeyUsages ?? [...DEFAULT_REQUEST_RULES.keyUsages]).filter(
        (usage) => !OF_AUTHORITIES.has(usage),
      ),
    ),
  };
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
