import { expect, it } from "vitest";
import { rememberName, withName } from "./stack-names.ts";

it("a stack is asked for by both its name and its id once the name is known", () => {
  expect(withName("id-of-duck")).toBe("id-of-duck");
  rememberName("id-of-duck", "duck");
  expect(withName("id-of-duck")).toBe("duck/id-of-duck");
  expect(withName("duck")).toBe("duck");
});

it("the names that were used longest ago are forgotten", () => {
  rememberName("first", "one");
  for (let index = 0; index < 2000; index += 1) rememberName(`id-${index}`, "other");
  expect([withName("first"), withName("id-0")]).toEqual(["first", "other/id-0"]);
});
