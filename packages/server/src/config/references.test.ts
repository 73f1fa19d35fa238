import fc from "fast-check";
import { expect, it } from "vitest";
import { followReferences } from "./references.ts";

const lookup = (name: string) => ({ host: "h", "api.port": "1", a_b2: "x" })[name];

it.each([
  ["$host:${api.port}/$a_b2", "h:1/x"],
  ["$api.port", "1"],
  ["$$host", "$host"],
  ["\\$host", "$host"],
  ["100$", "100$"],
  ["$1 ${bad $-", "$1 ${bad $-"],
  ["plain", "plain"],
])("%s is %s", (text, value) => {
  expect(followReferences(text, lookup)).toBe(value);
});

it("refuses names that there are not, and says how to write a dollar sign", () => {
  expect(() => followReferences("pa$word", lookup)).toThrow(
    "There is no option word to refer to; write $$ for a dollar sign.",
  );
});

it("gives back every text whose dollar signs are doubled", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!text.includes("\\"));
      expect(
        followReferences(
          text.replaceAll("$", () => "$$"),
          lookup,
        ),
      ).toBe(text);
    }),
  );
});
