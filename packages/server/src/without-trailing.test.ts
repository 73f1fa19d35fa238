import fc from "fast-check";
import { expect, it } from "vitest";
import { withoutTrailing } from "./without-trailing.ts";

it("cuts all of one kind from the end and nothing else", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("/", "a", "?", ")")), (characters) => {
      const text = characters.join("");
      expect(withoutTrailing(text, "/")).toBe(text.replace(/\/+$/, ""));
      expect(withoutTrailing(text, ")")).toBe(text.replace(/\)+$/, ""));
    }),
  );
});
