import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentGuest } from "../src/index.ts";
import { type Client, openCloud, type TestCloud } from "./test-cloud.ts";

let cloud: TestCloud;
let demo: Client;
beforeAll(async () => {
  cloud = await openCloud({ guests: silentGuest });
  demo = await cloud.client();
});
afterAll(() => cloud.simulator.close());

const stacks = "/orchestration/v1/PROJECT/stacks";
const nothing = { resources: { none: { type: "OS::Heat::None" } } };
const test = (properties: object = {}, rest: object = {}) => ({
  type: "OS::Heat::TestResource",
  properties,
  ...rest,
});
const statuses = (name: string) =>
  Object.fromEntries(
    cloud.simulator.inspection.resources(name).map((one) => [one.path, one.status] as const),
  );
const physical = (name: string) =>
  Object.fromEntries(
    cloud.simulator.inspection.resources(name).map((one) => [one.path, one.physicalId] as const),
  );
const reasonOf = (name: string) =>
  cloud.simulator.inspection.stacks().find((one) => one.name === name)?.reason;
const update = (name: string, id: string, template: object, rest: object = {}) =>
  demo.call("PUT", `${stacks}/${name}/${id}`, {
    template: { heat_template_version: "2018-08-31", ...template },
    ...rest,
  });

describe("a stack", () => {
  it("goes from IN_PROGRESS to COMPLETE with Heat's reasons, and leads there by name", async () => {
    const id = await demo.createStack("plain", {
      resources: { value: { type: "OS::Heat::Value", properties: { value: "v" } } },
      outputs: { out: { value: { get_attr: ["value", "value"] } } },
    });
    expect(await demo.stack("plain")).toMatchObject({
      id,
      stack_status: "CREATE_IN_PROGRESS",
      stack_status_reason: "Stack CREATE started",
    });
    expect(cloud.settle("plain")).toBe("CREATE_COMPLETE");
    expect(await demo.stack("plain")).toMatchObject({
      stack_status_reason: "Stack CREATE completed successfully",
      outputs: [{ output_key: "out", output_value: "v", description: "No description given" }],
    });
  });

  it("of the same name is refused while the first is there", async () => {
    await demo.createStack("twice", nothing);
    const reply = await demo.call("POST", stacks, {
      stack_name: "twice",
      template: { heat_template_version: "2018-08-31" },
    });
    expect(reply.status).toBe(409);
    expect(reply.body).toMatchObject({
      error: { type: "StackExists", message: "The Stack (twice) already exists." },
    });
  });

  it.each([
    [{ a: { type: "OS::Foo::Bar" } }, "The Resource Type (OS::Foo::Bar) could not be found."],
    [
      { a: { type: "OS::Nova::Server", properties: { image: "cirros" } } },
      "Property flavor not assigned",
    ],
    [
      { a: { type: "OS::Nova::Server", properties: { flavor: "m1.tiny" } } },
      "Neither image nor bootable volume is specified for instance a",
    ],
    [
      { a: { type: "OS::Nova::Server", properties: { flavor: "m1.tiny", image: "nope" } } },
      "Error validating value 'nope': No images matching {'name': 'nope'}.",
    ],
    [
      { a: { type: "OS::Neutron::Port", properties: { network: "nope" } } },
      "Unable to find network with name or id 'nope'",
    ],
    [
      {
        g: {
          type: "OS::Heat::ResourceGroup",
          properties: { resource_def: { type: "OS::Foo::Bar" } },
        },
      },
      "The Resource Type (OS::Foo::Bar) could not be found.",
    ],
  ])("is refused before anything is made: %j", async (resources, message) => {
    const template = { heat_template_version: "2018-08-31", resources };
    const reply = await demo.call("POST", stacks, { stack_name: "bad", template });
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({
      code: 400,
      error: { type: "StackValidationFailed", message: expect.stringContaining(message) },
    });
    expect((await demo.call("GET", `${stacks}/bad`)).body).toMatchObject({
      error: { type: "EntityNotFound", message: "The Stack (bad) could not be found." },
    });
  });

  it("is listed by tags, name and pages", async () => {
    for (const name of ["tag1", "tag2", "tag3"]) {
      await demo.createStack(name, nothing, { tags: name === "tag3" ? "blue" : "blue,red" });
    }
    const names = async (query: string): Promise<string[]> => {
      const { stacks: list }: { stacks: { stack_name: string }[] } = (
        await demo.call("GET", `${stacks}?${query}`)
      ).body as never;
      return list.map((one) => one.stack_name);
    };
    expect(await names("tags=blue,red")).toEqual(["tag2", "tag1"]);
    expect(await names("name=tag3&name=tag1&sort_keys=name&sort_dir=asc")).toEqual([
      "tag1",
      "tag3",
    ]);
    const first = await demo.call("GET", `${stacks}?tags=blue&limit=2&with_count=true`);
    const page: { links: { href: string }[] } = first.body as never;
    expect(first.body).toMatchObject({ count: 3 });
    const second = await demo.call("GET", page.links[0]?.href ?? "");
    expect(second.body).toMatchObject({ stacks: [{ stack_name: "tag1" }] });
    const other = await cloud.client("demo2");
    expect((await other.call("GET", stacks)).body).toEqual({ stacks: [] });
  });

  it("keeps what an update with PATCH does not name", async () => {
    const template = {
      parameters: { a: { type: "string" }, b: { type: "string", default: "x" } },
      resources: {
        one: test({ value: { list_join: ["", [{ get_param: "a" }, { get_param: "b" }]] } }),
      },
      outputs: { both: { value: { get_attr: ["one", "output"] } } },
    };
    const id = await demo.createStack("patched", template, { parameters: { a: "1" } });
    cloud.settle("patched");
    await demo.call("PATCH", `${stacks}/patched/${id}`, { parameters: { b: "2" } });
    expect(cloud.settle("patched")).toBe("UPDATE_COMPLETE");
    expect(await demo.stack("patched")).toMatchObject({ outputs: [{ output_value: "12" }] });
  });

  it("is previewed without being made", async () => {
    const reply = await demo.call("POST", `${stacks}/preview`, {
      stack_name: "preview",
      template: { heat_template_version: "2018-08-31", ...nothing },
    });
    expect(reply.body).toMatchObject({ stack: { resources: [{ resource_name: "none" }] } });
    expect((await demo.call("GET", `${stacks}/preview1`)).status).toBe(404);
  });

  it("is shown as deleted by id, not by name", async () => {
    const id = await demo.createStack("gone", nothing);
    cloud.settle("gone");
    expect((await demo.call("DELETE", `${stacks}/gone/${id}`)).status).toBe(204);
    expect(cloud.settle("gone")).toBe("gone");
    expect((await demo.call("GET", `${stacks}/gone/${id}`)).body).toMatchObject({
      stack: { stack_status: "DELETE_COMPLETE" },
    });
    expect((await demo.call("GET", `${stacks}/gone`)).status).toBe(404);
  });
});

describe("a failure", () => {
  it("names class and path of the resource, from the deepest stack up", async () => {
    await demo.createStack("failing", {
      resources: {
        group: {
          type: "OS::Heat::ResourceGroup",
          properties: { count: 1, resource_def: test({ fail: true }) },
        },
        after: test({}, { depends_on: "group" }),
      },
    });
    expect(cloud.settle("failing")).toBe("CREATE_FAILED");
    expect(reasonOf("failing")).toBe(
      "Resource CREATE failed: ValueError: resources.group.resources[0]: Test Resource failed 0",
    );
    expect(statuses("failing")).toMatchObject({
      group: "CREATE_FAILED",
      "group/0": "CREATE_FAILED",
      after: "INIT_COMPLETE",
    });
  });

  it("of a create is rolled back when that is asked for", async () => {
    const rollback = { disable_rollback: false };
    await demo.createStack(
      "back",
      { resources: { good: test(), bad: test({ fail: true, wait_secs: 5 }) } },
      rollback,
    );
    expect(cloud.settle("back")).toBe("ROLLBACK_COMPLETE");
    expect(statuses("back")).toEqual({});
    expect(reasonOf("back")).toBe("Stack ROLLBACK completed successfully");
  });

  it("of an update is rolled back to what was", async () => {
    const before = {
      resources: { one: test({ value: "old" }) },
      outputs: { o: { value: { get_attr: ["one", "output"] } } },
    };
    const id = await demo.createStack("back2", before);
    cloud.settle("back2");
    const after = {
      ...before,
      resources: { one: test({ value: "new" }), bad: test({ fail: true }, { depends_on: "one" }) },
    };
    await update("back2", id, after, { disable_rollback: false });
    expect(cloud.settle("back2")).toBe("ROLLBACK_COMPLETE");
    expect(statuses("back2")).toEqual({ one: "UPDATE_COMPLETE" });
    expect(await demo.stack("back2")).toMatchObject({ outputs: [{ output_value: "old" }] });
  });

  it("comes from the stack's timeout", async () => {
    await demo.createStack(
      "slow",
      { resources: { one: test({ wait_secs: 600 }) } },
      { timeout_mins: 1 },
    );
    expect(cloud.settle("slow")).toBe("CREATE_FAILED");
    expect(reasonOf("slow")).toBe("Timed out");
  });

  it("is injected by a resource's path", async () => {
    cloud.simulator.faults.add({
      resource: "group/1",
      action: "CREATE",
      reason: "the disk is on fire",
      times: 1,
    });
    const template = {
      resources: {
        group: { type: "OS::Heat::ResourceGroup", properties: { count: 2, resource_def: test() } },
      },
    };
    const id = await demo.createStack("fire", template);
    expect(cloud.settle("fire")).toBe("CREATE_FAILED");
    expect(reasonOf("fire")).toContain(
      "ResourceInError: resources.group.resources[1]: the disk is on fire",
    );
    await update("fire", id, template);
    expect(cloud.settle("fire")).toBe("UPDATE_COMPLETE");
  });

  it("of a service reaches the resource with the client's class", async () => {
    cloud.simulator.setQuotas("demo", { network: { network: 1 } });
    await demo.createStack("quota", { resources: { net: { type: "OS::Neutron::Net" } } });
    expect(cloud.settle("quota")).toBe("CREATE_FAILED");
    expect(reasonOf("quota")).toContain(
      "Resource CREATE failed: OverQuotaClient: resources.net: Quota exceeded for resources: ['network'].",
    );
    cloud.simulator.setQuotas("demo", { network: { network: -1 } });
  });

  it("of a server says what Nova said", async () => {
    cloud.simulator.faults.add({
      service: "compute",
      operation: "buildServer",
      match: { name: "doomed" },
      error: "No valid host was found.",
    });
    await demo.createStack("nohost", {
      resources: {
        server: {
          type: "OS::Nova::Server",
          properties: {
            name: "doomed",
            image: "cirros",
            flavor: "m1.tiny",
            networks: [{ network: "private" }],
          },
        },
      },
    });
    cloud.settle("nohost");
    expect(reasonOf("nohost")).toBe(
      'Resource CREATE failed: ResourceInError: resources.server: Went to status ERROR due to "Message: No valid host was found., Code: 500"',
    );
  });
});

describe("an update", () => {
  it("changes in place what the type allows and replaces the rest, old ones last", async () => {
    const template = (value: string, salt: string) => ({
      resources: {
        kept: test({ value: "same" }),
        changed: test({ value }),
        replaced: { type: "OS::Heat::RandomString", properties: { salt } },
        user: test({ value: { get_resource: "replaced" } }),
      },
    });
    const id = await demo.createStack("changing", template("1", "a"));
    cloud.settle("changing");
    const before = physical("changing");
    await update("changing", id, template("2", "b"));
    expect(cloud.settle("changing")).toBe("UPDATE_COMPLETE");
    const after = physical("changing");
    expect(statuses("changing")).toEqual({
      kept: "CREATE_COMPLETE",
      changed: "UPDATE_COMPLETE",
      replaced: "CREATE_COMPLETE",
      user: "UPDATE_COMPLETE",
    });
    expect(after["changed"]).toBe(before["changed"]);
    expect(after["replaced"]).not.toBe(before["replaced"]);
    const { events }: { events: { resource_name: string; resource_status: string }[] } = (
      await demo.call("GET", `${stacks}/changing/${id}/events?sort_dir=asc`)
    ).body as never;
    const order = events.map((one) => `${one.resource_name} ${one.resource_status}`);
    expect(order.indexOf("replaced DELETE_IN_PROGRESS")).toBeGreaterThan(
      order.indexOf("user UPDATE_COMPLETE"),
    );
  });

  it("takes away what the template lost", async () => {
    const id = await demo.createStack("losing", { resources: { a: test(), b: test() } });
    cloud.settle("losing");
    await update("losing", id, { resources: { a: test() } });
    expect(cloud.settle("losing")).toBe("UPDATE_COMPLETE");
    expect(statuses("losing")).toEqual({ a: "CREATE_COMPLETE" });
  });
});

describe("a delete", () => {
  it("takes away what needs others first, hidden needs too", async () => {
    const template = {
      resources: {
        net: { type: "OS::Neutron::Net" },
        subnet: {
          type: "OS::Neutron::Subnet",
          properties: { network: { get_resource: "net" }, cidr: "10.1.0.0/24" },
        },
        port: { type: "OS::Neutron::Port", properties: { network: { get_resource: "net" } } },
      },
    };
    const id = await demo.createStack("ordered", template);
    expect(cloud.settle("ordered")).toBe("CREATE_COMPLETE");
    await demo.call("DELETE", `${stacks}/ordered/${id}`);
    cloud.settle("ordered");
    const { events }: { events: { resource_name: string; resource_status: string }[] } = (
      await demo.call("GET", `${stacks}/ordered/${id}/events?sort_dir=asc`)
    ).body as never;
    const gone = events.filter(
      (one) => one.resource_status === "DELETE_COMPLETE" && one.resource_name !== "ordered",
    );
    expect(gone.map((one) => one.resource_name)).toEqual(["port", "subnet", "net"]);
    const made = events.filter((one) => one.resource_status === "CREATE_COMPLETE");
    expect(made.map((one) => one.resource_name).slice(0, 3)).toEqual(["net", "subnet", "port"]);
  });

  it("overtakes a create that is under way", async () => {
    const before = cloud.simulator.inspection.counts();
    const id = await demo.createStack("hasty", {
      resources: {
        group: {
          type: "OS::Heat::ResourceGroup",
          properties: { count: 3, resource_def: test({ wait_secs: 300 }) },
        },
      },
    });
    cloud.simulator.clock.advance(5000);
    await demo.call("DELETE", `${stacks}/hasty/${id}`);
    expect(cloud.settle("hasty")).toBe("gone");
    expect(cloud.simulator.inspection.counts()).toEqual(before);
  });
});

describe("a group", () => {
  const group = (count: number, remove: readonly unknown[] = []) => ({
    resources: {
      group: {
        type: "OS::Heat::ResourceGroup",
        properties: {
          count,
          removal_policies: [{ resource_list: remove }],
          resource_def: test({ value: "n%index%" }),
        },
      },
    },
    outputs: { values: { value: { get_attr: ["group", "output"] } } },
  });

  it("grows at the end, loses named members and never uses their names again", async () => {
    const id = await demo.createStack("grown", group(2));
    cloud.settle("grown");
    const [first] = Object.values(physical("grown")).slice(1);
    await update("grown", id, group(3));
    cloud.settle("grown");
    expect(await demo.stack("grown")).toMatchObject({
      outputs: [{ output_value: ["n0", "n1", "n2"] }],
    });
    expect(Object.values(physical("grown"))).toContain(first);
    await update("grown", id, group(2, [physical("grown")["group/1"]]));
    expect(cloud.settle("grown")).toBe("UPDATE_COMPLETE");
    expect(await demo.stack("grown")).toMatchObject({ outputs: [{ output_value: ["n0", "n2"] }] });
    await update("grown", id, group(3));
    cloud.settle("grown");
    expect(Object.keys(statuses("grown")).toSorted()).toEqual([
      "group",
      "group/0",
      "group/2",
      "group/3",
    ]);
  });

  it("may be empty", async () => {
    await demo.createStack("empty", group(0));
    expect(cloud.settle("empty")).toBe("CREATE_COMPLETE");
  });
});

describe("a list of stacks", () => {
  const names = async (client: Client, query: string) => {
    const { body } = await client.call("GET", `${stacks}?${query}`);
    return (body["stacks"] as unknown as { stack_name: string }[]).map((one) => one.stack_name);
  };

  it("goes on after the last stack of a page", async () => {
    const page = async (query: string) => (await demo.call("GET", `${stacks}?${query}`)).body;
    for (const name of ["page-b", "page-a", "page-c"]) await demo.createStack(name, nothing);
    const filter = "name=page-a&name=page-b&name=page-c&sort_keys=stack_name";
    expect(await names(demo, filter)).toEqual(["page-a", "page-b", "page-c"]);
    const { stacks: first } = await page(`${filter}&limit=2`);
    const [, marker] = first as unknown as { id: string }[];
    expect(await names(demo, `${filter}&limit=2&marker=${marker?.id}`)).toEqual(["page-c"]);
  });

  it("of all projects is for nobody, unless the operator opened it to admins", async () => {
    const admin = await cloud.client("admin");
    const refused = await admin.call("GET", `${stacks}?global_tenant=true`);
    expect(refused.status).toBe(403);
    const open = await openCloud({ globalStackIndex: true });
    await (await open.client()).createStack("anywhere", nothing);
    const list = (await open.client("admin")).call("GET", `${stacks}?global_tenant=true`);
    expect((await list).body["stacks"]).toMatchObject([
      { stack_name: "anywhere", project: (await open.client()).projectId },
    ]);
    expect((await (await open.client()).call("GET", `${stacks}?global_tenant=true`)).status).toBe(
      403,
    );
    await open.simulator.close();
  });
});
