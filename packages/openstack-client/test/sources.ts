import { readFileSync } from "node:fs";
import { startSimulator } from "@jeroboam/openstack-simulator";
import { expect } from "vitest";
import { createSession, sessionOptionsFromEnvironment } from "../src/index.ts";
import type { Recording } from "./exchange.ts";
import { replay } from "./replay.ts";
import type { Scenario, scenarios } from "./scenarios/scenarios.ts";

export type ScenarioName = keyof typeof scenarios;

/** Plays one scenario from its beginning to its end. */
type Player = <Result>(name: ScenarioName, scenario: Scenario<Result>) => Promise<Result>;

/** What was recorded of a scenario. */
export function recordingOf(name: ScenarioName): Recording {
  const file = new URL(`fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Recording;
}

/** What a cloud answered when it was recorded; any other request, or one left out, is an error. */
async function recorded<Result>(
  name: ScenarioName,
  { cloud, play }: Scenario<Result>,
): Promise<Result> {
  const { fetch, waiting } = replay(recordingOf(name));
  const session = createSession({
    authUrl: "http://127.0.0.1:5000/v3",
    auth: {
      type: "password",
      user: { name: cloud, domain: { name: "Default" } },
      password: "any",
      scope: { type: "project", name: cloud, domain: { name: "Default" } },
    },
    region: "RegionOne",
    fetch,
    clock: { now: () => new Date(0) },
  });
  const result = await play(session, async () => undefined);
  expect(waiting).toEqual([]);
  return result;
}

/** A new simulator, whose time goes on only while the scenario pauses. */
export async function onSimulator<Result>(
  { cloud, play }: Scenario<Result>,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<Result> {
  const simulator = await startSimulator({ clock: { mode: "manual" } });
  try {
    const session = createSession({
      ...sessionOptionsFromEnvironment(simulator.environment(cloud)),
      fetch,
      clock: { now: () => new Date(simulator.clock.now()) },
    });
    const before = simulator.inspection.counts();
    const result = await play(session, async (ms) => simulator.clock.advance(ms));
    simulator.clock.advance(60_000);
    expect(simulator.inspection.counts()).toEqual(before);
    return result;
  } finally {
    await simulator.close();
  }
}

/** Where scenarios are played: what holds of a recorded cloud holds of the simulated one. */
export const sources: Readonly<Record<"recorded" | "simulated", Player>> = {
  recorded,
  simulated: (_name, scenario) => onSimulator(scenario),
};
