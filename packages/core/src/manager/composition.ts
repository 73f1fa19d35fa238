import { chooseStrategy } from "../cloud/choose-strategy.ts";
import type { ClusterDriver, Composition } from "../driver/contract.ts";
import type { ManagerParts } from "./manager-parts.ts";

/** What a driver is told of the manager's parts when nothing is made yet. */
export function compositionOf<Services>(
  { cloud, operator }: ManagerParts<Services>,
  driver: ClusterDriver<Services>,
): Composition {
  return { givesCredentials: chooseStrategy(cloud, driver) !== undefined, operator };
}
