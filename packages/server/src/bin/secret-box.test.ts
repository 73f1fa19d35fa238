import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecretBox } from "@jeroboam/sql-store";
import { expect, it, onTestFinished } from "vitest";
import { openSecretBox } from "./secret-box.ts";

it("a process that was not restarted opens what a new key of its file seals", async () => {
  const folder = mkdtempSync(join(tmpdir(), "secret-box-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const secretKeyFile = join(folder, "secret.key");
  const options = { secretKeyFile };
  const running = await openSecretBox(options, { create: true });
  const former = running.seal("former", "a");
  const key = randomBytes(32);
  writeFileSync(secretKeyFile, key.toString("base64"));
  const sealed = createSecretBox([key]).seal("secret", "a");
  expect(running.open(sealed, "a")).toBe("secret");
  expect(running.open(former, "a")).toBe("former");
  const unknown = createSecretBox([randomBytes(32)]).seal("secret", "a");
  expect(() => running.open(unknown, "a")).toThrow(/^(?!.*secret\.key).*has not got its key/);
});
