import { describe, expect, it } from "vitest";
import { z } from "zod";
import { FakeCloud, type SeenRequest } from "../../test/fake-cloud.ts";
import { createSession } from "../session/session.ts";
import { collect, pages } from "./pages.ts";

const item = z.object({ id: z.string() });
const all = ["a", "b", "c", "d", "e"];

/** Serves the list by marker and limit, with whatever a service puts behind a page. */
function served(behind: (rest: boolean, query: string) => object) {
  const cloud = new FakeCloud();
  return cloud.on("GET /v2.1/things", (_count: number, request: SeenRequest) => {
    const query = new URL(request.url).searchParams;
    const start = all.indexOf(query.get("marker") ?? "") + 1;
    const end = start + Number(query.get("limit") ?? 2);
    const things = all.slice(start, end).map((id) => ({ id }));
    const next = `?limit=2&marker=${things.at(-1)?.id}&kept=yes`;
    return { json: { things, ...behind(end < all.length, next) } };
  });
}

function listed(cloud: FakeCloud, pageSize?: number) {
  const client = createSession(cloud.options()).service("compute");
  return pages(client, {
    path: "/things",
    field: "things",
    item,
    query: { kept: "yes" },
    pageSize,
    markerOf: ({ id }) => id,
  });
}
const ids = async (items: AsyncIterable<{ id: string }>) =>
  (await collect(items)).map(({ id }) => id);

describe("pages", () => {
  it.each([
    ["next", (rest: boolean, query: string) => (rest ? { next: `/v2/things${query}` } : {})],
    [
      "links",
      (rest: boolean, query: string) => ({
        links: rest ? [{ rel: "next", href: `http://inside:1/things${query}` }] : [],
      }),
    ],
    [
      "<field>_links",
      (rest: boolean, query: string) =>
        rest
          ? { things_links: [{ rel: "next", href: `http://inside:1/things${query}` }] }
          : { things_links: [{ rel: "previous", href: "http://inside:1/things" }] },
    ],
    [
      "Keystone's links",
      (rest: boolean, query: string) => ({
        links: { self: "x", previous: null, next: rest ? `http://inside:1/x${query}` : null },
      }),
    ],
  ])("follow %s, whatever host it names", async (_name, behind) => {
    const cloud = served(behind);
    expect(await ids(listed(cloud))).toEqual(all);
    expect(cloud.calls).toHaveLength(3);
    expect(new Set(cloud.seen.slice(1).map(({ url }) => new URL(url).host)).size).toBe(1);
    expect(cloud.calls.every((call) => call.includes("kept=yes"))).toBe(true);
  });

  it("go on after a full page where there are no links", async () => {
    const cloud = served(() => ({}));
    expect(await ids(listed(cloud, 2))).toEqual(all);
    expect(cloud.calls).toHaveLength(3);
  });

  it("are not asked for before they are needed", async () => {
    const cloud = served(() => ({}));
    for await (const { id } of listed(cloud, 2)) if (id === "b") break;
    expect(cloud.calls).toHaveLength(1);
  });

  it("end with an error when a service gives the same page for ever", async () => {
    const cloud = new FakeCloud().on("GET /v2.1/things", {
      json: { things: [{ id: "a" }], next: "/things?marker=a" },
    });
    await expect(ids(listed(cloud))).rejects.toMatchObject({
      code: "OPENSTACK_UNEXPECTED_RESPONSE",
    });
  });

  it("of an unknown shape are an error that names the field", async () => {
    const cloud = new FakeCloud().on("GET /v2.1/things", { json: { things: [{ id: 1 }] } });
    await expect(ids(listed(cloud))).rejects.toThrow("things.0.id");
  });

  it("that are not JSON are an error that shows their beginning", async () => {
    const cloud = new FakeCloud().on("GET /v2.1/things", { text: "<html>hello" });
    await expect(ids(listed(cloud))).rejects.toMatchObject({
      code: "OPENSTACK_UNEXPECTED_RESPONSE",
      body: "<html>hello",
    });
  });
});
