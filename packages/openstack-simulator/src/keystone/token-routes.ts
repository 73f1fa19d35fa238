import type { Call, Route } from "../http/route.ts";
import { objectAt } from "../json.ts";
import { ServiceError } from "../service-error.ts";
import { authenticate } from "./authentication.ts";
import { isAdmin } from "./identity.ts";
import type { Token } from "./identity-state.ts";
import { findToken, identityForbidden, type Keystone, revokeTokens } from "./keystone.ts";
import { tokenBody } from "./token-body.ts";

/** Tokens: give out, look at, take back; and the catalog. */
export function tokenRoutes(keystone: Keystone): readonly Route[] {
  const subject = (call: Call): Token => {
    const id = call.headers["x-subject-token"] ?? "";
    const token = findToken(keystone, id);
    if (!token) {
      const isFernet = id.startsWith("gAAAA");
      const said = isFernet ? "Failed to validate token" : "Could not recognize Fernet token";
      throw new ServiceError("identity", 404, "NotFound", said);
    }
    const credential = keystone.state.applicationCredentials.get(
      token.applicationCredentialId ?? "",
    );
    // Who asks must say that it sees to the rules.
    const seesToRules = call.headers["openstack-identity-access-rules"] === "1.0";
    if (credential?.accessRules && !seesToRules)
      throw new ServiceError("identity", 404, "NotFound", "Failed to validate token");
    const isOwn = token.userId === call.identity.userId;
    const mayLook = isAdmin(call.identity) || call.identity.roles.includes("service");
    if (!isOwn && !mayLook) throw identityForbidden("identity:validate_token");
    return token;
  };
  const validate = (call: Call) => {
    const token = subject(call);
    return {
      body: tokenBody(keystone, token, !call.query.has("nocatalog")),
      headers: { "x-subject-token": token.id, vary: "X-Auth-Token" },
    };
  };
  return [
    {
      method: "POST",
      path: "/auth/tokens",
      operation: "createToken",
      open: true,
      handle: (call) => {
        const token = authenticate(keystone, objectAt(call.body, "auth"));
        return {
          status: 201,
          body: tokenBody(keystone, token, !call.query.has("nocatalog")),
          headers: { "x-subject-token": token.id, vary: "X-Auth-Token" },
        };
      },
    },
    { method: "GET", path: "/auth/tokens", operation: "validateToken", handle: validate },
    {
      method: "HEAD",
      path: "/auth/tokens",
      operation: "checkToken",
      handle: (call) => ({ headers: validate(call).headers }),
    },
    {
      method: "DELETE",
      path: "/auth/tokens",
      operation: "revokeToken",
      handle: (call) => {
        const { id } = subject(call);
        revokeTokens(keystone, (token) => token.id === id);
        return { status: 204 };
      },
    },
    {
      method: "GET",
      path: "/auth/catalog",
      operation: "showCatalog",
      handle: (call) => ({
        body: { catalog: keystone.catalogFor(call.identity.projectId), links: { self: call.url } },
      }),
    },
    {
      method: "GET",
      path: "/auth/projects",
      operation: "listAuthProjects",
      handle: (call) => {
        const mine = keystone.state.assignments.filter(
          (one) => one.userId === call.identity.userId,
        );
        const projects = [...keystone.state.projects.values()].filter((project) =>
          mine.some((one) => one.projectId === project.id),
        );
        return { body: { projects, links: {} } };
      },
    },
  ];
}
