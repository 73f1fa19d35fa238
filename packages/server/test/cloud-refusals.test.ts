import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CloudBench, startCloudBench } from "./cloud-bench.ts";

let bench: CloudBench;
beforeAll(async () => {
  bench = await startCloudBench();
  await bench.template();
  await bench.template({ name: "of demo2" }, { as: "demo2" });
});
afterAll(() => bench.close());

async function expectNothingMade(): Promise<void> {
  expect((await bench.call("GET", "/clusters", { as: "admin" })).body.clusters).toEqual([]);
  expect(bench.simulator.inspection.counts()).toEqual(bench.seed);
}

interface Refusal {
  readonly with: object;
  readonly version?: string;
  readonly status: number;
  readonly text: string | RegExp;
}
const refusedWith = (text: string | RegExp) =>
  typeof text === "string" ? text : expect.stringMatching(text);

const tooSmall =
  "docker volume size 2 GB is not valid, expecting minimum value 3GB for devicemapper storage driver.";
const noNodes = "Resizing a nodegroup to zero is not supported in the provided microversion.";
const devicemapper = { docker_storage_driver: "devicemapper" };

// api.md 3.2 and 3.3
describe("a cluster template on a cloud", { timeout: 20_000 }, () => {
  it.each<Refusal>([
    { with: { image_id: "nope" }, status: 400, text: "Image nope could not be found." },
    {
      with: { image_id: "no-os-distro" },
      status: 400,
      text: "Image no-os-distro doesn't contain os_distro field.",
    },
    { with: { flavor_id: "huge" }, status: 400, text: "Unable to find flavor huge." },
    { with: { master_flavor_id: "huge" }, status: 400, text: "Unable to find flavor huge." },
    {
      with: { external_network_id: "private" },
      status: 400,
      text: "Unable to find external network private.",
    },
    { with: { fixed_network: "x" }, status: 400, text: "Unable to find fixed network x." },
    // A network of another project is as good as none.
    {
      with: { fixed_network: "private2" },
      status: 400,
      text: "Unable to find fixed network private2.",
    },
    { with: { fixed_subnet: "x" }, status: 400, text: "Unable to find fixed subnet x." },
    { with: { ...devicemapper, docker_volume_size: 2 }, status: 400, text: tooSmall },
    {
      with: { image_id: "coreos" },
      status: 400,
      text: "Cluster type (vm, coreos, swarm-mode) not supported.",
    },
    {
      with: { coe: "dcos" },
      status: 400,
      text: "Cluster type (vm, ubuntu, dcos) not supported.",
    },
    {
      with: { network_driver: "calico" },
      status: 400,
      text: /^Network driver type calico is not supported, expecting a docker.*\/unspecified network driver\.$/,
    },
    {
      with: { colour: "red" },
      status: 400,
      text: "Unknown attribute for argument cluster_template: colour",
    },
    {
      with: { public: true },
      status: 403,
      text: "Not authorized to set public or hidden flag for cluster template.",
    },
  ])("is refused with $with", async ({ with: wrong, status, text }) => {
    const body = {
      name: "wrong",
      coe: "swarm-mode",
      image_id: "ubuntu-22.04",
      external_network_id: "public",
      ...wrong,
    };
    const answer = await bench.call("POST", "/clustertemplates", { body });
    expect(answer).toMatchObject({ status, body: { errors: [{ detail: refusedWith(text) }] } });
    const { clustertemplates } = (await bench.call("GET", "/clustertemplates")).body;
    expect(clustertemplates.map((one: { name: string }) => one.name)).toEqual(["swarm"]);
    await expectNothingMade();
  });
});

// api.md 1.5 and 4.2
describe("a cluster on a cloud", { timeout: 20_000 }, () => {
  it.each<Refusal>([
    {
      with: { cluster_template_id: "nope" },
      status: 404,
      text: "ClusterTemplate nope could not be found.",
    },
    {
      with: { cluster_template_id: "nope" },
      version: "1.9",
      status: 400,
      text: "ClusterTemplate nope could not be found.",
    },
    {
      with: { cluster_template_id: "of demo2" },
      status: 404,
      text: "ClusterTemplate of demo2 could not be found.",
    },
    { with: { flavor_id: "huge" }, status: 400, text: "Unable to find flavor huge." },
    { with: { master_flavor_id: "huge" }, status: 400, text: "Unable to find flavor huge." },
    { with: { keypair: "lost" }, status: 404, text: "Unable to find keypair lost." },
    { with: { fixed_network: "x" }, status: 400, text: "Unable to find fixed network x." },
    {
      with: { fixed_network: "private", fixed_subnet: "x" },
      status: 400,
      text: "Unable to find fixed subnet x.",
    },
    {
      with: { labels: { colour: "red" } },
      status: 400,
      text: /^Unknown label colour; swarm-mode knows /,
    },
    {
      with: { master_count: 0 },
      status: 400,
      text: "Invalid input for field/attribute master_count. Value: '0'. Value should be greater or equal to 1",
    },
    {
      with: { master_count: 3 },
      status: 400,
      text: "master_count must be 1 when master_lb_enabled is False",
    },
    { with: { node_count: 0 }, version: "1.9", status: 400, text: noNodes },
    {
      with: { name: "1st" },
      status: 400,
      text: /Value: '1st'\. Value should match the pattern \^\[a-zA-Z\]/,
    },
    {
      with: { colour: "red" },
      status: 400,
      text: "Unknown attribute for argument cluster: colour",
    },
    { with: { docker_volume_size: 0 }, status: 400, text: /Value should be greater or equal to 1/ },
  ])("is refused with $with", async ({ with: wrong, version = "latest", status, text }) => {
    const body = { name: "c1", cluster_template_id: "swarm", ...wrong };
    const answer = await bench.call("POST", "/clusters", { body, version });
    expect(answer).toMatchObject({ status, body: { errors: [{ detail: refusedWith(text) }] } });
    await expectNothingMade();
  });

  it("is refused a docker volume that its template's storage driver finds too small", async () => {
    const template = await bench.template({
      name: "thin",
      ...devicemapper,
      docker_volume_size: 5,
    });
    const body = { name: "c1", cluster_template_id: template, docker_volume_size: 2 };
    const answer = await bench.call("POST", "/clusters", { body });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ detail: tooSmall }] } });
    await bench.call("DELETE", `/clustertemplates/${template}`);
    await expectNothingMade();
  });
});
