import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { type Clock, type Logger, messageOf } from "@jeroboam/core";
import { z } from "zod";
import type { KnownToken } from "./known-tokens.ts";

/** What the processes of a service remember of tokens together; losing it costs questions only. */
export interface SharedTokens {
  /** Undefined where nobody remembers it, or that cannot be found out soon. Never throws. */
  recall(key: string): Promise<KnownToken | undefined>;
  remember(key: string, known: KnownToken): void;
  close(): void;
}

/** A place for bytes that everybody on its network may read and change, such as memcached. */
export interface SharedMemory {
  get(key: string): Promise<Buffer | undefined>;
  set(key: string, value: Buffer, seconds: number): Promise<void>;
  close(): void;
}

export interface SharedTokensOptions {
  readonly memory: SharedMemory;
  /** Known to the service's processes alone. */
  readonly secret: string;
  readonly log: Pick<Logger, "warn">;
  readonly clock: Pick<Clock, "now">;
}

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const knownTokenSchema = z.strictObject({
  identity: z.strictObject({
    userId: z.string(),
    userDomainId: z.string().nullable(),
    projectId: z.string().nullable(),
    projectDomainId: z.string().nullable(),
    systemScope: z.literal("all").nullable(),
    roles: z.array(z.string()),
    isAdminProject: z.boolean(),
    trusteeDomainId: z.string().nullable(),
    trusteeOfCluster: z.string().nullable(),
    accessRules: z
      .array(z.strictObject({ service: z.string(), method: z.string(), path: z.string() }))
      .nullable(),
  }),
  facts: z.strictObject({
    userIds: z.array(z.string()),
    projectId: z.string().nullable(),
    trustId: z.string().nullable(),
    auditIds: z.array(z.string()),
    issuedMs: z.number().nullable(),
  }),
  untilMs: z.number(),
});

/**
 * Seals what is remembered, so that whoever reaches the memory neither reads who uses the service nor
 * makes an administrator of himself. Each value is bound to its token's key.
 *
 * @upstream keystonemiddleware/auth_token/_memcache_crypt.py, strategy `ENCRYPT`
 * @differs Values are sealed always, and in a form of our own.
 */
export function createSharedTokens(options: SharedTokensOptions): SharedTokens {
  const { memory, secret, log, clock } = options;
  const key = Buffer.from(hkdfSync("sha256", secret, "", "jeroboam token memory", 32));
  let complained = false;
  const complain = (error: unknown) => {
    if (!complained) log.warn({ error: messageOf(error) }, "memcached cannot be used");
    complained = true;
  };
  return {
    async recall(name) {
      try {
        const sealed = await memory.get(place(name));
        complained = false;
        return sealed && knownTokenSchema.parse(JSON.parse(open(key, name, sealed)));
      } catch (error) {
        complain(error);
        return undefined;
      }
    },
    remember(name, known) {
      const seconds = Math.ceil((known.untilMs - clock.now().getTime()) / 1000);
      if (seconds <= 0) return;
      memory.set(place(name), seal(key, name, JSON.stringify(known)), seconds).catch(complain);
    },
    close: () => memory.close(),
  };
}

function place(name: string): string {
  return `jeroboam/token/${name}`;
}

function seal(key: Buffer, name: string, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(name));
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, name: string, sealed: Buffer): string {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const body = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
  const opener = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(name))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([opener.update(body), opener.final()]).toString();
}
