import { messageOf } from "@jeroboam/core";
import { HeatDriverError } from "../heat-driver-error.ts";
import { httpStatusOf } from "./http-status.ts";

/** Whether Heat will not take it, however often it is asked. */
export function isRefusal(error: unknown): boolean {
  return [400, 403].includes(httpStatusOf(error) ?? 0);
}

/** Heat's own reason for not taking a stack, without the request that it answered. */
export function stackRefused(error: unknown): HeatDriverError {
  const said = typeof error === "object" && error !== null && "reason" in error && error.reason;
  const reason = typeof said === "string" ? said : error;
  return new HeatDriverError("JRB_STACK_REFUSED", `Heat refuses the stack: ${messageOf(reason)}`, {
    cause: error,
  });
}
