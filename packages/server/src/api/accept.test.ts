import { expect, it } from "vitest";
import { preferredType } from "./accept.ts";

const OFFERS = ["text/plain", "text/html", "application/json"] as const;

it.each([
  [undefined, "text/plain"],
  ["", "text/plain"],
  ["*/*", "text/plain"],
  ["application/json", "application/json"],
  ["APPLICATION/JSON", "application/json"],
  ["application/*", "application/json"],
  ["text/*", "text/plain"],
  ["text/*, text/plain;q=0.1", "text/html"],
  ["application/json, text/plain", "text/plain"],
  ["application/json;q=0.5, text/plain;q=0.1", "application/json"],
  ["text/html,application/xhtml+xml,*/*;q=0.8", "text/html"],
  ["application/json;q=0", undefined],
  ["image/png", undefined],
  ["no media type", "text/plain"],
])("%j prefers %s", (accept, type) => {
  expect(preferredType(accept, OFFERS)).toBe(type);
});
