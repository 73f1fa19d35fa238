import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settled, untilGone } from "../support/clusters.ts";
import { inventory, type Inventory, leftovers } from "../support/leftovers.ts";
import { labScript, playGuests, whyNoLab } from "../support/lab.ts";
import { magnum, whyNoMagnum } from "../support/magnum-command.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";
import { logIn } from "../support/token.ts";
import { CSR } from "../wire/script/certificates.ts";

/** A tenant that nothing else in the lab works in, so that whatever is left is ours. */
const user = "demo2";
const reason = (await whyNoLab()) ?? whyNoMagnum();
if (reason) console.log(`skipped: the magnum program: ${reason}`);

const say = (line: string) => magnum(user, ...line.split(" "));
const admin = (line: string) => magnum("admin", ...line.split(" "));
/** One row of a table of properties and values. */
const row = (property: string, value: string) => new RegExp(`\\| ${property} +\\| ${value} +\\|`);

describe.skipIf(reason)("the magnum program on our server", () => {
  let server: ServerProcess;
  let before: Inventory;
  let folder: string;
  const guests = reason ? undefined : playGuests(user);

  beforeAll(async () => {
    await labScript("point-at", "9511");
    before = await inventory(user);
    folder = await mkdtemp(join(tmpdir(), "magnum-"));
    server = await startServerProcess({ publicUrl: "http://127.0.0.1:9511/v1" });
  });
  afterAll(async () => {
    guests?.stop();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  // clients.md 2: cluster-template-create, -list, -show, -update
  it("makes, lists, shows and changes cluster templates", async () => {
    const made = await say(
      "cluster-template-create old --image Fedora-Atomic-27 --coe swarm-mode --keypair testkey" +
        " --external-network public --flavor m1.small --master-flavor m1.small" +
        " --docker-storage-driver overlay2 --labels swarm_strategy=spread",
    );
    expect(made).toMatch(row("name", "old"));
    expect(made).toMatch(row("cluster_distro", "fedora-atomic"));
    expect(await say("cluster-template-list --limit 5 --sort-key name --fields coe")).toMatch(
      /\| old +\| swarm-mode +\|/,
    );
    expect(await say("cluster-template-list --detail")).toContain("dns_nameserver");
    expect(await say("cluster-template-show old")).toMatch(row("docker_volume_size", "-"));
    expect(await say("cluster-template-update old add docker_volume_size=4")).toMatch(
      row("docker_volume_size", "4"),
    );
    expect(await say("cluster-template-update old remove labels docker_volume_size")).toMatch(
      row("labels", "{}"),
    );
    expect(await say("cluster-template-show nope")).toContain(
      "ClusterTemplate nope could not be found (HTTP 404)",
    );
  });

  // clients.md 2: cluster-create, -list, -show, -update, -config; ca-show, ca-sign, ca-rotate
  it("makes, lists, shows, changes and configures a cluster", async () => {
    expect(
      await say("cluster-create first --cluster-template old --node-count 1 --timeout 30"),
    ).toMatch(/^Request to create cluster [0-9a-f-]{36} has been accepted\.$/m);
    await settled(user, "first");
    expect(await say("cluster-list --fields master_count")).toMatch(
      /\| first +\|.*CREATE_COMPLETE/,
    );
    expect(await say("cluster-show first --long")).toMatch(row("clustertemplate_name", "old"));

    const config = await say(`cluster-config first --dir ${folder} --force`);
    expect(config).toContain("export DOCKER_TLS_VERIFY=True");
    expect(await say("ca-show --cluster first")).toContain("BEGIN CERTIFICATE");
    const request = join(folder, "request.pem");
    await writeFile(request, CSR);
    expect(await say(`ca-sign --csr ${request} --cluster first`)).toContain("BEGIN CERTIFICATE");
    expect(await say("ca-rotate --cluster first")).toMatch(/ERROR.*not supported.* \(HTTP 400\)/);

    expect(await say("cluster-update first replace node_count=2")).toContain("has been accepted.");
    expect(await settled(user, "first")).toMatchObject({ node_count: 2 });
    expect(await say("cluster-update first replace name=second")).toContain(
      "cannot change cluster property(ies) name",
    );
  });

  // clients.md 2: service-list, stats-list, quotas-*
  it("counts and limits", async () => {
    const { projectId } = await logIn(user);
    const quota = `--project-id ${projectId} --resource Cluster`;
    expect(await admin("service-list")).toMatch(/magnum-conductor +\| up/);
    expect(await say(`stats-list --project-id ${projectId}`)).toMatch(row("nodes", "3"));
    expect(await admin(`quotas-create ${quota} --hard-limit 1`)).toMatch(row("hard_limit", "1"));
    expect(await say("cluster-create more --cluster-template old")).toContain(
      "Resource limit exceeded",
    );
    expect(await admin(`quotas-update ${quota} --hard-limit 3`)).toMatch(row("hard_limit", "3"));
    expect(await admin("quotas-list --all-tenants")).toContain(projectId);
    expect(await say(`quotas-show ${quota}`)).toMatch(row("hard_limit", "3"));
    expect(await admin(`quotas-delete ${quota}`)).toContain("has been accepted.");
  });

  it("leaves nothing behind", async () => {
    expect(await say("cluster-delete first nope")).toMatch(
      /Request to delete cluster first has been accepted\.\nDelete for cluster nope failed: Cluster nope could not be found/,
    );
    await untilGone(user, "first");
    expect(await say("cluster-template-delete old")).toContain(
      "Request to delete cluster template old has been accepted.",
    );
    expect(leftovers(before, await inventory(user))).toEqual([]);
  });
});
