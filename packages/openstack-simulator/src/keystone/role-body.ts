import type { Call } from "../http/route.ts";
import type { JsonObject } from "../json.ts";
import type { NamedId } from "./identity.ts";
import { selfLink } from "./links.ts";

/** The roles that every Keystone makes and nobody can change. */
const immutableRoles: readonly string[] = ["admin", "member", "reader"];

/** A role as part of something else. */
export function roleFields({ id, name }: NamedId): JsonObject {
  const options = immutableRoles.includes(name) ? { immutable: true } : {};
  return { id, name, domain_id: null, description: null, options };
}

/** A role by itself. */
export function roleBody(call: Call, role: NamedId): JsonObject {
  return { ...roleFields(role), links: selfLink(call, `roles/${role.id}`) };
}
