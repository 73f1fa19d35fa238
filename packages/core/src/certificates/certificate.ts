import { type KeyObject, randomBytes, sign, type X509Certificate } from "node:crypto";
import { promisify } from "node:util";
import {
  bitString,
  childrenOf,
  decodeDer,
  type DerNode,
  encodeDer,
  integer,
  objectIdentifier,
  sequence,
  set,
  tagged,
  time,
  utf8String,
} from "./der.ts";
import { encodePem } from "./pem.ts";
import { type SignatureHash, signatureNode } from "./signature-algorithm.ts";

/** The body of an X.509 version 3 certificate; names and extensions are DER. */
export interface CertificateBody {
  readonly issuer: DerNode;
  readonly subject: DerNode;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  readonly extensions: DerNode;
}

const VERSION_3 = integer(Buffer.from([2]));
const COMMON_NAME = "2.5.4.3";

const signInThreadPool = promisify(
  (
    digest: string,
    bytes: Buffer,
    key: KeyObject,
    done: (error: Error | null, signature: Buffer) => void,
  ) => sign(digest, bytes, key, done),
);

/** A distinguished name that consists of a CN alone. */
export function commonName(text: string): DerNode {
  return sequence(set(sequence(objectIdentifier(COMMON_NAME), utf8String(text))));
}

/** Whose certificate it is, to the last bit as it stands there. */
export function subjectOf(certificate: X509Certificate): DerNode {
  const [unsigned] = childrenOf(decodeDer(certificate.raw));
  // Version, serial number, signature algorithm, issuer, validity, subject.
  const subject = childrenOf(unsigned)[5];
  if (!subject) throw new TypeError("a certificate without a subject");
  return subject;
}

/** A positive number of 20 bytes, 158 bits of it random: the most that RFC 5280 4.1.2.2 allows. */
function serialNumber(): DerNode {
  const bytes = randomBytes(20);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return integer(bytes);
}

/** Signs the body with an RSA or EC key; answers the certificate as PEM. */
export async function issueCertificate(
  body: CertificateBody,
  privateKey: KeyObject,
  hash: SignatureHash,
): Promise<string> {
  const algorithm = signatureNode(privateKey, hash);
  const unsigned = sequence(
    tagged(0, VERSION_3),
    serialNumber(),
    algorithm,
    body.issuer,
    sequence(time(body.notBefore), time(body.notAfter)),
    body.subject,
    decodeDer(body.publicKey.export({ type: "spki", format: "der" })),
    body.extensions,
  );
  const signature = await signInThreadPool(hash, encodeDer(unsigned), privateKey);
  return encodePem("CERTIFICATE", encodeDer(sequence(unsigned, algorithm, bitString(signature))));
}
