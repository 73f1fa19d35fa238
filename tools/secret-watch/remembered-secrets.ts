import crypto, { type KeyObject } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/** Shorter ones are nonces and parts of names. */
const SECRET_BYTES_MIN = 16;
const PEM_BODY = /-----BEGIN [A-Z ]*PRIVATE KEY-----\n([A-Za-z0-9+/=\n]+)-----END/;

/** Secrets that this process makes, from when they are watched on. */
const secrets = new Set<string>();
/** Where a process tells the one that started it what it makes. */
const toldTo = process.env["JEROBOAM_SECRET_WATCH"];

export function secretsOfThisProcess(): ReadonlySet<string> {
  return secrets;
}

function remember(secret: string): void {
  if (secrets.has(secret)) return;
  secrets.add(secret);
  if (toldTo !== undefined) appendFileSync(toldTo, `${secret}\n`, { mode: 0o600 });
}

/** A line of the key that no certificate has. */
function rememberPem(pem: string): void {
  const lines = PEM_BODY.exec(pem)?.[1]?.trim().split("\n") ?? [];
  const line = lines[1] ?? lines[0];
  if (line !== undefined) remember(line);
}

/**
 * Has private keys remembered when they are written as text, random bytes of which passwords are made,
 * and tokens that Keystone answers with.
 */
export function rememberSecrets(): void {
  const { privateKey } = crypto.generateKeyPairSync("ed25519");
  const prototype: Pick<KeyObject, "export"> = Object.getPrototypeOf(privateKey);
  const exported = prototype.export;
  prototype.export = function (this: KeyObject, ...options: Parameters<KeyObject["export"]>) {
    const key = exported.apply(this, options);
    if (typeof key === "string") rememberPem(key);
    return key;
  } as KeyObject["export"];

  const { randomBytes } = crypto;
  const remembering = (size: number, done?: (error: Error | null, bytes: Buffer) => void) => {
    if (done) return randomBytes(size, done);
    const bytes = randomBytes(size);
    if (size >= SECRET_BYTES_MIN)
      // A serial number is no secret: within a certificate its base64 has no padding at its end.
      for (const encoding of ["hex", "base64"] as const) remember(bytes.toString(encoding));
    return bytes;
  };
  crypto.randomBytes = remembering as typeof randomBytes;
  syncBuiltinESMExports();

  channel("undici:request:headers").subscribe((message) => {
    const { response } = message as { response: { headers: readonly Buffer[] } };
    const words = response.headers.map((word) => word.toString("latin1"));
    const at = words.findIndex((word) => word.toLowerCase() === "x-subject-token");
    const token = at < 0 ? undefined : words[at + 1];
    if (token !== undefined && token.length >= SECRET_BYTES_MIN) remember(token);
  });
}
