import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settled, untilGone } from "../support/clusters.ts";
import { inventory, type Inventory, leftovers } from "../support/leftovers.ts";
import { labScript, openrc, openstack, whyNoGuests } from "../support/lab.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";

const run = promisify(execFile);
/** A tenant that nothing else in the lab works in, so that whatever is left is ours. */
const user = "demo2";
const main = new URL("../../packages/server/src/main.ts", import.meta.url).pathname;
const reason = await whyNoGuests();
if (reason) console.log(`skipped: Kubernetes on nodes that really boot: ${reason}`);

/** Calls kubectl with the files that `jeroboam cluster config` wrote. */
async function kubectlOf(cluster: string) {
  const folder = await mkdtemp(join(tmpdir(), "kubectl-"));
  const config = ["cluster", "config", cluster, "--dir", folder];
  await run(process.execPath, ["--conditions=@jeroboam/source", main, ...config], {
    env: openrc(user),
  });
  return async (...args: readonly string[]) =>
    (await run("kubectl", ["--kubeconfig", join(folder, "config"), ...args])).stdout.trim();
}
type Kubectl = Awaited<ReturnType<typeof kubectlOf>>;

const coe = (command: string) =>
  openstack(user, "coe", ...command.split(" ").filter((word) => word !== ""));
const lines = (text: string) => text.split("\n").filter((line) => line !== "");
const nodes = async (kubectl: Kubectl) =>
  lines(await kubectl("get", "nodes", "--no-headers")).map((line) => line.split(/\s+/)[1]);

/** Pods on every worker, each of which answers with its name. */
async function serve(kubectl: Kubectl, replicas: number) {
  const command = "mkdir -p /www; hostname >/www/index.html; exec httpd -f -p 8080 -h /www";
  await kubectl(
    ..."create deployment web --image=docker.io/library/busybox:local".split(" "),
    `--replicas=${replicas}`,
    "--",
    "sh",
    "-c",
    command,
  );
  await kubectl("rollout", "status", "deployment/web", "--timeout=120s");
  const columns =
    'jsonpath={range .items[*]}{.metadata.name} {.spec.nodeName} {.status.podIP}{"\\n"}{end}';
  return lines(await kubectl("get", "pods", "-o", columns)).map((line) => {
    const [pod = "", node = "", address = ""] = line.split(" ");
    return { pod, node, address };
  });
}

/** What an address answers to a pod. */
async function answer(kubectl: Kubectl, pod: string, address: string, port: number) {
  const ask = String.raw`printf 'GET / HTTP/1.0\r\n\r\n' | nc -w 10 ${address} ${port}`;
  return lines(await kubectl("exec", pod, "--", "sh", "-c", ask)).at(-1);
}

describe.skipIf(reason)("Kubernetes on nodes that really boot", () => {
  let server: ServerProcess;
  let before: Inventory;

  beforeAll(async () => {
    await labScript("point-at", "9511");
    before = await inventory(user);
    server = await startServerProcess({ publicUrl: "http://172.24.0.1:9511/v1" });
  });
  afterAll(async () => {
    await server?.stop();
  });

  it.each([
    ["debian-12-coe", "one-master", 1, ""],
    ["ubuntu-coe", "three-masters", 3, "--master-lb-enabled"],
  ] as const)(
    "a cluster of %s (%s) forms, serves, grows and goes",
    async (image, name, masters, options) => {
      await coe(
        `cluster template create ${name} --coe kubernetes --image ${image} --external-network public --flavor m1.small --master-flavor m1.small --keypair testkey ${options}`,
      );
      await coe(
        `cluster create ${name} --cluster-template ${name} --master-count ${masters} --node-count 2 --timeout 20`,
      );
      const cluster = await settled(user, name);
      expect(cluster).toMatchObject({ status: "CREATE_COMPLETE" });
      expect(cluster.api_address).toMatch(/^https:\/\/172\.24\.[\d.]+:6443$/);

      const kubectl = await kubectlOf(name);
      expect(await nodes(kubectl)).toEqual(Array.from({ length: masters + 2 }, () => "Ready"));

      const pods = await serve(kubectl, 4);
      expect(new Set(pods.map(({ node }) => node)).size).toBe(2);
      await kubectl("expose", "deployment", "web", "--port=80", "--target-port=8080");
      const service = await kubectl("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
      for (const from of pods) {
        for (const to of pods)
          expect(await answer(kubectl, from.pod, to.address, 8080)).toBe(to.pod);
        expect(pods.map(({ pod }) => pod)).toContain(await answer(kubectl, from.pod, service, 80));
      }

      await coe(`cluster update ${name} replace node_count=3`);
      expect(await settled(user, name)).toMatchObject({ status: "UPDATE_COMPLETE" });
      expect(await nodes(kubectl)).toEqual(Array.from({ length: masters + 3 }, () => "Ready"));

      await coe(`cluster delete ${name}`);
      await untilGone(user, name);
      await coe(`cluster template delete ${name}`);
      expect(leftovers(before, await inventory(user))).toEqual([]);
    },
  );
});
