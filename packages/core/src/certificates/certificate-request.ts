import { type KeyObject, verify } from "node:crypto";
import { type AlternativeName } from "./subject-alternative-name.ts";
import {
  bytesOf,
  childrenOf,
  decodeDer,
  type DerNode,
  dottedOf,
  encodeDer,
  isBitString,
  isInteger,
  isSequence,
  isTagged,
} from "./der.ts";
import { decodePem } from "./pem.ts";
import { challengeOf, readAttributes } from "./request-attributes.ts";
import { readPublicKey } from "./public-key.ts";
import { attempt, invalidRequest } from "./refused-request.ts";
import { requestedNames } from "./requested-extensions.ts";
import type { RequestRules } from "./request-rules.ts";
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from "./signature-algorithm.ts";
import { readSubject, type Subject } from "./subject.ts";

/** What a request asks to be certified; nothing else of it is trusted. */
export interface CertificateRequest {
  readonly subject: Subject;
  readonly publicKey: KeyObject;
  readonly names: readonly AlternativeName[];
  /** Its challengePassword, by which it may say that a master sent it. */
  readonly challenge: string | undefined;
}

const LABELS = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"];
const MAX_CHARACTERS = 65_536;

/** The parts of a PKCS#10 request: RFC 2986, and nothing beside them. */
function partsOf(request: DerNode) {
  const [info, algorithm, signature, ...others] = childrenOf(request);
  const [version, subject, key, attributes, ...more] = childrenOf(info);
  const isWhole =
    isSequence(request) &&
    isSequence(info) &&
    isSequence(algorithm) &&
    isBitString(signature) &&
    others.length + more.length === 0 &&
    isInteger(version, 0) &&
    isSequence(key) &&
    (attributes === undefined || isTagged(attributes, 0));
  if (!isWhole || subject === undefined) throw invalidRequest("it is not a PKCS#10 request");
  return { info, algorithm, signature, subject, key, attributes };
}

function algorithmOf(node: DerNode): SignatureAlgorithm {
  const oid = attempt("its algorithm cannot be read", () => dottedOf(childrenOf(node)[0]));
  const algorithm = SIGNATURE_ALGORITHMS.find((known) => known.oid === oid);
  if (algorithm) return algorithm;
  throw invalidRequest(
    "its signature algorithm is not supported; use SHA-256, SHA-384, SHA-512 or Ed25519",
  );
}

function signatureOf(node: DerNode): Buffer {
  const bytes = bytesOf(node);
  if (bytes === undefined || bytes[0] !== 0) throw invalidRequest("its signature cannot be read");
  return bytes.subarray(1);
}

function checkPossession(
  key: KeyObject,
  algorithm: SignatureAlgorithm,
  signed: Buffer,
  signature: Buffer,
): void {
  const own =
    key.asymmetricKeyType === algorithm.keyType &&
    attempt("its signature cannot be checked", () =>
      verify(algorithm.digest, signed, key, signature),
    );
  if (!own) throw invalidRequest("its signature was not made by the key it asks to certify");
}

/**
 * Reads a PEM certificate request (PKCS#10) and checks that its sender holds the private key.
 *
 * Keys: RSA of `rules.rsaBitsMin` to 8192 bits, EC P-256 or P-384, Ed25519; signatures with SHA-1 (RSA
 * alone), SHA-2, or Ed25519's own.
 *
 * @throws {@link JeroboamError} `JRB_INVALID_CSR` or `JRB_CSR_FORBIDDEN`, with `details.reason`.
 * @upstream magnum/common/x509/operations.py `sign`
 * @differs upstream verifies neither the signature nor the kind of key
 */
export function parseCertificateRequest(csrPem: string, rules: RequestRules): CertificateRequest {
  if (csrPem.length > MAX_CHARACTERS) throw invalidRequest("it is too long");
  const der = decodePem(csrPem, LABELS);
  if (der === undefined) throw invalidRequest("it holds no PEM block CERTIFICATE REQUEST");
  const parts = partsOf(attempt("it is not DER inside", () => decodeDer(der)));
  const algorithm = algorithmOf(parts.algorithm);
  const publicKey = readPublicKey(parts.key, rules.rsaBitsMin);
  checkPossession(publicKey, algorithm, encodeDer(parts.info), signatureOf(parts.signature));
  const subject = readSubject(parts.subject);
  const attributes = attempt("its attributes cannot be read", () =>
    readAttributes(parts.attributes),
  );
  const names = attempt("its extensions cannot be read", () => requestedNames(attributes, rules));
  return { subject, publicKey, names, challenge: challengeOf(attributes) };
}
