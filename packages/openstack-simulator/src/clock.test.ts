import { describe, expect, it } from "vitest";
import { SimulatorClock } from "./clock.ts";

describe("a manual clock", () => {
  it("runs what is due in order of time, also what that brings about", () => {
    const clock = new SimulatorClock({ mode: "manual" });
    const seen: string[] = [];
    clock.after(20, () => seen.push("late"));
    clock.after(10, () => {
      seen.push("early");
      clock.after(5, () => seen.push(`between at ${clock.now()}`));
    });
    clock.after(10, () => seen.push("same time, asked later"));
    clock.after(30, () => seen.push("never")).cancel();
    clock.advance(20);
    expect(seen).toEqual(["early", "same time, asked later", "between at 15", "late"]);
    expect(clock.now()).toBe(20);
  });

  it("stops at the moment that is waited for", () => {
    const clock = new SimulatorClock({ mode: "manual" });
    let isDone = false;
    clock.after(70, () => {
      isDone = true;
    });
    expect(clock.advanceUntil(() => isDone, 50)).toBe(false);
    expect(clock.advanceUntil(() => isDone, 100)).toBe(true);
    expect(clock.now()).toBe(70);
  });

  it("shows dates that start where they are told", () => {
    const clock = new SimulatorClock({ mode: "manual", startAt: new Date("2026-01-01T00:00:00Z") });
    clock.advance(1500);
    expect(clock.date().toISOString()).toBe("2026-01-01T00:00:01.500Z");
  });
});

describe("a scaled clock", () => {
  it("runs by itself and faster than real time", async () => {
    const clock = new SimulatorClock({ mode: "scaled", factor: 1000 });
    await clock.wait(5000);
    expect(clock.now()).toBeGreaterThanOrEqual(5000);
    expect(() => clock.advance(1)).toThrow("manual");
    clock.close();
  });
});
