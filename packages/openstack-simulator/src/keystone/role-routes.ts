import type { Answer, Call, Route } from "../http/route.ts";
import { isAdmin } from "./identity.ts";
import { identityForbidden, identityNotFound, type Keystone, rolesOf } from "./keystone.ts";
import { listLinks } from "./links.ts";
import { roleBody } from "./role-body.ts";

interface Grant {
  readonly userId: string;
  readonly roleId: string;
  readonly projectId: string | undefined;
  readonly domainId: string | undefined;
}

function grantOf(keystone: Keystone, call: Call): Grant {
  if (!isAdmin(call.identity)) throw identityForbidden("identity:create_grant");
  const grant = {
    userId: call.path["user"] ?? "",
    roleId: call.path["role"] ?? "",
    projectId: call.path["project"],
    domainId: call.path["domain"],
  };
  if (!keystone.state.roles.has(grant.roleId)) throw identityNotFound("role", grant.roleId);
  if (!keystone.state.users.has(grant.userId)) throw identityNotFound("user", grant.userId);
  return grant;
}

const same = (one: Grant, other: Grant): boolean =>
  one.userId === other.userId &&
  one.roleId === other.roleId &&
  one.projectId === other.projectId &&
  one.domainId === other.domainId;

function grantRoutes(keystone: Keystone, target: "projects/:project" | "domains/:domain"): Route[] {
  const path = `/${target}/users/:user/roles`;
  const check = (call: Call): Answer => {
    const grant = grantOf(keystone, call);
    if (!keystone.state.assignments.some((one) => same(one, grant))) {
      throw identityNotFound(
        "role assignment with role",
        `${grant.roleId}, user or group: ${grant.userId}, project, domain, or system: ${grant.projectId ?? grant.domainId}`,
      );
    }
    return { status: 204 };
  };
  return [
    {
      method: "GET",
      path,
      operation: "listGrants",
      handle: (call) => ({
        body: {
          roles: rolesOf(keystone, call.path["user"] ?? "", {
            projectId: call.path["project"],
            domainId: call.path["domain"],
          }).map((role) => roleBody(call, role)),
          links: listLinks(call),
        },
      }),
    },
    {
      method: "PUT",
      path: `${path}/:role`,
      operation: "createGrant",
      handle: (call) => {
        const grant = grantOf(keystone, call);
        if (!keystone.state.assignments.some((one) => same(one, grant))) {
          keystone.state.assignments.push(grant);
        }
        return { status: 204 };
      },
    },
    { method: "HEAD", path: `${path}/:role`, operation: "checkGrant", handle: check },
    { method: "GET", path: `${path}/:role`, operation: "checkGrant", handle: check },
    {
      method: "DELETE",
      path: `${path}/:role`,
      operation: "deleteGrant",
      handle: (call) => {
        check(call);
        const grant = grantOf(keystone, call);
        keystone.state.assignments = keystone.state.assignments.filter((one) => !same(one, grant));
        return { status: 204 };
      },
    },
  ];
}

function listAssignments(keystone: Keystone, call: Call): Answer {
  if (!isAdmin(call.identity)) throw identityForbidden("identity:list_role_assignments");
  const wanted = (key: string, value: string | undefined): boolean => {
    const filter = call.query.get(key);
    return filter === null || filter === value;
  };
  const found = keystone.state.assignments.filter(
    (one) =>
      wanted("user.id", one.userId) &&
      wanted("role.id", one.roleId) &&
      wanted("scope.project.id", one.projectId) &&
      wanted("scope.domain.id", one.domainId),
  );
  const assignments = found.map((one) => ({
    role: { id: one.roleId },
    user: { id: one.userId },
    scope:
      one.projectId === undefined
        ? { domain: { id: one.domainId } }
        : { project: { id: one.projectId } },
    links: {},
  }));
  return { body: { role_assignments: assignments, links: listLinks(call) } };
}

/** Roles and who has them where. */
export function roleRoutes(keystone: Keystone): readonly Route[] {
  const { roles } = keystone.state;
  return [
    {
      method: "GET",
      path: "/roles",
      operation: "listRoles",
      handle: (call) => {
        const name = call.query.get("name");
        const found = [...roles.values()].filter((role) => name === null || role.name === name);
        return {
          body: { roles: found.map((role) => roleBody(call, role)), links: listLinks(call) },
        };
      },
    },
    {
      method: "GET",
      path: "/roles/:id",
      operation: "showRole",
      handle: (call) => {
        const role = roles.get(call.path["id"] ?? "");
        if (!role) throw identityNotFound("role", call.path["id"] ?? "");
        return { body: { role: roleBody(call, role) } };
      },
    },
    {
      method: "GET",
      path: "/role_assignments",
      operation: "listRoleAssignments",
      handle: (call) => listAssignments(keystone, call),
    },
    ...grantRoutes(keystone, "projects/:project"),
    ...grantRoutes(keystone, "domains/:domain"),
  ];
}
