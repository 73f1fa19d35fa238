import { generateKeyPair, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import {
  bitString,
  decodeDer,
  type DerNode,
  encodeDer,
  integer,
  nothing,
  objectIdentifier,
  sequence,
  set,
  tagged,
  utf8String,
} from "./der.ts";
import { encodePem } from "./pem.ts";

/** Whom a certificate is to name. */
export interface RequestedSubject {
  readonly commonName: string;
  readonly organization?: string;
}

/** A private key of somebody's own, PEM as old tools read it too, and the request to certify it. */
export interface NewCertificateRequest {
  readonly privateKeyPem: string;
  readonly csrPem: string;
}

const COMMON_NAME = "2.5.4.3";
const ORGANIZATION = "2.5.4.10";
const SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
const VERSION_1 = integer(Buffer.from([0]));

const makeKeyPair = promisify(generateKeyPair);
const signInThreadPool = promisify(
  (bytes: Buffer, key: KeyObject, done: (error: Error | null, signature: Buffer) => void) =>
    sign("sha256", bytes, key, done),
);

/**
 * Makes an RSA key of 2048 bits and a PKCS#10 request for it, without extensions.
 *
 * @upstream magnumclient/common/utils.py `generate_csr_and_key`
 */
export async function newCertificateRequest({
  commonName,
  organization,
}: RequestedSubject): Promise<NewCertificateRequest> {
  const { privateKey, publicKey } = await makeKeyPair("rsa", { modulusLength: 2048 });
  const subject = sequence(
    attribute(COMMON_NAME, commonName),
    ...(organization === undefined ? [] : [attribute(ORGANIZATION, organization)]),
  );
  const key = decodeDer(publicKey.export({ type: "spki", format: "der" }));
  const info = sequence(VERSION_1, subject, key, tagged(0));
  const signature = await signInThreadPool(encodeDer(info), privateKey);
  const algorithm = sequence(objectIdentifier(SHA256_WITH_RSA), nothing());
  const request = sequence(info, algorithm, bitString(signature));
  return {
    privateKeyPem: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    csrPem: encodePem("CERTIFICATE REQUEST", encodeDer(request)),
  };
}

function attribute(oid: string, value: string): DerNode {
  return set(sequence(objectIdentifier(oid), utf8String(value)));
}
