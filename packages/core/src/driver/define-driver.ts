import type { ClusterDriver } from "./contract.ts";

/** Checks a driver's shape where it is written, and freezes it; otherwise the identity. */
export function defineDriver<Services>(driver: ClusterDriver<Services>): ClusterDriver<Services> {
  return Object.freeze(driver);
}
