import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import {
  bytesOf,
  childrenOf,
  decodeDer,
  type DerNode,
  dottedOf,
  encodeDer,
  isName,
  isTagged,
} from "./der.ts";
import { decodePem } from "./pem.ts";
import {
  refusedKey,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
} from "./signature-algorithm.ts";
import { allowedNames } from "./subject-alternative-name.ts";

/** What a certificate takes over from a request; nothing else of the request is trusted. */
export interface CertificateRequest {
  readonly subject: DerNode;
  readonly publicKey: KeyObject;
  readonly names: readonly DerNode[];
}

const LABELS = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"];
const MAX_CHARACTERS = 65_536;
const EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
const SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

/** Neither the text nor a parser's error goes in: people paste private keys here. */
function refuse(reason: string): JeroboamError {
  return new JeroboamError(
    "JRB_INVALID_CSR",
    `The certificate request was refused: ${reason}. Make a new PKCS#10 request and send it as PEM.`,
    { details: { reason } },
  );
}

/** Runs a parser that throws what it likes, and turns that into our own error. */
function attempt<T>(reason: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw refuse(reason);
  }
}

function requestedNames(attributes: DerNode): readonly DerNode[] {
  return childrenOf(attributes)
    .filter((attribute) => dottedOf(childrenOf(attribute)[0]) === EXTENSION_REQUEST)
    .flatMap((attribute) => childrenOf(childrenOf(attribute)[1]).flatMap(childrenOf))
    .filter((extension) => dottedOf(childrenOf(extension)[0]) === SUBJECT_ALTERNATIVE_NAME)
    .flatMap((extension) => {
      const value = bytesOf(childrenOf(extension).at(-1));
      return value === undefined ? [] : allowedNames(decodeDer(value));
    });
}

function signatureOf(node: DerNode | undefined): Buffer {
  const bytes = bytesOf(node);
  if (bytes === undefined || bytes[0] !== 0) throw refuse("its signature cannot be read");
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
  if (!own) throw refuse("its signature was not made by the key it asks to certify");
}

/**
 * Reads a PEM certificate request (PKCS#10) and checks that its sender holds the private key.
 *
 * Keys: RSA of `rsaBitsMin` to 8192 bits, EC P-256 or P-384, Ed25519; signatures with SHA-1 (RSA
 * alone), SHA-2, or Ed25519's own.
 *
 * @throws {@link JeroboamError} `JRB_INVALID_CSR` with `details.reason`.
 * @upstream magnum/common/x509/operations.py `sign`
 * @differs upstream verifies neither the signature nor the kind of key
 */
export function parseCertificateRequest(csrPem: string, rsaBitsMin: number): CertificateRequest {
  if (csrPem.length > MAX_CHARACTERS) throw refuse("it is too long");
  const der = decodePem(csrPem, LABELS);
  if (der === undefined) throw refuse("it holds no PEM block CERTIFICATE REQUEST");

  const [info, algorithmNode, signatureNode] = childrenOf(
    attempt("it is not DER inside", () => decodeDer(der)),
  );
  const [, subject, keyNode, attributes] = childrenOf(info);
  if (info === undefined || subject === undefined || keyNode === undefined) {
    throw refuse("it is not a PKCS#10 request");
  }
  if (!attempt("its subject cannot be read", () => isName(subject))) {
    throw refuse("its subject is not a distinguished name");
  }
  const oid = attempt("its algorithm cannot be read", () => dottedOf(childrenOf(algorithmNode)[0]));
  const algorithm = SIGNATURE_ALGORITHMS.find((known) => known.oid === oid);
  if (algorithm === undefined) {
    throw refuse(
      "its signature algorithm is not supported; use SHA-256, SHA-384, SHA-512 or Ed25519",
    );
  }
  const publicKey = attempt("its public key cannot be read", () =>
    createPublicKey({ key: encodeDer(keyNode), format: "der", type: "spki" }),
  );
  const refused = refusedKey(publicKey, rsaBitsMin);
  if (refused !== undefined) throw refuse(refused);
  checkPossession(publicKey, algorithm, encodeDer(info), signatureOf(signatureNode));

  const names = attempt("its extensions cannot be read", () =>
    attributes !== undefined && isTagged(attributes, 0) ? requestedNames(attributes) : [],
  );
  if (childrenOf(subject).length === 0 && names.length === 0) {
    throw refuse("it names nobody: give it a subject, or a host name or address as subjectAltName");
  }
  return { subject, publicKey, names };
}
