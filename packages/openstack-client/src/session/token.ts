import { z } from "zod";
import { replyObject, timestamp } from "../wire/reply-object.ts";
import { type Catalog, catalogSchema } from "./catalog.ts";

const namedSchema = replyObject({ id: z.string(), name: z.string().nullish() });
const inDomainSchema = replyObject({
  id: z.string(),
  name: z.string().nullish(),
  domain: namedSchema.nullish(),
});
const trustSchema = replyObject({
  id: z.string(),
  impersonation: z.boolean().nullish(),
  trustor_user: namedSchema.nullish(),
  trustee_user: namedSchema.nullish(),
});

const applicationCredentialSchema = replyObject({
  id: z.string(),
  name: z.string().nullish(),
  /** It can make neither application credentials nor trusts. */
  restricted: z.boolean().nullish(),
  /** What alone it serves for; left out where it serves for everything. */
  access_rules: z
    .array(replyObject({ service: z.string(), method: z.string(), path: z.string() }))
    .nullish(),
});

const tokenBodySchema = z.looseObject({
  token: z.looseObject({
    user: inDomainSchema,
    project: inDomainSchema.nullish(),
    domain: namedSchema.nullish(),
    system: replyObject({ all: z.boolean().nullish() }).nullish(),
    roles: z.array(namedSchema).nullish(),
    catalog: catalogSchema.nullish(),
    expires_at: timestamp.nullish(),
    issued_at: timestamp.nullish(),
    methods: z.array(z.string()).nullish(),
    audit_ids: z.array(z.string()).nullish(),
    is_admin_project: z.boolean().nullish(),
    "OS-TRUST:trust": trustSchema.nullish(),
    application_credential: applicationCredentialSchema.nullish(),
  }),
});

/** Keystone's reply to making or validating a token, without the token itself. */
export const tokenSchema = tokenBodySchema.transform(({ token }) => ({
  user: token.user,
  /** The project it is scoped to. */
  project: token.project ?? undefined,
  /** The domain it is scoped to. */
  domain: token.domain ?? undefined,
  /** There when it is scoped to the whole system. */
  system: token.system ?? undefined,
  trust: token["OS-TRUST:trust"] ?? undefined,
  /** The one that the token was got by. */
  applicationCredential: token.application_credential ?? undefined,
  roles: token.roles ?? [],
  catalog: token.catalog ?? ([] as Catalog),
  /** Undefined for a token that never expires. */
  expiresAt: token.expires_at ?? undefined,
  issuedAt: token.issued_at ?? undefined,
  methods: token.methods ?? [],
  /** Its own, and after it that of the token it was got by. */
  auditIds: token.audit_ids ?? [],
  isAdminProject: token.is_admin_project ?? undefined,
}));

/** What Keystone says of a token. */
export type TokenDescription = z.output<typeof tokenSchema>;

/** A token with what Keystone says of it. `id` is hidden from JSON, spreads and the inspector. */
export type Token = TokenDescription & { readonly id: string };

/** Joins a token and its description in a way that does not print the token. */
export function makeToken(id: string, description: TokenDescription): Token {
  return Object.defineProperty({ ...description } as Token, "id", {
    value: id,
    enumerable: false,
  });
}
