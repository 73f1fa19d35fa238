import type { Cloud, CloudResources, Requester } from "@jeroboam/core";
import type { FakeServices, FakeStacks } from "./fake-driver.ts";

const named =
  <Row extends { id?: string; name: string | null }>(rows: readonly Row[]) =>
  async (nameOrId: string) =>
    rows.filter((row) => row.id === nameOrId || row.name === nameOrId);

const resources: CloudResources = {
  findImages: named([
    { id: "image-1", name: "debian", osDistro: "debian", driver: null },
    { id: "image-2", name: "twin", osDistro: "debian", driver: null },
    { id: "image-3", name: "twin", osDistro: "debian", driver: null },
    { id: "image-4", name: "bare", osDistro: null, driver: null },
    { id: "image-5", name: "plan9", osDistro: "plan9", driver: null },
  ]),
  findFlavors: named([
    { id: "flavor-1", name: "m1.small", diskGib: 20 },
    { id: "flavor-2", name: "diskless", diskGib: 0 },
  ]),
  findKeypairs: named([{ name: "testkey", publicKey: "ssh-ed25519 AAAA" }]),
  findNetworks: named([
    { id: "net-1", name: "public", external: true },
    { id: "net-2", name: "private", external: false },
  ]),
  findSubnets: named([
    { id: "sub-1", name: "private-subnet", networkId: "net-2", cidr: "10.0.0.0/24" },
  ]),
};
const service: Requester = { userId: "magnum", projectId: "service", roles: [], isAdmin: false };

export function fakeCloud(stacks: FakeStacks): Cloud<FakeServices> {
  const connection = { services: { stacks }, resources };
  return {
    serviceTypes: ["stacks"],
    endpoints: { identity: "http://identity/v3", containerInfra: "http://magnum/v1" },
    self: async () => service,
    connectAs: async () => connection,
    connectFor: async () => connection,
    projectExists: async (projectId) => ["wonderland", "elsewhere", "admin"].includes(projectId),
  };
}
