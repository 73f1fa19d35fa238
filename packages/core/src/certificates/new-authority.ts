import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { KeyPair } from "./cert-manager.ts";
import { commonName, issueCertificate } from "./certificate.ts";
import { authorityExtensions } from "./certificate-extensions.ts";
import type { SignatureHash } from "./signature-algorithm.ts";

export const AUTHORITY_KEY_TYPES = ["rsa", "p256", "p384"] as const;
export type AuthorityKeyType = (typeof AUTHORITY_KEY_TYPES)[number];

export interface NewAuthorityOptions {
  readonly keyType: AuthorityKeyType;
  /** Of RSA keys. */
  readonly keyBits: number;
  readonly hash: SignatureHash;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const makeKeyPair = promisify(generateKeyPair);
const CURVES = { p256: "P-256", p384: "P-384" } as const;

function makeKeys({ keyType, keyBits }: Pick<NewAuthorityOptions, "keyType" | "keyBits">) {
  return keyType === "rsa"
    ? makeKeyPair("rsa", { modulusLength: keyBits })
    : makeKeyPair("ec", { namedCurve: CURVES[keyType] });
}

/**
 * Makes the key of an authority and its own certificate of it.
 *
 * @upstream magnum/common/x509/operations.py `generate_ca_certificate`
 */
export async function newAuthority(name: string, options: NewAuthorityOptions): Promise<KeyPair> {
  const { privateKey, publicKey } = await makeKeys(options);
  const { notBefore, notAfter } = options;
  const subject = commonName(name);
  const extensions = authorityExtensions(publicKey);
  const body = { issuer: subject, subject, notBefore, notAfter, publicKey, extensions };
  return {
    certificatePem: await issueCertificate(body, privateKey, options.hash),
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
