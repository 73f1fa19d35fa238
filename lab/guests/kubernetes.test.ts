import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settled, untilGone } from "../support/clusters.ts";
import {
  answerTo,
  type Kubectl,
  kubectlOf,
  kubectlWith,
  readyNodes,
  serve,
  untilReady,
  whyNoKubernetes,
} from "../support/kubernetes.ts";
import { inventory, type Inventory, leftovers } from "../support/leftovers.ts";
import { labScript, openstack } from "../support/lab.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";
import { logIn } from "../support/token.ts";

/** A tenant that nothing else in the lab works in, so that whatever is left is ours. */
const user = "demo2";
const reason = await whyNoKubernetes();
if (reason) console.log(`skipped: Kubernetes on nodes that really boot: ${reason}`);

/** Three masters take over each of two phases one after the other. */
const THREE_MASTERS_LIMIT_MS = 30 * 60_000;

const coe = (command: string) => openstack(user, "coe", ...command.trim().split(/ +/));

async function create(name: string, image: string, masters: number, option = "") {
  await coe(
    `cluster template create ${name} --coe kubernetes --image ${image} --external-network public --keypair testkey --flavor m1.small --master-flavor m1.small ${option}`,
  );
  await coe(
    `cluster create ${name} --cluster-template ${name} --master-count ${masters} --node-count 2`,
  );
  const cluster = await settled(user, name);
  expect(cluster).toMatchObject({ status: "CREATE_COMPLETE" });
  expect(cluster.api_address).toMatch(/^https:\/\/172\.24\.[\d.]+:6443$/);
}

async function resize(name: string, workers: number): Promise<void> {
  await coe(`cluster update ${name} replace node_count=${workers}`);
  expect(await settled(user, name)).toMatchObject({ status: "UPDATE_COMPLETE" });
}

async function remove(name: string): Promise<void> {
  await coe(`cluster delete ${name}`);
  await untilGone(user, name);
  await coe(`cluster template delete ${name}`);
}

/** Pods on both workers, each of which reaches each other, and all of them by one address. */
async function expectReachable(kubectl: Kubectl): Promise<void> {
  const { pods, address } = await serve(kubectl, 4);
  expect(new Set(pods.map(({ node }) => node)).size).toBe(2);
  const names = pods.map(({ name }) => name);
  for (const from of pods) {
    for (const to of pods) expect(await answerTo(kubectl, from, to.address, 8080)).toBe(to.name);
    expect(names).toContain(await answerTo(kubectl, from, address, 80));
  }
}

describe.skipIf(reason)("Kubernetes on nodes that really boot", () => {
  let server: ServerProcess;
  let before: Inventory;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kubectl-"));
    await labScript("point-at", "9511");
    before = await inventory(user);
    server = await startServerProcess({ publicUrl: "http://172.24.0.1:9511/v1" });
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true });
  });

  /** Takes a rotation of the cluster's authorities one phase further. */
  async function rotate(name: string, phase: "prepare" | "complete"): Promise<void> {
    const token = await logIn(user);
    const answer = await fetch(`${server.origin}/v1/certificates/${name}?phase=${phase}`, {
      method: "PATCH",
      headers: { "X-Auth-Token": token.id, "OpenStack-API-Version": "container-infra latest" },
    });
    expect({ status: answer.status, text: await answer.text() }).toMatchObject({ status: 202 });
    expect(await settled(user, name)).toMatchObject({ status: "UPDATE_COMPLETE" });
  }

  it("forms with one master, serves, grows by a node group, and goes", async () => {
    await create("one", "debian-12-coe", 1);
    const kubectl = await kubectlOf(user, "one", join(folder, "one"));
    expect(await readyNodes(kubectl)).toHaveLength(3);
    await coe(`cluster config one --dir ${folder}`);
    expect(await readyNodes(kubectlWith(join(folder, "config")))).toHaveLength(3);
    await expectReachable(kubectl);
    await coe("nodegroup create one more --node-count 1 --role extra");
    expect(await settled(user, "one")).toMatchObject({ status: "UPDATE_COMPLETE" });
    expect(await readyNodes(kubectl)).toHaveLength(4);
    const found = await kubectl(
      "get",
      "nodes",
      "-l",
      "magnum.openstack.org/nodegroup=more",
      "-o",
      "name",
    );
    expect(found).toMatch(/^node\/one-more-[a-z2-7]+-node-0$/);
    await remove("one");
    expect(leftovers(before, await inventory(user))).toEqual([]);
  });

  it(
    "forms with three masters, serves, takes over new authorities in two phases, grows, and goes",
    async () => {
      await create("three", "ubuntu-coe", 3, "--master-lb-enabled");
      const old = await kubectlOf(user, "three", join(folder, "old"));
      expect(await readyNodes(old)).toHaveLength(5);
      await rotate("three", "prepare");
      await untilReady(old, 5);
      const renewed = await kubectlOf(user, "three", join(folder, "renewed"));
      expect(await readyNodes(renewed)).toHaveLength(5);
      await rotate("three", "complete");
      await expect(readyNodes(old)).rejects.toThrow(/certificate/);
      await untilReady(renewed, 5);
      await expectReachable(renewed);
      await resize("three", 3);
      expect(await readyNodes(renewed)).toHaveLength(6);
      await remove("three");
      expect(leftovers(before, await inventory(user))).toEqual([]);
    },
    THREE_MASTERS_LIMIT_MS,
  );
});
