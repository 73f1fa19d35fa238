/** Whose fault it is, in the envelope's `code`; empty where the refusal comes from the router. */
export type FaultCode = "client" | "server" | "";

/** An answer that is a refusal; its message goes out to the caller as it is. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly faultCode: FaultCode;
  /** Headers that the refusal brings along. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    faultCode?: FaultCode,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.faultCode = faultCode ?? (status < 500 ? "client" : "server");
    this.headers = headers;
  }
}

/** A refusal of the router, before any resource was asked; it has no words. */
export function wordless(status: number, headers: Readonly<Record<string, string>> = {}): ApiError {
  return new ApiError(status, "", "", headers);
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
