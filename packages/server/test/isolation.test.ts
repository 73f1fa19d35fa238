import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyRequest } from "./any-request.ts";
import { serverBench } from "./server-bench.ts";

const RUNS = 2000;

/** Alice's world: everything that a project can have, under names and marks that occur nowhere else. */
async function aliceWorld() {
  const bench = serverBench();
  const marks = { name: "alices-cluster", template: "alices-template", group: "alices-group" };
  const labels = { colour: "alices-colour" };
  const template = await bench.template({ name: marks.template, labels });
  const cluster = await bench.cluster({ name: marks.name, cluster_template_id: marks.template });
  await bench.settle();
  const group = await bench.call("POST", `/v1/clusters/${cluster}/nodegroups`, {
    body: { name: marks.group },
  });
  await bench.settle();
  // So long that no uuid has it by chance.
  const limit = 1_471_147_114;
  const quota = { project_id: "wonderland", resource: "Cluster", hard_limit: limit };
  const { status } = await bench.call("POST", "/v1/quotas", { as: "admin", body: quota });
  expect(status).toBe(201);
  const known = [
    template,
    cluster,
    String(group.body.uuid),
    marks.template,
    marks.name,
    marks.group,
  ];
  const secrets = [...known, labels.colour, String(limit), `certificate of ${cluster}`];
  /** Everything of Alice's, as she sees it. */
  const snapshot = async () =>
    Promise.all(
      [
        "/v1/clusters/detail",
        "/v1/clustertemplates",
        `/v1/clusters/${cluster}/nodegroups`,
        `/v1/clusters/${cluster}/nodegroups/${marks.group}`,
        `/v1/clusters/${cluster}/operations`,
        `/v1/clusters/${cluster}/events`,
        `/v1/certificates/${cluster}`,
        "/v1/quotas/wonderland/Cluster",
        "/v1/stats",
      ].map(async (url) => {
        const answer = await bench.call("GET", url);
        expect(answer.status).toBe(200);
        return answer.text;
      }),
    );
  return { ...bench, known, secrets, snapshot };
}

describe("another project's rows", () => {
  it("are neither seen nor changed, whatever is asked", async () => {
    const world = await aliceWorld();
    const before = await world.snapshot();
    await world.template({ name: "own" }, { as: "mallory" });
    await world.cluster({ name: "own", cluster_template_id: "own" }, { as: "mallory" });
    const request = anyRequest([...world.known, "own", "wonderland"]);
    await fc.assert(
      fc.asyncProperty(request, async ({ method, url, version, body }) => {
        const answer = await world.call(method, url, {
          as: "mallory",
          version,
          ...(body === undefined ? {} : { body }),
        });
        const said = `${url} ${body ?? ""}`;
        const told = world.secrets.filter(
          (secret) => answer.text.includes(secret) && !said.includes(secret),
        );
        expect(told).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect(await world.snapshot()).toEqual(before);
  }, 120_000);

  it("are answered like rows that do not exist, by every route that names one", async () => {
    const world = await aliceWorld();
    const nobodys = { uuid: "0f0f0f0f-0000-4000-8000-000000000000", name: "nobodys" };
    const request = anyRequest(["THE-OBJECT", "THE-OBJECT", "own"]);
    await fc.assert(
      fc.asyncProperty(
        request,
        fc.constantFrom(...world.known),
        async ({ method, url, version, body }, identifier) => {
          const ask = async (name: string) => {
            const put = (text: string) => text.replaceAll("THE-OBJECT", name);
            const { status, text } = await world.call(method, put(url), {
              as: "mallory",
              version,
              ...(body === undefined ? {} : { body: put(body) }),
            });
            // What is made under that name has a uuid of its own.
            return { status, text: status < 300 ? "" : text.replaceAll(name, "THE-OBJECT") };
          };
          const stranger = identifier.startsWith("alices-") ? nobodys.name : nobodys.uuid;
          expect(await ask(identifier)).toEqual(await ask(stranger));
        },
      ),
      { numRuns: RUNS },
    );
  }, 120_000);
});
