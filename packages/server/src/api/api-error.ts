/** Whose fault it is, in the envelope's `code`; empty where the refusal comes from the router. */
export type FaultCode = "client" | "server" | "";

/** An answer that is a refusal; its message goes out to the caller as it is. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly faultCode: FaultCode;

  constructor(status: number, message: string, faultCode?: FaultCode) {
    super(message);
    this.status = status;
    this.faultCode = faultCode ?? (status < 500 ? "client" : "server");
  }
}

/** 400 with Magnum's text. */
export function badRequest(message: string): ApiError {
  return new ApiError(400, message);
}

/**
 * The text for a value that an attribute refuses.
 *
 * @param value - as Python would print it; see `pythonText`
 * @upstream wsme/exc.py `InvalidInput`
 */
export function invalidInput(field: string, value: string, why: string): ApiError {
  return badRequest(`Invalid input for field/attribute ${field}. Value: '${value}'. ${why}`);
}
