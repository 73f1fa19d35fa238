import type { FaultRule } from "@jeroboam/openstack-simulator";
import { describe, expect, it } from "vitest";
import { cloudBench } from "./cloud-bench.ts";

/** A deadline of six minutes then comes in six seconds. */
const HURRY = 60;
const MINUTE = { create_timeout: 1 };
const TIMEOUT = { timeout: 60_000 } as const;

const heat = (operation: string, fault: object): FaultRule => ({
  service: "orchestration",
  operation,
  error: "Not today.",
  ...fault,
});
const keystone = (operation: string, fault: object): FaultRule => ({
  service: "identity",
  operation,
  error: "Not today.",
  ...fault,
});

interface Outage {
  readonly fault: FaultRule;
  readonly code: string;
  readonly reason: RegExp;
  /** Whether it was tried again. */
  readonly retried: boolean;
}
const refused = (fault: FaultRule, code: string, reason: RegExp): Outage => ({
  fault,
  code,
  reason,
  retried: false,
});
const inVain = (fault: FaultRule, reason: RegExp): Outage => ({
  fault,
  code: "JRB_OPERATION_TIMED_OUT",
  reason,
  retried: true,
});
const LATE = /^The create operation did not finish within 6 minutes\. Last error: .*/;
const late = (text: string) => new RegExp(LATE.source + text);

describe.concurrent("a cluster is not made while", TIMEOUT, () => {
  it.for<[string, Outage]>([
    [
      "Heat answers 400",
      refused(heat("createStack", { status: 400 }), "JRB_STACK_REFUSED", /refuses .*Not today/),
    ],
    [
      "Heat answers 401",
      refused(
        heat("createStack", { status: 401 }),
        "OPENSTACK_CREDENTIAL_REFUSED",
        /delete the cluster and create it again/,
      ),
    ],
    [
      "Heat answers 403",
      refused(heat("createStack", { status: 403 }), "JRB_STACK_REFUSED", /refuses .*Not today/),
    ],
    [
      "Heat answers 404",
      refused(heat("createStack", { status: 404 }), "OPENSTACK_HTTP_STATUS", /404 .*Not today/),
    ],
    [
      "Heat answers 409 for a stack that nobody finds",
      refused(heat("createStack", { status: 409 }), "OPENSTACK_HTTP_STATUS", /409 .*Not today/),
    ],
    ["Heat answers 500", inVain(heat("createStack", { status: 500 }), late("500 .*Not today"))],
    ["Heat answers 503", inVain(heat("createStack", { status: 503 }), late("503 .*Not today"))],
    ["Heat hangs up", inVain(heat("createStack", { hangUp: "before" }), late("orchestration"))],
    [
      "Heat does not show stacks",
      inVain(heat("showStack", { status: 500 }), late("500 .*Not today")),
    ],
    [
      "Keystone refuses trusts",
      refused(keystone("createTrust", { status: 403 }), "JRB_CREDENTIALS_FAILED", /Not today/),
    ],
  ])("%s, and says so", async ([_when, { fault, code, reason, retried }], test) => {
    const bench = await cloudBench(test, { hurry: HURRY, faults: [fault] });
    await bench.template();
    const uuid = await bench.cluster(MINUTE);
    const failed = await bench.settled(uuid);
    expect(failed).toMatchObject({
      status: "CREATE_FAILED",
      status_reason: expect.stringMatching(reason),
    });
    expect(failed.status_reason).not.toContain("\n");
    expect(await bench.operations(uuid)).toMatchObject([{ state: "failed", error: { code } }]);
    const retries = await bench.events(uuid, "operation.retry");
    // With back-off there is room for about a dozen in six minutes.
    expect(retries.length > 0).toBe(retried);
    expect(retries.length).toBeLessThan(20);
    bench.simulator.faults.clear();
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });
});

describe.concurrent("a cluster is made in the end although", TIMEOUT, () => {
  it.for<[string, FaultRule]>([
    ["Heat refused a token once", heat("createStack", { status: 401, times: 1 })],
    ["Heat was down for three calls", heat("createStack", { status: 503, times: 3 })],
    ["Heat hung up before it made the stack", heat("createStack", { hangUp: "before", times: 1 })],
    ["Heat hung up after it made the stack", heat("createStack", { hangUp: "after", times: 1 })],
    ["Heat hung up at a look", heat("showStack", { hangUp: "before", times: 2 })],
    ["Keystone failed at the trustee", keystone("createUser", { status: 500, times: 1 })],
    ["Keystone failed at the trust", keystone("createTrust", { status: 503, times: 2 })],
    [
      "Keystone hung up after it made the trust",
      keystone("createTrust", { hangUp: "after", times: 1 }),
    ],
    ["Keystone gave no tokens", keystone("createToken", { status: 503, times: 3 })],
  ])("%s, once, and goes without a trace", async ([_what, fault], test) => {
    const bench = await cloudBench(test, { hurry: 20 });
    await bench.template();
    bench.simulator.faults.add(fault);
    const uuid = await bench.cluster();
    expect((await bench.settled(uuid)).status).toBe("CREATE_COMPLETE");
    expect(bench.simulator.inspection.trusts()).toHaveLength(bench.seed.trusts + 1);
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });
});

describe.concurrent("the leaf of a cluster that cannot be made is named when", TIMEOUT, () => {
  const services = [
    ["compute", "createServer", /^(workers|managers)\/0\/server: .*Not today/],
    [
      "network",
      "createPort",
      /^(network\/\w+|(workers|managers)\/0\/\w+|manager_ports\/0): .*Not today/,
    ],
  ] as const;
  const cases = services.flatMap(([service, operation, reason]) =>
    [400, 401, 403, 404, 409, 500, 503].map(
      (status) => [service, status, operation, reason] as const,
    ),
  );
  it.for(cases)("%s answers %i", async ([service, status, operation, reason], test) => {
    const fault = { service, operation, status, error: "Not today." } as const;
    const bench = await cloudBench(test, { faults: [fault] });
    await bench.template();
    const uuid = await bench.cluster();
    expect(await bench.settled(uuid)).toMatchObject({
      status: "CREATE_FAILED",
      status_reason: expect.stringMatching(reason),
    });
    expect(await bench.operations(uuid)).toMatchObject([
      { state: "failed", error: { code: "JRB_INFRASTRUCTURE_FAILED" } },
    ]);
    expect(await bench.removed(uuid)).toEqual(bench.seed);
  });
});
