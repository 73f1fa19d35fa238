import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createSecretBox } from "./secret-box.ts";

const [older, newer] = [randomBytes(32), randomBytes(32)];
const UNREADABLE = expect.objectContaining({ code: "JRB_SECRET_UNREADABLE" });

it("opens what it sealed, and never seals alike", () => {
  const box = createSecretBox([newer]);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (plain, about) => {
      const sealed = box.seal(plain, about);
      expect(box.open(sealed, about)).toBe(plain);
      expect(box.seal(plain, about)).not.toBe(sealed);
    }),
  );
});

it("opens with older keys and seals with the first", () => {
  const sealed = createSecretBox([older]).seal("secret", "a");
  const both = createSecretBox([newer, older]);
  expect(both.open(sealed, "a")).toBe("secret");
  expect(createSecretBox([newer]).open(both.seal("secret", "a"), "a")).toBe("secret");
});

it("rewraps with the first key, and only what is not sealed with it", () => {
  const box = createSecretBox([newer, older]);
  const sealed = createSecretBox([older]).seal("secret", "a");
  const rewrapped = box.rewrap(sealed, "a") ?? "";
  expect(createSecretBox([newer]).open(rewrapped, "a")).toBe("secret");
  expect(() => createSecretBox([older]).open(rewrapped, "a")).toThrow(UNREADABLE);
  expect(box.rewrap(rewrapped, "a")).toBeUndefined();
  expect(rewrapped.split(".").at(-1)).toBe(sealed.split(".").at(-1));
  expect(() => box.rewrap(sealed, "b")).toThrow(UNREADABLE);
  expect(() => createSecretBox([newer]).rewrap(sealed, "a")).toThrow(UNREADABLE);
});

it("opens nothing that was put together of two secrets", () => {
  const box = createSecretBox([newer]);
  const [one, other] = [box.seal("one", "a").split("."), box.seal("other", "b").split(".")];
  const parts = (a: readonly string[], b: readonly string[]) => [...a.slice(0, 3), b[3]].join(".");
  for (const mixed of [parts(one, other), parts(other, one)])
    for (const about of ["a", "b"]) expect(() => box.open(mixed, about)).toThrow(UNREADABLE);
});

it("opens nothing of somebody else, changed, cut off or of another key, and shows none of it", () => {
  const box = createSecretBox([newer]);
  const sealed = box.seal("secret", "a");
  expect(sealed).not.toContain("secret");
  expect(() => box.open(sealed, "b")).toThrow(UNREADABLE);
  expect(() => createSecretBox([older]).open(sealed, "a")).toThrow(UNREADABLE);
  expect(() => box.open(sealed.slice(0, 20), "a")).toThrow(UNREADABLE);
  expect(() => box.open("", "a")).toThrow(UNREADABLE);
  const last = sealed.at(-3) === "A" ? "B" : "A";
  const changed = `${sealed.slice(0, -3)}${last}${sealed.slice(-2)}`;
  expect(() => box.open(changed, "a")).toThrow(UNREADABLE);
});

it("takes no key of another length, and not none", () => {
  expect(() => createSecretBox([])).toThrow(UNREADABLE);
  expect(() => createSecretBox([newer, randomBytes(16)])).toThrow(UNREADABLE);
});

it("asks for its keys again when it meets one that it does not know, and seals with the first then", () => {
  let asked = 0;
  let now: readonly Buffer[] = [older];
  const box = createSecretBox([older], "/keys", () => (asked++, now));
  const former = box.seal("former", "a");
  expect(box.open(former, "a")).toBe("former");
  expect(asked).toBe(0);
  const sealed = createSecretBox([newer]).seal("secret", "a");
  expect(() => box.open(sealed, "a")).toThrow(UNREADABLE);
  now = [newer];
  expect(box.open(sealed, "a")).toBe("secret");
  expect(asked).toBe(2);
  expect(box.open(former, "a")).toBe("former");
  expect(createSecretBox([newer]).open(box.seal("new", "a"), "a")).toBe("new");
  expect(box.keyIds).toEqual(createSecretBox([newer, older]).keyIds);
});

it("says where its keys are from in the cause alone, and keeps those it has when no others are read", () => {
  const sealed = createSecretBox([newer]).seal("secret", "a");
  const path = expect.stringContaining("/keys");
  const pathless = expect.not.stringContaining("/keys");
  const broken = () => {
    throw new Error("/keys is half written");
  };
  for (const readAgain of [undefined, () => [older], broken]) {
    const box = createSecretBox([older], "/keys", readAgain);
    const opened = () => box.open(sealed, "a");
    expect(opened).toThrow(
      expect.objectContaining({
        message: pathless,
        cause: expect.objectContaining({ message: path }),
      }),
    );
    expect(box.open(box.seal("mine", "a"), "a")).toBe("mine");
  }
});
