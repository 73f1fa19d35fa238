import type { Cloud, CredentialStrategy, Requester } from "../cloud/cloud.ts";
import type { CloudResources } from "../cloud/cloud-resources.ts";
import { type ClusterCredential, nodeLogin } from "../cloud/credential.ts";
import type { FakeStacks } from "./fake-stacks.ts";

export const alice: Requester = {
  userId: "alice",
  projectId: "wonderland",
  roles: ["member"],
  isAdmin: false,
  token: "alice-token",
};
export const mallory: Requester = { ...alice, userId: "mallory", projectId: "elsewhere" };
export const admin: Requester = { ...alice, userId: "root", projectId: "admin", isAdmin: true };

const named =
  <T extends { id?: string; name: string | null }>(rows: readonly T[]) =>
  async (nameOrId: string) =>
    rows.filter((row) => row.id === nameOrId || row.name === nameOrId);

const resources: CloudResources = {
  findImages: named([
    { id: "image-1", name: "debian", osDistro: "debian", driver: null },
    { id: "image-2", name: "twin", osDistro: "debian", driver: null },
    { id: "image-3", name: "twin", osDistro: "debian", driver: null },
    { id: "image-4", name: "bare", osDistro: null, driver: null },
    { id: "image-5", name: "plan9", osDistro: "plan9", driver: null },
    { id: "image-7", name: "foreign", osDistro: "debian", driver: "another" },
    { id: "image-6", name: "newer", osDistro: "debian", driver: "fake" },
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

export interface FakeCloud extends Cloud<{ stacks: FakeStacks }> {
  /** Credentials that were made and not released, by what nodes log in with. */
  readonly held: Map<string, ClusterCredential>;
  /** Errors for the next calls of the credential strategy, first come first served. */
  readonly faults: { readonly acquire: Error[]; readonly release: Error[] };
  /** What each look-up throws from now on, by its name. */
  readonly refusals: Map<LookUp, unknown>;
  /** Every look-up that was asked, in order. */
  readonly lookUps: LookUp[];
  /** Clusters whose credentials let nobody in any more. */
  readonly lockedOut: Set<string>;
}
type LookUp = keyof CloudResources | "projectExists";

export function fakeCloud(
  stacks: FakeStacks,
  options: { givesCredentials?: boolean; seesAllProjects?: boolean } = {},
): FakeCloud {
  const held = new Map<string, ClusterCredential>();
  const faults: FakeCloud["faults"] = { acquire: [], release: [] };
  /** By cluster: no login ever gets the name of another one. */
  const made = new Map<string, number>();
  const throwNext = (errors: Error[]) => {
    const error = errors.shift();
    if (error) throw error;
  };
  const credentials: CredentialStrategy = {
    kind: "trust",
    async acquire(requester, clusterUuid, _, { renewed } = {}) {
      throwNext(faults.acquire);
      if (!requester.token) throw new Error("no token");
      const count = (made.get(clusterUuid) ?? 0) + 1;
      made.set(clusterUuid, count);
      const ordinal = count === 1 ? "" : `-${count}`;
      const node = { id: `trustee-${clusterUuid}${ordinal}`, password: "trustee-password" };
      const credential =
        renewed?.kind === "trust"
          ? { ...renewed, node }
          : {
              kind: "trust" as const,
              trustId: `trust-${clusterUuid}`,
              trusteeUserId: node.id,
              trusteeUserName: clusterUuid,
              trusteePassword: node.password,
              trusteeDomainId: "trustees",
            };
      held.set(node.id, credential);
      return credential;
    },
    async release({ uuid }, credential) {
      throwNext(faults.release);
      for (const id of held.keys())
        if (credential ? id === nodeLogin(credential).id : id.startsWith(`trustee-${uuid}`))
          held.delete(id);
    },
  };
  const refusals = new Map<LookUp, unknown>();
  const lookUps: LookUp[] = [];
  const asked =
    <Answer>(lookUp: LookUp, answer: (name: string) => Promise<Answer>) =>
    async (name: string) => {
      lookUps.push(lookUp);
      const refusal = refusals.get(lookUp);
      if (refusal !== undefined) throw refusal;
      return answer(name);
    };
  const connection = {
    services: { stacks },
    resources: {
      findImages: asked("findImages", resources.findImages),
      findFlavors: asked("findFlavors", resources.findFlavors),
      findKeypairs: asked("findKeypairs", resources.findKeypairs),
      findNetworks: asked("findNetworks", resources.findNetworks),
      findSubnets: asked("findSubnets", resources.findSubnets),
    },
  };
  const lockedOut = new Set<string>();
  return {
    lockedOut,
    ...(options.seesAllProjects ? { connectForAllProjects: async () => connection } : {}),
    held,
    faults,
    refusals,
    lookUps,
    serviceTypes: ["stacks"],
    endpoints: { identity: "http://identity/v3", containerInfra: "http://magnum/v1" },
    self: async () => alice,
    connectAs: async () => connection,
    connectFor: async (projectId, credential) => {
      if (!credential && (options.givesCredentials || projectId !== alice.projectId))
        throw new Error("no rights in that project");
      if (credential?.kind === "trust" && lockedOut.has(credential.trusteeUserName))
        throw new Error(`trust ${credential.trustId} is gone`);
      return connection;
    },
    projectExists: asked("projectExists", async (id) => id !== "nowhere"),
    ...(options.givesCredentials ? { credentials: [credentials] } : {}),
  };
}
