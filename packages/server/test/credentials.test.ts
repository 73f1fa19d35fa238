import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

async function complete() {
  const bench = serverBench();
  await bench.template();
  const uuid = await bench.cluster();
  await bench.settle();
  const refusal = async (...asked: Parameters<typeof bench.call>) => {
    const { status, body } = await bench.call(...asked);
    return [status, body.errors?.[0].detail];
  };
  return { ...bench, path: `/v1/credentials/${uuid}`, uuid, refusal };
}

// api.md 11
describe("a cluster's credential", () => {
  it("is not rotated where the driver cannot", async () => {
    const { path, refusal } = await complete();
    const text = "Credential rotation is not supported by driver.";
    expect(await refusal("PATCH", path)).toEqual([400, text]);
    expect(await refusal("PATCH", "/v1/credentials/c1", { as: "colleague" })).toEqual([400, text]);
  });

  // api.md 4.7 and 13: not across projects, not for admins by their role alone
  it("is its project's alone", async () => {
    const { path, uuid, refusal, keystone } = await complete();
    const missing = [404, `Cluster ${uuid} could not be found.`];
    expect(await refusal("PATCH", path, { as: "mallory" })).toEqual(missing);
    expect(await refusal("PATCH", path, { as: "admin" })).toEqual(missing);
    const alice = keystone.tokens.get("alice");
    if (!alice) throw new Error("the fake Keystone lost a token");
    for (const role of ["reader", "admin"]) {
      keystone.tokens.set("other", { ...alice, roles: [{ name: role }] });
      expect(await refusal("PATCH", path, { as: "other" })).toEqual([
        403,
        "Policy doesn't allow credential:rotate to be performed.",
      ]);
    }
  });

  // api.md 1.2
  it("is spoken of from 1.12 on", async () => {
    const { path, refusal } = await complete();
    expect(await refusal("PATCH", path, { version: "container-infra 1.11" })).toEqual([
      406,
      "Version 1.11 was requested but the requested API patch is not supported for this version.",
    ]);
    expect((await refusal("PATCH", path, { version: "container-infra 1.12" }))[0]).toBe(400);
  });
});
