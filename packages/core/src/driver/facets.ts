import type { ClusterSnapshot, DriverContext } from "./contract.ts";

/** The number of nodes may change after creation. */
export interface ResizeFacet<Services> {
  readonly masters: "fixed" | "any";
  /** The fewest workers the driver can run with. */
  readonly workersMin: number;
  /** Names the nodes to lose when the default workers shrink by `count`; without it the infrastructure chooses. */
  selectNodesToRemove?(
    context: DriverContext<Services>,
    snapshot: ClusterSnapshot,
    count: number,
  ): Promise<readonly string[]>;
}

/** Optional behaviour; presence is capability. */
export interface DriverFacets<Services> {
  readonly resize?: ResizeFacet<Services>;
}

/** Every facet's name, in the order of the support matrix. */
export const FACETS = ["resize"] as const satisfies readonly (keyof DriverFacets<unknown>)[];
export type Capability = (typeof FACETS)[number];

/** What a driver can do beyond the mandatory, read off the driver itself. */
export function capabilitiesOf(
  driver: { readonly name: string } & DriverFacets<never>,
): readonly Capability[] {
  return FACETS.filter((facet) => driver[facet] !== undefined);
}
