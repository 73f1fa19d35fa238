import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSession, sessionOptionsFromEnvironment } from "@jeroboam/openstack-client";
import { startSimulator } from "@jeroboam/openstack-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { certificateFinding } from "./certificate-status.ts";

let simulator: Awaited<ReturnType<typeof startSimulator>>;
const folder = mkdtempSync(join(tmpdir(), "certificate-status-"));
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

const found = (certManagerType: "barbican" | "local" | "x509keypair", certificateDir = folder) => {
  const options = sessionOptionsFromEnvironment(simulator.environment("magnum"));
  const session = createSession({ ...options, retry: { limit: 0 } });
  return certificateFinding({ certManagerType, certificateDir }, session);
};

describe("the status of the cert manager", () => {
  it("is well where keys are in the database, whatever else is away", async () => {
    expect(await found("x509keypair")).toMatchObject({ level: "ok" });
  });

  it("is well where Barbican answers, and says so when it does not", async () => {
    expect(await found("barbican")).toMatchObject({
      name: "cert manager",
      level: "ok",
      detail: expect.stringMatching(/^barbican: http:.*\/key-manager\/v1$/),
    });
    const heal = simulator.faults.add({ service: "key-manager", status: 503 });
    expect(await found("barbican")).toMatchObject({
      level: "failure",
      detail: expect.stringContaining("key-manager answered 503"),
    });
    heal();
  });

  it("warns of files, makes their folder, and says when that cannot be used", async () => {
    const path = join(folder, "certificates");
    expect(await found("local", path)).toMatchObject({
      level: "warning",
      detail: expect.stringContaining("other machines cannot read it"),
    });
    expect(existsSync(path) && statSync(path).mode & 0o777).toBe(0o700);
    writeFileSync(join(folder, "file"), "");
    expect(await found("local", join(folder, "file", "x"))).toMatchObject({ level: "failure" });
  });
});
