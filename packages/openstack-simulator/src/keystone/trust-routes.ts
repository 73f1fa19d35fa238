import type { Answer, Call, Route } from "../http/route.ts";
import { type JsonObject, listAt, objectAt, textAt } from "../json.ts";
import { ServiceError } from "../service-error.ts";
import { isAdmin, type NamedId } from "./identity.ts";
import type { Trust } from "./identity-state.ts";
import {
  getUser,
  identityForbidden,
  identityNotFound,
  type Keystone,
  revokeTokens,
  rolesOf,
} from "./keystone.ts";
import { listLinks, selfLink } from "./links.ts";
import { roleBody } from "./role-body.ts";

/** A trust as lists show it, without its roles. */
function trustSummary({ roles: _roles, ...trust }: Trust, call: Call): JsonObject {
  return {
    ...trust,
    deleted_at: null,
    redelegated_trust_id: null,
    redelegation_count: 0,
    links: selfLink(call, `OS-TRUST/trusts/${trust.id}`),
  };
}

function trustBody(trust: Trust, call: Call): JsonObject {
  return {
    ...trustSummary(trust, call),
    roles: trust.roles.map((role) => roleBody(call, role)),
    roles_links: {
      next: null,
      previous: null,
      ...selfLink(call, `OS-TRUST/trusts/${trust.id}/roles`),
    },
  };
}

function delegatedRoles(held: readonly NamedId[], wanted: readonly unknown[]): readonly NamedId[] {
  return wanted.map((one) => {
    const found = held.find(
      (role) => role.id === textAt(one, "id") || role.name === textAt(one, "name"),
    );
    if (!found) {
      throw identityNotFound("role", textAt(one, "id") ?? textAt(one, "name") ?? "");
    }
    return found;
  });
}

/**
 * Trusts may be passed on by trusts, but not by application credentials, whatever these may do.
 *
 * @upstream keystone/api/trusts.py `_check_delegated_token`
 */
function requirePersonal({ identity }: Call): void {
  if (identity.methods.includes("application_credential"))
    throw identityForbidden("Delegated tokens cannot manage trusts.");
}

function createTrust(keystone: Keystone, call: Call): Answer {
  requirePersonal(call);
  const given = objectAt(call.body, "trust");
  const trustor = textAt(given, "trustor_user_id") ?? "";
  const trustee = textAt(given, "trustee_user_id") ?? "";
  if (call.identity.trustId !== undefined || trustor !== call.identity.userId) {
    throw identityForbidden("The authenticated user should match the trustor");
  }
  getUser(keystone, trustee);
  const projectId = textAt(given, "project_id") ?? null;
  const held = rolesOf(keystone, trustor, { projectId: projectId ?? undefined });
  const roles = delegatedRoles(held, listAt(given, "roles"));
  if (typeof given["impersonation"] !== "boolean") {
    throw new ServiceError(
      "identity",
      400,
      "ValidationError",
      "Invalid input for field 'trust': 'impersonation' is a required property",
    );
  }
  if (projectId !== null && roles.length === 0) {
    throw identityForbidden("At least one role should be specified");
  }
  const uses = given["remaining_uses"];
  const trust: Trust = {
    id: keystone.random.id(),
    trustor_user_id: trustor,
    trustee_user_id: trustee,
    project_id: projectId,
    impersonation: given["impersonation"],
    expires_at: textAt(given, "expires_at") ?? null,
    remaining_uses: typeof uses === "number" ? uses : null,
    roles,
  };
  keystone.state.trusts.set(trust.id, trust);
  return { status: 201, body: { trust: trustBody(trust, call) } };
}

/** Trusts: make, look at, list, delete. */
export function trustRoutes(keystone: Keystone): readonly Route[] {
  const { trusts } = keystone.state;
  const trustOf = (call: Call): Trust => {
    const id = call.path["id"] ?? "";
    const trust = trusts.get(id);
    if (!trust) throw identityNotFound("trust", id);
    const parties = [trust.trustor_user_id, trust.trustee_user_id];
    if (!parties.includes(call.identity.userId) && !isAdmin(call.identity)) {
      throw identityForbidden("identity:get_trust");
    }
    return trust;
  };
  return [
    {
      method: "POST",
      path: "/OS-TRUST/trusts",
      operation: "createTrust",
      handle: (call) => createTrust(keystone, call),
    },
    {
      method: "GET",
      path: "/OS-TRUST/trusts",
      operation: "listTrusts",
      handle: (call) => {
        const trustor = call.query.get("trustor_user_id");
        const trustee = call.query.get("trustee_user_id");
        if (!isAdmin(call.identity) && ![trustor, trustee].includes(call.identity.userId)) {
          throw identityForbidden("identity:list_trusts");
        }
        const found = [...trusts.values()].filter(
          (trust) =>
            (trustor === null || trust.trustor_user_id === trustor) &&
            (trustee === null || trust.trustee_user_id === trustee),
        );
        return {
          body: { trusts: found.map((one) => trustSummary(one, call)), links: listLinks(call) },
        };
      },
    },
    {
      method: "GET",
      path: "/OS-TRUST/trusts/:id",
      operation: "showTrust",
      handle: (call) => ({ body: { trust: trustBody(trustOf(call), call) } }),
    },
    {
      method: "DELETE",
      path: "/OS-TRUST/trusts/:id",
      operation: "deleteTrust",
      handle: (call) => {
        const trust = trustOf(call);
        requirePersonal(call);
        if (trust.trustor_user_id !== call.identity.userId && !isAdmin(call.identity)) {
          throw identityForbidden("Only admin or trustor can delete a trust");
        }
        trusts.delete(trust.id);
        revokeTokens(keystone, (token) => token.trustId === trust.id);
        return { status: 204 };
      },
    },
  ];
}
