import { z } from "zod";
import { InvalidRequestError } from "../errors/caller-errors.ts";
import type { TlsOptions } from "../transport/tls-options.ts";
import type {
  Auth,
  DomainReference,
  Scope,
  SessionOptions,
  UserReference,
} from "./session-options.ts";

const text = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) =>
    value === null || value === undefined || value === "" ? undefined : String(value),
  );

const TRUE = ["true", "1", "yes", "on"];
const FALSE = ["false", "0", "no", "off"];
const truth = text
  .refine((word) => word === undefined || [...TRUE, ...FALSE].includes(word.toLowerCase()))
  .transform((word) => (word === undefined ? undefined : TRUE.includes(word.toLowerCase())));

/** One cloud as clouds.yaml describes it; the OS_* variables carry the same names. */
export const cloudSettingsSchema = z.looseObject({
  auth_type: text,
  region_name: text,
  interface: text,
  endpoint_type: text,
  verify: truth,
  insecure: truth,
  cacert: text,
  cert: text,
  key: text,
  auth: z
    .looseObject({
      auth_url: text,
      username: text,
      user_id: text,
      password: text,
      token: text,
      project_name: text,
      project_id: text,
      tenant_name: text,
      tenant_id: text,
      user_domain_name: text,
      user_domain_id: text,
      project_domain_name: text,
      project_domain_id: text,
      default_domain: text,
      default_domain_name: text,
      default_domain_id: text,
      domain_name: text,
      domain_id: text,
      trust_id: text,
      system_scope: text,
      application_credential_id: text,
      application_credential_name: text,
      application_credential_secret: text,
    })
    .prefault({}),
});
export type CloudSettings = z.output<typeof cloudSettingsSchema>;
type AuthSettings = CloudSettings["auth"];

/**
 * Turns a cloud's settings into session options.
 *
 * @param source - Said in errors, for example `clouds.yaml (demo)`.
 * @throws {@link InvalidRequestError} naming the setting that is missing.
 */
export function sessionOptionsOf(settings: CloudSettings, source: string): SessionOptions {
  const { auth } = settings;
  const chosen = settings.interface ?? settings.endpoint_type;
  const tls = tlsOf(settings);
  return {
    authUrl: required(auth.auth_url, "auth_url", source),
    auth: authOf(settings, source),
    ...(settings.region_name === undefined ? {} : { region: settings.region_name }),
    ...(chosen === undefined ? {} : { interface: interfaceOf(chosen, source) }),
    ...(Object.keys(tls).length === 0 ? {} : { tls }),
  };
}

/** @upstream openstack/config/cloud_region.py `get_requests_verify_args` */
function tlsOf({ verify, insecure, cacert, cert, key }: CloudSettings): TlsOptions {
  return {
    ...(insecure === true || verify === false ? { verify: false } : {}),
    ...(cacert === undefined ? {} : { caFile: cacert }),
    ...(cert === undefined ? {} : { certFile: cert }),
    ...(key === undefined ? {} : { keyFile: key }),
  };
}

function authOf(settings: CloudSettings, source: string): Auth {
  const { auth } = settings;
  const type = settings.auth_type ?? "";
  const secret = auth.application_credential_secret;
  if (type === "v3applicationcredential" || (type === "" && secret !== undefined)) {
    return applicationCredentialOf(auth, source);
  }
  const scope = scopeOf(auth, source);
  const scoped = scope === undefined ? {} : { scope };
  if (/^(v3)?token$/.test(type) || (type === "" && auth.token !== undefined)) {
    return { type: "token", token: required(auth.token, "token", source), ...scoped };
  }
  if (type !== "" && !/^(v3)?password$/.test(type)) {
    throw new InvalidRequestError(
      `${source} asks for auth_type ${type}; expected password, token or v3applicationcredential`,
    );
  }
  const password = required(auth.password, "password", source);
  return { type: "password", user: userOf(auth, source), password, ...scoped };
}

function applicationCredentialOf(auth: AuthSettings, source: string): Auth {
  const secret = required(
    auth.application_credential_secret,
    "application_credential_secret",
    source,
  );
  const id = auth.application_credential_id;
  if (id !== undefined) return { type: "applicationCredential", id, secret };
  const name = required(auth.application_credential_name, "application_credential_id", source);
  return { type: "applicationCredential", name, user: userOf(auth, source), secret };
}

function userOf(auth: AuthSettings, source: string): UserReference {
  if (auth.user_id !== undefined) return { id: auth.user_id };
  const name = required(auth.username, "username", source);
  return { name, domain: domainOf(auth.user_domain_id, auth.user_domain_name, auth) };
}

/** The domain named, else the default one named, else the one every Keystone begins with. */
function domainOf(
  id: string | undefined,
  name: string | undefined,
  auth: AuthSettings,
): DomainReference {
  if (id !== undefined) return { id };
  if (name !== undefined) return { name };
  if (auth.default_domain_id !== undefined) return { id: auth.default_domain_id };
  const fallback = auth.default_domain_name ?? auth.default_domain;
  return fallback === undefined ? { id: "default" } : { name: fallback };
}

function scopeOf(auth: AuthSettings, source: string): Scope | undefined {
  const projectId = auth.project_id ?? auth.tenant_id;
  const projectName = auth.project_name ?? auth.tenant_name;
  const scopes: Scope[] = [];
  if (auth.trust_id !== undefined) scopes.push({ type: "trust", trustId: auth.trust_id });
  if (projectId !== undefined) scopes.push({ type: "project", id: projectId });
  else if (projectName !== undefined) {
    const domain = domainOf(auth.project_domain_id, auth.project_domain_name, auth);
    scopes.push({ type: "project", name: projectName, domain });
  }
  if (auth.domain_id !== undefined) {
    scopes.push({ type: "domain", domain: { id: auth.domain_id } });
  } else if (auth.domain_name !== undefined) {
    scopes.push({ type: "domain", domain: { name: auth.domain_name } });
  }
  if (auth.system_scope === "all") scopes.push({ type: "system" });
  if (scopes.length > 1) {
    const types = scopes.map(({ type }) => type).join(" and ");
    throw new InvalidRequestError(`${source} asks for a scope of ${types}; keep one of them`);
  }
  return scopes[0];
}

function interfaceOf(value: string, source: string): "public" | "internal" | "admin" {
  const name = value.replace(/URL$/, "");
  if (name === "public" || name === "internal" || name === "admin") return name;
  throw new InvalidRequestError(
    `${source} asks for interface ${value}; expected public, internal or admin`,
  );
}

function required(value: string | undefined, name: string, source: string): string {
  if (value !== undefined) return value;
  throw new InvalidRequestError(`${source} lacks ${name}`);
}
