import { createHash, type KeyObject } from "node:crypto";
import type { CertificateUsage } from "./certificate-profile.ts";
import type { CertifiedRequest } from "./chosen-profile.ts";
import {
  bitString,
  boolean,
  bytesOf,
  childrenOf,
  decodeDer,
  type DerNode,
  encodeDer,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  tagged,
  taggedBytes,
} from "./der.ts";

/** Bits of KeyUsage, RFC 5280 4.2.1.3: the byte, and how many of its low bits go unused. */
const KEY_USAGE = {
  keyCertSignAndCrlSign: bitString(Buffer.from([0x06]), 1),
  digitalSignatureAndKeyEncipherment: bitString(Buffer.from([0xa0]), 5),
  digitalSignature: bitString(Buffer.from([0x80]), 7),
};
/** ExtendedKeyUsage, RFC 5280 4.2.1.12. */
const EXTENDED_KEY_USAGE: Readonly<Record<CertificateUsage, string>> = {
  server: "1.3.6.1.5.5.7.3.1",
  client: "1.3.6.1.5.5.7.3.2",
};

const NOT_CRITICAL = false;
const CRITICAL = true;

function extension(oid: string, isCritical: boolean, value: DerNode): DerNode {
  const flag = isCritical ? [boolean(true)] : [];
  return sequence(objectIdentifier(oid), ...flag, octetString(encodeDer(value)));
}

const basicConstraints = (value: DerNode) => extension("2.5.29.19", CRITICAL, value);
const keyUsage = (value: DerNode) => extension("2.5.29.15", CRITICAL, value);
const subjectKeyIdentifier = (key: KeyObject) =>
  extension("2.5.29.14", NOT_CRITICAL, octetString(keyIdentifier(key)));
const authorityKeyIdentifier = (key: KeyObject) =>
  extension("2.5.29.35", NOT_CRITICAL, sequence(taggedBytes(0, keyIdentifier(key))));

/** SHA-1 over the bits of the public key, RFC 5280 4.2.1.2 method 1; a name, not a protection. */
function keyIdentifier(key: KeyObject): Buffer {
  const [, bits] = childrenOf(decodeDer(key.export({ type: "spki", format: "der" })));
  const bytes = bytesOf(bits) ?? Buffer.alloc(0);
  return createHash("sha1").update(bytes.subarray(1)).digest();
}

/**
 * What makes a certificate a cluster's CA: it signs certificates and revocation lists, and no further CA.
 *
 * @upstream magnum/common/x509/operations.py `generate_ca_certificate`
 */
export function authorityExtensions(publicKey: KeyObject): DerNode {
  return tagged(
    3,
    sequence(
      basicConstraints(sequence(boolean(true), integer(Buffer.from([0])))),
      keyUsage(KEY_USAGE.keyCertSignAndCrlSign),
      subjectKeyIdentifier(publicKey),
    ),
  );
}

/**
 * What a signed certificate may do: be a TLS server or client, or both, under the names that it may have.
 *
 * @upstream magnum/common/x509/operations.py `sign`
 * @differs upstream copies the request's extensions after a filter; here only its names survive.
 *   Only RSA keys get keyEncipherment: RFC 5480 and RFC 8410 forbid it for the others.
 */
export function signedExtensions(
  { names, publicKey, subject, usages }: CertifiedRequest,
  { authorityKey, mayEncipherKeys }: { authorityKey: KeyObject; mayEncipherKeys: boolean },
): DerNode {
  const bits =
    publicKey.asymmetricKeyType === "rsa" && mayEncipherKeys
      ? KEY_USAGE.digitalSignatureAndKeyEncipherment
      : KEY_USAGE.digitalSignature;
  // Without a subject the names are all there is, hence critical: RFC 5280 4.2.1.6.
  const alternative =
    names.length === 0
      ? []
      : [extension("2.5.29.17", childrenOf(subject).length === 0, sequence(...names))];
  return tagged(
    3,
    sequence(
      basicConstraints(sequence()),
      keyUsage(bits),
      extension(
        "2.5.29.37",
        NOT_CRITICAL,
        sequence(...usages.map((usage) => objectIdentifier(EXTENDED_KEY_USAGE[usage]))),
      ),
      ...alternative,
      subjectKeyIdentifier(publicKey),
      authorityKeyIdentifier(authorityKey),
    ),
  );
}
