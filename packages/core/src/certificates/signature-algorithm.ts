import type { KeyObject } from "node:crypto";
import { type DerNode, nothing, objectIdentifier, sequence } from "./der.ts";

export interface SignatureAlgorithm {
  readonly oid: string;
  /** What `asymmetricKeyType` of node:crypto says of a key that can make it. */
  readonly keyType: "rsa" | "ec" | "ed25519";
  /** Undefined where the algorithm hashes by itself. */
  readonly digest: "sha1" | "sha224" | "sha256" | "sha384" | "sha512" | undefined;
}

const SHA256_WITH_RSA: SignatureAlgorithm = {
  oid: "1.2.840.113549.1.1.11",
  keyType: "rsa",
  digest: "sha256",
};

/**
 * The algorithms that a certificate request may be signed with. Its signature only proves that the
 * sender holds the key, and nothing of it gets into the certificate: therefore SHA-1, which old
 * clients use, is good enough here.
 */
export const SIGNATURE_ALGORITHMS: readonly SignatureAlgorithm[] = [
  SHA256_WITH_RSA,
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

/** What our certificates are signed with. */
export const CERTIFICATE_SIGNATURE = {
  digest: "sha256",
  node: (): DerNode => sequence(objectIdentifier(SHA256_WITH_RSA.oid), nothing()),
} as const;

const RSA_BITS_MAX = 8192;
const CURVES: readonly string[] = ["prime256v1", "secp384r1"];

/** Why a key is not one we certify; undefined when it is. */
export function refusedKey(key: KeyObject, rsaBitsMin: number): string | undefined {
  const { modulusLength = 0, namedCurve = "unnamed" } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case "rsa":
      return modulusLength < rsaBitsMin || modulusLength > RSA_BITS_MAX
        ? `an RSA key must have ${rsaBitsMin} to ${RSA_BITS_MAX} bits, this one has ${modulusLength}`
        : undefined;
    case "ec":
      return CURVES.includes(namedCurve)
        ? undefined
        : `the curve must be P-256 or P-384, this one is ${namedCurve}`;
    case "ed25519":
      return undefined;
    default:
      return `keys of type ${key.asymmetricKeyType ?? "unknown"} are not certified; use RSA, EC or Ed25519`;
  }
}
