import { randomUUID } from "node:crypto";

/** As documents write it. */
export const REQUEST_ID_HEADER = "X-Openstack-Request-Id";
/** As answers have it. */
export const REQUEST_ID_HEADER_NAME: Lowercase<typeof REQUEST_ID_HEADER> = "x-openstack-request-id";
const REQUEST_ID = /^req-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/;

/** A name for one request; the one that the caller sends never replaces it. */
export function newRequestId(): string {
  return `req-${randomUUID()}`;
}

/**
 * The id under which the caller knows what it is doing; goes into the log and nowhere else.
 *
 * @upstream oslo_middleware/request_id.py `RequestId.set_global_req_id`
 */
export function globalRequestId(header: string | undefined): string | undefined {
  return header !== undefined && REQUEST_ID.test(header) ? header : undefined;
}
