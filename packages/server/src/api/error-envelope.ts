import type { FaultCode } from "./api-error.ts";

/** What every refusal looks like on the wire; the first entry is what clients show. */
export interface ErrorEnvelope {
  readonly errors: readonly object[];
}

/**
 * Wraps one refusal.
 *
 * @param title - the message up to its first full stop when left out
 * @upstream magnum/api/middleware/parsable_error.py `ParsableErrorMiddleware`
 */
export function errorEnvelope(
  status: number,
  faultCode: FaultCode,
  message: string,
  title = message.split(".")[0] ?? "",
): ErrorEnvelope {
  return {
    errors: [
      {
        request_id: "",
        code: faultCode,
        status,
        title,
        detail: message,
        links: [],
      },
    ],
  };
}

/** The refusal of a microversion outside the range that is offered; status 406. */
export function versionRangeEnvelope(
  minimum: string,
  maximum: string,
  description: string,
): ErrorEnvelope {
  return {
    errors: [
      {
        max_version: maximum,
        min_version: minimum,
        code: "magnum.microversion-unsupported",
        links: [
          {
            rel: "help",
            href: "http://docs.openstack.org/api-guide/compute/microversions.html",
          },
        ],
        title: "Requested microversion is unsupported",
        description,
      },
    ],
  };
}
