import { expect, it } from "vitest";
import { adviceFor, isRefusal } from "./database-refusal.ts";

const withCode = (code: string) => Object.assign(new Error(code), { code });

it.each([
  ["25006", /read-only/],
  ["ER_OPTION_PREVENTS_STATEMENT", /read-only/],
  ["SQLITE_READONLY_DIRECTORY", /read-only/],
  ["53100", /disk is full/],
  ["ER_RECORD_FILE_FULL", /disk is full/],
  ["SQLITE_FULL", /disk is full/],
])("%s is a refusal, with what to do", (code, advice) => {
  expect(isRefusal(withCode(code))).toBe(true);
  expect(adviceFor(withCode(code))).toMatch(advice);
});

it("what may go well on another attempt is none, and still has advice", () => {
  for (const code of ["SQLITE_IOERR_WRITE", "ER_UNKNOWN_COM_ERROR"]) {
    expect(isRefusal(withCode(code))).toBe(false);
    expect(adviceFor(withCode(code))).toBeDefined();
  }
});

it("a fault of the statement has none", () => {
  for (const error of [withCode("42601"), withCode("SQLITE_ERROR"), new Error("no"), null])
    expect([isRefusal(error), adviceFor(error)]).toEqual([false, undefined]);
});
