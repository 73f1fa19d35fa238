import { randomUUID } from "node:crypto";

export const REQUEST_ID_HEADER = "X-Openstack-Request-Id";

/** A name for one request; the one that the caller sends never replaces it. */
export function newRequestId(): string {
  return `req-${randomUUID()}`;
}
