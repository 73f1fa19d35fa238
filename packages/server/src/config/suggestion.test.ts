import { expect, it } from "vitest";
import { nearest } from "./suggestion.ts";

it.each([
  ["prot", "port"],
  ["conection", "connection"],
  ["trustee_domain_nam", "trustee_domain_name"],
  ["hsot", "host"],
  ["nothing_like_it", undefined],
])("%s may have meant %s", (name, meant) => {
  expect(nearest(name, ["connection", "host", "port", "trustee_domain_name"])).toBe(meant);
});
