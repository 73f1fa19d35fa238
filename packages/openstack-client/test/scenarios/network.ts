import {
  addRouterInterface,
  AmbiguousNameError,
  collect,
  createFloatingIp,
  createNetwork,
  createPort,
  createRouter,
  createSecurityGroup,
  createSecurityGroupRule,
  createSubnet,
  deleteFloatingIp,
  deleteNetwork,
  deletePort,
  deleteRouter,
  deleteSecurityGroup,
  findNetwork,
  findSubnet,
  getNetworkQuota,
  listFloatingIps,
  listNetworkExtensions,
  listNetworks,
  listPorts,
  removeRouterInterface,
} from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";

async function play(...[session]: Parameters<Scenario<unknown>["play"]>) {
  const neutron = session.service("network");
  const [external] = await collect(listNetworks(neutron, { external: true }));
  const externalId = external?.id ?? "";
  const network = await createNetwork(neutron, { name: "recorded" });
  const twin = await createNetwork(neutron, { name: "recorded" });
  const ambiguous = await findNetwork(neutron, "recorded").then(
    () => undefined,
    (error: unknown) => (AmbiguousNameError.isInstance(error) ? error : undefined),
  );
  await deleteNetwork(neutron, twin.id);
  const subnet = await createSubnet(neutron, {
    networkId: network.id,
    cidr: "10.99.0.0/24",
    name: "recorded-subnet",
    dnsNameservers: ["10.99.0.2"],
  });
  const router = await createRouter(neutron, {
    name: "recorded-router",
    externalGatewayInfo: { networkId: externalId },
  });
  await addRouterInterface(neutron, router.id, { subnetId: subnet.id });
  const port = await createPort(neutron, {
    networkId: network.id,
    fixedIps: [{ subnetId: subnet.id, ipAddress: "10.99.0.10" }],
    allowedAddressPairs: [{ ipAddress: "10.100.0.0/16" }],
  });
  const floatingIp = await createFloatingIp(neutron, {
    floatingNetworkId: externalId,
    portId: port.id,
  });
  const group = await createSecurityGroup(neutron, { name: "recorded-group" });
  const rule = await createSecurityGroupRule(neutron, {
    securityGroupId: group.id,
    direction: "ingress",
    ethertype: "IPv4",
    protocol: "tcp",
    portRangeMin: 2376,
    portRangeMax: 2377,
    remoteIpPrefix: "10.99.0.0/24",
  });
  const found = {
    subnet: await findSubnet(neutron, "recorded-subnet"),
    ports: await collect(listPorts(neutron, { networkId: network.id, pageSize: 1 })),
    floatingIps: await collect(listFloatingIps(neutron, { portId: port.id })),
  };
  const removed = [
    await deleteFloatingIp(neutron, floatingIp.id),
    await deletePort(neutron, port.id),
    await removeRouterInterface(neutron, router.id, { subnetId: subnet.id }),
    await deleteRouter(neutron, router.id),
    await deleteSecurityGroup(neutron, group.id),
    await deleteNetwork(neutron, network.id),
  ];
  const removedAgain = [
    await deleteFloatingIp(neutron, floatingIp.id),
    await removeRouterInterface(neutron, router.id, { subnetId: subnet.id }),
    await deleteNetwork(neutron, network.id),
  ];
  const { project } = await session.token();
  return {
    external,
    network,
    twin,
    ambiguous,
    subnet,
    router,
    port,
    floatingIp,
    group,
    rule,
    found,
    removed,
    removedAgain,
    absent: await findNetwork(neutron, "no such network"),
    quota: await getNetworkQuota(neutron, project?.id ?? ""),
    extensions: await listNetworkExtensions(neutron),
  };
}

export const network = { cloud: "demo", play };
