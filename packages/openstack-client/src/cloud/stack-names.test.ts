import { expect, it } from "vitest";
import { createStackNames } from "./stack-names.ts";

it("a stack is asked for by both its name and its id once the name is known", () => {
  const names = createStackNames();
  expect(names.withName("id-of-duck")).toBe("id-of-duck");
  names.remember("id-of-duck", "duck");
  expect(names.withName("id-of-duck")).toBe("duck/id-of-duck");
  expect(names.withName("duck")).toBe("duck");
});

it("the names that were used longest ago are forgotten", () => {
  const names = createStackNames();
  names.remember("first", "one");
  for (let index = 0; index < 2000; index += 1) names.remember(`id-${index}`, "other");
  expect([names.withName("first"), names.withName("id-0")]).toEqual(["first", "other/id-0"]);
});

it("clouds that give the same id to different stacks keep them apart", () => {
  const [mine, other] = [createStackNames(), createStackNames()];
  mine.remember("id", "duck");
  expect(other.withName("id")).toBe("id");
});
