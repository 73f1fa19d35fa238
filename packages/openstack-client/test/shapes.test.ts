import { describe, expect, it } from "vitest";
import { bodyOf, type Exchange } from "./exchange.ts";
import { answersOf } from "./exchanged-fields.ts";
import { type Scenario, scenarios } from "./scenarios/scenarios.ts";
import { onSimulator, recordingOf, type ScenarioName } from "./sources.ts";

/** What the simulator leaves out knowingly: operation and field, or status. */
const leftOut: readonly (readonly [operation: RegExp, field: RegExp, reason: string])[] = [
  [/images/, /owner_specified|coe_rootfs/, "properties that whoever made the image gave it"],
  [/security-group/, /standard_attr_id/, "a number of the database"],
  [/networks/, /is_default/, "of the extension auto-allocated-topology"],
  [/stacks\/preview$/, /^stack\.resources\[\]\[\]/, "previews do not look into nested stacks"],
  [
    /DELETE .*stacks/,
    /^404$|^(code|title|explanation|error)\b/,
    "for a moment Heat finds by name what it just deleted",
  ],
];

const isLeftOut = (operation: string, what: string): boolean =>
  leftOut.some(([where, which]) => where.test(operation) && which.test(what));

/** Plays a scenario on the simulator and writes down what it answered. */
async function simulatedExchanges(scenario: Scenario<unknown>) {
  const exchanges: Pick<Exchange, "method" | "path" | "status" | "reply">[] = [];
  await onSimulator(scenario, async (input, init) => {
    const request = new Request(input, init);
    const response = await fetch(request);
    const { pathname, search } = new URL(request.url);
    exchanges.push({
      method: request.method,
      path: `${pathname}${search}`,
      status: response.status,
      reply: bodyOf(await response.clone().text()),
    });
    return response;
  });
  return exchanges;
}

describe("the simulator answers with the statuses and fields of a recorded cloud", () => {
  it.each(Object.keys(scenarios) as ScenarioName[])("%s", async (name) => {
    const simulated = answersOf(await simulatedExchanges(scenarios[name]));
    const missing = [...answersOf(recordingOf(name).exchanges)].flatMap(([operation, recorded]) => {
      const answered = simulated.get(operation);
      const lacks = [
        ...[...recorded.statuses].filter((status) => !answered?.statuses.has(status)).map(String),
        ...[...recorded.fields].filter((field) => !answered?.fields.has(field)),
      ];
      return lacks
        .filter((what) => !isLeftOut(operation, what))
        .map((what) => `${operation}: ${what}`);
    });
    expect(missing).toEqual([]);
  });
});
