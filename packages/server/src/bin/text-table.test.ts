import { expect, it } from "vitest";
import { textTable } from "./text-table.ts";

const HEAD = ["name", "details"];

it("gives each column the room of its longest cell", () => {
  expect(textTable(HEAD, [["a", "one two three four"]])).toBe(
    [
      "+------+--------------------+",
      "| name | details            |",
      "+------+--------------------+",
      "| a    | one two three four |",
      "+------+--------------------+",
      "",
    ].join("\n"),
  );
});

it("breaks the last column between words where the terminal is narrower, and long words anywhere", () => {
  expect(
    textTable(
      HEAD,
      [
        ["a", "one two three abcdefghijklmnop"],
        ["b", ""],
      ],
      21,
    ),
  ).toBe(
    [
      "+------+------------+",
      "| name | details    |",
      "+------+------------+",
      "| a    | one two    |",
      "|      | three      |",
      "|      | abcdefghij |",
      "|      | klmnop     |",
      "| b    |            |",
      "+------+------------+",
      "",
    ].join("\n"),
  );
});
