import { type ClusterManager, createClusterManager, createMemoryStore } from "@jeroboam/core";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import {
  createSession,
  deleteTrust,
  findStack,
  type PasswordAuth,
  type Session,
} from "@jeroboam/openstack-client";
import { openStackCloud, trustCredentials } from "@jeroboam/openstack-client/cloud";
import { describe, expect, it } from "vitest";
import { authUrl, labPassword, playGuests, whyNoLab } from "../support/lab.ts";

const user = "demo2";
const reason = await whyNoLab();
if (reason) console.log(`skipped: cancelling and retrying on a real OpenStack: ${reason}`);

const connection = { authUrl, region: "RegionOne" };
const domain = { name: "Default" };

function sessionOf(name: string, project = name): Session {
  const scope = { type: "project", name: project, domain } as const;
  return logIn({ user: { name, domain }, scope });
}

function logIn(as: Pick<PasswordAuth, "user" | "scope">): Session {
  return createSession({
    ...connection,
    auth: { type: "password", password: labPassword, ...as },
  });
}

describe.skipIf(reason)("a cluster on a real OpenStack", () => {
  const store = createMemoryStore();

  /** A conductor with the rights of the lab's service user, and nothing that it remembers. */
  async function openManager(): Promise<ClusterManager> {
    const magnum = { name: "magnum" };
    const domainAdmin = logIn({
      user: { name: "magnum_domain_admin", domain: magnum },
      scope: { type: "domain", domain: magnum },
    });
    const trusteeDomainId = (await domainAdmin.token()).domain?.id ?? "";
    return createClusterManager({
      drivers: [swarmMode],
      store,
      cloud: openStackCloud({
        session: sessionOf("magnum", "service"),
        connection,
        credentials: [trustCredentials({ connection, domainAdmin, trusteeDomainId })],
        endpoints: { identity: authUrl, containerInfra: "http://127.0.0.1:9/v1" },
      }),
    });
  }

  it("is cancelled while it is made, completed by a retry, and deleted without its trust", async () => {
    const requester = await openStackCloud({ session: sessionOf(user) }).self();
    const manager = await openManager();
    const { clusters, clusterTemplates } = manager.as(requester);
    await clusterTemplates.create({
      name: "swarm",
      coe: "swarm-mode",
      imageId: "ubuntu-22.04",
      externalNetworkId: "public",
      flavorId: "m1.small",
      masterFlavorId: "m1.small",
      keypairId: "testkey",
      tlsDisabled: true,
    });
    const created = await clusters.create({ name: "remedies", clusterTemplateId: "swarm" });
    const { uuid } = created.cluster;
    const hasBegun = async () => ((await clusters.get(uuid)).progress?.done ?? 0) > 3;
    await expect.poll(hasBegun, { timeout: 120_000, interval: 500 }).toBe(true);
    await clusters.cancel(uuid);
    await expect(manager.wait(created)).rejects.toMatchObject({ code: "JRB_OPERATION_CANCELLED" });
    expect(await clusters.get(uuid)).toMatchObject({
      status: "CREATE_FAILED",
      statusReason: "Stack CREATE cancelled",
    });

    const guests = playGuests(user);
    const whole = await manager.wait(await clusters.retry(uuid));
    guests.stop();
    expect(whole?.status).toBe("UPDATE_COMPLETE");
    expect(whole?.nodeGroups.map((group) => group.nodeAddresses.length)).toEqual([1, 1]);

    const credential = await store.credentials.find(uuid);
    const trustId = credential?.kind === "trust" ? credential.trustId : "";
    await deleteTrust(sessionOf(user).service("identity"), trustId);
    await manager.close();
    const successor = await openManager();
    const gone = await successor.wait(await successor.as(requester).clusters.delete(uuid));
    expect(gone).toBeUndefined();
    const heat = sessionOf(user).service("orchestration");
    expect((await findStack(heat, whole?.backingRef ?? ""))?.stackStatus).toBe("DELETE_COMPLETE");
    await successor.close();
  });
});
