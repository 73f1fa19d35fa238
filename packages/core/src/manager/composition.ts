import type { Composition } from "../driver/contract.ts";
import type { ManagerParts } from "./manager-parts.ts";

/** What drivers are told of the manager's parts when nothing is made yet. */
export function compositionOf<Services>({ cloud, operator }: ManagerParts<Services>): Composition {
  return { givesCredentials: cloud.credentials !== undefined, operator };
}
