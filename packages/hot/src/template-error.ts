/**
 * What is wrong with a template. The codes are Heat's names for the same faults, so that an API
 * can use them as the `error.type` of its answer.
 */
export type TemplateErrorCode =
  | "StackValidationFailed"
  | "UserParameterMissing"
  | "UnknownUserParameter"
  | "InvalidTemplateVersion"
  | "RequestLimitExceeded"
  | "InvalidTemplateReference"
  | "InvalidTemplateAttribute"
  | "InvalidSchemaError"
  | "ImmutableParameterModified"
  | "CircularDependencyException"
  | "InvalidExternalResourceDependency"
  | "EntityNotFound"
  | "ValueError"
  | "TypeError"
  | "KeyError"
  | "UnsupportedExpression";

/** Where and what, beside the message. */
export interface TemplateErrorDetails {
  /** The label Heat puts first, e.g. `Property error`. */
  readonly label?: string;
  /** The way to the faulty part, e.g. `["resources", "server", "properties", "image"]`. */
  readonly path?: readonly string[];
  readonly cause?: unknown;
}

const marker = Symbol.for("jeroboam.hot.TemplateError");

/**
 * The one error this package throws about templates, parameters and environments.
 *
 * `message` reads as Heat words it, label and path included; `reason` is without them.
 */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  readonly [marker] = true;
  readonly code: TemplateErrorCode;
  readonly reason: string;
  readonly label: string;
  readonly path: readonly string[];

  constructor(code: TemplateErrorCode, reason: string, details: TemplateErrorDetails = {}) {
    const label = details.label ?? "";
    const path = details.path ?? [];
    super(
      [label, pathText(path), reason].filter((part) => part !== "").join(": "),
      details.cause === undefined ? {} : { cause: details.cause },
    );
    this.code = code;
    this.reason = reason;
    this.label = label;
    this.path = path;
  }

  /** Whether a value is a TemplateError, of this or another copy of the package. */
  static isInstance(value: unknown): value is TemplateError {
    return typeof value === "object" && value !== null && marker in value;
  }
}

/** Writes a path as Heat does: dots between names, list positions as `[0]`. */
const pathText = (path: readonly string[]): string =>
  path.reduce((text, part) => {
    if (/^\d+$/.test(part)) return `${text}[${part}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
