import { carries, mark, OpenStackError, type OpenStackErrorFields } from "./openstack-error.ts";

/** No reply came: the host is unknown, refused, or hung up. */
export class NetworkError extends OpenStackError {
  constructor(message: string, fields: OpenStackErrorFields = {}) {
    super("OPENSTACK_NETWORK", message, { ...fields, retryable: true });
    mark(this, "NetworkError");
  }

  static override isInstance(error: unknown): error is NetworkError {
    return carries(error, "NetworkError");
  }
}

/** No reply came in the time allowed. The service may have done what it was asked all the same. */
export class TimeoutError extends OpenStackError {
  constructor(message: string, fields: OpenStackErrorFields = {}) {
    super("OPENSTACK_TIMEOUT", message, { ...fields, retryable: true });
    mark(this, "TimeoutError");
  }

  static override isInstance(error: unknown): error is TimeoutError {
    return carries(error, "TimeoutError");
  }
}
