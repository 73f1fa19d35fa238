import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, openCloud, type TestCloud } from "./test-cloud.ts";

const API = "/key-manager/v1";
let cloud: TestCloud;
beforeAll(async () => {
  cloud = await openCloud();
});
afterAll(() => cloud.simulator.close());

async function madeSecret(client: Client, name: string): Promise<string> {
  const payload = { name, payload: "text", payload_content_type: "text/plain" };
  const { body } = await client.call("POST", `${API}/secrets`, payload);
  return String(body["secret_ref"]);
}

it("a secret is its project's, and only those who may create can make one", async () => {
  const [demo, demo2] = [await cloud.client("demo"), await cloud.client("demo2")];
  const ref = await madeSecret(demo, "own");
  for (const [method, path, what] of [
    ["GET", "", "Secret retrieval"],
    ["GET", "/payload", "Secret payload retrieval"],
    ["DELETE", "", "Secret deletion"],
  ] as const) {
    const { status, body } = await demo2.call(method, `${ref}${path}`);
    expect({ status, body }).toEqual({
      status: 403,
      body: {
        code: 403,
        title: "Forbidden",
        description: `${what} attempt not allowed - please review your user/project privileges`,
      },
    });
  }
  const stolen = await demo2.call("POST", `${API}/containers`, {
    type: "certificate",
    secret_refs: [{ name: "certificate", secret_ref: ref }],
  });
  expect(stolen).toMatchObject({
    status: 404,
    body: { description: "Secret provided for 'certificate' doesn't exist." },
  });
  expect((await demo2.call("GET", `${API}/secrets`)).body).toEqual({ secrets: [], total: 0 });
  expect((await demo.call("DELETE", ref)).status).toBe(204);
});

it("lists are cut into pages of ten with links to those beside them", async () => {
  const client = await cloud.client("admin");
  for (let number = 0; number < 23; number++) await madeSecret(client, "many");
  const seen: string[] = [];
  let path: string | undefined = `${API}/secrets`;
  const pages: number[] = [];
  while (path !== undefined) {
    const { body }: { body: { secrets: { secret_ref: string }[]; next?: string } } =
      (await client.call("GET", path)) as never;
    pages.push(body.secrets.length);
    seen.push(...body.secrets.map(({ secret_ref }) => secret_ref));
    path = body.next;
  }
  expect(pages).toEqual([10, 10, 3]);
  expect(new Set(seen).size).toBe(23);
  const all = await client.call("GET", `${API}/secrets?name=many&limit=100`);
  expect(all.body).toMatchObject({ total: 23 });
  expect(all.body).not.toHaveProperty("next");
});

it.each([
  [{ payload: "x" }, 400, "'payload_content_type' must also be supplied"],
  [{ payload: "", payload_content_type: "text/plain" }, 400, "must be non empty"],
  [{ payload: "x", payload_content_type: "text/html" }, 400, "payload_content_type is not one of"],
  [
    { payload: "eA==", payload_content_type: "application/octet-stream" },
    400,
    "['base64', 'binary']",
  ],
  [{ secret_type: "bad" }, 400, "'bad' is not one of ['symmetric', 'passphrase'"],
  [
    { payload: "x".repeat(20_001), payload_content_type: "text/plain" },
    413,
    "too large to process",
  ],
])("a secret that is none is refused: %j", async (request, status, description) => {
  const client = await cloud.client("demo");
  const refused = await client.call("POST", `${API}/secrets`, request);
  expect(refused.status).toBe(status);
  expect(refused.body["description"]).toContain(description);
});
