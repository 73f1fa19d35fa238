import { expect, it } from "vitest";
import { rememberedPages } from "./remembered-pages.ts";

const [a, b] = [{ name: "a" }, { name: "b" }];

it("answers the same array until something is written", () => {
  const source = { revision: 0 };
  const pages = rememberedPages<object>(source);
  expect(pages.find({ limit: 1 })).toBeUndefined();
  const first = pages.keep({ limit: 1 }, 0, [a]);
  expect(first).toEqual([a]);
  expect(Object.isFrozen(first)).toBe(true);
  expect(pages.find({ limit: 1 })).toBe(first);
  source.revision = 1;
  expect(pages.find({ limit: 1 })).toBeUndefined();
  expect(pages.keep({ limit: 1 }, 1, [b])).toEqual([b]);
});

it("answers it again when what was written left its rows alone", () => {
  const source = { revision: 0 };
  const pages = rememberedPages<object>(source);
  const first = pages.keep({}, 0, [a, b]);
  source.revision = 1;
  expect(pages.keep({}, 1, [a, b])).toBe(first);
  expect(pages.find({})).toBe(first);
  for (const other of [[a], [b, a], [a, { ...b }]]) expect(pages.keep({}, 1, other)).toEqual(other);
});

it("does not take for current what was read before the last write", () => {
  const source = { revision: 0 };
  const pages = rememberedPages<object>(source);
  source.revision = 1;
  pages.keep({}, 0, [a]);
  expect(pages.find({})).toBeUndefined();
});

it("tells queries apart, and forgets the oldest of many", () => {
  const pages = rememberedPages<number>({ revision: 0 });
  for (let limit = 0; limit <= 40; limit += 1) pages.keep({ limit }, 0, [limit]);
  expect(pages.find({ limit: 0 })).toBeUndefined();
  expect(pages.find({ limit: 40 })).toEqual([40]);
});
