import type { CredentialKind } from "@jeroboam/core";
import {
  collect,
  getStack,
  getStackTemplate,
  listStacks,
  patchStack,
} from "@jeroboam/openstack-client";
import { describe, expect, it } from "vitest";
import { type CloudBench, cloudBench } from "./cloud-bench.ts";
import { until } from "./until.ts";

const TIMEOUT = { timeout: 60_000 } as const;
const TOO_OLD = /was made before nodes could be asked for new certificates; create the cluster/;
const KINDS: readonly CredentialKind[] = ["trust", "application-credential", "service-user"];

/** Makes the one stack one of a version that counted no generations. */
async function ageStack(bench: CloudBench): Promise<void> {
  const heat = bench.sessionOf("demo").service("orchestration");
  const [found] = await collect(listStacks(heat));
  const id = found?.id ?? "";
  const { outputs, ...template } = await getStackTemplate(heat, id);
  const kept = Object.entries(outputs ?? {}).filter(([name]) => name !== "generation");
  await patchStack(heat, id, { template: { ...template, outputs: Object.fromEntries(kept) } });
  const status = async () => (await getStack(heat, id)).stackStatus;
  await until("the stack is changed", async () => (await status()) === "UPDATE_COMPLETE");
}

/** A complete cluster with such a stack, and what it shows and has once an operation of a kind failed. */
async function refused(bench: CloudBench, kind: string, path: string) {
  await bench.template();
  const uuid = await bench.cluster();
  await bench.settled(uuid);
  await ageStack(bench);
  const counts = bench.simulator.inspection.counts();
  expect((await bench.call("PATCH", `${path}/${uuid}`)).status).toBe(202);
  const ended = () =>
    until(`${kind} is over`, async () => {
      const last = (await bench.operations(uuid)).findLast(
        (one: { readonly kind: string }) => one.kind === kind,
      );
      return last?.finished_at ? last : undefined;
    });
  const { state, error } = await ended();
  expect([state, error.code, error.message]).toEqual([
    "failed",
    "JRB_CHANGE_NOT_BEGUN",
    expect.stringMatching(TOO_OLD),
  ]);
  // The change by hand is seen at some time.
  expect((await bench.settled(uuid)).status).toMatch(/^(CREATE|UPDATE)_COMPLETE$/);
  expect(bench.simulator.inspection.counts()).toEqual(counts);
  return uuid;
}

describe("a cluster whose stack is older than rotations", TIMEOUT, () => {
  it("is as it was after a rotation of its authority was asked for", async (test) => {
    const bench = await cloudBench(test);
    const uuid = await refused(bench, "rotate-ca", "/certificates");
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });

  it.for(KINDS)(
    "is as it was after another credential of kind %s was asked for",
    async (kind, test) => {
      const bench = await cloudBench(test, { credentialKind: kind });
      const uuid = await refused(bench, "rotate-credential", "/credentials");
      expect(await bench.removed(uuid)).toEqual(bench.seed);
    },
  );
});
