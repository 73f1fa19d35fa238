import type { KeyObject } from "node:crypto";
import { type DerNode, nothing, objectIdentifier, sequence } from "./der.ts";

export interface SignatureAlgorithm {
  readonly oid: string;
  /** What `asymmetricKeyType` of node:crypto says of a key that can make it. */
  readonly keyType: "rsa" | "ec" | "ed25519";
  /** Undefined where the algorithm hashes by itself. */
  readonly digest: "sha1" | "sha224" | "sha256" | "sha384" | "sha512" | undefined;
}

/**
 * The algorithms that a certificate request may be signed with. Its signature only proves that the
 * sender holds the key, and nothing of it gets into the certificate: therefore SHA-1, which old
 * clients use, is good enough here.
 */
export const SIGNATURE_ALGORITHMS: readonly SignatureAlgorithm[] = [
  { oid: "1.2.840.113549.1.1.11", keyType: "rsa", digest: "sha256" },
  { oid: "1.2.840.113549.1.1.12", keyType: "rsa", digest: "sha384" },
  { oid: "1.2.840.113549.1.1.13", keyType: "rsa", digest: "sha512" },
  { oid: "1.2.840.10045.4.3.2", keyType: "ec", digest: "sha256" },
  { oid: "1.2.840.10045.4.3.3", keyType: "ec", digest: "sha384" },
  { oid: "1.2.840.10045.4.3.4", keyType: "ec", digest: "sha512" },
  { oid: "1.3.101.112", keyType: "ed25519", digest: undefined },
  { oid: "1.2.840.113549.1.1.14", keyType: "rsa", digest: "sha224" },
  { oid: "1.2.840.113549.1.1.5", keyType: "rsa", digest: "sha1" },
  { oid: "1.2.840.10045.4.3.1", keyType: "ec", digest: "sha224" },
  { oid: "1.2.840.10045.4.1", keyType: "ec", digest: "sha1" },
];

/** What our certificates are hashed with before they are signed. */
export const SIGNATURE_HASHES = ["sha256", "sha384", "sha512"] as const;
export type SignatureHash = (typeof SIGNATURE_HASHES)[number];

/** How an authority's key signs, as certificates say it. Keys are RSA or EC. */
export function signatureNode(key: KeyObject, hash: SignatureHash): DerNode {
  const found = SIGNATURE_ALGORITHMS.find(
    ({ keyType, digest }) => keyType === key.asymmetricKeyType && digest === hash,
  );
  if (!found) throw new TypeError(`authorities have no keys of type ${key.asymmetricKeyType}`);
  // RFC 4055 wants the parameters to be NULL, RFC 5758 wants none.
  const parameters = found.keyType === "rsa" ? [nothing()] : [];
  return sequence(objectIdentifier(found.oid), ...parameters);
}
