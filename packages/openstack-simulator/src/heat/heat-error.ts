import { TemplateError } from "@jeroboam/hot";
import { ServiceError } from "../service-error.ts";

/** Heat's refusal, with the name of its class. */
export function heatError(status: number, type: string, message: string): ServiceError {
  return new ServiceError("orchestration", status, type, message);
}

/** Heat's refusal of something that is not there. */
export function entityNotFound(entity: string, name: string): ServiceError {
  return heatError(404, "EntityNotFound", `The ${entity} (${name}) could not be found.`);
}

/** Label and path come twice with a colon, since Heat's API writes what its engine wrote already. */
function apiMessage(error: TemplateError): string {
  const { label, message, reason } = error;
  const start = label === "" ? 0 : label.length + 2;
  const path = message.slice(start, Math.max(start, message.length - reason.length - 2));
  return [...[label, path].filter((part) => part !== "").map((part) => `${part}: : `), reason].join(
    "",
  );
}

/** Heat's answer to a fault in a template: a 400, but for circles, which it does not expect. */
export function templateRefusal(error: TemplateError): ServiceError {
  if (error.code === "CircularDependencyException") {
    return heatError(500, "RemoteError", error.message);
  }
  if (error.reason === "Template format version not found.") {
    const reason = "The template version is invalid: Template version was not provided";
    return heatError(400, "InvalidTemplateVersion", reason);
  }
  const type = error.code === "EntityNotFound" ? "StackValidationFailed" : error.code;
  return heatError(400, type, apiMessage(error));
}

/** Runs something that reads templates; its TemplateErrors become Heat's refusals. */
export function refusing<T>(task: () => T): T {
  try {
    return task();
  } catch (error) {
    if (TemplateError.isInstance(error)) throw templateRefusal(error);
    throw error;
  }
}
