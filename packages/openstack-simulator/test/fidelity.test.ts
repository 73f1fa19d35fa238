import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCases } from "../fidelity/fidelity-case.ts";
import { playAll } from "../fidelity/play-all.ts";
import { readRecorded } from "../fidelity/recorded-answers.ts";
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

  it("has no case whose stack was never made", () => {
    const refused = cases.filter(({ name, steps }) => {
      const isDeleted = steps.at(-1)?.do === "delete";
      return isDeleted && readRecorded(name)?.steps.at(-1)?.http !== 204;
    });
    expect(refused.map(({ name }) => name)).toEqual([]);
  });

  it("leaves nothing behind", async () => {
    const { body } = await simulated.heat.call("GET", "/stacks");
    expect(body).toEqual({ stacks: [] });
  });
});
