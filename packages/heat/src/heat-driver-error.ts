/** Every code that this package throws, with what it means. */
export const HEAT_ERROR_CODES = {
  JRB_TEMPLATE_FILE_MISSING:
    "A template names a file that neither the driver nor this package has.",
  JRB_TEMPLATE_FILE_INVALID: "A template's file cannot be read as what it is meant to be.",
  JRB_TEMPLATE_PARAMETER_MISSING: "A required HOT parameter has no value.",
  JRB_RENDER_FAILED: "A file could not be rendered with the values that the driver gave.",
  JRB_STACK_BUSY: "Heat is still at another action on the stack; the same call may succeed later.",
  JRB_STACK_REFUSED: "Heat does not accept the stack; the message has Heat's reason.",
  JRB_STACK_NOT_FOUND:
    "The stack of a cluster or node group is gone; delete that and create it again.",
  JRB_NODE_NOT_FOUND: "A node to remove is not in the group that shrinks.",
} as const;
export type HeatErrorCode = keyof typeof HEAT_ERROR_CODES;

const MARKER = Symbol.for("@jeroboam/heat/error");

/** An error of a Heat-backed driver. The code is the API; the message never holds a secret. */
export class HeatDriverError extends Error {
  override readonly name = "HeatDriverError";
  readonly code: HeatErrorCode;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;

  constructor(
    code: HeatErrorCode,
    message: string,
    options: { retryable?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** Recognises the error also when two copies of this package are installed. */
  static isInstance(error: unknown): error is HeatDriverError {
    return typeof error === "object" && error !== null && MARKER in error;
  }
}
