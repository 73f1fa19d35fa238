import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { endOfTurn } from "./end-of-turn.ts";

it("is one moment for all that asked in a turn, and another one for the next", async () => {
  const seen: string[] = [];
  const waits = [endOfTurn().then(() => seen.push("a")), endOfTurn().then(() => seen.push("b"))];
  setImmediate(() => seen.push("something else"));
  await Promise.resolve();
  expect(seen).toEqual([]);
  await Promise.all(waits);
  expect(seen).toEqual(["a", "b"]);
  await turn();
  setImmediate(() => seen.push("of the next turn"));
  await endOfTurn();
  expect(seen).toEqual(["a", "b", "something else", "of the next turn"]);
});
