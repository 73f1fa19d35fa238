import { describe, expect, it } from "vitest";
import type { Json } from "./answer.ts";
import { normalise } from "./normalise.ts";

const UUID = "0f0e2ad2-6a2e-4b7e-9a55-0b8e6a6b2b11";
const written = (body: Json, values: readonly (readonly [string, string])[] = []) =>
  normalise({ status: 200, headers: {}, body }, new Map(values)).body;

describe("normalising an answer", () => {
  it("writes the script's own names before anything else, the longest value first", () => {
    const values = [
      ["host", "127.0.0.1:9511"],
      ["base", "http://127.0.0.1:9511"],
      ["cluster", UUID],
    ] as const;
    expect(written(`http://127.0.0.1:9511/v1/clusters/${UUID}`, values)).toBe(
      "{base}/v1/clusters/{cluster}",
    );
    expect(written("https://127.0.0.1:9511/v1", values)).toBe("https://{host}/v1");
  });

  it("writes placeholders for what each run makes anew, and keeps the form of dates apart", () => {
    expect(written({ uuid: UUID, id: 7, at: "2026-01-02T03:04:05+00:00" })).toEqual({
      uuid: "<uuid>",
      id: "<number>",
      at: "<date>",
    });
    expect(written("2026-01-02T03:04:05.678+00:00")).toBe("<date with a fraction>");
    expect(written("tcp://172.24.1.2:2376")).toBe("tcp://<address>:2376");
    expect(written("omicron-24-cluster")).toBe("<greek>-<number>-cluster");
  });

  it("sorts Python's sets and leaves ordinary sentences alone", () => {
    expect(written("Value should be one of: b, c, a")).toBe("Value should be one of: a, b, c");
    expect(written("cannot change cluster property(ies) b, a.")).toBe(
      "cannot change cluster property(ies) a, b.",
    );
    expect(written("b, c, a")).toBe("b, c, a");
  });
});
