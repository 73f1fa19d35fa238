import { ServiceError } from "../service-error.ts";
import type { HeatResource } from "./stack.ts";

/** Why an action on a resource failed: class of error, path of resources, sentence. */
export interface ResourceFailure {
  readonly error: string;
  readonly path: readonly string[];
  readonly message: string;
}

/** A resource type's own failure, with the name of Heat's class. */
export class ResourceError extends Error {
  readonly code = "SIMULATOR_RESOURCE_ERROR";
  readonly error: string;

  constructor(error: string, message: string) {
    super(message);
    this.name = "ResourceError";
    this.error = error;
  }
}

/** A failure as Heat writes it into `resource_status_reason`. */
export function failureText(failure: ResourceFailure): string {
  const path = failure.path.reduce(
    (text, part) =>
      /^\d+$/.test(part) ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`,
    "",
  );
  return [failure.error, path, failure.message].filter((part) => part !== "").join(": ");
}

const neutronClientErrors = new Set([
  "NetworkNotFound",
  "PortNotFound",
  "NetworkInUse",
  "PortInUse",
  "IpAddressInUse",
  "IpAddressAlreadyAllocated",
  "InvalidIpForNetwork",
  "InvalidIpForSubnet",
  "OverQuota",
  "IpAddressGenerationFailure",
  "MacAddressInUse",
]);

const clientErrors: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  413: "OverLimit",
  503: "ServiceUnavailable",
};

/** A service's refusal under the name that its Python client, which Heat uses, gives it. */
function clientErrorOf(error: ServiceError): string {
  if (error.service === "network" && neutronClientErrors.has(error.type))
    return `${error.type}Client`;
  return (
    clientErrors[error.status] ??
    (error.service === "compute" ? "ClientException" : "InternalServerError")
  );
}

/** The failure that a thrown value stands for. */
export function failureOf(resource: HeatResource, thrown: unknown): ResourceFailure {
  const path = ["resources", resource.name];
  if (thrown instanceof ResourceError)
    return { error: thrown.error, path, message: thrown.message };
  if (thrown instanceof ServiceError) {
    const isNova = thrown.service === "compute" || thrown.service === "volumev3";
    return {
      error: clientErrorOf(thrown),
      path,
      message: isNova ? `${thrown.message} (HTTP ${thrown.status})` : thrown.message,
    };
  }
  const error = thrown instanceof Error ? thrown : new Error("unknown");
  const hotCode = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return { error: hotCode, path, message: error.message };
}

/** The failure that a nested stack's reason stands for, seen from the resource that holds it. */
export function nestedFailure(
  resource: HeatResource,
  action: string,
  reason: string,
): ResourceFailure {
  const path = ["resources", resource.name];
  const parts = reason.split(":").map((part) => part.trim());
  if (!reason.includes(`Resource ${action} failed: `) || parts.length < 4) {
    return { error: "", path, message: reason };
  }
  const inner = (parts[2] ?? "").replaceAll(/\[(\d+)\]/g, ".$1").split(".");
  return { error: parts[1] ?? "", path: [...path, ...inner], message: parts.slice(3).join(": ") };
}
