import { expect, it } from "vitest";
import { jsonPage } from "./json-page.ts";

it.each<[string, readonly object[], string | undefined]>([
  ["no row", [], undefined],
  ["rows", [{ name: 'a"b' }, { name: "ä" }], undefined],
  ["a next page", [{ name: "a" }], 'http://host/v1/clusters?limit=1&marker="'],
])("a page with %s is what JSON.stringify writes", (_, rows, next) => {
  const texts = rows.map((row) => JSON.stringify(row));
  expect(jsonPage("clusters", texts, next).toString()).toBe(
    JSON.stringify({ clusters: rows, ...(next !== undefined && { next }) }),
  );
});
