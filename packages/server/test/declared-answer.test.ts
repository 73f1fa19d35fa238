import { expect, it } from "vitest";
import { requireDeclared } from "./declared-answer.ts";

const uuid = "5d12f6fd-a196-4bf0-ae4c-1f639a523a52";
const headers = { etag: '"1"' };
const post = { method: "POST", url: "/v1/clusters", version: undefined, headers };

it("lets pass what a route declares", () => {
  expect(() => requireDeclared({ ...post, status: 202, body: { uuid } })).not.toThrow();
  expect(() => requireDeclared({ ...post, status: 400, body: {} })).not.toThrow();
  expect(() =>
    requireDeclared({
      ...post,
      method: "DELETE",
      url: "/clusters/a/",
      status: 204,
      headers: {},
      body: undefined,
    }),
  ).not.toThrow();
});

it.each([
  ["another status", { status: 201, body: { uuid } }],
  ["a missing field", { status: 202, body: {} }],
  ["a field of another kind", { status: 202, body: { uuid: 1 } }],
  ["a field too many", { status: 202, body: { uuid, more: 1 } }],
  ["a missing header", { status: 202, body: { uuid }, headers: {} }],
  ["a header too many", { status: 202, body: { uuid }, headers: { ...headers, location: "x" } }],
  [
    "a body where none is",
    { status: 204, body: {}, headers: {}, method: "DELETE", url: "/v1/clusters/a" },
  ],
])("throws for %s", (_, change) => {
  expect(() => requireDeclared({ ...post, ...change })).toThrow("/v1/clusters");
});
