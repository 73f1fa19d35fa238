import { expect, it } from "vitest";
import { rememberedPages } from "./remembered-pages.ts";

const [a, b] = [{ name: "a" }, { name: "b" }];

it("answers the same array until something is written", () => {
  const pages = rememberedPages<object>();
  expect(pages.find({ limit: 1 }, 0)).toBeUndefined();
  const first = pages.keep({ limit: 1 }, 0, [a]);
  expect(first).toEqual([a]);
  expect(Object.isFrozen(first)).toBe(true);
  expect(pages.find({ limit: 1 }, 0)).toBe(first);
  expect(pages.find({ limit: 1 }, 1)).toBeUndefined();
  expect(pages.keep({ limit: 1 }, 1, [b])).toEqual([b]);
  expect(pages.find({ limit: 1 }, 0)).toBeUndefined();
});

it("answers it again when what was written left its rows alone", () => {
  const pages = rememberedPages<object>();
  const first = pages.keep({}, 0, [a, b]);
  expect(pages.keep({}, 1, [a, b])).toBe(first);
  expect(pages.find({}, 1)).toBe(first);
  for (const other of [[a], [b, a], [a, { ...b }]]) expect(pages.keep({}, 1, other)).toEqual(other);
});

it("tells queries apart, and forgets the oldest of many", () => {
  const pages = rememberedPages<number>();
  for (let limit = 0; limit <= 40; limit += 1) pages.keep({ limit }, 0, [limit]);
  expect(pages.find({ limit: 0 }, 0)).toBeUndefined();
  expect(pages.find({ limit: 40 }, 0)).toEqual([40]);
});
