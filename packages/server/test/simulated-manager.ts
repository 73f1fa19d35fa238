import {
  type AcceptedChange,
  type ClusterManagerOptions,
  type ClusterTemplateRequest,
  createClusterManager,
  createMemoryCertificateAuthority,
} from "@jeroboam/core";
import { createSession, sessionOptionsFromEnvironment } from "@jeroboam/openstack-client";
import {
  type OpenStackServices,
  openStackCloud,
  trustCredentials,
} from "@jeroboam/openstack-client/cloud";
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "@jeroboam/openstack-simulator";
import type { TestContext } from "vitest";

const MACHINES = {
  imageId: "ubuntu-22.04",
  flavorId: "m1.small",
  masterFlavorId: "m1.small",
  keypairId: "testkey",
  externalNetworkId: "public",
} as const;

interface Wish {
  readonly driver: ClusterManagerOptions<OpenStackServices>["drivers"][number];
  /** Of the usual machines. */
  readonly template: Partial<ClusterTemplateRequest> & Pick<ClusterTemplateRequest, "coe" | "name">;
  readonly cloud?: SimulatorOptions | undefined;
}

/** The whole way from the front door to a simulated cloud, with no HTTP of ours between, for a user of it who has a cluster template. */
export async function simulatedManager(
  { onTestFinished }: TestContext,
  { driver, template, cloud }: Wish,
) {
  const simulator = await startSimulator({ clock: { mode: "scaled", factor: 400 }, ...cloud });
  const sessionOf = (user: string) =>
    createSession(sessionOptionsFromEnvironment(simulator.environment(user)));
  const connection = { authUrl: simulator.authUrl, region: simulator.region };
  const { trusteeDomainId } = simulator;
  const domainAdmin = sessionOf("magnum_domain_admin");
  const manager = createClusterManager({
    drivers: [driver],
    certificates: createMemoryCertificateAuthority({ keyBits: 1024 }),
    cloud: openStackCloud({
      session: sessionOf("magnum"),
      connection,
      credentials: [trustCredentials({ connection, domainAdmin, trusteeDomainId })],
    }),
    observeEveryMs: { first: 30, most: 100 },
  });
  onTestFinished(async () => {
    await manager.close();
    await simulator.close();
  });
  const view = manager.as(await openStackCloud({ session: sessionOf("demo") }).self());
  await view.clusterTemplates.create({ ...MACHINES, ...template });
  const finished = async (change: Promise<AcceptedChange>) => manager.wait(await change);
  return { simulator, view, finished, seed: simulator.inspection.counts() };
}

/** What a cluster's stack is made of, but for the stacks within it. */
export function made({ inspection }: Pick<Simulator, "inspection">): readonly string[] {
  const [root] = inspection.stacks().filter((stack) => !stack.parentId);
  return inspection
    .resources(root?.id ?? "")
    .filter(({ type }) => type !== "OS::Heat::ResourceGroup" && !type.endsWith(".yaml"))
    .map(({ path, type }) => `${path} ${type}`)
    .toSorted();
}
