import { expect, it } from "vitest";
import { z } from "zod";
import { knownLabels } from "./known-labels.ts";

const labels = knownLabels("toys", {
  colour: z.string().optional(),
  size: z.string().default("1"),
});

it("answers the labels that are known, with their defaults", () => {
  expect(labels.parse({ colour: "red" })).toEqual({ colour: "red", size: "1" });
});

it("refuses unknown labels with the names that are known", () => {
  expect(labels.safeParse({ color: "red", weight: "2" }).error?.issues).toMatchObject([
    { message: "Unknown label color, weight; toys knows colour, size." },
  ]);
});
