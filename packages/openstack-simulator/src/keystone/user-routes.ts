import type { Answer, Call, Route } from "../http/route.ts";
import { type JsonObject, objectAt, textAt } from "../json.ts";
import { ServiceError } from "../service-error.ts";
import { isAdmin } from "./identity.ts";
import type { User } from "./identity-state.ts";
import {
  getUser,
  identityForbidden,
  identityNotFound,
  type Keystone,
  requireDomainAdmin,
  revokeTokens,
} from "./keystone.ts";
import { listLinks, selfLink } from "./links.ts";

function userBody(call: Call, user: User): JsonObject {
  return {
    id: user.id,
    name: user.name,
    domain_id: user.domain_id,
    enabled: user.enabled,
    ...(user.description === undefined ? {} : { description: user.description }),
    ...(user.email === undefined ? {} : { email: user.email }),
    ...(user.default_project_id === undefined
      ? {}
      : { default_project_id: user.default_project_id }),
    password_expires_at: null,
    options: {},
    links: selfLink(call, `users/${user.id}`),
  };
}

/** Makes a user; the same name twice in a domain is refused. */
export function createUser(
  keystone: Keystone,
  wanted: {
    readonly name: string;
    readonly password: string;
    readonly domainId: string;
    readonly id?: string;
    readonly enabled?: boolean;
    readonly description?: string;
    readonly email?: string;
    readonly defaultProjectId?: string;
  },
): User {
  for (const other of keystone.state.users.values()) {
    if (other.name === wanted.name && other.domain_id === wanted.domainId) {
      throw new ServiceError(
        "identity",
        409,
        "Conflict",
        `Conflict occurred attempting to store user - Duplicate entry found with name ${wanted.name} at domain ID ${wanted.domainId}.`,
      );
    }
  }
  const user: User = {
    id: wanted.id ?? keystone.random.id(),
    name: wanted.name,
    domain_id: wanted.domainId,
    password: wanted.password,
    enabled: wanted.enabled ?? true,
    description: wanted.description,
    email: wanted.email,
    default_project_id: wanted.defaultProjectId,
  };
  keystone.state.users.set(user.id, user);
  return user;
}

/** Takes a user away with all that hangs on it: roles, tokens, trusts, application credentials. */
export function deleteUser(keystone: Keystone, userId: string): void {
  const { state } = keystone;
  state.users.delete(userId);
  state.assignments = state.assignments.filter((one) => one.userId !== userId);
  for (const trust of state.trusts.values()) {
    if (trust.trustor_user_id === userId || trust.trustee_user_id === userId) {
      state.trusts.delete(trust.id);
      revokeTokens(keystone, (token) => token.trustId === trust.id);
    }
  }
  for (const credential of state.applicationCredentials.values()) {
    if (credential.userId === userId) state.applicationCredentials.delete(credential.id);
  }
  revokeTokens(keystone, (token) => token.userId === userId);
}

function changeUser(keystone: Keystone, user: User, change: JsonObject): void {
  user.name = textAt(change, "name") ?? user.name;
  user.description = textAt(change, "description") ?? user.description;
  user.email = textAt(change, "email") ?? user.email;
  if (typeof change["enabled"] === "boolean") user.enabled = change["enabled"];
  const password = textAt(change, "password");
  if (password !== undefined) user.password = password;
  if (password !== undefined || !user.enabled) {
    revokeTokens(keystone, (token) => token.userId === user.id);
  }
}

/** Users: list, make, look at, change, delete, and their own change of password. */
export function userRoutes(keystone: Keystone): readonly Route[] {
  const { state } = keystone;
  const list = (call: Call): Answer => {
    requireDomainAdmin(
      call.identity,
      call.query.get("domain_id") ?? undefined,
      "identity:list_users",
    );
    const domainId = call.query.get("domain_id") ?? call.identity.domainId;
    const name = call.query.get("name");
    const prefix = call.query.get("name__startswith") ?? "";
    const users = [...state.users.values()].filter(
      (user) =>
        (domainId === undefined || user.domain_id === domainId) &&
        (name === null || user.name === name) &&
        user.name.startsWith(prefix),
    );
    return {
      body: { users: users.map((user) => userBody(call, user)), links: listLinks(call) },
    };
  };
  const create = (call: Call): Answer => {
    const given = objectAt(call.body, "user");
    const domainId = textAt(given, "domain_id") ?? call.identity.domainId ?? "default";
    requireDomainAdmin(call.identity, domainId, "identity:create_user");
    if (!state.domains.has(domainId)) throw identityNotFound("domain", domainId);
    const name = textAt(given, "name");
    if (name === undefined) {
      throw new ServiceError(
        "identity",
        400,
        "ValidationError",
        "Invalid input for field 'user': 'name' is a required property",
      );
    }
    const email = textAt(given, "email");
    const description = textAt(given, "description");
    const defaultProjectId = textAt(given, "default_project_id");
    const user = createUser(keystone, {
      name,
      domainId,
      password: textAt(given, "password") ?? "",
      enabled: given["enabled"] !== false,
      ...(description === undefined ? {} : { description }),
      ...(email === undefined ? {} : { email }),
      ...(defaultProjectId === undefined ? {} : { defaultProjectId }),
    });
    return { status: 201, body: { user: userBody(call, user) } };
  };
  const userOf = (call: Call, action: string): User => {
    const user = getUser(keystone, call.path["id"] ?? "");
    if (user.id !== call.identity.userId) requireDomainAdmin(call.identity, user.domain_id, action);
    return user;
  };
  return [
    { method: "GET", path: "/users", operation: "listUsers", handle: list },
    { method: "POST", path: "/users", operation: "createUser", handle: create },
    {
      method: "GET",
      path: "/users/:id",
      operation: "showUser",
      handle: (call) => ({ body: { user: userBody(call, userOf(call, "identity:get_user")) } }),
    },
    {
      method: "PATCH",
      path: "/users/:id",
      operation: "updateUser",
      handle: (call) => {
        const user = getUser(keystone, call.path["id"] ?? "");
        requireDomainAdmin(call.identity, user.domain_id, "identity:update_user");
        changeUser(keystone, user, objectAt(call.body, "user"));
        return { body: { user: userBody(call, user) } };
      },
    },
    {
      method: "DELETE",
      path: "/users/:id",
      operation: "deleteUser",
      handle: (call) => {
        const user = getUser(keystone, call.path["id"] ?? "");
        requireDomainAdmin(call.identity, user.domain_id, "identity:delete_user");
        deleteUser(keystone, user.id);
        return { status: 204 };
      },
    },
    {
      method: "GET",
      path: "/users/:id/projects",
      operation: "listUserProjects",
      handle: (call) => {
        const user = userOf(call, "identity:list_user_projects");
        const ids = state.assignments.filter((one) => one.userId === user.id);
        const projects = [...state.projects.values()].filter((project) =>
          ids.some((one) => one.projectId === project.id),
        );
        return { body: { projects, links: {} } };
      },
    },
    {
      method: "POST",
      path: "/users/:id/password",
      operation: "changePassword",
      open: true,
      handle: (call) => {
        const user = getUser(keystone, call.path["id"] ?? "");
        const given = objectAt(call.body, "user");
        if (user.password !== textAt(given, "original_password") && !isAdmin(call.identity)) {
          throw identityForbidden("identity:change_password");
        }
        changeUser(keystone, user, { password: given["password"] });
        return { status: 204 };
      },
    },
  ];
}
