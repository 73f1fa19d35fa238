import { expect, it } from "vitest";
import { jsonLinesLogger } from "./json-lines-logger.ts";

it("writes what matters, errors with their causes", () => {
  const lines: string[] = [];
  const log = jsonLinesLogger(
    (line) => lines.push(line),
    "warn",
    () => new Date("2030-01-01T00:00:00Z"),
  );
  log.info({}, "too much");
  log.error({ error: new Error("outer", { cause: new Error("inner") }) }, "it failed");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "error",
    time: "2030-01-01T00:00:00.000Z",
    msg: "it failed",
    error: { name: "Error", message: "outer", cause: { message: "inner" } },
  });
});
