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

/** Heat's answer to a fault in a template; everything about a template is a 400. */
export function templateRefusal(error: TemplateError): ServiceError {
  const type = error.code === "EntityNotFound" ? "StackValidationFailed" : error.code;
  return heatError(400, type, error.message);
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
