import type { Cloud } from "./cloud.ts";
import { type Heat, liveStacks } from "./heat/heat.ts";
import { resourcePath, stateOf } from "./heat/stack.ts";
import { textAt } from "./json.ts";

/** How many there are of everything that could be left behind. */
export interface CloudCounts {
  readonly stacks: number;
  readonly nestedStacks: number;
  readonly servers: number;
  readonly serverGroups: number;
  readonly keypairs: number;
  readonly networks: number;
  readonly subnets: number;
  readonly ports: number;
  readonly routers: number;
  readonly floatingIps: number;
  readonly securityGroups: number;
  readonly securityGroupRules: number;
  readonly volumes: number;
  readonly volumeAttachments: number;
  readonly loadBalancers: number;
  readonly softwareConfigs: number;
  readonly images: number;
  readonly users: number;
  readonly projects: number;
  readonly trusts: number;
  readonly applicationCredentials: number;
  readonly secrets: number;
  readonly secretContainers: number;
}

/** Something of the cloud in a form that tests can print and compare. */
export interface NamedState {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly projectId: string;
}

/** A resource of a stack with its path from the root, for example `workers/2/server`. */
export interface ResourceState {
  readonly path: string;
  readonly type: string;
  readonly physicalId: string;
  readonly status: string;
  readonly reason: string;
}

/** A root stack that is there or was. */
export interface MadeStack {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly createdAt: Date;
  readonly deletedAt: Date | undefined;
  /** As they stood last. */
  readonly tags: readonly string[];
}

/** A view of the whole cloud that needs no token. */
export interface Inspection {
  counts(): CloudCounts;
  stacks(): readonly (NamedState & {
    readonly reason: string;
    readonly parentId: string | undefined;
  })[];
  /** Every root stack that was ever made, deleted ones too, in order. */
  stacksEverMade(): readonly MadeStack[];
  /** All resources of a root stack, nested ones too. */
  resources(stackNameOrId: string): readonly ResourceState[];
  servers(): readonly (NamedState & {
    readonly addresses: readonly string[];
    readonly userData: string;
    readonly metadata: Readonly<Record<string, string>>;
  })[];
  ports(): readonly NamedState[];
  volumes(): readonly NamedState[];
  loadBalancers(): readonly NamedState[];
  networks(): readonly NamedState[];
  floatingIps(): readonly (NamedState & { readonly portId: string | null })[];
  users(): readonly NamedState[];
  trusts(): readonly {
    readonly id: string;
    readonly trustorId: string;
    readonly trusteeId: string;
  }[];
  applicationCredentials(): readonly {
    readonly id: string;
    readonly name: string;
    readonly userId: string;
  }[];
  /** Barbican's secrets and containers; the name is empty where it has none. */
  secrets(): readonly { readonly id: string; readonly name: string }[];
  secretContainers(): readonly { readonly id: string; readonly name: string }[];
}

function countAll(cloud: Cloud, heat: Heat): CloudCounts {
  const { keystone, nova, neutron, cinder, octavia, glance, barbican } = cloud;
  const stacks = liveStacks(heat);
  const nested = stacks.filter((stack) => stack.parent).length;
  return {
    stacks: stacks.length - nested,
    nestedStacks: nested,
    servers: nova.servers.size,
    serverGroups: nova.serverGroups.size,
    keypairs: nova.keypairs.size,
    networks: neutron.networks.size,
    subnets: neutron.subnets.size,
    ports: neutron.ports.size,
    routers: neutron.routers.size,
    floatingIps: neutron.floatingIps.size,
    securityGroups: neutron.securityGroups.size,
    securityGroupRules: neutron.securityGroupRules.size,
    volumes: cinder.volumes.size,
    volumeAttachments: cinder.attachments.size,
    loadBalancers: octavia.rows.size,
    softwareConfigs: heat.softwareConfigs.size,
    images: glance.images.size,
    users: keystone.state.users.size,
    projects: keystone.state.projects.size,
    trusts: keystone.state.trusts.size,
    applicationCredentials: keystone.state.applicationCredentials.size,
    secrets: barbican.secrets.size,
    secretContainers: barbican.containers.size,
  };
}

/** Makes the view. */
export function inspect(cloud: Cloud, heat: Heat): Inspection {
  const { nova, neutron, keystone, cinder, octavia, barbican } = cloud;
  return {
    counts: () => countAll(cloud, heat),
    stacks: () =>
      liveStacks(heat).map((stack) => ({
        id: stack.id,
        name: stack.name,
        status: stateOf(stack),
        reason: stack.statusReason,
        projectId: stack.projectId,
        parentId: stack.parent?.stack.id,
      })),
    stacksEverMade: () =>
      [...heat.stacks.values()]
        .filter((stack) => !stack.parent)
        .map(({ id, name, projectId, createdAt, deletedAt, tags }) => {
          return { id, name, projectId, createdAt, deletedAt, tags };
        }),
    resources: (nameOrId) => {
      const root = liveStacks(heat).find(
        (one) => one.id === nameOrId || (one.name === nameOrId && !one.parent),
      );
      const stacks = root ? [root] : [];
      for (const stack of stacks) {
        for (const one of stack.resources.values()) if (one.nested) stacks.push(one.nested);
      }
      return stacks.flatMap((stack) =>
        [...stack.resources.values()].map((one) => ({
          path: resourcePath(one),
          type: one.type,
          physicalId: one.physicalId ?? "",
          status: stateOf(one),
          reason: one.statusReason,
        })),
      );
    },
    servers: () =>
      [...nova.servers.values()].map((server) => ({
        id: server.id,
        name: server.name,
        status: server.status,
        projectId: server.projectId,
        addresses: server.portIds.flatMap((id) =>
          (neutron.ports.get(id)?.fixed_ips ?? []).map((ip) => ip.ip_address),
        ),
        userData: Buffer.from(server.userData ?? "", "base64").toString("utf8"),
        metadata: server.metadata,
      })),
    ports: () =>
      [...neutron.ports.values()].map((port) => ({
        id: port.id,
        name: port.name,
        status: port.status,
        projectId: port.project_id,
      })),
    volumes: () =>
      [...cinder.volumes.values()].map(({ id, name, status, projectId }) => {
        return { id, name, status, projectId };
      }),
    loadBalancers: () =>
      [...octavia.rows.values()]
        .filter(({ kind }) => kind === "loadbalancer")
        .map(({ id, provisioning_status, projectId, ...fields }) => {
          return { id, name: textAt(fields, "name") ?? "", status: provisioning_status, projectId };
        }),
    networks: () =>
      [...neutron.networks.values()].map((network) => ({
        id: network.id,
        name: network.name,
        status: "ACTIVE",
        projectId: network.project_id,
      })),
    floatingIps: () =>
      [...neutron.floatingIps.values()].map((ip) => ({
        id: ip.id,
        name: ip.floating_ip_address,
        status: ip.status,
        projectId: ip.project_id,
        portId: ip.port_id,
      })),
    users: () =>
      [...keystone.state.users.values()].map((user) => ({
        id: user.id,
        name: user.name,
        status: user.enabled ? "ENABLED" : "DISABLED",
        projectId: user.default_project_id ?? "",
      })),
    trusts: () =>
      [...keystone.state.trusts.values()].map((trust) => ({
        id: trust.id,
        trustorId: trust.trustor_user_id,
        trusteeId: trust.trustee_user_id,
      })),
    applicationCredentials: () =>
      [...keystone.state.applicationCredentials.values()].map(({ id, name, userId }) => {
        return { id, name, userId };
      }),
    secrets: () => [...barbican.secrets.values()].map(named),
    secretContainers: () => [...barbican.containers.values()].map(named),
  };
}

function named({ id, name }: { readonly id: string; readonly name: string | null }) {
  return { id, name: name ?? "" };
}
