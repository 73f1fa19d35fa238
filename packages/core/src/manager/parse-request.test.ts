import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { managerBench } from "../testing/manager-bench.ts";
import { parseRequest } from "./parse-request.ts";

it.each([
  [
    { keypair: "a\0b" },
    "The cluster is not valid: keypair: A text must not have the character U+0000.",
  ],
  [{ labels: { colour: "\0" } }, "labels.colour: A text must not"],
  [{ labels: { "col\0our": "red" } }, "labels: A text must not"],
])("a cluster with a NUL in %j is refused", async (wish, reason) => {
  const bench = managerBench();
  await bench.template();
  await expect(bench.create(wish)).rejects.toMatchObject({
    code: "JRB_INVALID_REQUEST",
    message: expect.stringContaining(reason),
  });
  expect(await bench.manager.clusters.list()).toEqual([]);
});

it("a NUL is found wherever it stands, and nothing else is refused", () => {
  const refuses = (value: unknown) => {
    try {
      return parseRequest(z.unknown(), value, "request") !== value;
    } catch {
      return true;
    }
  };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      expect(refuses(value)).toBe(/(?<!\\)(?:\\\\)*\\u0000/.test(JSON.stringify(value)));
    }),
    { examples: [[["\0"]], [{ "\0": 1 }], [{ a: [{ b: "x\0" }] }], [String.raw`\u0000`]] },
  );
});
