import type { Requester } from "@jeroboam/core";
import { type Simulator, startSimulator } from "@jeroboam/openstack-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getTrust } from "../identity/trust.ts";
import { sessionOptionsFromEnvironment } from "../session/environment.ts";
import { createSession } from "../session/session.ts";
import { openStackCloud } from "./openstack-cloud.ts";
import { trustCredentials } from "./trust-credentials.ts";

const clusterUuid = "5d12f6fd-a196-4bf0-ae4c-1f639a523a52";
const { signal } = new AbortController();

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ clock: { mode: "manual" } });
});
afterAll(() => simulator.close());

const sessionOf = (user: string) =>
  createSession(sessionOptionsFromEnvironment(simulator.environment(user)));

/** A cloud whose own calls are those of a service user, as a server has it. */
function serverCloud(onRequest: (url: string) => void = () => undefined, user = "magnum") {
  const connection = {
    authUrl: simulator.authUrl,
    region: simulator.region,
    fetch: (input: string | URL | Request, init?: RequestInit) => {
      onRequest(input instanceof Request ? input.url : String(input));
      return fetch(input, init);
    },
  };
  const domainAdmin = sessionOf("magnum_domain_admin");
  const { trusteeDomainId } = simulator;
  const credentials = trustCredentials({ connection, domainAdmin, trusteeDomainId });
  return {
    cloud: openStackCloud({ session: sessionOf(user), connection, credentials: [credentials] }),
    credentials,
    onlyRoles: (...roles: readonly string[]) =>
      trustCredentials({ connection, domainAdmin, trusteeDomainId, roles }),
  };
}

async function requesterOf(user: string): Promise<Requester> {
  return openStackCloud({ session: sessionOf(user) }).self();
}

async function clusterOf(user: string) {
  const { projectId, userId } = await requesterOf(user);
  return { uuid: clusterUuid, projectId, requesterIds: [userId] };
}

const trustees = () =>
  simulator.inspection.users().filter(({ name }) => name.startsWith(clusterUuid));

const newStack = {
  name: "made-by-trustee",
  template: `
heat_template_version: 2018-08-31
parameters: { text: { type: string } }
resources: { value: { type: "OS::Heat::Value", properties: { value: { get_param: text } } } }
outputs: { text: { value: { get_attr: [value, value] } } }
`,
  files: {},
  environmentFiles: [],
  parameters: { text: "one" },
  timeoutMinutes: 5,
  tags: ["cluster"],
  disableRollback: true,
};

describe("a cluster's credential", () => {
  it("is a trustee and a trust, and release leaves neither", async () => {
    const { credentials } = serverCloud();
    const before = simulator.inspection.counts();
    const requester = await requesterOf("demo");
    const credential = await credentials.acquire(requester, clusterUuid, []);
    expect(credential).toMatchObject({
      kind: "trust",
      trusteeUserName: `${clusterUuid}_${requester.projectId}`,
      trusteeDomainId: simulator.trusteeDomainId,
    });
    expect(trustees().map(({ id }) => id)).toEqual([credential.trusteeUserId, credential.node?.id]);
    expect(simulator.inspection.trusts()).toEqual([
      {
        id: credential?.trustId,
        trustorId: requester.userId,
        trusteeId: credential?.trusteeUserId,
      },
    ]);
    await credentials.release(await clusterOf("demo"), credential);
    expect(simulator.inspection.counts()).toEqual(before);
  });

  it("has all roles of the requester, or those that the operator names", async () => {
    const { credentials, onlyRoles } = serverCloud();
    const requester = await requesterOf("demo");
    const keystone = sessionOf("demo").service("identity");
    const given = async (strategy: typeof credentials) => {
      const credential = await strategy.acquire(requester, clusterUuid, []);
      const { roles } = await getTrust(keystone, credential?.trustId ?? "");
      await strategy.release(await clusterOf("demo"), credential);
      return roles?.map(({ name }) => name);
    };
    expect(requester.roles.length).toBeGreaterThan(1);
    expect(await given(credentials)).toEqual(requester.roles);
    expect(await given(onlyRoles("member"))).toEqual(["member"]);
    await expect(
      onlyRoles("member", "auditor").acquire(requester, clusterUuid, []),
    ).rejects.toThrow("the requester has not auditor in this project");
    expect(trustees()).toEqual([]);
  });

  it("that is revoked still lets what is there be seen and deleted, and nothing be changed", async () => {
    const { cloud, credentials } = serverCloud();
    const before = simulator.inspection.counts();
    const requester = await requesterOf("demo");
    const credential = await credentials.acquire(requester, clusterUuid, []);
    const { services } = await cloud.connectFor(requester.projectId, credential);
    const heat = services.orchestration;
    const { id } = await heat.createStack({ ...newStack, name: "of-revoked" }, signal);
    await credentials.release(await clusterOf("demo"), credential);
    const change = { parameters: { text: "two" }, tags: [], disableRollback: true };
    await expect(heat.patchStack(id, change, signal)).rejects.toMatchObject({
      code: "OPENSTACK_CREDENTIAL_REFUSED",
      retryable: false,
      message: expect.stringContaining("delete the cluster and create it again"),
    });
    const found = await heat.findStack(id, { resolveOutputs: false }, signal);
    expect(found?.name).toBe("of-revoked");
    await heat.deleteStack(id, signal);
    simulator.clock.advance(60_000);
    expect(simulator.inspection.counts()).toEqual(before);
  });

  it("that is revoked says what to do where the service has no rights in the project", async () => {
    const { cloud, credentials } = serverCloud(undefined, "demo2");
    const requester = await requesterOf("demo");
    const credential = await credentials.acquire(requester, clusterUuid, []);
    const { services } = await cloud.connectFor(requester.projectId, credential);
    await credentials.release(await clusterOf("demo"), credential);
    await expect(services.orchestration.deleteStack("any", signal)).rejects.toMatchObject({
      code: "OPENSTACK_CREDENTIAL_REFUSED",
      message: expect.stringContaining("this service has no rights there. Give it the role admin"),
    });
  });

  it("makes, changes and deletes a stack in the requester's project", async () => {
    const { cloud, credentials } = serverCloud();
    const before = simulator.inspection.counts();
    const requester = await requesterOf("demo");
    const credential = await credentials.acquire(requester, clusterUuid, []);
    const { services } = await cloud.connectFor(requester.projectId, credential);
    const heat = services.orchestration;

    const { id } = await heat.createStack(newStack, signal);
    simulator.clock.advance(60_000);
    expect(simulator.inspection.stacks()).toMatchObject([
      { id, status: "CREATE_COMPLETE", projectId: requester.projectId },
    ]);
    const change = { parameters: { text: "two" }, tags: ["cluster"], disableRollback: true };
    await heat.patchStack(id, change, signal);
    simulator.clock.advance(60_000);
    expect(await heat.findStack(newStack.name, { resolveOutputs: true }, signal)).toEqual({
      id,
      name: newStack.name,
      status: "UPDATE_COMPLETE",
      statusReason: "Stack UPDATE completed successfully",
      tags: ["cluster"],
      outputs: { text: "two" },
    });
    expect(await heat.listStackResources(id, { nestedDepth: 1 }, signal)).toMatchObject([
      { name: "value", type: "OS::Heat::Value", status: "UPDATE_COMPLETE", stackId: id },
    ]);
    await heat.deleteStack(id, signal);
    simulator.clock.advance(60_000);
    expect(await heat.findStack(newStack.name, { resolveOutputs: false }, signal)).toBeUndefined();

    await credentials.release(await clusterOf("demo"), credential);
    expect(simulator.inspection.counts()).toEqual(before);
  });

  it("stays one trustee when it is acquired again after it was lost", async () => {
    const { credentials } = serverCloud();
    const before = simulator.inspection.counts();
    const requester = await requesterOf("demo");
    const lost = await credentials.acquire(requester, clusterUuid, []);
    const kept = await credentials.acquire(requester, clusterUuid, []);
    expect(kept?.trusteeUserId).not.toBe(lost?.trusteeUserId);
    expect(trustees().map(({ id }) => id)).toEqual([kept.trusteeUserId, kept.node?.id]);
    expect(simulator.inspection.trusts().map(({ id }) => id)).toEqual([kept?.trustId]);
    await credentials.release(await clusterOf("demo"), kept);
    expect(simulator.inspection.counts()).toEqual(before);
  });

  it("keeps its trust when it is renewed, unless somebody else asks", async () => {
    const { credentials } = serverCloud();
    const before = simulator.inspection.counts();
    const requester = await requesterOf("demo");
    const former = await credentials.acquire(requester, clusterUuid, []);
    const renew = (renewed: typeof former) =>
      credentials.acquire(requester, clusterUuid, [former], { renewed });
    const again = await renew(former);
    expect(again).toMatchObject({ trustId: former.trustId, trustorUserId: requester.userId });
    expect(again.node?.id).not.toBe(former.node?.id);
    const others = await renew({ ...former, trustorUserId: "somebody-who-leaves" });
    expect(others.trustId).not.toBe(former.trustId);
    for (const one of [former, others]) await credentials.release(await clusterOf("demo"), one);
    await credentials.release(await clusterOf("demo"), undefined);
    expect(simulator.inspection.counts()).toEqual(before);
  });

  it("leaves no trustee when the trust is refused", async () => {
    const { credentials } = serverCloud();
    const before = simulator.inspection.counts();
    const requester = await requesterOf("demo");
    simulator.faults.add({
      service: "identity",
      operation: "createTrust",
      times: 1,
      status: 403,
    });
    await expect(credentials.acquire(requester, clusterUuid, [])).rejects.toMatchObject({
      status: 403,
    });
    expect(simulator.inspection.counts()).toEqual(before);
  });

  it("is taken away also when it never got on record", async () => {
    const { credentials } = serverCloud();
    const before = simulator.inspection.counts();
    await credentials.acquire(await requesterOf("demo"), clusterUuid, []);
    await credentials.release(await clusterOf("demo"), undefined);
    expect(simulator.inspection.counts()).toEqual(before);
  });

  it("is released without complaint where there is none, or no longer any", async () => {
    const { credentials } = serverCloud();
    const before = simulator.inspection.counts();
    const credential = await credentials.acquire(await requesterOf("demo"), clusterUuid, []);
    await credentials.release(await clusterOf("demo"), credential);
    await credentials.release(await clusterOf("demo"), credential);
    await credentials.release(await clusterOf("demo"), undefined);
    expect(simulator.inspection.counts()).toEqual(before);
  });
});

describe("a cloud without credentials of clusters", () => {
  it("works in the project of its own session, and in no other", async () => {
    const cloud = openStackCloud({ session: sessionOf("demo") });
    const { projectId } = await cloud.self();
    const { services } = await cloud.connectFor(projectId, undefined);
    expect(
      await services.orchestration.findStack("none", { resolveOutputs: false }, signal),
    ).toBeUndefined();
    const other = await requesterOf("demo2");
    await expect(cloud.connectFor(other.projectId, undefined)).rejects.toMatchObject({
      code: "OPENSTACK_NO_CREDENTIAL",
      message: expect.stringContaining(other.projectId) as unknown,
    });
  });
});

describe("looking up what templates name", () => {
  it("is done with the requester's rights", async () => {
    const { cloud } = serverCloud();
    const demo = await cloud.connectAs(await requesterOf("demo"));
    const other = await cloud.connectAs(await requesterOf("demo2"));
    expect(await demo.resources.findNetworks("private")).toHaveLength(1);
    expect(await other.resources.findNetworks("private")).toEqual([]);
  });

  it("hands the requester's token on as it is, to the addresses of its project", async () => {
    const urls: string[] = [];
    const { cloud } = serverCloud((url) => urls.push(url));
    const requester = await requesterOf("demo");
    const { resources, services } = await cloud.connectAs(requester);
    expect(await resources.findNetworks("private")).toHaveLength(1);
    expect(await resources.findImages("ubuntu-22.04")).toHaveLength(1);
    const found = await services.orchestration.findStack("nope", { resolveOutputs: false }, signal);
    expect(found).toBeUndefined();
    expect(urls.filter((url) => url.startsWith(simulator.authUrl))).toEqual([]);
    expect(urls.some((url) => url.includes(`/${requester.projectId}/stacks/nope`))).toBe(true);
  });

  it("tells a token that nobody takes any more from one that may not", async () => {
    const { cloud } = serverCloud();
    const requester = { ...(await requesterOf("demo")), token: "gone" };
    const { resources } = await cloud.connectAs(requester);
    await expect(resources.findImages("ubuntu-22.04")).rejects.toMatchObject({
      code: "OPENSTACK_AUTHENTICATION",
    });
  });

  it("knows which projects there are, by id alone", async () => {
    const { cloud } = serverCloud();
    const { projectId } = await requesterOf("demo");
    const ids = [projectId, "demo", "0".repeat(32), "", "..", "a/b"];
    const answers = await Promise.all(ids.map(async (id) => cloud.projectExists?.(id)));
    expect(answers).toEqual([true, false, false, false, false, false]);
  });

  it("finds images, flavors, keypairs, networks and subnets by name and by id", async () => {
    const { resources } = await openStackCloud({ session: sessionOf("demo") }).connectAs(
      await requesterOf("demo"),
    );
    const [image] = await resources.findImages("ubuntu-22.04");
    expect(image).toMatchObject({ name: "ubuntu-22.04", osDistro: "ubuntu" });
    expect(await resources.findImages(image?.id ?? "")).toEqual([image]);
    expect(await resources.findImages("no-os-distro")).toMatchObject([{ osDistro: null }]);
    expect(await resources.findImages("no such image")).toEqual([]);

    const [flavor] = await resources.findFlavors("m1.small");
    expect(flavor).toMatchObject({ name: "m1.small", diskGib: 20 });
    expect(await resources.findFlavors(flavor?.id ?? "")).toEqual([flavor]);
    expect(await resources.findFlavors("no such flavor")).toEqual([]);

    const [keypair] = await resources.findKeypairs("testkey");
    expect(keypair?.publicKey).toMatch(/^ssh-/);
    expect(await resources.findKeypairs("no such keypair")).toEqual([]);

    const [external] = await resources.findNetworks("public");
    expect(external).toMatchObject({ name: "public", external: true });
    const [network] = await resources.findNetworks("private");
    expect(network).toMatchObject({ name: "private", external: false });
    expect(await resources.findNetworks(network?.id ?? "")).toEqual([network]);

    const [subnet] = await resources.findSubnets("private-subnet");
    expect(subnet).toMatchObject({ networkId: network?.id, cidr: "10.66.0.0/16" });
    expect(await resources.findSubnets("no such subnet")).toEqual([]);
  });
});
