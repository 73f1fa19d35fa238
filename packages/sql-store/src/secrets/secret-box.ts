import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { JeroboamError } from "@jeroboam/core";

/** Seals secrets before they reach the database, whose readers then learn nothing from it. */
export interface SecretBox {
  /** Where its keys are from, for errors. */
  readonly source: string;
  /** `about` names what the secret belongs to; it is not in the text, and opening takes the same. */
  seal(plain: string, about: string): string;
  /** @throws `JRB_SECRET_UNREADABLE` when no key opens it, or it belongs to something else */
  open(sealed: string, about: string): string;
}

const FORMAT = "v1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const SECRET_KEY_BYTES = 32;

/**
 * AES-256-GCM: the first key seals, all of them open, so that a new key is put in front of the old ones.
 *
 * @param source - where the keys are from, such as a file's path
 */
export function createSecretBox(
  keys: readonly Buffer[],
  source = "the keys that were given",
): SecretBox {
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  const [first] = byId;
  if (!first || keys.some((key) => key.length !== SECRET_KEY_BYTES))
    throw new JeroboamError(
      "JRB_SECRET_UNREADABLE",
      `Secrets need one key or several, each of ${SECRET_KEY_BYTES} bytes.`,
    );
  const [sealingId, sealingKey] = first;
  return {
    source,
    seal(plain, about) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealingKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(about));
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      const body = Buffer.concat([nonce, cipher.getAuthTag(), text]);
      return `${FORMAT}.${sealingId}.${body.toString("base64url")}`;
    },
    open(sealed, about) {
      const [format, id = "", body = ""] = sealed.split(".");
      const key = byId.get(id);
      if (format !== FORMAT || !key) throw unreadable(about, `its key is not in ${source}`);
      const bytes = Buffer.from(body, "base64url");
      if (bytes.length < NONCE_BYTES + TAG_BYTES) throw unreadable(about, "it is cut off");
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      decipher.setAAD(Buffer.from(about));
      try {
        const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString("utf8");
      } catch {
        throw unreadable(about, "it was changed, or belongs to something else");
      }
    },
  };
}

/** Tells keys apart without telling the key. */
function keyId(key: Buffer): string {
  return createHash("sha256").update("jeroboam secret key").update(key).digest("hex").slice(0, 8);
}

function unreadable(about: string, reason: string): JeroboamError {
  return new JeroboamError(
    "JRB_SECRET_UNREADABLE",
    `The stored secret of ${about} cannot be opened: ${reason}.`,
    { details: { about, reason } },
  );
}
