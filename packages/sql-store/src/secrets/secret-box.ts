import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { JeroboamError } from "@jeroboam/core";

/** Seals secrets before they reach the database, whose readers then learn nothing from it. */
export interface SecretBox {
  /** Where its keys are from, for errors. */
  readonly source: string;
  /** The ids of its keys as they are now; the first one seals. */
  readonly keyIds: readonly string[];
  /** `about` names what the secret belongs to; it is not in the text, and opening takes the same. */
  seal(plain: string, about: string): string;
  /** @throws `JRB_SECRET_UNREADABLE` when no key opens it, or it belongs to something else */
  open(sealed: string, about: string): string;
  /**
   * The same secret sealed with the first key; undefined where that is so already.
   *
   * @throws `JRB_SECRET_UNREADABLE` as `open` does
   */
  rewrap(sealed: string, about: string): string | undefined;
}

/** What earlier versions wrote: the secret is sealed with the key itself. */
const DIRECT = "v1";
/** The secret is sealed with a data key of its own, and that one with the key. */
const ENVELOPE = "v2";
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const SECRET_KEY_BYTES = 32;
/** How many characters of a sealed text name its form and its key. */
export const SEAL_PREFIX_CHARACTERS = 11;

/**
 * AES-256-GCM: the first key seals, all of them open, so that a new key is put in front of the old ones.
 *
 * @param source - where the keys are from, such as a file's path
 * @param readAgain - Answers the keys that are there now. Asked when a secret is met whose key is not
 *   known; its keys come first from then on, and what opened before still opens.
 */
export function createSecretBox(
  keys: readonly Buffer[],
  source = "the keys that were given",
  readAgain?: () => readonly Buffer[],
): SecretBox {
  let ring = keyRing(keys);
  const envelope = (dataKey: Buffer, body: string, about: string) => {
    const { sealingId, sealingKey } = ring;
    return [ENVELOPE, sealingId, encrypted(dataKey, sealingKey, keyAbout(about)), body].join(".");
  };
  const keyOf = (id: string, about: string) => {
    const known = ring.byId.get(id);
    if (known) return known;
    try {
      if (readAgain) ring = keyRing([...readAgain(), ...ring.byId.values()]);
    } catch (cause) {
      throw unknownKey(id, about, cause);
    }
    const found = ring.byId.get(id);
    if (found) return found;
    throw unknownKey(id, about, new Error(`the key ${id} is not in ${source}`));
  };
  const seal = (plain: string, about: string) => {
    const dataKey = randomBytes(SECRET_KEY_BYTES);
    return envelope(dataKey, encrypted(Buffer.from(plain), dataKey, about), about);
  };
  const unwrapped = (sealed: string, about: string) => {
    const [form, id = "", text = "", body = ""] = sealed.split(".");
    const key = keyOf(id, about);
    if (form === DIRECT)
      return { id, dataKey: undefined, plain: () => decrypted(text, key, about) };
    if (form !== ENVELOPE) throw unreadable(about, "a later version sealed it");
    const dataKey = decrypted(text, key, keyAbout(about));
    return { id, dataKey, body, plain: () => decrypted(body, dataKey, about) };
  };
  return {
    source,
    get keyIds() {
      return [...ring.byId.keys()];
    },
    seal,
    open: (sealed, about) => unwrapped(sealed, about).plain().toString("utf8"),
    rewrap(sealed, about) {
      const { id, dataKey, body, plain } = unwrapped(sealed, about);
      if (dataKey === undefined) return seal(plain().toString("utf8"), about);
      return id === ring.sealingId ? undefined : envelope(dataKey, body, about);
    },
  };
}

/** Keys by their ids; the first one seals. */
function keyRing(keys: readonly Buffer[]) {
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  const [first] = byId;
  if (!first || keys.some((key) => key.length !== SECRET_KEY_BYTES))
    throw new JeroboamError(
      "JRB_SECRET_UNREADABLE",
      `Secrets need one key or several, each of ${SECRET_KEY_BYTES} bytes.`,
    );
  const [sealingId, sealingKey] = first;
  return { byId, sealingId, sealingKey };
}

/** The form and the id of the key that a sealed text begins with. */
export function sealOf(prefix: string): { readonly form: string; readonly keyId: string } {
  const [form = "", id = ""] = prefix.split(".");
  return { form, keyId: id };
}

/** Tells keys apart without telling the key. */
function keyId(key: Buffer): string {
  return createHash("sha256").update("jeroboam secret key").update(key).digest("hex").slice(0, 8);
}

/** A data key opens nothing but what it was made for. */
function keyAbout(about: string): string {
  return `data key of ${about}`;
}

function encrypted(plain: Buffer, key: Buffer, about: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(about));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url");
}

function decrypted(text: string, key: Buffer, about: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw unreadable(about, "it is cut off");
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  decipher.setAAD(Buffer.from(about));
  try {
    const plain = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    throw unreadable(about, "it was changed, or belongs to something else");
  }
}

/** Users see the message; where the keys are from is in the cause, which goes to the log alone. */
function unknownKey(id: string, about: string, cause: unknown): JeroboamError {
  return unreadable(about, `this service has not got its key ${id}`, cause);
}

function unreadable(about: string, reason: string, cause?: unknown): JeroboamError {
  return new JeroboamError(
    "JRB_SECRET_UNREADABLE",
    `The stored secret of ${about} cannot be opened: ${reason}.`,
    { cause, details: { about, reason } },
  );
}
