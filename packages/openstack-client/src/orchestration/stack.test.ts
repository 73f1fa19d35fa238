import { describe, expect, it } from "vitest";
import { FakeCloud, type SeenRequest } from "../../test/fake-cloud.ts";
import { createSession } from "../session/session.ts";
import { collect } from "../transport/pages.ts";
import { createStack, deleteStack, findStack, listStacks, patchStack } from "./stack.ts";
import { signalStackResource } from "./stack-resource.ts";

const STACKS = "/v1/project-1/stacks";

/** One stack in memory, found by name through a redirect as in Heat. */
function heat() {
  const cloud = new FakeCloud();
  const stack = { id: "s1", stack_name: "a b", stack_status: "CREATE_COMPLETE", tags: ["x"] };
  const bodies: unknown[] = [];
  const change = (_count: number, request: SeenRequest) => {
    const body = JSON.parse(request.text) as { tags?: string };
    bodies.push(body);
    if (body.tags !== undefined) stack.tags = body.tags.split(",");
    return { status: 202, json: { stack: { id: stack.id } } };
  };
  const location = `http://cloud:8004${STACKS}/a%20b/s1`;
  cloud
    .on(`GET ${STACKS}/a%20b`, { status: 302, headers: { location } })
    .on(`GET ${STACKS}/a%20b/s1`, () => ({ json: { stack } }))
    .on(`PATCH ${STACKS}/a%20b/s1`, change)
    .on(`PATCH ${STACKS}/a%20b`, { status: 302, headers: { location } })
    .on(`POST ${STACKS}`, change)
    .on(`POST ${STACKS}/a%20b/s1/resources/h%2F1/signal`, change)
    .on(`GET ${STACKS}`, { json: { stacks: [stack] } });
  const client = createSession(cloud.options()).service("orchestration");
  return { cloud, client, bodies };
}

describe("a stack's tags", () => {
  it("are sent as one text, left out where there are none, and refused with a comma", async () => {
    const { client, bodies } = heat();
    await createStack(client, { name: "n", template: {}, tags: ["a", "b"] });
    await createStack(client, { name: "n", template: {}, tags: [] });
    expect(bodies).toEqual([
      { stack_name: "n", template: {}, tags: "a,b" },
      { stack_name: "n", template: {} },
    ]);
    await expect(createStack(client, { name: "n", tags: ["a,b"] })).rejects.toThrow("no comma");
  });

  it("are none after an empty list was set, though Heat shows an empty one", async () => {
    const { client } = heat();
    await patchStack(client, "a b", { tags: [] });
    expect((await findStack(client, "a b"))?.tags).toEqual([]);
  });
});

describe("a stack's name", () => {
  it("is encoded in paths, as is a resource's", async () => {
    const { cloud, client } = heat();
    await signalStackResource(client, "a b", "h/1", { status: "SUCCESS" });
    expect(cloud.calls.at(-1)).toBe(`POST ${STACKS}/a%20b/s1/resources/h%2F1/signal`);
  });

  it("with the id behind it is asked for without a redirect", async () => {
    const { cloud, client } = heat();
    expect((await findStack(client, "a b/s1"))?.id).toBe("s1");
    expect(cloud.calls).toEqual([`GET ${STACKS}/a%20b/s1`]);
  });

  it.each(["", ".", "..", "a/..", "../b"])(
    "cannot be %j, which would be another place",
    async (name) => {
      const { cloud, client } = heat();
      await expect(findStack(client, name)).rejects.toMatchObject({
        code: "OPENSTACK_INVALID_REQUEST",
      });
      await expect(deleteStack(client, name)).rejects.toThrow("neither a name nor an id");
      expect(cloud.calls).toEqual([]);
    },
  );
});

describe("a list of stacks", () => {
  it("is narrowed in Heat's own words", async () => {
    const { cloud, client } = heat();
    const stacks = await collect(
      listStacks(client, {
        name: ["a", "b"],
        status: "CREATE_FAILED",
        tags: ["t", "u"],
        notTagsAny: ["v"],
        showNested: true,
        sortKey: "creation_time",
        sortDirection: "desc",
      }),
    );
    expect(stacks).toHaveLength(1);
    const query = new URL(cloud.seen.at(-1)?.url ?? "").searchParams;
    expect([...query].toSorted(([a], [b]) => a.localeCompare(b))).toEqual([
      ["name", "a"],
      ["name", "b"],
      ["not_tags_any", "v"],
      ["show_nested", "true"],
      ["sort_dir", "desc"],
      ["sort_keys", "creation_time"],
      ["status", "CREATE_FAILED"],
      ["tags", "t,u"],
    ]);
  });
});
