import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settled, untilGone } from "../support/clusters.ts";
import { inventory, type Inventory, leftovers } from "../support/leftovers.ts";
import { labScript, openstack, whyNoGuests } from "../support/lab.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";
import {
  answering,
  type Docker,
  dockerOf,
  importImage,
  metadataFrom,
  plainDocker,
  readyNodes,
  serve,
} from "../support/swarm.ts";
import { logIn } from "../support/token.ts";

/** A tenant that nothing else in the lab works in, so that whatever is left is ours. */
const user = "demo2";
const reason = await whyNoGuests();
if (reason) console.log(`skipped: swarm mode on nodes that really boot: ${reason}`);

async function create(name: string, image: string, workers: number, option = "") {
  const template = `--coe swarm-mode --image ${image} --external-network public --keypair testkey --flavor m1.small --master-flavor m1.small ${option}`;
  const options = template.trim().split(" ");
  await openstack(user, "coe", "cluster", "template", "create", name, ...options);
  const wish = `${name} --cluster-template ${name} --node-count ${workers}`;
  await openstack(user, "coe", "cluster", "create", ...wish.split(" "));
  const cluster = await settled(user, name);
  expect(cluster).toMatchObject({ status: "CREATE_COMPLETE" });
  return cluster;
}

/** The kinds of what an inventory lists. */
function kinds(items: readonly string[]): readonly string[] {
  return items.map((item) => item.replace(/ .*/, "")).toSorted();
}

async function remove(name: string): Promise<void> {
  await openstack(user, "coe", "cluster", "delete", name);
  await untilGone(user, name);
  await openstack(user, "coe", "cluster", "template", "delete", name);
}

describe.skipIf(reason)("swarm mode on nodes that really boot", () => {
  let server: ServerProcess;
  let before: Inventory;
  let folder: string;

  beforeAll(async () => {
    await labScript("point-at", "9511");
    folder = await mkdtemp(join(tmpdir(), "docker-"));
    before = await inventory(user);
    server = await startServerProcess({ publicUrl: "http://172.24.0.1:9511/v1" });
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true });
  });

  /** Sends a PATCH that no command line of OpenStack's has, and waits until the nodes did what it asks. */
  async function patch(path: string, name: string): Promise<void> {
    const token = await logIn(user);
    const answer = await fetch(`${server.origin}/v1/${path}`, {
      method: "PATCH",
      headers: { "X-Auth-Token": token.id, "OpenStack-API-Version": "container-infra latest" },
    });
    expect({ status: answer.status, text: await answer.text() }).toMatchObject({ status: 202 });
    expect(await settled(user, name)).toMatchObject({ status: "UPDATE_COMPLETE" });
  }
  async function resize(name: string, nodes: number) {
    await openstack(user, "coe", "cluster", "update", name, "replace", `node_count=${nodes}`);
    const cluster = await settled(user, name);
    expect(cluster).toMatchObject({ status: "UPDATE_COMPLETE", node_count: nodes });
    return cluster;
  }
  const client = (name: string, files: string): Promise<Docker> =>
    dockerOf(user, name, join(folder, files));

  it("forms without TLS, and goes", async () => {
    const cluster = await create("plain", "ubuntu-coe", 1, "--tls-disabled");
    expect(await readyNodes(plainDocker(cluster.api_address))).toHaveLength(2);
    await remove("plain");
    expect(leftovers(before, await inventory(user))).toEqual([]);
  });

  it("forms with TLS, serves, grows, takes over a new authority in two phases, and goes", async () => {
    const { node_addresses: two } = await create("tls", "debian-12-coe", 2);
    const old = await client("tls", "old");
    const nodes = await readyNodes(old);
    expect(nodes).toHaveLength(3);
    await importImage(nodes);
    expect(await metadataFrom(nodes[0] ?? "")).toBe("a container cannot, the node can");
    await serve(old, 2);
    await answering(two, 2);

    await patch("certificates/tls?phase=prepare", "tls");
    // Nodes show certificates of the new authority, and believe both.
    await expect(old("node", "ls")).rejects.toThrow(/unknown authority/);
    const renewed = await client("tls", "renewed");
    await copyFile(join(folder, "renewed", "ca.pem"), join(folder, "old", "ca.pem"));
    for (const docker of [old, renewed]) expect(await readyNodes(docker)).toHaveLength(3);

    const { node_addresses: three } = await resize("tls", 3);
    const grown = await readyNodes(renewed);
    expect(grown).toHaveLength(4);
    await importImage(grown.filter((node) => !nodes.includes(node)));
    await renewed("service", "scale", "--detach=false", "web=3");
    await answering(three, 3);
    await renewed("service", "scale", "--detach=false", "web=2");
    await answering(three, 2);

    await patch("certificates/tls?phase=complete", "tls");
    await expect(old("node", "ls")).rejects.toThrow(/certificate|tls/i);
    expect(await readyNodes(renewed)).toHaveLength(4);
    await answering(three, 2);

    await remove("tls");
    expect(leftovers(before, await inventory(user))).toEqual([]);
  });

  it("hands its nodes a new credential, with which later ones come too, and goes", async () => {
    await create("login", "debian-12-coe", 1);
    const former = await inventory(user);
    await patch("credentials/login", "login");
    const now = await inventory(user);
    // Another user has come, and the former one is gone.
    expect(kinds(leftovers(former, now))).toContain("users");
    expect(kinds(leftovers(now, former))).toContain("users");
    expect(await readyNodes(await client("login", "login"))).toHaveLength(2);
    await resize("login", 2);
    expect(await readyNodes(await client("login", "grown"))).toHaveLength(3);
    await remove("login");
    expect(leftovers(before, await inventory(user))).toEqual([]);
  });
});
