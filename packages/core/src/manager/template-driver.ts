import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { ClusterDriver } from "../driver/contract.ts";
import type { ManagerParts } from "./manager-parts.ts";
import type { UsableImage } from "./resource-checks.ts";

/**
 * The driver for clusters of a template: the one that it names, else the one that its image names,
 * else the only one for server type, distribution and COE.
 *
 * @upstream magnum/api/validation.py `enforce_driver_supported`
 * @differs where several would do, none is named and none is the default one, that is an error; upstream
 * takes the first
 */
export function templateDriver<Services>(
  { drivers }: ManagerParts<Services>,
  wish: Pick<ClusterTemplate, "serverType" | "coe" | "driver">,
  image: UsableImage,
): ClusterDriver<Services> {
  const { serverType, coe } = wish;
  return drivers.resolve({ serverType, os: image.osDistro, coe }, wish.driver ?? image.driver);
}
