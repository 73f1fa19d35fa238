import { expect, it } from "vitest";
import { rememberLast } from "./remember-last.ts";

function counted() {
  let made = 0;
  const text = rememberLast((row: { readonly name: string }, host: string, version: number) => {
    made += 1;
    return `${host}/${row.name}@${version}`;
  });
  return { text, made: () => made };
}

it("makes a result once for the same object and circumstances", () => {
  const { text, made } = counted();
  const row = { name: "a" };
  expect([text(row, "h", 1), text(row, "h", 1)]).toEqual(["h/a@1", "h/a@1"]);
  expect(made()).toBe(1);
});

it("makes it anew for another object, and where any of the circumstances is another one", () => {
  const { text } = counted();
  const row = { name: "a" };
  const answers = [
    text(row, "h", 1),
    text(row, "i", 1),
    text(row, "i", 2),
    text({ name: "b" }, "i", 2),
  ];
  expect(answers).toEqual(["h/a@1", "i/a@1", "i/a@2", "i/b@2"]);
  expect(text(row, "h", 1)).toBe("h/a@1");
});
