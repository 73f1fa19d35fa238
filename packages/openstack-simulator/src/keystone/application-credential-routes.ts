import type { Answer, Call, Route } from "../http/route.ts";
import { type JsonObject, listAt, objectAt, textAt } from "../json.ts";
import { ServiceError } from "../service-error.ts";
import { isAdmin } from "./identity.ts";
import type { AccessRule, ApplicationCredential } from "./identity-state.ts";
import {
  identityForbidden,
  identityNotFound,
  type Keystone,
  revokeTokens,
  rolesOf,
} from "./keystone.ts";
import { listLinks, selfLink } from "./links.ts";
import { roleFields } from "./role-body.ts";

function credentialBody(call: Call, credential: ApplicationCredential): JsonObject {
  return {
    id: credential.id,
    name: credential.name,
    description: credential.description,
    user_id: credential.userId,
    project_id: credential.projectId,
    roles: credential.roles.map(roleFields),
    expires_at: credential.expiresAt,
    unrestricted: credential.unrestricted,
    system: null,
    ...(credential.accessRules ? { access_rules: credential.accessRules.map(ruleBody) } : {}),
    links: selfLink(call, `application_credentials/${credential.id}`),
  };
}

/** @upstream keystone/api/users.py `UserAppCredListCreateResource`, `UserAppCredGetDeleteResource` */
function requirePersonal(keystone: Keystone, { identity }: Call): void {
  const credential = keystone.state.applicationCredentials.get(
    identity.applicationCredentialId ?? "",
  );
  if (credential && credential.unrestricted !== true)
    throw identityForbidden(
      "Using method 'application_credential' is not allowed for managing additional application credentials.",
    );
  if (identity.trustId === undefined) return;
  throw new ServiceError(
    "identity",
    403,
    "Forbidden",
    "You are not authorized to perform the requested action.",
  );
}

/** A rule that the user has already is the same one. */
function accessRulesOf(keystone: Keystone, call: Call, given: JsonObject) {
  if (!Array.isArray(given["access_rules"])) return undefined;
  const known = [...keystone.state.applicationCredentials.values()].flatMap((one) =>
    one.userId === call.identity.userId ? (one.accessRules ?? []) : [],
  );
  return listAt(given, "access_rules").map((one): AccessRule => {
    const [service, method, path] = ["service", "method", "path"].map(
      (field) => textAt(one, field) ?? "",
    ) as [string, string, string];
    const same = known.find(
      (rule) => rule.service === service && rule.method === method && rule.path === path,
    );
    return same ?? { id: keystone.random.id(), service, method, path };
  });
}

function ruleBody({ id, service, method, path }: AccessRule): JsonObject {
  return { id, service, method, path };
}

/** Keystone writes this one date without a zone. */
function expiryOf(given: JsonObject): string | null {
  const date = new Date(textAt(given, "expires_at") ?? "");
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/Z$/, "000");
}

function createCredential(keystone: Keystone, call: Call): Answer {
  const { identity } = call;
  if (call.path["user"] !== identity.userId || identity.projectId === undefined) {
    throw identityForbidden("identity:create_application_credential");
  }
  requirePersonal(keystone, call);
  const given = objectAt(call.body, "application_credential");
  const name = textAt(given, "name") ?? "";
  const all = keystone.state.applicationCredentials;
  if ([...all.values()].some((one) => one.userId === identity.userId && one.name === name)) {
    throw new ServiceError(
      "identity",
      409,
      "Conflict",
      `Conflict occurred attempting to store application_credential - Duplicate entry found with name ${name}.`,
    );
  }
  const held = rolesOf(keystone, identity.userId, { projectId: identity.projectId });
  const wanted = listAt(given, "roles").map((one) => textAt(one, "id") ?? textAt(one, "name"));
  const credential: ApplicationCredential = {
    id: keystone.random.id(),
    name,
    description: textAt(given, "description") ?? null,
    secret: textAt(given, "secret") ?? keystone.random.hex(64),
    userId: identity.userId,
    projectId: identity.projectId,
    roles:
      wanted.length === 0
        ? held
        : held.filter((role) => wanted.includes(role.id) || wanted.includes(role.name)),
    expiresAt: expiryOf(given),
    accessRules: accessRulesOf(keystone, call, given),
    unrestricted: typeof given["unrestricted"] === "boolean" ? given["unrestricted"] : null,
  };
  all.set(credential.id, credential);
  return {
    status: 201,
    body: {
      application_credential: { ...credentialBody(call, credential), secret: credential.secret },
    },
  };
}

/** Application credentials of a user: make, list, look at, delete. */
export function applicationCredentialRoutes(keystone: Keystone): readonly Route[] {
  const path = "/users/:user/application_credentials";
  const all = keystone.state.applicationCredentials;
  const credentialOf = (call: Call): ApplicationCredential => {
    const found = all.get(call.path["id"] ?? "");
    if (!found || found.userId !== call.path["user"]) {
      throw identityNotFound("Application Credential", call.path["id"] ?? "");
    }
    if (found.userId !== call.identity.userId && !isAdmin(call.identity)) {
      throw identityForbidden("identity:get_application_credential");
    }
    return found;
  };
  return [
    {
      method: "POST",
      path,
      operation: "createApplicationCredential",
      handle: (call) => createCredential(keystone, call),
    },
    {
      method: "GET",
      path,
      operation: "listApplicationCredentials",
      handle: (call) => {
        if (call.path["user"] !== call.identity.userId && !isAdmin(call.identity))
          throw identityForbidden("identity:list_application_credentials");
        const found = [...all.values()].filter(
          (one) =>
            one.userId === call.path["user"] && [null, one.name].includes(call.query.get("name")),
        );
        const credentials = found.map((one) => credentialBody(call, one));
        return { body: { application_credentials: credentials, links: listLinks(call) } };
      },
    },
    {
      method: "GET",
      path: `${path}/:id`,
      operation: "showApplicationCredential",
      handle: (call) => ({
        body: { application_credential: credentialBody(call, credentialOf(call)) },
      }),
    },
    {
      method: "DELETE",
      path: `${path}/:id`,
      operation: "deleteApplicationCredential",
      handle: (call) => {
        const credential = credentialOf(call);
        requirePersonal(keystone, call);
        all.delete(credential.id);
        revokeTokens(keystone, (token) => token.applicationCredentialId === credential.id);
        return { status: 204 };
      },
    },
  ];
}
