import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCases } from "../fidelity/fidelity-case.ts";
import { playAll } from "../fidelity/play-all.ts";
import { openSimulated } from "../fidelity/simulated-endpoint.ts";
import { unexplained, verdictOn } from "../fidelity/verdicts.ts";

const cases = readCases();
let simulated: Awaited<ReturnType<typeof openSimulated>>;

beforeAll(async () => {
  simulated = await openSimulated();
});

afterAll(() => simulated.simulator.close());

describe("the simulator's Heat answers as a real one did", () => {
  it.each(cases)("$name: $description", { timeout: 20_000 }, async (one) => {
    const [played] = await playAll(simulated.heat, [one], 1);
    expect(played && unexplained(verdictOn(played))).toEqual([]);
  });

  it("leaves nothing behind", async () => {
    const { body } = await simulated.heat.call("GET", "/stacks");
    expect(body).toEqual({ stacks: [] });
  });
});
