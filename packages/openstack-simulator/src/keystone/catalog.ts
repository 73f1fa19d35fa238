/** A service of the catalog with its endpoints, as tokens show it. */
export interface CatalogEntry {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly endpoints: readonly CatalogEndpoint[];
}

/** Where a service listens, for one kind of client. */
export interface CatalogEndpoint {
  readonly id: string;
  readonly interface: "public" | "internal" | "admin";
  readonly region: string;
  readonly region_id: string;
  readonly url: string;
}

/** Which services there are: type, name, and path below the simulator's address. */
const catalogServices: readonly (readonly [type: string, name: string, path: string])[] = [
  ["identity", "keystone", "/identity/v3"],
  ["image", "glance", "/image"],
  ["compute", "nova", "/compute/v2.1"],
  ["network", "neutron", "/network"],
  ["orchestration", "heat", "/orchestration/v1/$(project_id)"],
  ["cloudformation", "heat-cfn", "/cloudformation/v1"],
  ["key-manager", "barbican", "/key-manager"],
];

/** An endpoint of some other program, for example a server of ours that is tested against the cloud. */
export interface ExtraService {
  readonly type: string;
  readonly name: string;
  /** Full address; `$(project_id)` stands for the token's project. */
  readonly url: string;
}

/** The catalog for a project; services whose address needs a project are left out without one. */
export function catalogOf(
  origin: string,
  region: string,
  extra: readonly ExtraService[],
  projectId: string | undefined,
): readonly CatalogEntry[] {
  const all = [
    ...catalogServices.map(([type, name, path]) => ({ type, name, url: `${origin}${path}` })),
    ...extra,
  ];
  return all
    .filter((service) => projectId !== undefined || !service.url.includes("$(project_id)"))
    .map((service, index) => ({
      id: `5e${index.toString(16).padStart(30, "0")}`,
      type: service.type,
      name: service.name,
      endpoints: (["public", "internal", "admin"] as const).map((kind, place) => ({
        id: `e${place}${index.toString(16).padStart(30, "0")}`,
        interface: kind,
        region,
        region_id: region,
        url: service.url.replace("$(project_id)", projectId ?? ""),
      })),
    }));
}
