import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { labScript, openrc } from "./lab.ts";

const run = promisify(execFile);
const main = new URL("../../packages/server/src/main.ts", import.meta.url).pathname;

/** Calls of one Docker client to a swarm. */
export type Docker = (...args: string[]) => Promise<string>;

/** A client with the files that `jeroboam cluster config` writes into a folder. */
export async function dockerOf(user: string, cluster: string, folder: string): Promise<Docker> {
  const command = ["--conditions=@jeroboam/source", main, "cluster", "config", cluster];
  const { stdout } = await run(process.execPath, [...command, "--dir", folder, "--json"], {
    env: openrc(user),
  });
  const { environment } = JSON.parse(stdout) as { environment: Record<string, string> };
  const env = { PATH: process.env["PATH"], ...environment };
  return async (...args) => (await run("docker", args, { env })).stdout.trim();
}

/** A client of a swarm that asks for no certificates. */
export function plainDocker(apiAddress: string): Docker {
  return async (...args) => (await run("docker", ["-H", apiAddress, ...args])).stdout.trim();
}

/** Names of the nodes that the swarm calls ready. */
export async function readyNodes(docker: Docker): Promise<readonly string[]> {
  const nodes = await docker("node", "ls", "--format", "{{.Status}} {{.Hostname}}");
  return nodes.split("\n").flatMap((line) => /^Ready (.+)/.exec(line)?.[1] ?? []);
}

/** Gives every node the image that `serve` wants, as there is no registry. */
export async function importImage(nodes: readonly string[]): Promise<void> {
  const tar = "/usr/share/coe-node/busybox.tar";
  for (const node of nodes)
    await labScript("guests", "exec", node, "docker", "import", tar, "busybox:local");
}

/** Who on a node reaches the metadata service, which has the node's login. */
export async function metadataFrom(node: string): Promise<string> {
  const reach = "nc -w 5 169.254.169.254 80 </dev/null 2>/dev/null";
  const inside = `docker run --rm busybox:local sh -c '${reach}'`;
  const script = `${inside} && echo a container can || echo -n 'a container cannot, '; curl -s -o /dev/null http://169.254.169.254/ && echo the node can`;
  return (await labScript("guests", "exec", node, "sh", "-c", script)).trim();
}

/** A web service on the workers, one task on each, without the virtual IPs that need a kernel's IPVS. */
export async function serve(docker: Docker, replicas: number): Promise<void> {
  const options = `--detach=false --quiet --name web --replicas ${replicas} --endpoint-mode dnsrr --publish published=8080,target=8080,mode=host --constraint node.role==worker --no-resolve-image`;
  const script =
    "mkdir -p /www && echo it answers > /www/index.html && exec httpd -f -p 8080 -h /www";
  await docker("service", "create", ...options.split(" "), "busybox:local", "sh", "-c", script);
}

/** Which of the addresses the web service answers at, as soon as there are so many. */
export async function answering(addresses: readonly string[], count: number): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const answers = await Promise.all(addresses.map(textAt));
    const good = answers.filter((text) => text === "it answers\n").length;
    if (good === count) return;
    if (Date.now() > deadline)
      throw new Error(`the service answers at ${good} of ${addresses.join(", ")}, not ${count}`);
    await pause(1000);
  }
}

async function textAt(address: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`http://${address}:8080/`, { signal: AbortSignal.timeout(3000) });
    return await answer.text();
  } catch {
    return undefined;
  }
}
