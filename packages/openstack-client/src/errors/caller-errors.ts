import { carries, mark, OpenStackError, type OpenStackErrorFields } from "./openstack-error.ts";

/** The catalog has no endpoint of the service type, interface and region asked for. */
export class EndpointNotFoundError extends OpenStackError {
  constructor(message: string, fields: OpenStackErrorFields = {}) {
    super("OPENSTACK_ENDPOINT_NOT_FOUND", message, fields);
    mark(this, "EndpointNotFoundError");
  }

  static override isInstance(error: unknown): error is EndpointNotFoundError {
    return carries(error, "EndpointNotFoundError");
  }
}

/** Several objects carry the name; ask by one of the `ids`. */
export class AmbiguousNameError extends OpenStackError {
  readonly resource: string;
  readonly ids: readonly string[];

  constructor(service: string, resource: string, name: string, ids: readonly string[]) {
    super(
      "OPENSTACK_AMBIGUOUS_NAME",
      `${ids.length} ${resource}s are named ${name}; use one of their ids: ${ids.join(", ")}`,
      { service },
    );
    this.resource = resource;
    this.ids = ids;
    mark(this, "AmbiguousNameError");
  }

  static override isInstance(error: unknown): error is AmbiguousNameError {
    return carries(error, "AmbiguousNameError");
  }
}

/** What the caller gave cannot be sent; nothing was. */
export class InvalidRequestError extends OpenStackError {
  constructor(message: string, fields: OpenStackErrorFields = {}) {
    super("OPENSTACK_INVALID_REQUEST", message, fields);
    mark(this, "InvalidRequestError");
  }

  static override isInstance(error: unknown): error is InvalidRequestError {
    return carries(error, "InvalidRequestError");
  }
}
