import { describe, expect, it } from "vitest";
import type { Answer, Json } from "./answer.ts";
import { compareAnswers } from "./compare.ts";

const answer = (body: Json, rest: Partial<Answer> = {}): Answer => ({
  status: 200,
  headers: { vary: "x" },
  body,
  ...rest,
});
const fieldsOf = (peer: Answer, ours: Answer) =>
  compareAnswers("a step", peer, ours).map(({ field }) => field);

describe("comparing two answers", () => {
  it("finds nothing where they say the same in another order", () => {
    expect(fieldsOf(answer({ a: [1, null], b: {} }), answer({ b: {}, a: [1, null] }))).toEqual([]);
  });

  it("names the status, each header and each field of the body that differs", () => {
    const peer = answer({ list: [{ name: "a" }, { name: "b" }], same: 1 });
    const ours = answer(
      { list: [{ name: "a" }, { name: "c", more: 1 }], same: 1 },
      { status: 201, headers: { allow: "GET" } },
    );
    expect(fieldsOf(peer, ours)).toEqual([
      "status",
      "headers.vary",
      "headers.allow",
      "body.list[1].name",
      "body.list[1].more",
    ]);
  });

  it("tells null from nothing, a number from its text, a list from an object", () => {
    expect(
      compareAnswers("s", answer({ a: null, b: 1, c: [] }), answer({ b: "1", c: {} })),
    ).toEqual([
      { step: "s", field: "body.a", peer: null, ours: undefined },
      { step: "s", field: "body.b", peer: 1, ours: "1" },
      { step: "s", field: "body.c", peer: [], ours: {} },
    ]);
  });
});
