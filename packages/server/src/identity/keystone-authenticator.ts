import { hash } from "node:crypto";
import type { Clock } from "@jeroboam/core";
import type { AccessRule } from "./access-rules.ts";
import type { Authenticator } from "./authenticator.ts";
import type { Identity } from "./identity.ts";
import { createKnownTokens } from "./known-tokens.ts";
import { createRevocations, type RevocationsOptions } from "./revocations.ts";
import type { SharedTokens } from "./shared-tokens.ts";
import { factsOf, mayBeRevoked } from "./token-facts.ts";

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
  /** What the token was got by when somebody else acts for the user. */
  readonly trust?: TokenTrust | null | undefined;
  /** The application credential that it was got by. */
  readonly applicationCredential?:
    | { readonly id: string; readonly accessRules?: readonly AccessRule[] | null | undefined }
    | null
    | undefined;
  readonly roles: readonly { readonly name?: string | null | undefined }[];
  readonly expiresAt?: Date | undefined;
  readonly issuedAt?: Date | undefined;
  readonly auditIds?: readonly string[] | undefined;
}

interface TokenTrust {
  readonly id?: string | undefined;
  readonly trustorUser?: { readonly id: string } | null | undefined;
  readonly trusteeUser?: { readonly id: string } | null | undefined;
}

export interface KeystoneAuthenticatorOptions {
  /** Keystone's public URL. */
  readonly identityUrl: string;
  /** Asks Keystone, with the service's own session; undefined when the token is not valid. */
  validateToken(token: string): Promise<ValidatedToken | undefined>;
  /** The domain of the clusters' own users; without one nobody counts as such. */
  readonly trusteeDomainId?: string;
  /**
   * The uuid of the cluster whose own user or application credential that is; undefined for everybody
   * else, which is the default. Without a trustee domain, tokens that come by a cluster's trust or
   * application credential are not valid.
   */
  clusterOfLogin?(loginId: string): Promise<string | undefined>;
  readonly clock: Pick<Clock, "now">;
  /** How long an answer is believed. Default 300 000. */
  readonly cacheMs?: number;
  /** Asks which tokens were taken back meanwhile; without it they are believed for `cacheMs`. */
  readonly revocations?: Pick<RevocationsOptions, "everyMs" | "list" | "log">;
  /** What the processes of a service remember together. */
  readonly shared?: SharedTokens;
}

const DEFAULT_CACHE_MS = 300_000;
const MOST_CACHED = 10_000;
/** After a rotation of the cluster's credential there is a third part. */
const TRUSTEE_NAME = /^([0-9a-f-]{36})_([^_]+)(?:_[0-9a-f]+)?$/i;

/**
 * Asks Keystone about tokens and remembers whom it knew for a while; tokens themselves are not kept.
 *
 * A trust whose trustee is a cluster's own user makes the caller that user, whomever it stands for:
 * its password lies on the cluster's nodes. So does a cluster's own application credential.
 *
 * @upstream keystonemiddleware/auth_token/__init__.py `AuthProtocol`
 * @differs Magnum takes whoever comes by a cluster's trust for the trustor.
 */
export function createKeystoneAuthenticator(options: KeystoneAuthenticatorOptions): Authenticator {
  const { clock, trusteeDomainId, shared, cacheMs = DEFAULT_CACHE_MS } = options;
  const known = createKnownTokens(clock, MOST_CACHED);
  const revocations =
    options.revocations &&
    createRevocations({ ...options.revocations, cacheMs, clock }, (found) =>
      known.forget((facts) => found.some((one) => mayBeRevoked(facts, one))),
    );
  const underWay = new Map<string, Promise<Identity | undefined>>();

  /** Undefined where it cannot be told whose trust it is, or a cluster's user not be told by its domain. */
  const byLogin = async (bearer: Identity, loginId: string | undefined) => {
    if (loginId === undefined) return undefined;
    const cluster = await options.clusterOfLogin?.(loginId);
    if (cluster === undefined) return bearer;
    if (trusteeDomainId === undefined) return undefined;
    return clusterUser(bearer, loginId, cluster);
  };
  const whose = (bearer: Identity, { trust, applicationCredential }: ValidatedToken) => {
    if (trust) return byLogin(bearer, trust.trusteeUser?.id);
    return applicationCredential ? byLogin(bearer, applicationCredential.id) : bearer;
  };
  const ask = async (key: string, token: string): Promise<Identity | undefined> => {
    const untilMs = clock.now().getTime() + cacheMs;
    const validated = await options.validateToken(token);
    if (!validated || isExpired(validated, clock.now())) return undefined;
    const bearer = identityOf(validated, trusteeDomainId);
    const identity = await whose(bearer, validated);
    if (!identity) return undefined;
    const expiresMs = validated.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
    const facts = factsOf(validated);
    // Taken back while Keystone's word was on its way: good for this request, which came before.
    if (revocations?.covers(facts)) return identity;
    const entry = { identity, facts, untilMs: Math.min(untilMs, expiresMs) };
    known.remember(key, entry);
    shared?.remember(key, entry);
    return identity;
  };
  /** What another process found out, unless Keystone took the token back since. */
  const askOthers = async (key: string): Promise<Identity | undefined> => {
    const entry = await shared?.recall(key);
    if (!entry || entry.untilMs <= clock.now().getTime() || revocations?.covers(entry.facts))
      return undefined;
    known.remember(key, entry);
    return entry.identity;
  };

  return {
    identityUrl: options.identityUrl,
    async authenticate(token) {
      const key = hash("sha256", token, "base64");
      const asking = revocations?.refresh();
      if (asking) await asking;
      const entry = known.recall(key);
      if (entry) return entry.identity;
      const asked =
        underWay.get(key) ??
        (async () => (await askOthers(key)) ?? ask(key, token))().finally(() =>
          underWay.delete(key),
        );
      underWay.set(key, asked);
      return asked;
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
    // A cluster's own user may have roles in the project, which are for its infrastructure alone.
    roles: clusterUuid === undefined ? roles : [],
    isAdminProject: token.isAdminProject ?? true,
    trusteeDomainId: trusteeDomainId ?? null,
    trusteeOfCluster: clusterUuid?.toLowerCase() ?? null,
    accessRules: token.applicationCredential?.accessRules ?? null,
  };
}

/** Who comes by what a cluster was given: nothing of the giver's is left but the project. */
function clusterUser(giver: Identity, userId: string, trusteeOfCluster: string): Identity {
  const userDomainId = giver.trusteeDomainId;
  return { ...giver, userId, userDomainId, systemScope: null, roles: [], trusteeOfCluster };
}
