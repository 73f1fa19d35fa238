import type { Cloud } from "./cloud.ts";
import { createImage } from "./glance/glance.ts";
import { createUser } from "./keystone/user-routes.ts";
import { createNetwork } from "./neutron/networks.ts";
import { createRouter, addRouterInterface } from "./neutron/routers.ts";
import { defaultSecurityGroup } from "./neutron/security-groups.ts";
import { createSubnet } from "./neutron/subnets.ts";
import { createKeypair } from "./nova/keypair-routes.ts";

const roleNames = [
  "admin",
  "member",
  "reader",
  "service",
  "heat_stack_owner",
  "heat_stack_user",
  "creator",
  "load-balancer_member",
];

/** Users of the domain `Default`: name, project, roles there. */
const seededUsers: readonly (readonly [name: string, project: string, roles: readonly string[]])[] =
  [
    ["admin", "admin", ["admin", "member", "reader", "heat_stack_owner"]],
    ["demo", "demo", ["member", "reader", "heat_stack_owner", "creator", "load-balancer_member"]],
    ["demo2", "demo2", ["member", "reader", "heat_stack_owner", "creator", "load-balancer_member"]],
    ["magnum", "service", ["admin", "service"]],
    ["heat", "service", ["admin", "service"]],
  ];

const flavors: readonly (readonly [
  name: string,
  vcpus: number,
  ramMib: number,
  diskGib: number,
])[] = [
  ["m1.tiny", 1, 512, 1],
  ["m1.small", 1, 2048, 20],
  ["m1.medium", 2, 4096, 40],
  ["m1.large", 4, 8192, 80],
];

const images: readonly (readonly [name: string, osDistro: string | undefined])[] = [
  ["fedora-coreos-38", "fedora-coreos"],
  ["Fedora-Atomic-27", "fedora-atomic"],
  ["ubuntu-22.04", "ubuntu"],
  ["ubuntu-mesos", "ubuntu"],
  ["coreos", "coreos"],
  ["debian-12-coe", "debian"],
  ["ubuntu-coe", "ubuntu"],
  ["cirros", undefined],
  ["no-os-distro", undefined],
];

/** The public key of the seeded keypair `testkey`; nobody has its private half. */
export const seededPublicKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB7QpbSQ0nCy3ZcXoJ3P1pQm0Kd5lXvU3z6V2s0o8b1T testkey@simulator";

/** Ids of the domains that other services work in. */
export interface SeededDomains {
  readonly heatDomainId: string;
  readonly trusteeDomainId: string;
}

/** Makes domains, roles, projects and users. */
export function seedIdentity(cloud: Cloud, password: string): SeededDomains {
  const { keystone, random } = cloud;
  const { state } = keystone;
  const domain = (id: string, name: string): string => {
    state.domains.set(id, { id, name, description: "", enabled: true });
    return id;
  };
  domain("default", "Default");
  const heatDomainId = domain(random.id(), "heat");
  const trusteeDomainId = domain(random.id(), "magnum");
  const roles = new Map(roleNames.map((name) => [name, random.id()]));
  for (const [name, id] of roles) state.roles.set(id, { id, name });
  const grant = (
    userId: string,
    role: string,
    target: { projectId?: string; domainId?: string },
  ): void => {
    state.assignments.push({
      userId,
      roleId: roles.get(role) ?? "",
      projectId: target.projectId,
      domainId: target.domainId,
    });
  };
  const projects = new Map<string, string>();
  let adminId = "";
  for (const [name, project, userRoles] of seededUsers) {
    if (!projects.has(project)) {
      const id = random.id();
      projects.set(project, id);
      state.projects.set(id, {
        id,
        name: project,
        domain_id: "default",
        description: "",
        enabled: true,
      });
    }
    const user = createUser(keystone, { id: random.id(), name, password, domainId: "default" });
    for (const role of userRoles) grant(user.id, role, { projectId: projects.get(project) ?? "" });
    if (name === "admin") adminId = user.id;
  }
  for (const project of ["demo", "demo2"]) {
    grant(adminId, "admin", { projectId: projects.get(project) ?? "" });
  }
  for (const [name, domainId] of [
    ["heat_domain_admin", heatDomainId],
    ["magnum_domain_admin", trusteeDomainId],
  ] as const) {
    const user = createUser(keystone, { id: random.id(), name, password, domainId });
    grant(user.id, "admin", { domainId });
  }
  return { heatDomainId, trusteeDomainId };
}

function projectNamed(cloud: Cloud, name: string): string {
  return [...cloud.keystone.state.projects.values()].find((one) => one.name === name)?.id ?? "";
}

/** Makes flavors, images, networks and keypairs. */
export function seedResources(cloud: Cloud): void {
  const { nova, glance, neutron, keystone, random } = cloud;
  for (const [name, vcpus, ram, disk] of flavors) {
    const id = random.uuid();
    nova.flavors.set(id, { id, name, vcpus, ram, disk });
  }
  const admin = projectNamed(cloud, "admin");
  for (const [name, osDistro] of images) {
    const properties = osDistro === undefined ? {} : { os_distro: osDistro };
    createImage(glance, { name, owner: admin, properties });
  }
  const external = createNetwork(neutron, admin, { name: "public", "router:external": true });
  createSubnet(neutron, admin, {
    name: "public-subnet",
    network_id: external.id,
    cidr: "172.24.0.0/16",
    gateway_ip: "172.24.0.1",
    enable_dhcp: false,
    allocation_pools: [{ start: "172.24.1.0", end: "172.24.255.250" }],
  });
  for (const [project, network, cidr] of [
    ["demo", "private", "10.66.0.0/16"],
    ["demo2", "private2", "10.67.0.0/16"],
  ] as const) {
    const projectId = projectNamed(cloud, project);
    const inner = createNetwork(neutron, projectId, { name: network });
    const subnet = createSubnet(neutron, projectId, {
      name: `${network}-subnet`,
      network_id: inner.id,
      cidr,
      dns_nameservers: ["127.0.0.1"],
    });
    const router = createRouter(neutron, projectId, {
      name: `${network}-router`,
      external_gateway_info: { network_id: external.id },
    });
    addRouterInterface(neutron, router.id, { subnet_id: subnet.id });
  }
  for (const project of keystone.state.projects.values()) defaultSecurityGroup(neutron, project.id);
  for (const user of keystone.state.users.values()) {
    if (["admin", "demo", "demo2"].includes(user.name)) {
      createKeypair(nova, user.id, "testkey", seededPublicKey);
    }
  }
}
