import { spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { takeLeaks } from "./secret-watch/leaks.ts";

// Nothing of these tests is to fail this file at its end.
afterEach(() => void takeLeaks());

const pemOf = (type: "rsa" | "ed25519") =>
  (type === "rsa"
    ? generateKeyPairSync("rsa", { modulusLength: 2048 })
    : generateKeyPairSync("ed25519")
  ).privateKey
    .export({ type: "pkcs8", format: "pem" })
    .toString();

async function run(script: string): Promise<void> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    env: { PATH: process.env["PATH"] },
  });
  child.stdout.resume();
  await once(child, "close");
}

describe("what tests write is searched for", () => {
  it("private keys, also within JSON", () => {
    console.log(JSON.stringify({ key: pemOf("rsa") }));
    expect(takeLeaks()).toEqual(["console.log"]);
    process.stderr.write(pemOf("ed25519"));
    expect(takeLeaks()).toEqual(["stderr"]);
  });

  it("passwords, and nothing else of what is written", () => {
    const password = randomBytes(24).toString("hex");
    console.error(`the password is ${password}`);
    expect(takeLeaks()).toEqual(["console.error"]);
    console.error("there is a password", generateKeyPairSync("ed25519").publicKey);
    expect(takeLeaks()).toEqual([]);
  });

  it("tokens of Keystone", async () => {
    const token = `gAAAA${"x".repeat(40)}`;
    const keystone = createServer((_, answer) => {
      answer.setHeader("X-Subject-Token", token);
      answer.end();
    }).listen(0, "127.0.0.1");
    await once(keystone, "listening");
    await fetch(`http://127.0.0.1:${(keystone.address() as AddressInfo).port}`);
    keystone.close();
    console.warn(`a request with ${token}`);
    expect(takeLeaks()).toEqual(["console.warn"]);
  });

  it("in files of databases and logs, when their folder goes", () => {
    const folder = mkdtempSync(join(tmpdir(), "secret-watch-"));
    const pem = pemOf("rsa");
    writeFileSync(join(folder, "key.pem"), pem);
    rmSync(folder, { recursive: true });
    expect(takeLeaks()).toEqual([]);
    const other = mkdtempSync(join(tmpdir(), "secret-watch-"));
    writeFileSync(
      join(other, "magnum.sqlite-wal"),
      Buffer.concat([randomBytes(8), Buffer.from(pem)]),
    );
    rmSync(other, { recursive: true });
    expect(takeLeaks()).toEqual([join(other, "magnum.sqlite-wal")]);
  });

  it("in what programs say that were started, of secrets that they made themselves", async () => {
    const make = `import { randomBytes } from "node:crypto"; const it = randomBytes(24).toString("hex");`;
    await run(`${make} console.log("nothing")`);
    expect(takeLeaks()).toEqual([]);
    await run(`${make} console.log(it)`);
    expect(takeLeaks()).toEqual([process.execPath]);
  });
});
