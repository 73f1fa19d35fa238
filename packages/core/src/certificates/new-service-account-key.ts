import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { KeyPair } from "./cert-manager.ts";

const makeKeyPair = promisify(generateKeyPair);

/**
 * Makes the key pair of a cluster's service accounts; the public key stands where others have a
 * certificate.
 *
 * @upstream magnum/common/x509/operations.py `generate_csr_and_key`
 */
export async function newServiceAccountKey(): Promise<KeyPair> {
  const { publicKey, privateKey } = await makeKeyPair("rsa", { modulusLength: 2048 });
  return {
    certificatePem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
