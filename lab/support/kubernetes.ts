import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { openrc, whyNoGuests } from "./lab.ts";

const run = promisify(execFile);
const main = new URL("../../packages/server/src/main.ts", import.meta.url).pathname;

/** Where the lab keeps the programs that its guests find at /opt/k8s. */
const programs = join(process.env["COE_NODES_STATE"] ?? "/var/lib/coe-nodes", "k8s/bin");

/** Why tests with nodes that run Kubernetes cannot run here; undefined when they can. */
export async function whyNoKubernetes(): Promise<string | undefined> {
  const noGuests = await whyNoGuests();
  if (noGuests) return noGuests;
  if (existsSync(join(programs, "kubelet"))) return undefined;
  return `no Kubernetes in ${programs}; build it with the lab's build-kubernetes`;
}

/** Calls of one kubectl to a cluster. */
export type Kubectl = (...args: readonly string[]) => Promise<string>;

/** A pod that answers with its name. */
export interface WebPod {
  readonly name: string;
  readonly node: string;
  readonly address: string;
}

/** A kubectl with the file that `jeroboam cluster config` writes into a folder. */
export async function kubectlOf(user: string, cluster: string, folder: string): Promise<Kubectl> {
  const command = ["cluster", "config", cluster, "--dir", folder];
  await run(process.execPath, ["--conditions=@jeroboam/source", main, ...command], {
    env: openrc(user),
  });
  return kubectlWith(join(folder, "config"));
}

/** A kubectl with somebody else's file. */
export function kubectlWith(file: string): Kubectl {
  return async (...args) =>
    (await run("kubectl", ["--kubeconfig", file, "--request-timeout=20s", ...args])).stdout.trim();
}

/** Names of the nodes that Kubernetes calls ready. */
export async function readyNodes(kubectl: Kubectl): Promise<readonly string[]> {
  const rows = lines(await kubectl("get", "nodes", "--no-headers"));
  return rows.flatMap((row) => /^(\S+)\s+Ready\s/.exec(row)?.[1] ?? []);
}

/** The same, as soon as there are so many of them. */
export async function untilReady(kubectl: Kubectl, count: number): Promise<readonly string[]> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const nodes = await readyNodes(kubectl);
    if (nodes.length === count) return nodes;
    if (Date.now() > deadline) throw new Error(`ready are ${nodes.join(", ")}, not ${count}`);
    await pause(2000);
  }
}

/** A web service of so many pods, out of an image that came with the machines; and its own address. */
export async function serve(kubectl: Kubectl, replicas: number) {
  const script = "mkdir -p /www; hostname >/www/index.html; exec httpd -f -p 8080 -h /www";
  const image = "--image=docker.io/library/busybox:local";
  const deployment = ["create", "deployment", "web", image, `--replicas=${replicas}`];
  await kubectl(...deployment, "--", "sh", "-c", script);
  await kubectl("rollout", "status", "deployment/web", "--timeout=120s");
  await kubectl("expose", "deployment", "web", "--port=80", "--target-port=8080");
  const columns = String.raw`jsonpath={range .items[*]}{.metadata.name} {.spec.nodeName} {.status.podIP}{"\n"}{end}`;
  const pods = lines(await kubectl("get", "pods", "-l", "app=web", "-o", columns));
  return {
    pods: pods.map((row): WebPod => {
      const [name = "", node = "", address = ""] = row.split(" ");
      return { name, node, address };
    }),
    address: await kubectl("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}"),
  };
}

/** What an address answers to a pod. */
export async function answerTo(kubectl: Kubectl, pod: WebPod, address: string, port: number) {
  const script = String.raw`printf 'GET / HTTP/1.0\r\n\r\n' | nc -w 10 ${address} ${port}`;
  return lines(await kubectl("exec", pod.name, "--", "sh", "-c", script)).at(-1);
}

function lines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
