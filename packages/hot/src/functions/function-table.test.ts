import { expect, it } from "vitest";
import { functionNames } from "../evaluation/function-names.ts";
import { valueFunctions } from "./function-table.ts";

it("the names of functions are those of the table", () => {
  expect([...functionNames].toSorted()).toEqual(Object.keys(valueFunctions).toSorted());
});
