import { expect, it } from "vitest";
import { FakeCloud } from "../../test/fake-cloud.ts";
import { createCallMeter } from "./call-meter.ts";
import { createSession } from "./session.ts";

it("counts what was sent in the last minute, and everything by service", () => {
  let now = 0;
  const meter = createCallMeter({ now: () => new Date(now) });
  for (const seconds of [0, 30, 59]) {
    now = seconds * 1000;
    meter.count("orchestration");
  }
  meter.count("identity");
  expect(meter.perMinute()).toBe(4);
  now = 60_000;
  expect(meter.perMinute()).toBe(3);
  now = 89_999;
  expect(meter.perMinute()).toBe(3);
  now = 200_000;
  expect(meter.perMinute()).toBe(0);
  expect(meter.totals()).toEqual({ orchestration: 3, identity: 1 });
});

it("counts every try of a session, the ones for tokens too", async () => {
  const cloud = new FakeCloud();
  cloud.on("GET /v1/project-1/stacks", (count) =>
    count === 1 ? { status: 503 } : { json: { stacks: [] } },
  );
  const meter = createCallMeter();
  const session = createSession(cloud.options({ meter }));
  await session.service("orchestration").send({ path: "/stacks" });
  expect(meter.totals()).toEqual({ identity: 1, orchestration: 2 });
});
