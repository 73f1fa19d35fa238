import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settled, untilGone } from "../support/clusters.ts";
import { inventory, type Inventory, leftovers } from "../support/leftovers.ts";
import { labScript, openstack, openstackJson, playGuests, whyNoLab } from "../support/lab.ts";
import { magnumclientCalls } from "../support/magnumclient.ts";
import { refusal } from "../support/refusal.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";
import { logIn } from "../support/token.ts";
import { CSR } from "../wire/script/certificates.ts";

/** A tenant that nothing else in the lab works in, so that whatever is left is ours. */
const user = "demo2";
const reason = await whyNoLab();
if (reason) console.log(`skipped: every command of the real client: ${reason}`);

/** Words of a command line; what stands in a list is one word with all its spaces. */
type Words = string | readonly string[];
const wordsOf = (line: readonly Words[]): string[] =>
  line.flatMap((words) => (typeof words === "string" ? words.split(" ") : words));

const coe = (...line: Words[]) => openstack(user, "coe", ...wordsOf(line));
const coeJson = <T>(...line: Words[]) => openstackJson<T>(user, "coe", ...wordsOf(line));
const coeRefusal = (...line: Words[]) => refusal(user, "coe", ...wordsOf(line));
const asAdmin = (...line: Words[]) => openstack("admin", "coe", ...wordsOf(line));

const TEMPLATE = [
  "--coe swarm-mode --image Fedora-Atomic-27 --external-network public",
  "--flavor m1.small --master-flavor m1.small --keypair testkey",
];

describe.skipIf(reason)("every coe command of the openstack client on our server", () => {
  let server: ServerProcess;
  let before: Inventory;
  let folder: string;
  let project: string;
  const guests = reason ? undefined : playGuests(user);

  beforeAll(async () => {
    await labScript("point-at", "9511");
    before = await inventory(user);
    folder = await mkdtemp(join(tmpdir(), "coe-"));
    project = (await logIn(user)).projectId;
    server = await startServerProcess({ publicUrl: "http://127.0.0.1:9511/v1" });
    await coe("cluster template create base", ...TEMPLATE);
    await coe(
      "cluster create one --cluster-template base --keypair testkey",
      "--node-count 1 --master-count 1 --timeout 30",
      "--labels rexray_preempt=false --merge-labels --floating-ip-enabled",
    );
    await settled(user, "one");
  });
  afterAll(async () => {
    guests?.stop();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  // clients.md 3: coe cluster template create, list, show, update, delete
  it("makes, lists, shows, changes and deletes cluster templates", async () => {
    const name = "a template with spaces";
    const made = await coeJson<Record<string, unknown>>(
      "cluster template create",
      [name],
      ...TEMPLATE,
      "--network-driver docker --volume-driver rexray --dns-nameserver 8.8.4.4",
      "--docker-volume-size 4 --docker-storage-driver overlay2",
      "--http-proxy http://p:1 --https-proxy http://p:2 --no-proxy 10.0.0.1",
      "--labels swarm_strategy=spread,rexray_preempt=true --tls-disabled",
      "--registry-enabled --server-type vm --floating-ip-disabled",
      "--visible --tags red,blue",
    );
    expect(made).toMatchObject({
      name,
      dns_nameserver: "8.8.4.4",
      docker_volume_size: 4,
      labels: { swarm_strategy: "spread", rexray_preempt: "true" },
      tls_disabled: true,
      registry_enabled: true,
      floating_ip_enabled: false,
      hidden: false,
    });
    expect(String(made["tags"]).split(",").toSorted()).toEqual(["blue", "red"]);
    await coe("cluster template create second", ...TEMPLATE, "--floating-ip-enabled");

    const list = await coeJson<Record<string, unknown>[]>(
      "cluster template list --limit 2 --sort-key name",
      "--sort-dir desc --fields coe,image_id",
    );
    expect(list.map((one) => one["name"])).toEqual(["second", "base"]);
    expect(list[0]).toMatchObject({ coe: "swarm-mode", image_id: "Fedora-Atomic-27" });

    const changed = await coeJson<Record<string, unknown>>(
      "cluster template update",
      [name],
      "replace name=changed docker_volume_size=7 tls_disabled=false",
      "labels=swarm_strategy=binpack",
    );
    expect(changed).toMatchObject({
      name: "changed",
      docker_volume_size: 7,
      tls_disabled: false,
      labels: { swarm_strategy: "binpack" },
    });
    await coe("cluster template update changed remove http_proxy tags");
    expect(await coeJson("cluster template show changed")).toMatchObject({
      http_proxy: "-",
      tags: "-",
    });
    expect(await coeRefusal("cluster template update changed remove coe")).toContain(
      "'/coe' is a mandatory attribute and can not be removed (HTTP 400)",
    );
    expect(await coeRefusal("cluster template create p", ...TEMPLATE, "--public")).toContain(
      "Not authorized to set public or hidden flag for cluster template (HTTP 403)",
    );
    expect(await coeRefusal("cluster template show nope")).toContain(
      "ClusterTemplate nope could not be found (HTTP 404)",
    );

    const gone = await coe("cluster template delete changed second nope");
    expect(gone).toContain("Request to delete cluster template changed has been accepted.");
    expect(gone).toContain("Request to delete cluster template second has been accepted.");
    expect(gone).toContain("Delete for cluster template nope failed");
    expect(await coe("cluster template delete base")).toContain(
      "is referenced by one or multiple clusters",
    );
  });

  // clients.md 3: coe cluster list, show, config; coe ca show, sign, rotate
  it("shows a cluster, its configuration and its certificates", async () => {
    const list = await coeJson<Record<string, unknown>[]>(
      "cluster list --limit 5 --sort-key name --sort-dir asc",
    );
    expect(list).toEqual([
      expect.objectContaining({ name: "one", keypair: "testkey", status: "CREATE_COMPLETE" }),
    ]);
    const shown = await coeJson<Record<string, unknown>>("cluster show one");
    expect(shown).toMatchObject({
      labels: { rexray_preempt: "false" },
      labels_added: { rexray_preempt: "false" },
      create_timeout: 30,
      project_id: project,
    });

    const printed = await coe("cluster config one --dir", folder, "--force");
    expect(printed.trim().split("\n")).toEqual([
      `export DOCKER_HOST=${String(shown["api_address"])}`,
      `export DOCKER_CERT_PATH=${folder}`,
      "export DOCKER_TLS_VERIFY=True",
    ]);
    expect(await coe("cluster config one --dir", folder, "--force --output-certs")).toContain(
      "DOCKER_HOST",
    );
    expect((await readdir(folder)).toSorted()).toEqual(["ca.pem", "cert.pem", "key.pem"]);

    const authority = await coe("ca show one");
    expect(authority.trim()).toBe((await readFile(join(folder, "ca.pem"), "utf8")).trim());
    const request = join(folder, "request.pem");
    await writeFile(request, CSR);
    expect(await coe("ca sign one", request)).toMatch(/^-----BEGIN CERTIFICATE-----/);
    await writeFile(request, "bottle");
    expect(await coeRefusal("ca sign one", request)).toMatch(/Received invalid csr.*\(HTTP 400\)/);
    expect(await coeRefusal("ca rotate one")).toMatch(/not supported.*\(HTTP 400\)/);
    expect(await refusal("demo", "coe", "ca", "show", "one")).toContain("(HTTP 404)");
  });

  // clients.md 3: coe cluster update, resize, upgrade
  it("changes a cluster's size, and says what a swarm cannot", async () => {
    expect(await coe("cluster update one replace node_count=2 --rollback")).toBe(
      "Request to update cluster one has been accepted.\n",
    );
    expect(await settled(user, "one")).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 2 });
    expect(await coe("cluster resize one 1 --nodegroup default-worker")).toContain(
      "has been accepted.",
    );
    expect(await settled(user, "one")).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 1 });
    expect(await coeRefusal("cluster resize one 2 --nodegroup nope")).toContain(
      "Nodegroup nope could not be found (HTTP 404)",
    );
    expect(await coeRefusal("cluster update one replace name=two")).toContain(
      "cannot change cluster property(ies) name (HTTP 400)",
    );
    expect(await coeRefusal("cluster upgrade one base --max-batch-size 1")).toMatch(
      /not supported.*\(HTTP 400\)/,
    );
    expect(await coeRefusal("cluster upgrade one nope")).toContain("(HTTP 404)");
    expect(await coeRefusal("cluster create", ["a b"], "--cluster-template base")).toContain(
      "Invalid input for field/attribute name (HTTP 400)",
    );
    expect(await coeRefusal("cluster create x --cluster-template nope")).toContain(
      "ClusterTemplate nope could not be found (HTTP 404)",
    );
  });

  // clients.md 3: coe nodegroup create, list, show, update, delete
  it("lists, shows and bounds node groups", async () => {
    const groups = await coeJson<Record<string, unknown>[]>("nodegroup list one");
    expect(groups.map((one) => one["name"])).toEqual(["default-master", "default-worker"]);
    const workers = await coeJson<unknown[]>(
      "nodegroup list one --role worker --limit 5 --sort-key name --sort-dir desc",
    );
    expect(workers).toHaveLength(1);
    expect(await coe("nodegroup update one default-worker replace max_node_count=3")).toContain(
      "Request to update nodegroup default-worker has been accepted.",
    );
    await settled(user, "one");
    expect(await coeJson("nodegroup show one default-worker")).toMatchObject({
      max_node_count: 3,
      is_default: true,
      role: "worker",
    });
    expect(await coeRefusal("cluster resize one 4")).toContain(
      "Resizing default-worker outside the allowed range: min_node_count = 0, max_node_count = 3 (HTTP 400)",
    );
    expect(await coeRefusal("nodegroup update one default-worker replace name=x")).toContain(
      "'/name' is an internal attribute and can not be updated (HTTP 400)",
    );
    expect(await coeRefusal("nodegroup create one more --role master")).toContain(
      "Creating master nodegroups is currently not supported (HTTP 400)",
    );
    expect(await coeRefusal("nodegroup create one default-worker --node-count 1")).toContain(
      "(HTTP 409)",
    );
    expect(await coe("nodegroup delete one default-worker").catch(String)).toContain(
      "Deleting a default nodegroup is not supported",
    );
  });

  // clients.md 3: coe quotas create, list, show, update, delete; coe stats list; coe service list
  it("counts, limits and watches as an operator does", async () => {
    const row = ["--project-id", project, "--resource", "Cluster"];
    expect(await asAdmin("quotas create", ...row, "--hard-limit 1")).toContain(project);
    expect(await coeRefusal("cluster create two --cluster-template base")).toContain(
      "Resource limit exceeded: You have reached the maximum clusters per project, 1 (HTTP 403)",
    );
    expect(await coe("quotas show", ...row)).toMatch(/hard_limit\s*\|\s*1 /);
    expect(await asAdmin("quotas update", ...row, "--hard-limit 9")).toMatch(
      /hard_limit\s*\|\s*9 /,
    );
    expect(await asAdmin("quotas list --all-tenants --limit 5")).toContain(project);
    expect(await asAdmin("quotas list --sort-key id --sort-dir desc")).not.toContain(project);
    expect(await coeRefusal("quotas list")).toContain("(HTTP 403)");
    expect(await coe("quotas create", ...row)).toContain("failed");
    expect(await asAdmin("quotas create --project-id nope --resource Cluster")).toContain(
      "The project_id nope could not be found (HTTP 404)",
    );
    expect(await asAdmin("quotas delete", ...row)).toContain("has been accepted.");
    expect(await asAdmin("quotas delete", ...row)).toContain("failed");

    expect(await coe("stats list", project)).toMatch(/clusters\s*\|\s*1 [\s\S]*nodes\s*\|\s*2 /);
    expect(await refusal("demo", "coe", "stats", "list", project)).toContain(
      "Not authorized (HTTP 403)",
    );
    const services = await openstackJson<Record<string, unknown>[]>(
      "admin",
      "coe",
      "service",
      "list",
    );
    expect(services).toContainEqual(
      expect.objectContaining({ binary: "magnum-conductor", state: "up", disabled: false }),
    );
    expect(await coeRefusal("service list")).toContain("(HTTP 403)");
  });

  // clients.md 1: the same through the library
  it("serves python-magnumclient as a library", async () => {
    const said = await magnumclientCalls(user, "one");
    expect(said).toMatchObject({
      created: {
        name: "made by a library",
        coe: "swarm-mode",
        labels: { swarm_strategy: "spread" },
      },
      "got by name": true,
      patched: { name: "patched by a library", docker_volume_size: 5 },
      listed: expect.arrayContaining(["base", "patched by a library"]),
      "unknown attribute": [400, expect.stringContaining("nope")],
      deleted: [404, expect.stringContaining("could not be found")],
      cluster: { name: "one", master_count: 1 },
      "node groups": ["default-master", "default-worker"],
      masters: { role: "master", is_default: true, node_count: 1 },
      certificate: expect.stringContaining("BEGIN CERTIFICATE"),
      rotation: [400, expect.stringContaining("not supported")],
      rename: [400, expect.stringContaining("cannot change cluster property(ies) name")],
      stats: { clusters: 1, nodes: 2 },
      services: [403, expect.stringContaining("magnum-service:get_all")],
    });
    expect(said.clusters).toEqual([said.cluster.uuid]);
    expect(said["clusters in pages"]).toEqual(said.clusters);
  });

  it("leaves nothing behind", async () => {
    expect(await coe("cluster delete one")).toBe(
      "Request to delete cluster one has been accepted.\n",
    );
    await untilGone(user, "one");
    expect(await coeRefusal("cluster delete one")).toContain("Cluster one could not be found");
    await coe("cluster template delete base");
    expect(leftovers(before, await inventory(user))).toEqual([]);
    expect(server.output()).not.toContain("labpass");
  });
});
