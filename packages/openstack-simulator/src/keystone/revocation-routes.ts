import type { Route } from "../http/route.ts";
import { isAdmin } from "./identity.ts";
import { ServiceError } from "../service-error.ts";
import { identityForbidden, type Keystone } from "./keystone.ts";
import { listLinks } from "./links.ts";

/** Keystone keeps whole seconds, and writes six digits behind them. */
function wholeSecond(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, ".000000Z");
}

/** Which tokens were taken back, oldest first. */
export function revocationRoutes({ state }: Keystone): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/OS-REVOKE/events",
      operation: "listRevocations",
      handle: (call) => {
        if (!isAdmin(call.identity) && !call.identity.roles.includes("service"))
          throw identityForbidden("identity:list_revoke_events");
        const since = call.query.get("since");
        const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since);
        if (Number.isNaN(from))
          throw new ServiceError("identity", 400, "Bad Request", `invalidate date format ${since}`);
        const events = state.revocations
          .map(({ auditId, revokedAt }) => ({ auditId, second: wholeSecond(revokedAt) }))
          .filter(({ second }) => Date.parse(second) > from)
          .map(({ auditId, second }) => ({
            audit_id: auditId,
            issued_before: second,
            revoked_at: second,
          }));
        return { body: { events, links: listLinks(call) } };
      },
    },
  ];
}
