import { createHash } from "node:crypto";
import type { Clock } from "@jeroboam/core";
import type { Authenticator } from "./authenticator.ts";
import type { Identity } from "./identity.ts";

/** What Keystone says of a valid token. */
export interface ValidatedToken {
  readonly user: {
    readonly id: string;
    readonly name?: string | null | undefined;
    readonly domain?: { readonly id: string } | null | undefined;
  };
  readonly project?:
    | {
        readonly id: string;
        readonly domain?: { readonly id: string } | null | undefined;
      }
    | null
    | undefined;
  /** What the token is scoped to when it is the whole system. */
  readonly system?: { readonly all?: boolean | null | undefined } | null | undefined;
  readonly isAdminProject?: boolean | undefined;
  readonly roles: readonly { readonly name?: string | null | undefined }[];
  readonly expiresAt?: Date | undefined;
}

export interface KeystoneAuthenticatorOptions {
  /** Keystone's public URL. */
  readonly identityUrl: string;
  /** Asks Keystone, with the service's own session; undefined when the token is not valid. */
  validateToken(token: string): Promise<ValidatedToken | undefined>;
  /** The domain of the clusters' own users; without one nobody counts as such. */
  readonly trusteeDomainId?: string;
  readonly clock: Pick<Clock, "now">;
  /** How long an answer is believed. Default 300 000. */
  readonly cacheMs?: number;
}

const DEFAULT_CACHE_MS = 300_000;
const MOST_CACHED = 10_000;
const TRUSTEE_NAME = /^([0-9a-f-]{36})_(.+)$/i;

interface Cached {
  readonly identity: Promise<Identity | undefined>;
  until: number;
}

/**
 * Asks Keystone about tokens and remembers what it said for a while; tokens themselves are not kept.
 *
 * @upstream keystonemiddleware/auth_token/__init__.py `AuthProtocol`
 */
export function createKeystoneAuthenticator(options: KeystoneAuthenticatorOptions): Authenticator {
  const { clock, trusteeDomainId, cacheMs = DEFAULT_CACHE_MS } = options;
  const cache = new Map<string, Cached>();

  const ask = async (token: string, entry: Cached) => {
    const validated = await options.validateToken(token);
    if (!validated || isExpired(validated, clock.now())) return undefined;
    entry.until = Math.min(entry.until, validated.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
    return identityOf(validated, trusteeDomainId);
  };

  return {
    identityUrl: options.identityUrl,
    async authenticate(token) {
      const key = createHash("sha256").update(token).digest("base64");
      const known = cache.get(key);
      if (known && known.until > clock.now().getTime()) return known.identity;
      const entry: { -readonly [Name in keyof Cached]: Cached[Name] } = {
        until: clock.now().getTime() + cacheMs,
        identity: Promise.resolve(undefined),
      };
      entry.identity = ask(token, entry);
      cache.delete(key);
      cache.set(key, entry);
      const oldest = cache.keys().next();
      if (cache.size > MOST_CACHED && !oldest.done) cache.delete(oldest.value);
      const forget = () => {
        if (cache.get(key) === entry) cache.delete(key);
      };
      try {
        const identity = await entry.identity;
        if (!identity) forget();
        return identity;
      } catch (error) {
        forget();
        throw error;
      }
    },
  };
}

function isExpired({ expiresAt }: ValidatedToken, now: Date): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

/** @upstream magnum/db/sqlalchemy/api.py `Connection._add_tenant_filters` */
function identityOf(token: ValidatedToken, trusteeDomainId: string | undefined): Identity {
  const roles = token.roles.flatMap(({ name }) => (name ? [name] : []));
  const userDomainId = token.user.domain?.id ?? null;
  const isTrustee = trusteeDomainId !== undefined && userDomainId === trusteeDomainId;
  const [, clusterUuid, projectId] = isTrustee
    ? (TRUSTEE_NAME.exec(token.user.name ?? "") ?? [])
    : [];
  return {
    userId: token.user.id,
    userDomainId,
    projectId: token.project?.id ?? projectId ?? null,
    projectDomainId: token.project?.domain?.id ?? null,
    systemScope: token.system?.all ? "all" : null,
    roles,
    isAdminProject: token.isAdminProject ?? true,
    trusteeDomainId: trusteeDomainId ?? null,
    trusteeOfCluster: clusterUuid?.toLowerCase() ?? null,
  };
}
