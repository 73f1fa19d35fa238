import { createPrivateKey, randomBytes } from "node:crypto";
import { OpenStackError } from "../errors/openstack-error.ts";

const CIPHER = "aes-256-cbc";
const PASSPHRASE_BYTES = 24;

/** Letters that every tool takes for a passphrase. */
export function newPassphrase(): string {
  return randomBytes(PASSPHRASE_BYTES).toString("hex");
}

/** A private key as PKCS#8, encrypted. */
export function sealedKey(privateKeyPem: string, passphrase: string): string {
  return createPrivateKey(privateKeyPem)
    .export({ type: "pkcs8", format: "pem", cipher: CIPHER, passphrase })
    .toString();
}

/**
 * A private key as PKCS#8 without encryption; whoever kept it may have kept it so.
 *
 * @throws {@link OpenStackError} of the code `OPENSTACK_KEY_UNREADABLE`, which shows nothing of it.
 */
export function openedKey(key: string, passphrase: string | undefined): string {
  try {
    return createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) })
      .export({ type: "pkcs8", format: "pem" })
      .toString();
  } catch {
    throw new OpenStackError(
      "OPENSTACK_KEY_UNREADABLE",
      "The private key that the key manager keeps cannot be opened: it, or its passphrase, was changed there.",
    );
  }
}
