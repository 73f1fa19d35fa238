import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settled, untilGone } from "../support/clusters.ts";
import { inventory, type Inventory, leftovers } from "../support/leftovers.ts";
import { labScript, openstack, openstackJson, playGuests, whyNoLab } from "../support/lab.ts";
import { refusal } from "../support/refusal.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";

/** A tenant that nothing else in the lab works in, so that whatever is left is ours. */
const user = "demo2";
const reason = await whyNoLab();
if (reason) console.log(`skipped: the real client on a real OpenStack: ${reason}`);

describe.skipIf(reason)("the openstack client on our server and a real OpenStack", () => {
  let server: ServerProcess;
  let before: Inventory;
  const guests = reason ? undefined : playGuests(user);

  beforeAll(async () => {
    await labScript("point-at", "9511");
    before = await inventory(user);
    server = await startServerProcess({ publicUrl: "http://127.0.0.1:9511/v1" });
  });
  afterAll(async () => {
    guests?.stop();
    await server?.stop();
  });

  const template = ["coe", "cluster", "template"];

  it("creates, lists, shows, updates and deletes a cluster", async () => {
    await openstack(
      user,
      ...template,
      "create",
      "swarm-tls",
      "--coe",
      "swarm-mode",
      "--image",
      "ubuntu-22.04",
      "--external-network",
      "public",
      "--flavor",
      "m1.small",
      "--master-flavor",
      "m1.small",
      "--keypair",
      "testkey",
    );
    const accepted = await openstack(
      user,
      "coe",
      "cluster",
      "create",
      "cli",
      "--cluster-template",
      "swarm-tls",
      "--node-count",
      "2",
    );
    expect(accepted).toMatch(/^Request to create cluster [0-9a-f-]{36} accepted/);
    const cluster = await settled(user, "cli");
    expect(cluster).toMatchObject({ status: "CREATE_COMPLETE", node_count: 2 });
    expect(cluster.api_address).toMatch(/^tcp:\/\/172\.24\.\d+\.\d+:2376$/);
    expect(cluster.node_addresses).toHaveLength(2);
    expect(cluster.master_addresses).toHaveLength(1);

    const listed = await openstackJson<{ name: string; status: string }[]>(
      user,
      "coe",
      "cluster",
      "list",
    );
    expect(listed).toEqual([expect.objectContaining({ name: "cli", status: "CREATE_COMPLETE" })]);

    await openstack(user, "coe", "cluster", "update", "cli", "replace", "node_count=3");
    expect(await settled(user, "cli")).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 3 });

    await openstack(user, "coe", "cluster", "delete", "cli");
    await untilGone(user, "cli");
    await openstack(user, ...template, "delete", "swarm-tls");
    expect(leftovers(before, await inventory(user))).toEqual([]);
    expect(server.output()).not.toContain("labpass");
  });

  it("refuses bad input with the reference's words and leaves nothing behind", async () => {
    const create = (name: string, ...more: string[]) => [
      ...template,
      "create",
      name,
      "--coe",
      "swarm-mode",
      "--image",
      "ubuntu-22.04",
      "--external-network",
      "public",
      ...more,
    ];
    expect(
      await refusal(
        user,
        ...template,
        "create",
        "t",
        "--coe",
        "swarm-mode",
        "--image",
        "nope",
        "--external-network",
        "public",
      ),
    ).toContain("Image nope could not be found (HTTP 400)");
    expect(await refusal(user, ...create("t", "--flavor", "nope"))).toContain(
      "Unable to find flavor nope (HTTP 400)",
    );
    expect(
      await refusal(
        user,
        ...template,
        "create",
        "t",
        "--coe",
        "swarm-mode",
        "--image",
        "ubuntu-22.04",
        "--external-network",
        "nope",
      ),
    ).toContain("Unable to find external network nope (HTTP 400)");
    await openstack(user, ...create("bad", "--flavor", "m1.small", "--tls-disabled"));
    const cluster = ["coe", "cluster", "create", "bad", "--cluster-template", "bad"];
    expect(await refusal(user, ...cluster, "--keypair", "nope")).toContain(
      "Unable to find keypair nope (HTTP 404)",
    );
    expect(await refusal(user, ...cluster, "--labels", "colour=red")).toContain("(HTTP 400)");
    expect(await refusal(user, ...cluster, "--master-count", "0")).toContain("(HTTP 400)");
    expect(await openstackJson(user, "coe", "cluster", "list")).toEqual([]);
    await openstack(user, ...template, "delete", "bad");
    expect(leftovers(before, await inventory(user))).toEqual([]);
  });
});
