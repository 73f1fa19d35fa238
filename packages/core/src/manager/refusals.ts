import type { Capability, PlanFacet } from "../driver/facets.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";

/** The status forbids it; `doing` is a word such as `Resizing`. */
export function notAllowed(
  doing: string,
  row: { readonly uuid: string; readonly status: string },
  kind: "cluster" | "nodegroup" = "cluster",
): JeroboamError {
  const operation = `${doing} a ${kind} when status is "${row.status}"`;
  return new JeroboamError("JRB_OPERATION_NOT_ALLOWED", `${operation} is not supported.`, {
    details: { operation, status: row.status, [kind]: row.uuid },
  });
}

/** The driver lacks the facet. */
export function notOffered(
  driver: { readonly name: string },
  capability: Capability,
  text: string,
): JeroboamError {
  return new JeroboamError("JRB_NOT_SUPPORTED_BY_DRIVER", text, {
    details: { capability, driver: driver.name },
  });
}

/** The driver's way to tell beforehand what it would make. */
export function requirePlan(driver: {
  readonly name: string;
  readonly plan?: PlanFacet;
}): PlanFacet {
  if (driver.plan) return driver.plan;
  throw notOffered(driver, "plan", `Driver ${driver.name} cannot tell what it would make.`);
}
