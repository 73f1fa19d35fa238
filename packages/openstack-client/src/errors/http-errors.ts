import { carries, mark, OpenStackError, type OpenStackErrorFields } from "./openstack-error.ts";

/** A service answered with a status that is not a success; `status` says which. */
export class HttpStatusError extends OpenStackError {
  declare readonly status: number;

  constructor(message: string, fields: OpenStackErrorFields & { readonly status: number }) {
    super("OPENSTACK_HTTP_STATUS", message, {
      ...fields,
      retryable: fields.retryable ?? isRetryableStatus(fields.status),
    });
    mark(this, "HttpStatusError");
  }

  static override isInstance(error: unknown): error is HttpStatusError {
    return carries(error, "HttpStatusError");
  }
}

/** Keystone refused the credentials, or a service refused a token that was just renewed. */
export class AuthenticationError extends OpenStackError {
  constructor(message: string, fields: OpenStackErrorFields = {}) {
    super("OPENSTACK_AUTHENTICATION", message, fields);
    mark(this, "AuthenticationError");
  }

  static override isInstance(error: unknown): error is AuthenticationError {
    return carries(error, "AuthenticationError");
  }
}

/** A service answered with success, and with something that this package cannot read. */
export class UnexpectedResponseError extends OpenStackError {
  constructor(message: string, fields: OpenStackErrorFields = {}) {
    super("OPENSTACK_UNEXPECTED_RESPONSE", message, fields);
    mark(this, "UnexpectedResponseError");
  }

  static override isInstance(error: unknown): error is UnexpectedResponseError {
    return carries(error, "UnexpectedResponseError");
  }
}

/** Whether the same request may be answered otherwise later. */
function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** Whether the error is a service's 404. */
export function isNotFound(error: unknown): error is HttpStatusError {
  return HttpStatusError.isInstance(error) && error.status === 404;
}
