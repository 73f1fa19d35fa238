import { execFile } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settled, untilGone } from "../support/clusters.ts";
import { inventory, type Inventory, leftovers } from "../support/leftovers.ts";
import { labScript, openstack, whyNoGuests } from "../support/lab.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";

const run = promisify(execFile);
/** A tenant that nothing else in the lab works in, so that whatever is left is ours. */
const user = "demo2";
const reason = await whyNoGuests();
if (reason) console.log(`skipped: swarm mode on nodes that really boot: ${reason}`);

/** A key of ours and a certificate that the cluster's CA signed for it, through the real client. */
async function clientFiles(cluster: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "docker-"));
  const file = (name: string) => join(folder, name);
  await run("openssl", [
    "req",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-subj",
    "/CN=admin",
    "-keyout",
    file("key.pem"),
    "-out",
    file("client.csr"),
  ]);
  await writeFile(file("ca.pem"), await openstack(user, "coe", "ca", "show", cluster));
  await writeFile(
    file("cert.pem"),
    await openstack(user, "coe", "ca", "sign", cluster, file("client.csr")),
  );
  return [
    "--tlsverify",
    "--tlscacert",
    file("ca.pem"),
    "--tlscert",
    file("cert.pem"),
    "--tlskey",
    file("key.pem"),
  ];
}

describe.skipIf(reason)("swarm mode on nodes that really boot", () => {
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
    ["debian-12-coe", "plain", ["--tls-disabled"]],
    ["ubuntu-coe", "tls", []],
  ])("a cluster of %s (%s) forms, serves, grows and goes", async (image, name, options) => {
    await openstack(
      user,
      "coe",
      "cluster",
      "template",
      "create",
      name,
      "--coe",
      "swarm-mode",
      "--image",
      image,
      "--external-network",
      "public",
      "--flavor",
      "m1.small",
      "--master-flavor",
      "m1.small",
      "--keypair",
      "testkey",
      ...options,
    );
    await openstack(
      user,
      "coe",
      "cluster",
      "create",
      name,
      "--cluster-template",
      name,
      "--node-count",
      "2",
    );
    const cluster = await settled(user, name);
    expect(cluster).toMatchObject({ status: "CREATE_COMPLETE" });

    const tls = options.length > 0 ? [] : await clientFiles(name);
    const docker = async (...args: string[]) =>
      (await run("docker", ["-H", cluster.api_address, ...tls, ...args])).stdout.trim();
    const readyNodes = async () =>
      (await docker("node", "ls", "--format", "{{.Hostname}} {{.Status}}"))
        .split("\n")
        .filter((line) => line.endsWith("Ready"));
    expect(await readyNodes()).toHaveLength(3);

    const nodes = await docker("node", "ls", "--format", "{{.Hostname}}");
    for (const node of nodes.split("\n"))
      await labScript(
        "guests",
        "exec",
        node,
        "docker",
        "import",
        "-c",
        'CMD ["/bin/sh"]',
        "/usr/share/coe-node/busybox.tar",
        "busybox:local",
      );
    await docker(
      "service",
      "create",
      "--detach=false",
      "--quiet",
      "--name",
      "web",
      "--replicas",
      "2",
      "--endpoint-mode",
      "dnsrr",
      "--publish",
      "published=8080,target=8080,mode=host",
      "--constraint",
      "node.role==worker",
      "--no-resolve-image",
      "busybox:local",
      "sh",
      "-c",
      "mkdir -p /www && echo it answers > /www/index.html && exec httpd -f -p 8080 -h /www",
    );
    for (const address of cluster.node_addresses)
      expect(await (await fetch(`http://${address}:8080/`)).text()).toBe("it answers\n");

    await openstack(user, "coe", "cluster", "update", name, "replace", "node_count=3");
    expect(await settled(user, name)).toMatchObject({ status: "UPDATE_COMPLETE" });
    expect(await readyNodes()).toHaveLength(4);

    await openstack(user, "coe", "cluster", "delete", name);
    await untilGone(user, name);
    await openstack(user, "coe", "cluster", "template", "delete", name);
    expect(leftovers(before, await inventory(user))).toEqual([]);
  });
});
