import { createBarbican } from "./barbican/barbican.ts";
import { createCinder } from "./cinder/cinder.ts";
import { SimulatorClock } from "./clock.ts";
import type { Cloud } from "./cloud.ts";
import { FaultBook } from "./faults.ts";
import { bootingGuest } from "./guests/guests.ts";
import { runGuests } from "./guests/run-guests.ts";
import { createHeat, type Heat } from "./heat/heat.ts";
import { templateResourceType } from "./heat/nested/template-resource.ts";
import { resourceTypes } from "./heat/resource-types/registry.ts";
import { createListener } from "./http/listener.ts";
import { type Inspection, inspect } from "./inspection.ts";
import { catalogOf, type ExtraService } from "./keystone/catalog.ts";
import { createKeystone, identityOfToken } from "./keystone/keystone.ts";
import { createLatency, defaultLatency } from "./latency.ts";
import { createNeutron } from "./neutron/neutron.ts";
import { createNova } from "./nova/nova.ts";
import { createOctavia } from "./octavia/octavia.ts";
import { createRandom } from "./random.ts";
import { mountServices } from "./mounted-services.ts";
import { seedIdentity, type SeededDomains, seedResources } from "./seed.ts";
import type { ProjectQuotas, SimulatorOptions } from "./simulator-options.ts";

/** What a client needs to be one of the seeded users. */
export interface SimulatorCredentials {
  readonly authUrl: string;
  readonly username: string;
  readonly password: string;
  readonly userDomainName: string;
  readonly projectName: string | undefined;
  readonly projectDomainName: string | undefined;
  /** Set for the administrators of a domain, who have no project. */
  readonly domainName: string | undefined;
  readonly regionName: string;
}

/** A running cloud. */
export interface Simulator {
  /** Keystone's address, for example `http://127.0.0.1:40000/identity/v3`. */
  readonly authUrl: string;
  readonly region: string;
  /** The domain of cluster trustees, with its administrator `magnum_domain_admin`. */
  readonly trusteeDomainId: string;
  /** Credentials of a seeded user: admin, demo, demo2, magnum, heat, or a domain administrator. */
  credentials(username: string): SimulatorCredentials;
  /** The same as `OS_*` environment variables. */
  environment(username: string): Readonly<Record<string, string>>;
  readonly inspection: Inspection;
  readonly faults: FaultBook;
  /** Time: `advance` and `advanceUntil` on a manual clock. */
  readonly clock: SimulatorClock;
  /** Limits of a seeded project from now on. */
  setQuotas(projectName: string, quotas: ProjectQuotas): void;
  /** Puts another program into the catalog. */
  addService(service: ExtraService): void;
  close(): Promise<void>;
}

function createCloud(
  options: SimulatorOptions,
  services: ExtraService[],
  address: { origin: string },
): Cloud {
  const random = createRandom(options.seed ?? "openstack");
  const clock = new SimulatorClock(options.clock ?? { mode: "scaled", factor: 20 });
  const faults = new FaultBook();
  for (const rule of options.faults ?? []) faults.add(rule);
  const latency = createLatency({ ...defaultLatency, ...options.latency }, random.fork("latency"));
  const region = options.region ?? "RegionOne";
  const neutron = createNeutron({ clock, random: random.fork("network") });
  const glance = { images: new Map(), clock, random: random.fork("image") };
  return {
    clock,
    random: random.fork("orchestration"),
    faults,
    latency,
    neutron,
    glance,
    nova: createNova({ clock, random: random.fork("compute"), faults, latency, neutron, glance }),
    cinder: createCinder({ clock, random: random.fork("volume"), latency }),
    octavia: createOctavia({ clock, random: random.fork("load-balancer"), latency, neutron }),
    barbican: createBarbican({
      clock,
      random: random.fork("key-manager"),
      endpoint: () => `${address.origin}/key-manager/v1`,
    }),
    keystone: createKeystone({
      clock,
      random: random.fork("identity"),
      tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 3600,
      catalogFor: (projectId) => catalogOf(address.origin, region, services, projectId),
    }),
    region,
    origin: () => address.origin,
  };
}

function setQuotas(cloud: Cloud, heat: Heat, projectName: string, quotas: ProjectQuotas): void {
  const project = [...cloud.keystone.state.projects.values()].find(
    (one) => one.name === projectName,
  );
  if (!project) throw new Error(`there is no seeded project "${projectName}"`);
  const { nova, neutron, cinder } = cloud;
  nova.quotas.set(project.id, { ...nova.quotas.get(project.id), ...quotas.compute });
  neutron.quotas.set(project.id, { ...neutron.quotas.get(project.id), ...quotas.network });
  cinder.quotas.set(project.id, { ...cinder.quotas.get(project.id), ...quotas.volume });
  if (quotas.stacks !== undefined) heat.maximumStacksPerProject = quotas.stacks;
}

const domainOfAdmin: Readonly<Record<string, string>> = {
  heat_domain_admin: "heat",
  magnum_domain_admin: "magnum",
};

function credentialsOf(
  simulated: Pick<SimulatorCredentials, "authUrl" | "password" | "regionName">,
  username: string,
): SimulatorCredentials {
  const domainName = domainOfAdmin[username];
  const isService = username === "magnum" || username === "heat";
  return {
    ...simulated,
    username,
    userDomainName: domainName ?? "Default",
    projectName: domainName === undefined ? (isService ? "service" : username) : undefined,
    projectDomainName: domainName === undefined ? "Default" : undefined,
    domainName,
  };
}

function environmentOf(credentials: SimulatorCredentials): Record<string, string> {
  const entries: [string, string | undefined][] = [
    ["OS_AUTH_URL", credentials.authUrl],
    ["OS_IDENTITY_API_VERSION", "3"],
    ["OS_REGION_NAME", credentials.regionName],
    ["OS_USERNAME", credentials.username],
    ["OS_PASSWORD", credentials.password],
    ["OS_USER_DOMAIN_NAME", credentials.userDomainName],
    ["OS_PROJECT_NAME", credentials.projectName],
    ["OS_PROJECT_DOMAIN_NAME", credentials.projectDomainName],
    ["OS_DOMAIN_NAME", credentials.domainName],
  ];
  return Object.fromEntries(
    entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}

/**
 * Starts a cloud on 127.0.0.1: Keystone, Heat, Nova, Neutron, Glance and Barbican behind one port,
 * seeded with users, flavors, images and networks.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const services = [...(options.services ?? [])];
  const address = { origin: "http://127.0.0.1" };
  const password = options.password ?? "labpass";
  const cloud = createCloud(options, services, address);
  const domains: SeededDomains = seedIdentity(cloud, password);
  seedResources(cloud);
  const heat = createHeat(cloud, resourceTypes, templateResourceType, domains.heatDomainId);
  heat.listsAllProjects = options.globalStackIndex ?? false;
  for (const [project, quotas] of Object.entries(options.quotas ?? {})) {
    setQuotas(cloud, heat, project, quotas);
  }
  runGuests(heat, options.guests ?? bootingGuest);
  const app = createListener(
    {
      clock: cloud.clock,
      faults: cloud.faults,
      random: cloud.random.fork("requests"),
      authenticate: (token) =>
        token === undefined ? undefined : identityOfToken(cloud.keystone, token),
      ...(options.onServed && { onServed: options.onServed }),
    },
    mountServices(cloud, heat),
  );
  address.origin = await app.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  const simulated = {
    authUrl: `${address.origin}/identity/v3`,
    password,
    regionName: cloud.region,
  };
  return {
    authUrl: simulated.authUrl,
    region: cloud.region,
    trusteeDomainId: domains.trusteeDomainId,
    credentials: (username) => credentialsOf(simulated, username),
    environment: (username) => environmentOf(credentialsOf(simulated, username)),
    inspection: inspect(cloud, heat),
    faults: cloud.faults,
    clock: cloud.clock,
    setQuotas: (project, quotas) => setQuotas(cloud, heat, project, quotas),
    addService: (service) => {
      services.push(service);
    },
    close: async () => {
      cloud.clock.close();
      await app.close();
    },
  };
}
