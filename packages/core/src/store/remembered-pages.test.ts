import { expect, it } from "vitest";
import { rememberedPages } from "./remembered-pages.ts";

it("answers the same array until something is written", () => {
  const source = { revision: 0, rows: ["a"] };
  const pages = rememberedPages<string>(source);
  const read = () => source.rows;
  const first = pages({ limit: 1 }, read);
  expect(pages({ limit: 1 }, read)).toBe(first);
  source.rows = ["b"];
  source.revision += 1;
  expect(pages({ limit: 1 }, read)).toEqual(["b"]);
});

it("tells queries apart, and forgets the oldest of many", () => {
  const pages = rememberedPages<number>({ revision: 0 });
  const first = pages({ limit: 0 }, () => [0]);
  for (let limit = 1; limit <= 40; limit += 1)
    expect(pages({ limit }, () => [limit])).toEqual([limit]);
  const again = pages({ limit: 0 }, () => [0]);
  expect(again).toEqual(first);
  expect(again).not.toBe(first);
});
