/**
 * The service types this package finds in a catalog: the official name, the older names it may
 * stand under, and the version that its endpoint must end in where the catalog leaves it out.
 */
const SERVICES = {
  identity: { aliases: [], version: "v3" },
  orchestration: { aliases: [], version: "v1/%(project_id)" },
  cloudformation: { aliases: [], version: undefined },
  compute: { aliases: [], version: "v2.1" },
  network: { aliases: [], version: "v2.0" },
  image: { aliases: [], version: "v2" },
  "block-storage": {
    aliases: ["volumev3", "block-store", "volume", "volumev2"],
    version: "v3/%(project_id)",
  },
  "load-balancer": { aliases: [], version: "v2" },
  "key-manager": { aliases: [], version: "v1" },
  placement: { aliases: [], version: undefined },
  "container-infra": {
    aliases: ["container-infrastructure", "container-infrastructure-management"],
    version: "v1",
  },
} as const satisfies Record<string, { aliases: readonly string[]; version: string | undefined }>;

/** An official service type, as in https://service-types.openstack.org. */
export type ServiceType = keyof typeof SERVICES;

/** Every service type that a session can make a client for. */
export const serviceTypes = Object.keys(SERVICES) as readonly ServiceType[];

/** The names a service may have in a catalog, best first. */
export function catalogNames(serviceType: ServiceType): readonly string[] {
  return [serviceType, ...SERVICES[serviceType].aliases];
}

/**
 * Completes a catalog's URL with the version the service needs. Keystone's catalog may lack /v3 or
 * still say /v2.0, Neutron's lacks /v2.0, Glance's /v2.
 *
 * @returns The URL without a slash at its end.
 */
export function versionedUrl(
  serviceType: ServiceType,
  url: string,
  projectId: string | undefined,
): string {
  const bare = url.replace(/\/+$/, "");
  const { version } = SERVICES[serviceType];
  if (version === undefined) return bare;
  if (serviceType === "identity") return `${bare.replace(/\/v\d+(\.\d+)?$/, "")}/${version}`;
  if (/\/v\d+(\.\d+)?(\/|$)/.test(new URL(bare).pathname)) return bare;
  return `${bare}/${version.replace("%(project_id)", projectId ?? "")}`.replace(/\/+$/, "");
}
