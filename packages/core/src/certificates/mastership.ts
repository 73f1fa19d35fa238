import { type KeyObject, verify } from "node:crypto";
import { promisify } from "node:util";
import type { CertificateRequest } from "./certificate-request.ts";

const verifyInThreadPool = promisify(
  (
    bytes: Buffer,
    key: KeyObject,
    signature: Buffer,
    done: (error: Error | null, isRight: boolean) => void,
  ) => verify("sha256", bytes, key, signature, done),
);

/**
 * Whether a master sent the request. All nodes log in alike, but masters alone have the private key of
 * the cluster's service accounts: the request's challengePassword is the base64 of that key's signature
 * (RSA PKCS#1 v1.5, SHA-256) over the public key that is to be certified (DER).
 */
export async function isFromMaster(
  { challenge, publicKey }: CertificateRequest,
  serviceAccountKey: KeyObject,
): Promise<boolean> {
  if (challenge === undefined) return false;
  const signed = publicKey.export({ type: "spki", format: "der" });
  return verifyInThreadPool(signed, serviceAccountKey, Buffer.from(challenge, "base64"));
}
